package cases_test

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// TestWalk sends 20 000 triggers at the embark pipeline, right ones and wrong ones, and holds it to the invariants of
// the domain after each.
func TestWalk(t *testing.T) {
	t.Parallel()
	v := load(t, testdata+"embark")
	dice := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // repeatable on purpose
	taken := map[string]bool{}
	w := newWalk(t, v)
	for range 20_000 {
		before := w.state
		d, err := w.decide(w.draw(dice), nil)
		if err != nil {
			refused(t, err)
			w.state = before
			continue
		}
		w.invariants(before, d)
		for _, key := range moves(d) {
			taken[key] = true
		}
		if w.state.Removed || dice.IntN(400) == 0 {
			w = newWalk(t, v)
		}
	}
	for _, tr := range v.Pipeline.Transitions {
		if !taken[tr.Key] {
			t.Logf("the walk never took %s", tr.Key)
		}
	}
	if missing := len(v.Pipeline.Transitions) - len(taken); missing > 12 {
		t.Errorf("the walk missed %d transitions: it proves too little", missing)
	}
}

// walk is a player that remembers what its case went through.
type walk struct {
	*player
	checked, signing bool // since the draft was last entered
}

func newWalk(t testing.TB, v *pipeline.Compiled) *walk {
	t.Helper()
	return &walk{player: newPlayer(t, v)}
}

func (w *walk) draw(dice *rand.Rand) cases.Trigger {
	w.ids++
	w.now = w.now.Add(time.Duration(dice.IntN(3600)) * time.Second)
	t := cases.Trigger{ID: strconv.Itoa(w.ids), Actor: actor.Actor{Kind: actor.System, ID: "job"}}
	switch n := dice.IntN(10); {
	case n < 1 && len(w.state.Timers) > 0:
		due := pick(dice, w.state.Timers)
		if due.DueAt.After(w.now) {
			w.now = due.DueAt
		}
		t.Timer = &due
	case n < 3:
		w.result(dice, &t)
	case n < 5:
		t.Event = pick(dice, []string{"integration.ok", "integration.failed", "token.expired", "risk.raised", "contact.failed", "change.sensitive", "account.moved", "account.blocked"})
		t.Data.Set = attributes(dice)
	default:
		w.verb(dice, &t)
	}
	return t
}

func (w *walk) result(dice *rand.Rand, t *cases.Trigger) {
	t.Event = pipeline.CheckCompleted
	t.Data = cases.Data{
		Check: pick(dice, []string{"identity", "age", "sanctions", "income"}), Round: w.state.Round - dice.IntN(8)/7,
		Result: pick(dice, []string{"pass", "pass", "pass", "pass", "pass", "pass", "fail", "unclear", "unavailable"}), Set: attributes(dice),
	}
	if t.Data.Check == "sanctions" && t.Data.Result == "fail" {
		t.Data.Set["sanctions"] = "exact" // rare otherwise, and the shortest way to a blocked case that never was active
	}
}

func (w *walk) verb(dice *rand.Rand, t *cases.Trigger) {
	verbs := append(w.v.Verbs(w.state.Stage), "approve", "sign", "submit")
	t.Verb = pick(dice, verbs)
	t.Actor = actor.Actor{Kind: pick(dice, []actor.Kind{actor.Member, actor.Applicant}), ID: pick(dice, []string{"ana", "bia", "carla"})}
	t.Data.Note = "n"
	t.Data.Items = [][]string{nil, {"cpf"}, {"income", "cpf"}}[dice.IntN(3)]
	for _, r := range w.v.Pipeline.Reasons {
		if slices.Contains(r.For, t.Verb) && dice.IntN(2) == 0 {
			t.Data.Reason = r.Key
		}
	}
}

func attributes(dice *rand.Rand) map[string]any {
	all := map[string]any{
		"risk": pick(dice, []string{"low", "medium", "high"}), "sanctions": pick(dice, []string{"none", "none", "possible", "exact"}),
		"integration": dice.IntN(2) == 0, "core_id": pick(dice, []string{"", "9"}), "retryable": dice.IntN(2) == 0,
		"balance": float64(dice.IntN(2)), "bounces": float64(dice.IntN(3)), "last_movement": "2026-01-01", "notice_ends": "2026-03-01",
		"cause_cleared": true, "legal_hold": dice.IntN(3) == 0, "sensitive": dice.IntN(2) == 0,
	}
	out := map[string]any{}
	for _, key := range []string{"risk", "sanctions", "integration", "core_id", "retryable", "balance", "bounces", "last_movement", "notice_ends", "cause_cleared", "legal_hold", "sensitive"} {
		if dice.IntN(4) == 0 {
			out[key] = all[key]
		}
	}
	return out
}

func pick[V any](dice *rand.Rand, list []V) V { return list[dice.IntN(len(list))] }

func (w *walk) invariants(before cases.State, d cases.Decision) {
	w.Helper()
	for _, e := range d.Events {
		if e.Name == "case.moved" {
			w.moved(e)
		}
	}
	s := d.State
	stage, known := w.v.Stage(s.Stage)
	if !known && s.Stage != "" || s.Stage == "" && before.Stage != "" && !s.Removed {
		w.Fatalf("a case stands nowhere: %q after %v", s.Stage, moves(d))
	}
	if known && !slices.Contains([]string{"complete", "inactive", "blocked", "closed"}, s.Stage) && !w.leaves(s) {
		w.Fatalf("no timer leaves %s: %v", s.Stage, s.Timers)
	}
	if !s.Removed && s.Outcome != stage.Outcome || s.OpenItems != len(s.Items) || len(s.Seen) > 32 || len(s.Tokens) > 5 {
		w.Fatalf("state out of order: %+v", s)
	}
	again, err := w.decide(cases.Trigger{ID: s.Seen[len(s.Seen)-1], Verb: "anything"}, nil)
	if err != nil || !again.Repeated || !reflect.DeepEqual(again.State, s) {
		w.Fatalf("a repeated trigger did something: %v %+v", err, again)
	}
	keys := map[string]bool{}
	for _, e := range d.Effects {
		if keys[e.Key] {
			w.Fatalf("two effects with the key %s", e.Key)
		}
		keys[e.Key] = true
	}
}

func (w *walk) moved(e cases.Planned) {
	w.Helper()
	switch e.Data["to"] {
	case "draft":
		if e.Data["from"] != "draft" {
			w.checked, w.signing = false, false
		}
	case "auto_check":
		w.checked = true
	case "signature":
		w.signing = true
	case "complete":
		if !w.checked || !w.signing {
			w.Fatalf("complete by %v without check (%v) or signature (%v)", e.Data, w.checked, w.signing)
		}
	}
}

func (w *walk) leaves(s cases.State) bool {
	return slices.ContainsFunc(s.Timers, func(t cases.Timer) bool {
		m, ok := w.v.Move(t.Transition)
		return ok && m.To != m.From
	})
}

// refused wants a fault that a person can be told.
func refused(t testing.TB, err error) {
	t.Helper()
	if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Key == "" {
		t.Fatalf("not a fault: %v", err)
	}
}

// Folding the same triggers gives the same state, also when the state goes through JSON between any two of them.
func TestReplay(t *testing.T) {
	t.Parallel()
	v := load(t, testdata+"embark")
	rapid.Check(t, func(rt *rapid.T) {
		dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)) //nolint:gosec // repeatable on purpose
		first, second := newWalk(t, v), newWalk(t, v)
		for range rapid.IntRange(1, 60).Draw(rt, "length") {
			trigger := first.draw(dice)
			second.now = first.now
			second.state = roundTrip(t, second.state)
			a, errA := first.decide(trigger, nil)
			b, errB := second.decide(trigger, nil)
			if faultKey(errA) != faultKey(errB) {
				rt.Fatalf("%v, then %v", errA, errB)
			}
			if !reflect.DeepEqual(plain(t, a.State), plain(t, b.State)) || !reflect.DeepEqual(a.Effects, b.Effects) || !reflect.DeepEqual(a.Events, b.Events) {
				rt.Fatalf("two runs differ:\n%+v\n%+v", a, b)
			}
			if !reflect.DeepEqual(first.state, roundTrip(t, first.state)) {
				rt.Fatalf("JSON changes %+v", first.state)
			}
		}
	})
}

// Decide leaves its arguments alone.
func TestDecideIsPure(t *testing.T) {
	t.Parallel()
	v := load(t, testdata+"embark")
	dice := rand.New(rand.NewPCG(3, 5)) //nolint:gosec // repeatable on purpose
	w := newWalk(t, v)
	for range 2_000 {
		before, copied := w.state, roundTrip(t, w.state)
		trigger := w.draw(dice)
		d, err := w.decide(trigger, nil)
		if err == nil {
			w.state = d.State
		}
		if !reflect.DeepEqual(before, copied) {
			t.Fatalf("%+v changed the state it was given", trigger)
		}
		if w.state.Removed {
			w = newWalk(t, v)
		}
	}
}

func roundTrip(t testing.TB, s cases.State) cases.State {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back cases.State
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

func BenchmarkDecideSubmit(b *testing.B) {
	v := load(b, testdata+"embark")
	p := newPlayer(b, v)
	p.step(step{Verb: "start", By: actor.Applicant})
	t := cases.Trigger{ID: "x", Verb: "submit", Actor: actor.Actor{Kind: actor.Applicant, ID: "c1"}}
	f := cases.Facts{Answers: p.answers, Now: p.now, Location: p.zone}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cases.Decide(context.Background(), v, p.state, t, f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecideChecksCompleted(b *testing.B) {
	v := load(b, testdata+"embark")
	p := newPlayer(b, v)
	p.step(step{Verb: "start", By: actor.Applicant})
	p.step(step{Verb: "submit", By: actor.Applicant})
	p.step(step{Event: pipeline.CheckCompleted, By: actor.System, Data: cases.Data{Check: "age", Result: "pass"}})
	p.step(step{Event: pipeline.CheckCompleted, By: actor.System, Data: cases.Data{Check: "identity", Result: "pass"}})
	t := cases.Trigger{
		ID: "x", Event: pipeline.CheckCompleted, Actor: actor.Job("acme", "check"),
		Data: cases.Data{Check: "sanctions", Result: "pass", Round: 1, Set: map[string]any{"risk": "low"}},
	}
	f := cases.Facts{Answers: p.answers, Now: p.now, Location: p.zone}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cases.Decide(context.Background(), v, p.state, t, f); err != nil {
			b.Fatal(err)
		}
	}
}
