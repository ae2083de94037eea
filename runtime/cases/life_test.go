package cases_test

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
)

// accountLife is the shipped pipeline of an account, with the form that it names.
func accountLife(t testing.TB) *pipeline.Compiled {
	t.Helper()
	template, err := library.Find("account-life")
	if err != nil {
		t.Fatal(err)
	}
	var f form.Form
	var p pipeline.Pipeline
	if err := json.Unmarshal(template.Forms[0], &f); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(template.Pipelines[0], &p); err != nil {
		t.Fatal(err)
	}
	asked, err := form.Compile(field.Builtin(), f)
	if err != nil {
		t.Fatal(err)
	}
	v, err := pipeline.Compile(p, asked.Scope())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestAccountsKeepTheirPromises sends 150 000 triggers at the shipped pipeline, right ones and wrong ones, and holds it to
// the invariants of the domain after each.
func TestAccountsKeepTheirPromises(t *testing.T) {
	t.Parallel()
	v := accountLife(t)
	dice := rand.New(rand.NewPCG(3, 9)) //nolint:gosec // repeatable on purpose
	taken := map[string]bool{}
	w := newAccount(t, v, dice)
	for range 150_000 {
		before := w.state
		d, err := w.hit(w.draws())
		if err != nil {
			refused(t, err)
			w.state = before
			continue
		}
		w.keeps(before, d)
		for _, key := range moves(d) {
			taken[key] = true
		}
		if w.state.Removed || dice.IntN(400) == 0 {
			w = newAccount(t, v, dice)
		}
	}
	var missed []string
	for _, tr := range v.Pipeline.Transitions {
		if !taken[tr.Key] {
			missed = append(missed, tr.Key)
		}
	}
	if len(missed) > 8 {
		t.Errorf("the walk proves too little: it missed %v", missed)
	}
}

// account is one that is walked about.
type account struct {
	*walk
	dice  *rand.Rand
	facts cases.Facts
}

func newAccount(t testing.TB, v *pipeline.Compiled, dice *rand.Rand) *account {
	t.Helper()
	a := &account{walk: newWalk(t, v), dice: dice}
	a.answers = map[string]any{
		"full_name": "Ana Lima", "email": "ana@example.com", "cpf": "52998224725", "birth_date": "1990-01-01", "is_pep": "no", "third_party": "no",
		"addr_country": "BR", "nationality": "BR", "consent_marketing": dice.IntN(2) == 0, "doc_expiry": "2027-05-05",
	}
	if dice.IntN(3) == 0 {
		a.answers["is_pep"] = "yes"
	}
	a.facts.Integrated = dice.IntN(3) > 0
	return a
}

func (a *account) hit(t cases.Trigger) (cases.Decision, error) {
	f := a.facts
	f.Answers, f.Now, f.Location = a.answers, a.now, a.zone
	f.Allowed = func(string, string) bool { return true }
	f.Frozen = a.dice.IntN(2) == 0
	if a.dice.IntN(2) == 0 {
		f.Changed = []string{"full_name"}
	}
	d, err := cases.Decide(context.Background(), a.v, a.state, t, f)
	if err == nil {
		a.state = d.State
	}
	for _, failure := range d.Failures {
		a.Errorf("rule of %s: %v", failure.Transition, failure.Err)
	}
	return d, err
}

func (a *account) draws() cases.Trigger {
	a.ids++
	a.now = a.now.Add(time.Duration(a.dice.IntN(3600)) * time.Second)
	t := cases.Trigger{ID: strconv.Itoa(a.ids), Actor: actor.Actor{Kind: actor.System, ID: "job"}}
	switch n := a.dice.IntN(10); {
	case (n < 2 || n < 5 && a.state.Stage == "final_review") && len(a.state.Timers) > 0: // where mostly time is waited for
		due := pick(a.dice, a.state.Timers)
		if due.DueAt.After(a.now) {
			a.now = due.DueAt
		}
		t.Timer = &due
	case n < 4, n < 9 && a.state.Stage == "auto_check": // as often as it is mostly waited for
		a.answersCheck(&t)
	case n < 6:
		t.Event = pick(a.dice, []string{"integration.ok", "integration.failed", "token.expired", "risk.raised", "contact.failed", "account.moved", "account.blocked", "answers.owed", "document.flagged"})
		t.Actor.Kind = pick(a.dice, []actor.Kind{actor.System, actor.Service})
		t.Data.Set = a.reported()
		if t.Event == "risk.raised" && a.dice.IntN(2) == 0 && a.state.Stage != "auto_check" {
			a.isListed(pick(a.dice, []string{"sanctioned", "listed"}))
		}
	default:
		t.Verb = pick(a.dice, append(a.v.Verbs(a.state.Stage), "approve", "sign", "submit"))
		t.Actor = actor.Actor{Kind: pick(a.dice, []actor.Kind{actor.Member, actor.Applicant}), ID: pick(a.dice, []string{"ana", "bia", "carla"})}
		t.Data.Note = "n"
		t.Data.Items = [][]string{nil, {"cpf"}}[a.dice.IntN(2)]
		for _, r := range a.v.Pipeline.Reasons {
			if slices.Contains(r.For, t.Verb) && a.dice.IntN(2) == 0 {
				t.Data.Reason = r.Key
			}
		}
	}
	return t
}

// isListed is what a check comes to when a new edition of a list has the person.
func (a *account) isListed(check string) {
	a.state.Checks = maps.Clone(a.state.Checks)
	if mark, asked := a.state.Checks[check]; asked {
		mark.Result = pipeline.Failed
		a.state.Checks[check] = mark
	}
}

func (a *account) answersCheck(t *cases.Trigger) {
	var keys, asked []string
	for _, q := range a.v.Checks() {
		keys = append(keys, q.Key)
		if a.state.Checks[q.Key].Result == "pending" {
			asked = append(asked, q.Key)
		}
	}
	if len(asked) > 0 && a.dice.IntN(8) > 0 {
		keys = asked
	}
	results := []string{"pass", "pass", "pass", "pass", "pass", "pass", "pass", "pass", "fail", "unclear", "unavailable"}
	if a.state.Round%2 == 1 { // many checks seldom all pass by chance
		results = []string{"pass"}
	}
	t.Event = pipeline.CheckCompleted
	t.Data = cases.Data{Check: pick(a.dice, keys), Round: a.state.Round - a.dice.IntN(8)/7, Result: pick(a.dice, results)}
	if t.Data.Check == "sanctions" && t.Data.Result == "fail" {
		t.Data.Set = map[string]any{"sanctions": "exact"}
	}
}

// reported is what another system may tell, and what the engine learns of a call.
func (a *account) reported() map[string]any {
	all := map[string]any{
		"risk": pick(a.dice, []string{"low", "medium", "high"}), "sanctions": pick(a.dice, []string{"none", "none", "possible", "exact"}),
		"core_id": pick(a.dice, []string{"", "9"}), "retryable": a.dice.IntN(2) == 0, "balance": float64(a.dice.IntN(2)),
		"documents_expire": a.now.Format(time.DateOnly), "bounces": float64(a.dice.IntN(3)), "last_movement": a.now.Format(time.DateOnly), "document_expired": a.dice.IntN(2) == 0,
	}
	out := map[string]any{}
	for _, key := range []string{"risk", "sanctions", "core_id", "retryable", "balance", "bounces", "last_movement", "document_expired", "documents_expire"} {
		if a.dice.IntN(3) == 0 {
			out[key] = all[key]
		}
	}
	return out
}

// keeps holds a decision to the invariants.
func (a *account) keeps(before cases.State, d cases.Decision) {
	a.Helper()
	s := d.State
	kinds := map[string]int{}
	for _, e := range d.Effects {
		kinds[e.Kind]++
	}
	for _, e := range d.Events {
		if e.Name != "case.moved" {
			continue
		}
		a.moved(e)
		if to := e.Data["to"]; e.Data["from"] == "signature" && (to == "draft" || to == "renewal" || to == "rejected") && kinds["revoke"] == 0 {
			a.Fatalf("%v leaves a token that works", e.Data)
		}
	}
	if before.Stage == "blocked" && s.Stage == "blocked" && kinds["message"] > 0 {
		a.Fatalf("the holder of a blocked account is written to: %v", d.Effects)
	}
	stage, known := a.v.Stage(s.Stage)
	if !known && s.Stage != "" || s.Stage == "" && before.Stage != "" && !s.Removed {
		a.Fatalf("a case stands nowhere: %q after %v", s.Stage, moves(d))
	}
	if known && !slices.Contains([]string{"complete", "inactive", "blocked", "closed"}, s.Stage) && !a.leaves(s) {
		a.Fatalf("no timer leaves %s: %v", s.Stage, s.Timers)
	}
	if !s.Removed && s.Outcome != stage.Outcome || s.OpenItems != len(s.Items) || len(s.Tokens) > 5 {
		a.Fatalf("state out of order: %+v", s)
	}
	if again, err := a.hit(cases.Trigger{ID: s.Seen[len(s.Seen)-1], Verb: "anything"}); err != nil || !again.Repeated || !reflect.DeepEqual(again.State, s) {
		a.Fatalf("a repeated trigger did something: %v %+v", err, again)
	}
}

// Every stage but those in which an account may rest has a timer that eventually leaves it.
func TestNoAccountIsForgotten(t *testing.T) {
	t.Parallel()
	v := accountLife(t)
	for _, s := range v.Pipeline.Stages {
		leaves := slices.ContainsFunc(v.Timers(s.Key), func(m *pipeline.Move) bool { return m.To != m.From })
		if rests := slices.Contains([]string{"complete", "inactive", "blocked", "closed"}, s.Key); !rests && !leaves {
			t.Errorf("nothing leaves %s by itself", s.Key)
		}
		if len(s.Name) != 4 || len(s.Applicant) != 4 {
			t.Errorf("%s is not in four languages", s.Key)
		}
	}
	queues := map[string]bool{}
	for _, s := range v.Pipeline.Stages {
		if s.Queue != nil {
			queues[s.Queue.Key] = true
		}
	}
	if len(queues) != 12 {
		t.Errorf("%d queues: %v", len(queues), queues)
	}
}

// A file in which a scan found malware is asked for anew, whether the case waits for a decision or for the applicant.
func TestAFlaggedFileIsAskedForAnew(t *testing.T) {
	t.Parallel()
	v := accountLife(t)
	for _, stage := range []string{"approval", "info_req"} {
		a := newAccount(t, v, rand.New(rand.NewPCG(1, 1))) //nolint:gosec // repeatable on purpose
		a.state.Stage, a.state.EnteredAt = stage, a.now
		flagged := cases.Trigger{ID: "flagged", Event: pipeline.DocumentFlagged, Actor: actor.Actor{Kind: actor.System}, Data: cases.Data{Items: []string{"/doc_front"}}}
		d, err := a.hit(flagged)
		if err != nil || d.State.Stage != "info_req" || !slices.Contains(d.State.Items, "/doc_front") {
			t.Errorf("from %s: %q %v, %v", stage, d.State.Stage, d.State.Items, err)
		}
		if !slices.ContainsFunc(d.Effects, func(w cases.Work) bool { return w.Kind == "message" && w.Name == "info_request" }) {
			t.Errorf("from %s nobody is told: %+v", stage, d.Effects)
		}
	}
}
