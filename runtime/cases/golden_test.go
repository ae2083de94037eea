package cases_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

const testdata = "../../schemas/testdata/pipelines/"

// scenario is one golden file: steps after a journey to where they begin.
type scenario struct {
	Title string `json:"title"`
	After string `json:"after"`
	Steps []step `json:"steps"`
}

// step is one trigger. Wait moves the clock first; Timer moves it on to when the transition's timer is due.
type step struct {
	Wait    string            `json:"wait"`
	Answers map[string]any    `json:"answers"`
	Verb    string            `json:"verb"`
	Event   string            `json:"event"`
	Timer   string            `json:"timer"`
	Due     *cases.Timer      `json:"due"`    // a timer as a job remembers it
	Settle  map[string]string `json:"settle"` // results of all pending checks, "*" for the others
	Set     map[string]any    `json:"set"`    // comes with the first of them
	By      actor.Kind        `json:"by"`
	ID      string            `json:"id"`
	Data    cases.Data        `json:"data"`
	Deny    []string          `json:"deny"`
	Again   bool              `json:"again"` // with the id of the trigger before
	Expect  *expectation      `json:"expect"`
}

// expectation names what is looked at; what is left out is not.
type expectation struct {
	Fault      string            `json:"fault"`
	Stage      *string           `json:"stage"`
	Moves      []string          `json:"moves"`
	Events     []string          `json:"events"`
	Effects    []string          `json:"effects"`
	With       map[string]any    `json:"with"` // settings of the last effect
	Timers     []string          `json:"timers"`
	Checks     map[string]string `json:"checks"`
	Attributes map[string]any    `json:"attributes"`
	Outcome    *string           `json:"outcome"`
	Reason     *string           `json:"reason"`
	OpenItems  *int              `json:"openItems"`
	Removed    bool              `json:"removed"`
	Repeated   bool              `json:"repeated"`
	Now        string            `json:"now"`
}

func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, dir := range glob(t, testdata+"*/scenarios") {
		root := filepath.Dir(dir)
		v := load(t, root)
		var journeys map[string]scenario
		read(t, root+"/journeys.json", &journeys)
		for _, file := range glob(t, dir+"/*.json") {
			t.Run(filepath.Base(root)+"/"+strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
				t.Parallel()
				var s scenario
				read(t, file, &s)
				p := newPlayer(t, v)
				p.journey(journeys, s.After)
				for i, step := range s.Steps {
					p.at = s.Title + ", step " + strconv.Itoa(i+1)
					p.step(step)
				}
			})
		}
	}
}

// The pipeline has a transition for each of the 45 of the domain notes, and no other; each has a scenario.
func TestEmbarkIsComplete(t *testing.T) {
	t.Parallel()
	var want []string
	read(t, testdata+"embark/ids.json", &want)
	id := regexp.MustCompile(`^t\d\d`)
	got, told := map[string]bool{}, map[string]bool{}
	for _, tr := range load(t, testdata+"embark").Pipeline.Transitions {
		got[strings.ToUpper(id.FindString(tr.Key))] = true
	}
	for _, file := range glob(t, testdata+"embark/scenarios/t*.json") {
		told[strings.ToUpper(id.FindString(filepath.Base(file)))] = true
	}
	if keys := slices.Sorted(maps.Keys(got)); !slices.Equal(keys, want) {
		t.Errorf("transitions: got %v, want %v", keys, want)
	}
	if keys := slices.Sorted(maps.Keys(told)); !slices.Equal(keys, want) {
		t.Errorf("scenarios: got %v, want %v", keys, want)
	}
}

// player runs triggers on one case with a clock of its own.
type player struct {
	testing.TB
	v       *pipeline.Compiled
	state   cases.State
	now     time.Time
	answers map[string]any
	zone    *time.Location
	ids     int
	at      string
}

func newPlayer(t testing.TB, v *pipeline.Compiled) *player {
	t.Helper()
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	return &player{
		TB: t, v: v, zone: zone, state: cases.State{Case: "c1"}, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC),
		answers: map[string]any{"full_name": "Ana Lima", "email": "ana@example.com", "cpf": "52998224725", "birth_date": "1990-01-01"},
	}
}

func (p *player) journey(all map[string]scenario, name string) {
	if name == "" {
		return
	}
	j, ok := all[name]
	if !ok {
		p.Fatalf("no journey %q", name)
	}
	p.journey(all, j.After)
	p.at = "journey " + name
	for _, s := range j.Steps {
		p.step(s)
	}
}

func (p *player) step(s step) {
	p.now = p.wait(s.Wait)
	maps.Copy(p.answers, s.Answers)
	if s.Settle != nil {
		p.settle(s)
		return
	}
	d, err := p.decide(p.trigger(s), s.Deny)
	p.check(s.Expect, d, err)
}

func (p *player) wait(text string) time.Time {
	if text == "" {
		return p.now
	}
	d, err := pipeline.ParseDuration(text)
	if err != nil {
		p.Fatal(err)
	}
	return d.Add(p.now, p.zone)
}

func (p *player) trigger(s step) cases.Trigger {
	if !s.Again {
		p.ids++
	}
	if s.ID == "" {
		s.ID = "ana"
	}
	t := cases.Trigger{ID: strconv.Itoa(p.ids), Verb: s.Verb, Event: s.Event, Timer: s.Due, Data: s.Data}
	t.Actor = actor.Actor{Kind: s.By, Tenant: "acme", ID: s.ID}
	if s.Timer != "" {
		t.Timer = p.timer(s.Timer)
	}
	if mark, ok := p.state.Checks[s.Data.Check]; ok && s.Data.Round == 0 {
		t.Data.Round = mark.Round
	}
	return t
}

func (p *player) timer(transition string) *cases.Timer {
	i := slices.IndexFunc(p.state.Timers, func(t cases.Timer) bool { return t.Transition == transition })
	if i < 0 {
		p.Fatalf("%s: no timer %q in %v", p.at, transition, p.state.Timers)
	}
	// After an outage the latest moment that is due fires; earlier ones go with it.
	for k := i + 1; k < len(p.state.Timers); k++ {
		if t := p.state.Timers[k]; t.Transition == transition && !t.DueAt.After(p.now) {
			i = k
		}
	}
	due := p.state.Timers[i]
	if due.DueAt.After(p.now) {
		p.now = due.DueAt
	}
	return &due
}

func (p *player) decide(t cases.Trigger, deny []string) (cases.Decision, error) {
	d, err := cases.Decide(context.Background(), p.v, p.state, t, cases.Facts{
		Answers: p.answers, Now: p.now, Location: p.zone,
		Allowed: func(object, verb string) bool { return !slices.Contains(deny, object+" "+verb) },
	})
	if err == nil {
		p.state = d.State
	}
	for _, f := range d.Failures {
		p.Errorf("%s: rule of %s: %v", p.at, f.Transition, f.Err)
	}
	return d, err
}

func (p *player) settle(s step) {
	var last cases.Decision
	set := s.Set
	for _, q := range p.v.Checks() {
		if p.state.Checks[q.Key].Result != pipeline.Pending {
			continue
		}
		result, ok := s.Settle[q.Key]
		if !ok {
			result = s.Settle["*"]
		}
		one := step{Event: pipeline.CheckCompleted, By: actor.System, Data: cases.Data{Check: q.Key, Result: result, Set: set}}
		d, err := p.decide(p.trigger(one), nil)
		if err != nil {
			p.Fatalf("%s: %s: %v", p.at, q.Key, err)
		}
		last, set = d, nil
	}
	p.check(s.Expect, last, nil)
}

func (p *player) check(x *expectation, d cases.Decision, err error) {
	if x == nil {
		x = &expectation{}
	}
	if got := faultKey(err); got != x.Fault {
		p.Fatalf("%s: fault %q (%v), want %q", p.at, got, err, x.Fault)
	}
	if err != nil {
		return
	}
	p.same("stage", d.State.Stage, x.Stage)
	p.same("outcome", d.State.Outcome, x.Outcome)
	p.same("reason", d.State.Reason, x.Reason)
	p.list("moves", moves(d), x.Moves)
	p.list("events", eventNames(d), x.Events)
	p.list("effects", effectNames(d), x.Effects)
	p.list("timers", timers(d.State), x.Timers)
	p.maps(x, d)
	if x.OpenItems != nil && d.State.OpenItems != *x.OpenItems {
		p.Errorf("%s: %d items open, want %d", p.at, d.State.OpenItems, *x.OpenItems)
	}
	if d.Repeated != x.Repeated || x.Removed && !d.State.Removed {
		p.Errorf("%s: repeated %v, removed %v", p.at, d.Repeated, d.State.Removed)
	}
	if now := p.now.Format(time.RFC3339); x.Now != "" && now != x.Now {
		p.Errorf("%s: it is %s, want %s", p.at, now, x.Now)
	}
}

func (p *player) maps(x *expectation, d cases.Decision) {
	marks := map[string]string{}
	for key, m := range d.State.Checks {
		marks[key] = m.Result
	}
	if x.Checks != nil && !maps.Equal(marks, x.Checks) {
		p.Errorf("%s: checks %v, want %v", p.at, marks, x.Checks)
	}
	if x.Attributes != nil && !maps.Equal(d.State.Attributes, x.Attributes) {
		p.Errorf("%s: attributes %v, want %v", p.at, d.State.Attributes, x.Attributes)
	}
	if x.With == nil {
		return
	}
	got, want := plain(p, d.Effects[len(d.Effects)-1].With), plain(p, x.With)
	if !reflect.DeepEqual(got, want) {
		p.Errorf("%s: settings %v, want %v", p.at, got, want)
	}
}

func (p *player) same(what, got string, want *string) {
	if want != nil && got != *want {
		p.Errorf("%s: %s %q, want %q", p.at, what, got, *want)
	}
}

func (p *player) list(what string, got, want []string) {
	if want != nil && !slices.Equal(got, want) {
		p.Errorf("%s: %s\n got %q\nwant %q", p.at, what, got, want)
	}
}

func moves(d cases.Decision) []string {
	var keys []string
	for _, e := range d.Events {
		if e.Name == "case.moved" {
			key, _ := e.Data["transition"].(string)
			keys = append(keys, key)
		}
	}
	return keys
}

func eventNames(d cases.Decision) []string {
	var names []string
	for _, e := range d.Events {
		names = append(names, e.Name)
	}
	return names
}

func effectNames(d cases.Decision) []string {
	var names []string
	for _, w := range d.Effects {
		names = append(names, strings.TrimSuffix(w.Kind+":"+w.Name, ":"))
	}
	return names
}

func timers(s cases.State) []string {
	var list []string
	for _, t := range s.Timers {
		list = append(list, t.Transition+"#"+strconv.Itoa(t.Index)+" "+t.DueAt.Format(time.RFC3339))
	}
	return list
}

func faultKey(err error) string {
	f, ok := errors.AsType[*fault.Fault](err)
	switch {
	case err == nil:
		return ""
	case ok:
		return f.Key
	}
	return err.Error()
}

func plain(t testing.TB, v any) (out any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func load(t testing.TB, dir string) *pipeline.Compiled {
	t.Helper()
	var p pipeline.Pipeline
	var form []rule.Name
	read(t, dir+"/pipeline.json", &p)
	read(t, dir+"/form.json", &form)
	v, err := pipeline.Compile(p, rule.Scope{Names: form})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func read(t testing.TB, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(b)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func glob(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files (%v)", pattern, err)
	}
	return files
}
