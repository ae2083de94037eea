package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

func aVersion(t *testing.T, b *bench, tenantID, id string) {
	t.Helper()
	_, err := b.PublishVersion(ctx, definition.Version{ID: id, Tenant: tenantID, Kind: definition.Pipeline, Key: "onboarding", Body: []byte("{}")})
	must(t, err)
}

// aMigration is to the version v1, as that of the tenant "a".
func aMigration(id string, now time.Time) migration.Migration {
	return migration.Migration{
		ID: id, Tenant: "a", Pipeline: "onboarding", Version: "v1", Choices: migration.Choices{migration.Asks: migration.Ask}, Stage: "review",
		State: migration.Running, Total: 7, Tally: migration.Tally{migration.Asks: {Moved: 1, Stuck: 2}}, At: migration.Place{Version: "v0", Case: "c1"},
		By: "m1", BeganAt: now,
	}
}

func testVersionNames(t *testing.T, b *bench) {
	aVersion(t, b, "a", "v1")
	aVersion(t, b, "a", "v2")
	named := func(want map[string]string) {
		t.Helper()
		got, err := b.NamesOf(ctx, "a", definition.Pipeline, "onboarding")
		must(t, err)
		equal(t, got, want)
	}
	named(map[string]string{})
	must(t, b.NameVersion(ctx, definition.Name{Tenant: "a", Version: "v2", Name: "Without the income", At: b.now, By: "m1"}))
	must(t, b.NameVersion(ctx, definition.Name{Tenant: "a", Version: "v2", Name: "Shorter", At: b.now, By: "m2"}))
	named(map[string]string{"v2": "Shorter"})
	must(t, b.NameVersion(ctx, definition.Name{Tenant: "a", Version: "v2", At: b.now}))
	named(map[string]string{})
	wants(t, b.NameVersion(ctx, definition.Name{Tenant: "a", Version: "v9", Name: "None", At: b.now}), fault.NotFound)
}

func testOpenings(t *testing.T, b *bench) {
	later := b.now.Add(time.Hour)
	o := definition.Opening{
		Tenant: "a", Pipeline: "onboarding", OpensAt: &b.now, ClosesAt: &later, Paused: true, Stops: true,
		Message: schemas.Text{"en": "Back on Monday"}, Revision: 1, UpdatedAt: b.now, UpdatedBy: "m1",
	}
	set := func(tx conveyor.Tx) error { return tx.SetOpening(o) }
	b.begin(t, "a", func(tx conveyor.Tx) error {
		unset, err := tx.Opening("onboarding")
		equal(t, unset, definition.Opening{Pipeline: "onboarding"})
		return err
	})
	b.begin(t, "a", set)
	b.refused(t, fault.Stale, set)
	o.Revision, o.Paused, o.OpensAt, o.Message = 2, false, nil, nil
	b.begin(t, "a", set)
	b.refused(t, fault.Stale, set)
	all, err := b.Openings(ctx, "a")
	must(t, err)
	equal(t, all, []definition.Opening{o})
}

// testMigrations lets one run, refuses a second beside it, and writes nothing to one that has ended.
func testMigrations(t *testing.T, b *bench) {
	aVersion(t, b, "a", "v1")
	m := aMigration("g1", b.now)
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.InsertMigration(m) })
	b.refused(t, fault.Conflict, func(tx conveyor.Tx) error { return tx.InsertMigration(aMigration("g2", b.now)) })
	m.At.Case, m.Tally = "c2", migration.Tally{migration.Asks: {Moved: 2, Stuck: 2}}
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.UpdateMigration(m) })
	b.begin(t, "a", func(tx conveyor.Tx) error {
		got, err := tx.Migration("g1")
		equal(t, got, m)
		return err
	})
	m.State, m.EndedAt, m.EndedBy = migration.Cancelled, &b.now, "m2"
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.UpdateMigration(m) })
	b.refused(t, fault.Conflict, func(tx conveyor.Tx) error { return tx.UpdateMigration(m) })
	next := aMigration("g2", b.now.Add(time.Minute))
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.InsertMigration(next) })
	b.begin(t, "a", func(tx conveyor.Tx) error {
		all, err := tx.Migrations("onboarding")
		equal(t, all, []migration.Migration{next, m})
		return err
	})
}

// testInFlight has cases on two versions, one of them at its end and one removed, and reads them two at a time.
func testInFlight(t *testing.T, b *bench) {
	for _, id := range []string{"v1", "v2", "v3"} {
		aVersion(t, b, "a", id)
	}
	for i := range 9 {
		r := record("a", fmt.Sprintf("c%d", i), b.now)
		r.Pipeline, r.Version, r.State.Outcome = "onboarding", []string{"v1", "v2", "v3"}[i%3], ""
		switch i {
		case 4:
			r.State.Outcome = "completed"
		case 6:
			r.State.Removed = true
		}
		b.begin(t, "a", func(tx conveyor.Tx) error { return insertCase(tx, &r) })
	}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		return tx.PutSubmission(submission.Submission{Case: "c1", Answers: map[string]any{"name": "Ana"}, Revision: 1, SavedAt: b.now})
	})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		counts, err := tx.CountInFlight("onboarding")
		must(t, err)
		equal(t, counts, map[string]int{"v1": 2, "v2": 2, "v3": 3})
		versions, err := tx.VersionsInFlight("onboarding")
		must(t, err)
		equal(t, versions, []string{"v1", "v2", "v3"})
		older, err := tx.InFlight(migration.Flight{Pipeline: "onboarding", Before: 2, Limit: 9})
		must(t, err)
		equal(t, len(older), 2)
		all, err := tx.InFlight(migration.Flight{Pipeline: "onboarding", Limit: 9})
		must(t, err)
		equal(t, len(all), 7)
		var got []string
		f := migration.Flight{Pipeline: "onboarding", Before: 3, Limit: 2}
		for {
			page, err := tx.InFlight(f)
			must(t, err)
			for _, a := range page {
				got = append(got, a.Version+"/"+a.ID+"/"+a.Reference+"/"+a.Stage+"/"+strings.ReplaceAll(string(a.Answers), " ", ""))
				f.After = migration.Place{Version: a.Version, Case: a.ID}
			}
			if len(page) < f.Limit {
				break
			}
		}
		equal(t, got, []string{"v1/c0/REF-c0/review/", "v1/c3/REF-c3/review/", `v2/c1/REF-c1/review/{"name":"Ana"}`, "v2/c7/REF-c7/review/"})
		return nil
	})
}
