package storetest

import (
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

func (b *bench) saveRetention(tenantID string, r document.Retention) error {
	return b.Administer(ctx, tenantID, func(o tenant.Office) error { return o.SaveRetention(r) })
}

// testRetention has two cases that ended: what is over at which moment, by the rules of their kinds, and what is not.
func testRetention(t *testing.T, b *bench) {
	r := document.Retention{Revision: 1, UpdatedAt: b.now, UpdatedBy: "m1", Rules: []document.RetentionRule{
		{Kind: "*", Keep: 12}, {Kind: "proof", Keep: 3, Valid: 3}, {Kind: "selfie"},
	}}
	none, err := b.Retention(ctx, "a")
	must(t, err)
	equal(t, none, document.Retention{})
	must(t, b.saveRetention("a", r))
	wants(t, b.saveRetention("a", r), fault.Stale)
	wants(t, b.saveRetention("nobody", r), fault.NotFound)
	got, err := b.Retention(ctx, "a")
	must(t, err)
	equal(t, got, r)

	b.aCase(t, "a", "c1")
	running := record("a", "c2", b.now)
	running.State.Outcome = ""
	at := b.now
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, insertCase(tx, &running))
		for _, d := range []document.Document{
			{ID: "proof", Case: "c1", Kind: "proof", Size: 3},
			{ID: "rg", Case: "c1", Kind: "rg", Size: 5},
			{ID: "plain", Case: "c1"},
			{ID: "selfie", Case: "c1", Kind: "selfie"},
			{ID: "erased", Case: "c1", Kind: "proof", ErasedAt: &at},
			{ID: "running", Case: "c2", Kind: "proof"},
		} {
			d.Blob, d.CreatedAt = d.ID, b.now
			must(t, tx.InsertDocument(d))
		}
		return tx.Hold(document.Hold{Case: "c1", HeldAt: b.now})
	})
	over := func(at time.Time) (ids []string) {
		kept, err := b.Kept(ctx, "a", r, at)
		must(t, err)
		for _, k := range kept {
			equal(t, []any{k.Reference, k.EndedAt, k.OnHold}, []any{"REF-c1", b.now, true})
			ids = append(ids, k.ID)
		}
		return ids
	}
	equal(t, len(over(b.now.AddDate(0, 3, -1))), 0)
	equal(t, over(b.now.AddDate(0, 3, 0)), []string{"proof"})
	equal(t, over(b.now.AddDate(1, 0, 0)), []string{"plain", "rg", "proof"})

	kinds, err := b.Kinds(ctx, "a")
	must(t, err)
	equal(t, kinds, []tenant.KindUse{{Kind: "", Files: 1}, {Kind: "proof", Files: 2, Bytes: 3}, {Kind: "rg", Files: 1, Bytes: 5}, {Kind: "selfie", Files: 1}})
}

func testHolds(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	h := document.Hold{Case: "c1", Reference: "REF-c1", Reason: "a court", HeldAt: b.now, HeldBy: "m1"}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		id, err := tx.CaseNamed(" ref-C1 ")
		wants(t, err, fault.NotFound) // references are in capitals
		equal(t, id, "")
		must(t, tx.Hold(h))
		wants(t, tx.Hold(h), fault.Conflict)
		wants(t, tx.Hold(document.Hold{Case: "c9", HeldAt: b.now}), fault.NotFound)
		held, err := tx.OnHold("c1")
		must(t, err)
		equal(t, held, true)
		return nil
	})
	holds, err := b.Holds(ctx, "a")
	must(t, err)
	equal(t, holds, []document.Hold{h})
	for _, owes := range []bool{false, true} {
		b.begin(t, "a", func(tx conveyor.Tx) error {
			if owes {
				must(t, tx.Hold(h))
				must(t, tx.Owe("c1"))
			}
			owed, err := tx.Unhold("c1")
			must(t, err)
			equal(t, owed, owes)
			_, err = tx.Unhold("c1")
			wants(t, err, fault.NotFound)
			wants(t, tx.Owe("c1"), fault.NotFound)
			return nil
		})
	}
}

func testStorage(t *testing.T, b *bench) {
	_, err := b.StorageReport(ctx, "a")
	wants(t, err, fault.NotFound)
	for _, r := range []tenant.StorageReport{
		{At: b.now, Files: 3, Missing: []tenant.MissingFile{{Case: "c1", Document: "d1", Reference: "R", Name: "rg.jpg"}}, Lost: 1, Swept: 2},
		{At: b.now.Add(time.Hour), Files: 4, Missing: []tenant.MissingFile{}},
	} {
		must(t, b.PutStorageReport(ctx, "a", r))
		got, err := b.StorageReport(ctx, "a")
		must(t, err)
		equal(t, got, r)
	}
	b.aCase(t, "a", "c1")
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.InsertDocument(document.Document{ID: "d1", Case: "c1", Blob: "x/1", Scan: "pending", CreatedAt: b.now}))
		return tx.InsertDocument(document.Document{ID: "d2", Case: "c1", Blob: "x/2", Thumbnail: "x/2.small", CreatedAt: b.now})
	})
	scans, err := b.Scans(ctx, "a")
	must(t, err)
	equal(t, scans, map[string]int{"pending": 1, "": 1})
	waiting, err := b.Unscanned(ctx, "a", b.now.Add(time.Second))
	must(t, err)
	equal(t, []any{len(waiting), waiting[0].ID}, []any{1, "d1"})
	waiting, err = b.Unscanned(ctx, "a", b.now)
	must(t, err)
	equal(t, len(waiting), 0)
	var keys []string
	for key, err := range b.Blobs(ctx, "a") {
		must(t, err)
		keys = append(keys, key)
	}
	equal(t, keys, []string{"x/1", "x/2", "x/2.small"})
}
