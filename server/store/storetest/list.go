package storetest

import (
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

// aList is a list of tenant a with a version of two entries.
func aList(t *testing.T, b *bench) {
	t.Helper()
	must(t, b.Administer(ctx, "a", func(o tenant.Office) error {
		must(t, o.SaveList(screening.List{Key: "l1", Name: "One", Format: screening.Plain, CreatedAt: b.now, Revision: 1}))
		must(t, o.AddListVersion(screening.Version{ID: "w1", List: "l1", State: screening.Reading, CreatedAt: b.now}))
		return o.AddListEntries("w1", []screening.Entry{{UID: "e1", Names: []string{"Ana"}}, {UID: "e2", Names: []string{"Bia"}}})
	}))
}

// testLists keeps lists, their versions and entries, and what people said of a match.
func testLists(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	aList(t, b)
	must(t, b.Administer(ctx, "a", func(o tenant.Office) error {
		must(t, o.AddListEntries("w1", []screening.Entry{{UID: "e0", Names: []string{"Zoe"}}, {UID: "e1", Names: []string{"Another"}}}))
		sums, err := o.ListSums("w1")
		must(t, err)
		equal(t, len(sums), 3)
		equal(t, sums["e1"], screening.Entry{UID: "e1", Names: []string{"Ana"}}.Sum())
		wants(t, o.SaveList(screening.List{Key: "l1", CreatedAt: b.now, Revision: 1}), fault.Stale)
		wants(t, o.SaveList(screening.List{Key: "l1", CreatedAt: b.now, Revision: 3}), fault.Stale)
		v, err := o.ListVersion("w1")
		must(t, err)
		ready := b.now.Add(time.Minute)
		v.State, v.Report, v.Delta, v.ReadyAt = screening.Ready, screening.Report{Rows: 3}, screening.Delta{Added: 3}, &ready
		must(t, o.ChangeListVersion(v))
		return o.SaveList(screening.List{Key: "l1", Name: "Two", Format: screening.Plain, Active: "w1", CreatedAt: b.now, Revision: 2})
	}))
	lists, versions, err := b.Lists(ctx, "a")
	must(t, err)
	equal(t, []string{lists[0].Name, lists[0].Active, versions[0].State}, []string{"Two", "w1", screening.Ready})
	equal(t, versions[0].Delta.Added+versions[0].Report.Rows, 6)
	entries, err := b.ListEntries(ctx, "a", "w1")
	must(t, err)
	equal(t, []string{entries[0].UID, entries[1].UID, entries[2].UID}, []string{"e1", "e2", "e0"})
	strangers(t, b)
	clearings(t, b)
	must(t, b.Administer(ctx, "a", func(o tenant.Office) error { return o.DropListEntries("w1") }))
	entries, err = b.ListEntries(ctx, "a", "w1")
	must(t, err)
	equal(t, len(entries), 0)
}

// strangers see nothing of it through their own office.
func strangers(t *testing.T, b *bench) {
	t.Helper()
	must(t, b.Administer(ctx, "b", func(o tenant.Office) error {
		lists, err := o.Lists()
		must(t, err)
		equal(t, len(lists), 0)
		_, err = o.ListVersion("w1")
		wants(t, err, fault.NotFound)
		wants(t, o.AddListVersion(screening.Version{ID: "w9", List: "l1", CreatedAt: b.now}), fault.NotFound)
		wants(t, o.ChangeListVersion(screening.Version{ID: "w1", List: "l1", CreatedAt: b.now}), fault.NotFound)
		wants(t, o.AddListEntries("w1", []screening.Entry{{UID: "x"}}), fault.NotFound)
		wants(t, o.SaveList(screening.List{Tenant: "a", Key: "l1", Revision: 3}), fault.NotFound)
		sums, err := o.ListSums("w1")
		must(t, err)
		equal(t, len(sums), 0)
		return o.DropListEntries("w1")
	}))
}

func clearings(t *testing.T, b *bench) {
	t.Helper()
	said := screening.Clearing{Case: "c1", List: "l1", Entry: "e1", Person: "p", Sum: "s", Reason: "Another birth", By: "m1", At: b.now}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.PutClearing(said))
		said.Reason = "Another mother"
		must(t, tx.PutClearing(said))
		must(t, tx.PutResult(check.Result{Case: "c1", Key: "k", Round: 1, Result: "fail", At: b.now}))
		return tx.PutResult(check.Result{Case: "c1", Key: "k", Round: 2, Result: "pass", At: b.now})
	})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		kept, err := tx.Clearings("c1")
		must(t, err)
		equal(t, len(kept), 1)
		equal(t, kept[0].Reason, "Another mother")
		results, err := tx.ResultsOf("c1", "k")
		must(t, err)
		equal(t, []string{results[0].Result, results[1].Result}, []string{"pass", "fail"})
		must(t, tx.ErasePersonal("c1"))
		kept, err = tx.Clearings("c1")
		must(t, err)
		equal(t, len(kept), 0)
		return nil
	})
	old := check.Kept{Result: "pass", Evidence: map[string]any{"n": 1.0}, At: b.now, Until: b.now.Add(-time.Hour)}
	must(t, b.KeepAnswer(ctx, "a", "old", old))
	_, err := b.KeptAnswer(ctx, "a", "old")
	wants(t, err, fault.NotFound)
	old.Until = b.now.Add(time.Hour)
	must(t, b.KeepAnswer(ctx, "a", "old", old))
	kept, err := b.KeptAnswer(ctx, "a", "old")
	must(t, err)
	equal(t, kept.Evidence["n"], any(1.0))
}
