package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

func aJourney(tenantID, caseID string, at time.Time) cockpit.Journey {
	return cockpit.Journey{
		Tenant: tenantID, Case: caseID, Pipeline: "account", Day: at.Format(time.DateOnly), StartedAt: at, Channel: "portal", Locale: "pt-BR",
		Device: "phone", Steps: []cockpit.Step{{Kind: "stage", Key: "review", EnteredAt: at, SinceAt: at, Fate: cockpit.There}},
	}
}

func aNudge(at time.Time) cockpit.Nudge {
	return cockpit.Nudge{Tenant: "a", Case: "c1", Message: "m1", Template: "reminder", Pipeline: "account", Day: at.Format(time.DateOnly), SentAt: &at}
}

func testJourneys(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	j := aJourney("a", "c1", b.now)
	b.begin(t, "a", func(tx conveyor.Tx) error {
		_, err := tx.Journey("c1")
		wants(t, err, fault.NotFound)
		must(t, tx.PutJourney(j, j.Steps))
		got, err := tx.Journey("c1")
		must(t, err)
		equal(t, got, j)
		due := b.now.Add(time.Hour)
		j.Submitted, j.Steps[0].LevelAt = true, &due
		must(t, tx.PutJourney(j, j.Steps))
		got, err = tx.Journey("c1")
		must(t, err)
		equal(t, got, j)
		wants(t, tx.PutJourney(cockpit.Journey{Case: "c9"}, nil), fault.NotFound)
		return nil
	})
	n := aNudge(b.now)
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.PutNudge(n))
		n.ReturnedAt = n.SentAt
		must(t, tx.PutNudge(n))
		got, err := tx.Nudges("c1")
		must(t, err)
		equal(t, got, []cockpit.Nudge{n})
		return nil
	})
	far, err := b.Nudged(ctx, "a", cockpit.Filter{Pipeline: "account"})
	must(t, err)
	equal(t, far, []cockpit.Group{{Keys: []string{"reminder", "returned"}, N: 1}})
	for fate, want := range map[string]int64{"": 1, cockpit.CameBack: 1, cockpit.Completed: 0} {
		got, err := b.CountAt(ctx, "a", cockpit.Filter{Pipeline: "account"}, cockpit.Place{Kind: cockpit.Reminder, Step: "reminder", Fate: fate})
		must(t, err)
		equal(t, got, want)
	}
}

// minute is a moment of work on case c1.
func minute(b *bench, seq int64, member string, at time.Duration) cockpit.Work {
	return cockpit.Work{
		Tenant: "a", Case: "c1", Seq: seq, Member: member, Pipeline: "account", Stage: "review", Event: "note.added",
		AtMS: b.now.Add(at).UnixMilli(),
	}
}

// testWorked: acts of a member that follow each other within a quarter of an hour are one stretch of work; the first of a
// stretch counts a minute.
func testWorked(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	decision := minute(b, 5, "m1", 3*time.Hour)
	decision.Event, decision.Decision, decision.Outcome = "case.moved", "reject", "rejected"
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.AddWork([]cockpit.Work{
			minute(b, 1, "m1", 0), minute(b, 2, "m2", time.Minute), minute(b, 3, "m1", 10*time.Minute), minute(b, 4, "m1", 20*time.Minute), decision,
		}))
		wants(t, tx.AddWork([]cockpit.Work{{Case: "c9", Seq: 1}}), fault.NotFound)
		return tx.Reopen("c1")
	})
	span := cockpit.Span{From: b.now, To: b.now.Add(24 * time.Hour), Pipeline: "account"}
	got, err := b.Worked(ctx, "a", span, cockpit.ByMember)
	must(t, err)
	equal(t, got, []cockpit.Hours{
		{Member: "m1", Minutes: 22, Cases: 1, Seconds: 22 * 60, Decisions: 1, Reopened: 1}, {Member: "m2", Minutes: 1, Cases: 1, Seconds: 60},
	})
	got, err = b.Worked(ctx, "a", span, cockpit.ByStage)
	must(t, err)
	equal(t, got, []cockpit.Hours{{Pipeline: "account", Stage: "review", Minutes: 23, Cases: 1, Seconds: 23 * 60, Decisions: 1, Reopened: 1}})
	got, err = b.Worked(ctx, "a", span, cockpit.ByCase)
	must(t, err)
	equal(t, got, []cockpit.Hours{{Pipeline: "account", Minutes: 23, Cases: 1, Seconds: 23 * 60, Decisions: 1, Reopened: 1}})
	span.Members = []string{"m2"}
	got, err = b.Worked(ctx, "a", span, cockpit.ByMember)
	must(t, err)
	equal(t, len(got), 1)
	span.Members = []string{}
	got, err = b.Worked(ctx, "a", span, cockpit.ByMember)
	must(t, err)
	equal(t, len(got), 0)
}

// testTallies: however cases go and whenever tallies are folded, the summaries are the sum over all cases, and summing up
// again changes nothing.
func testTallies(t *testing.T, b *bench) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a history, no secret
	cases := map[string]cockpit.Journey{}
	for i := range 12 {
		id := fmt.Sprintf("c%02d", i)
		b.aCase(t, "a", id)
		j := aJourney("a", id, b.now.AddDate(0, 0, -i%3))
		j.Channel, j.Device = []string{"portal", "embed"}[i%2], []string{"phone", "desktop", ""}[i%3]
		j.Steps = nil
		cases[id] = j
	}
	ids := []string{}
	for id := range cases {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for i := range 150 {
		id := ids[random.IntN(len(ids))]
		f := cockpit.Fold{Journey: cases[id], Level: func(string, time.Time) *time.Time {
			due := b.now.Add(time.Duration(random.IntN(200)) * time.Minute)
			return &due
		}}
		f.Add(anEvent(random, b.now.Add(time.Duration(i)*time.Minute)))
		tally, steps := cockpit.Difference(cases[id], f.Journey)
		cases[id] = f.Journey
		b.begin(t, "a", func(tx conveyor.Tx) error {
			must(t, tx.PutJourney(f.Journey, steps))
			return tx.Tally(fmt.Sprintf("t%03d", i), tally)
		})
		if random.IntN(10) == 0 {
			_, err := b.FoldTallies(ctx, "a")
			must(t, err)
		}
	}
	_, err := b.FoldTallies(ctx, "a")
	must(t, err)
	b.summed(t, cases)
	must(t, b.Recount(ctx, "a"))
	b.summed(t, cases)
	b.listed(t, cases)
}

// summed compares the summary with a count over the cases themselves.
func (b *bench) summed(t *testing.T, cases map[string]cockpit.Journey) {
	t.Helper()
	want := map[string]int64{}
	for _, j := range cases {
		for _, s := range j.Steps {
			bucket := int64(-1)
			if s.Fate != cockpit.There {
				bucket = cockpit.BucketOf(s.Seconds)
			}
			want[fmt.Sprint([]string{j.Day, s.Kind, s.Key, j.Channel, j.Device, s.Fate, s.Level, fmt.Sprint(bucket)})]++
		}
	}
	groups, err := b.Steps(ctx, "a", cockpit.Filter{Pipeline: "account"}, "day", "kind", "step", "channel", "device", "fate", "level", "bucket")
	must(t, err)
	got := map[string]int64{}
	for _, g := range groups {
		got[fmt.Sprint(g.Keys)] = g.N
	}
	equal(t, got, want)
	for _, f := range []cockpit.Filter{{}, {From: "2025-01-01", To: "2027-03-05"}, {From: "2026-10-31", To: "2026-11-30"}} { // by whole months
		f.Pipeline = "account"
		groups, err := b.Steps(ctx, "a", f, "kind")
		must(t, err)
		all := int64(0)
		for _, g := range groups {
			all += g.N
		}
		each := int64(0)
		for _, j := range cases {
			each += int64(len(j.Steps))
		}
		equal(t, all, each)
	}
}

// listed: as many cases are listed behind a figure as it says.
func (b *bench) listed(t *testing.T, cases map[string]cockpit.Journey) {
	t.Helper()
	f := cockpit.Filter{Pipeline: "account", Channel: "embed"}
	groups, err := b.Steps(ctx, "a", f, "kind", "step", "fate")
	must(t, err)
	for _, g := range groups {
		ids, err := b.CasesAt(ctx, "a", f, cockpit.Place{Kind: g.Keys[0], Step: g.Keys[1], Fate: g.Keys[2], Limit: 100})
		must(t, err)
		equal(t, int64(len(ids)), g.N)
		for _, id := range ids {
			equal(t, cases[id].Channel, "embed")
		}
	}
}

func anEvent(random *rand.Rand, at time.Time) event.Event {
	stage := func() string { return []string{"", "draft", "review", "rejected", "complete"}[random.IntN(5)] }
	page := func() string { return []string{"who", "where", "work", "check"}[random.IntN(4)] }
	e := event.Event{At: at, Name: "submission.saved", Actor: actor.Actor{Kind: actor.Applicant}, Data: map[string]any{"page": page()}}
	switch random.IntN(8) {
	case 0, 1, 2:
		e.Name, e.Data = "case.moved", map[string]any{"from": stage(), "to": stage()}
	case 3, 4, 5:
		e.Name, e.Data = "page.passed", map[string]any{"page": page(), "next": page()}
	case 6:
		e.Name = "submission.submitted"
	}
	return e
}

// testReports asks what reads cases in flight.
func testReports(t *testing.T, b *bench) {
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for i, age := range []time.Duration{time.Hour, 50 * time.Hour, 100 * 24 * time.Hour} {
			r := record("a", fmt.Sprintf("r%d", i), b.now)
			r.Pipeline, r.State.Stage, r.State.Outcome = "account", "review", ""
			r.State.EnteredAt, r.State.ActivityAt = b.now.Add(-age), b.now.Add(-age)
			late := b.now.Add(-time.Minute)
			r.LevelAt = &late
			must(t, insertCase(tx, &r))
			j := aJourney("a", r.ID, b.now)
			j.Steps = append(j.Steps, cockpit.Step{Kind: "page", Key: "who", EnteredAt: b.now, SinceAt: b.now, Fate: cockpit.There})
			must(t, tx.PutJourney(j, j.Steps))
			must(t, tx.PutFeedback(portal.Feedback{Case: r.ID, Pipeline: "account", Version: r.Version, Moment: "submitted", Score: 3 + i/2, At: b.now}))
		}
		return nil
	})
	f := cockpit.Filter{Pipeline: "account", From: b.now.Format(time.DateOnly), To: b.now.Format(time.DateOnly)}
	bounds := []time.Time{b.now.Add(-24 * time.Hour), b.now.Add(-72 * time.Hour)}
	want := []cockpit.Group{{Keys: []string{"review", "0"}, N: 1}, {Keys: []string{"review", "1"}, N: 1}, {Keys: []string{"review", "2"}, N: 1}}
	got, err := b.Ages(ctx, "a", f, bounds)
	must(t, err)
	equal(t, got, want)
	got, err = b.Idle(ctx, "a", f, bounds)
	must(t, err)
	for i := range want {
		want[i].Keys[0] = "who"
	}
	equal(t, got, want)
	got, err = b.Overdue(ctx, "a", f)
	must(t, err)
	equal(t, got, []cockpit.Group{{Keys: []string{"review"}, N: 3}})
	got, err = b.Approving(ctx, "a", f)
	must(t, err)
	equal(t, got, []cockpit.Group{{Keys: []string{"review", "none"}, N: 3}})
	got, err = b.Scores(ctx, "a", f)
	must(t, err)
	month := aJourney("a", "", b.now).Day[:7]
	equal(t, got, []cockpit.Group{{Keys: []string{month, "3"}, N: 2}, {Keys: []string{month, "4"}, N: 1}})
	f.To, f.From = "2020-01-01", "2020-01-01"
	got, err = b.Overdue(ctx, "a", f)
	must(t, err)
	equal(t, len(got), 0)
	_, err = b.Steps(ctx, "a", f, "day; DROP TABLE steps")
	wants(t, err, fault.Invalid)
}

// testFieldCounts: what is added to the same cell adds up.
func testFieldCounts(t *testing.T, b *bench) {
	cell := cockpit.FieldCell{Pipeline: "account", Day: "2026-11-21", Form: "f1", Page: "who", Field: "cpf", Fact: "time"}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for i := range 3 {
			tally := cockpit.Tally{Fields: []cockpit.FieldCount{{FieldCell: cell, Amount: cockpit.Amount{N: 1, Total: int64(i * 10)}}}}
			must(t, tx.Tally(fmt.Sprint("f", i), tally))
		}
		return nil
	})
	n, err := b.FoldTallies(ctx, "a")
	must(t, err)
	equal(t, n, 3)
	got, err := b.Fields(ctx, "a", cockpit.Filter{Pipeline: "account", From: "2026-11-01", To: "2026-11-30"})
	must(t, err)
	equal(t, got, []cockpit.FieldCount{{FieldCell: cockpit.FieldCell{Page: "who", Field: "cpf", Fact: "time"}, Amount: cockpit.Amount{N: 3, Total: 30}}})
}
