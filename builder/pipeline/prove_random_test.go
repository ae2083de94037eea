package pipeline_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// quantity is something that guards read, with all the values that can matter to them.
type quantity struct {
	path       string
	values     []any
	conditions func(r *rand.Rand) rule.Condition
}

var anyText = schemas.Text{"en": "x"}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

func quantities() []quantity {
	words := func(path string, of ...string) func(*rand.Rand) rule.Condition {
		return func(r *rand.Rand) rule.Condition {
			switch r.IntN(6) {
			case 0:
				return rule.Condition{Field: path, Operator: pick(r, rule.IsEmpty, rule.NotEmpty)}
			case 1, 2:
				return rule.Condition{Field: path, Operator: pick(r, rule.In, rule.NotIn), Value: []any{pick(r, of...), pick(r, of...)}}
			}
			return rule.Condition{Field: path, Operator: pick(r, rule.Equal, rule.NotEqual), Value: pick(r, of...)}
		}
	}
	orders := []string{rule.Less, rule.LessOrEqual, rule.Greater, rule.GreaterOrEqual, rule.Equal, rule.NotEqual}
	numbers := func(path string) func(*rand.Rand) rule.Condition {
		return func(r *rand.Rand) rule.Condition {
			if r.IntN(5) == 0 {
				low := float64(r.IntN(3))
				return rule.Condition{Field: path, Operator: rule.Between, Value: []any{low, low + float64(r.IntN(2))}}
			}
			return rule.Condition{Field: path, Operator: pick(r, orders...), Value: float64(r.IntN(4))}
		}
	}
	days := []string{"2020-01-01", "2020-01-02", "2020-01-04"}
	results := []any{}
	for _, v := range pipeline.Results() {
		results = append(results, v)
	}
	return []quantity{
		{"case.color", []any{"r", "g", "b", nil}, words("case.color", "r", "g", "b")},
		{"case.flag", []any{true, false, nil}, func(r *rand.Rand) rule.Condition {
			return rule.Condition{Field: "case.flag", Operator: pick(r, rule.Equal, rule.NotEqual), Value: r.IntN(2) == 0}
		}},
		{"size", []any{-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, nil}, numbers("size")},
		{"case.attempts", []any{0.0, 1.0, 2.0, 3.0, 4.0}, numbers("case.attempts")},
		{"day", []any{"2019-12-31", "2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04", "2020-01-05", nil}, func(r *rand.Rand) rule.Condition {
			return rule.Condition{Field: "day", Operator: pick(r, orders...), Value: pick(r, days...)}
		}},
		{"checks.c.result", results, words("checks.c.result", "pass", "fail", "unclear")},
		{"nick", []any{"a", "b", "z", nil}, words("nick", "a", "b")},
	}
}

var randomForm = []rule.Name{{Key: "size", Type: rule.Number}, {Key: "day", Type: rule.Date}, {Key: "nick", Type: rule.Text}}

// invented is a random pipeline and what its guards read.
type invented struct {
	p    pipeline.Pipeline
	read []quantity
}

func invent(r *rand.Rand) invented {
	all := quantities()
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	in := invented{read: all[:2]}
	p := pipeline.Pipeline{
		Key: "p", Title: anyText, Locales: []string{"en"}, DefaultLocale: "en", Contact: pipeline.Contact{Name: "nick", Email: "nick"},
		Attributes: []pipeline.Attribute{{Key: "color", Type: rule.Choice, Options: []pipeline.Option{{Value: "r"}, {Value: "g"}, {Value: "b"}}}, {Key: "flag", Type: rule.Bool}},
		Checks:     []pipeline.Check{{Key: "c", Type: "age", Title: anyText}},
	}
	n := 3 + r.IntN(4)
	for i := range n {
		s := pipeline.Stage{Key: "s" + strconv.Itoa(i), Name: anyText, Applicant: anyText, Answers: "closed", Kind: pick(r, "automatic", "staff", "applicant")}
		if i == n-1 {
			s.Kind, s.Outcome = "end", "closed"
		}
		p.Stages = append(p.Stages, s)
	}
	in.p = p
	in.add(r, pipeline.Transition{To: "s0", Trigger: pipeline.Trigger{Verb: "start"}, By: []string{"applicant"}})
	for i := range n - 1 {
		in.leave(r, i, n)
	}
	return in
}

func (in *invented) add(_ *rand.Rand, t pipeline.Transition) {
	t.Key, t.Title = "t"+strconv.Itoa(len(in.p.Transitions)), anyText
	in.p.Transitions = append(in.p.Transitions, t)
}

// leave adds the transitions of a stage, mostly onward, mostly with one that takes the rest.
func (in *invented) leave(r *rand.Rand, i, n int) {
	from := "s" + strconv.Itoa(i)
	to := func() string {
		if r.IntN(4) == 0 {
			return "s" + strconv.Itoa(r.IntN(n))
		}
		return "s" + strconv.Itoa(min(n-1, i+1+r.IntN(2)))
	}
	triggers := []pipeline.Trigger{{Verb: "go"}, {Verb: "back"}, {Event: "token.expired"}, {Timer: &pipeline.Timer{After: []string{pick(r, "P1D", "P2D")}, Since: pick(r, "stage", "activity")}}}
	if in.p.Stages[i].Kind == "automatic" {
		triggers = []pipeline.Trigger{{Event: pipeline.StageEntered}, {Event: pipeline.ChecksCompleted}, {Timer: &pipeline.Timer{After: []string{"P1D"}, Since: "stage"}}}
	}
	for range 1 + r.IntN(3) {
		trigger := pick(r, triggers...)
		by := []string{"system"}
		if trigger.Verb != "" {
			by = pick(r, []string{"applicant"}, []string{"member"}, []string{"applicant", "member"})
		}
		for range r.IntN(3) {
			in.add(r, pipeline.Transition{From: from, To: to(), Trigger: trigger, By: by, Guard: in.guard(r, 2)})
		}
		if r.IntN(5) > 0 {
			in.add(r, pipeline.Transition{From: from, To: to(), Trigger: trigger, By: by, Otherwise: r.IntN(2) == 0 && trigger.Timer == nil})
		}
	}
}

func (in *invented) guard(r *rand.Rand, depth int) *rule.Rule {
	if r.IntN(12) == 0 {
		return &rule.Rule{CEL: pick(r, "true", "false", "case.attempts > 1.0")}
	}
	q := in.group(r, depth)
	return &rule.Rule{Query: &q}
}

func (in *invented) group(r *rand.Rand, depth int) rule.Query {
	q := rule.Query{Combinator: pick(r, "and", "or"), Not: r.IntN(5) == 0}
	for range 1 + r.IntN(2) {
		if depth > 1 && r.IntN(4) == 0 {
			inner := in.group(r, depth-1)
			q.Rules = append(q.Rules, rule.Node{Group: &inner})
			continue
		}
		c := pick(r, in.read...).conditions(r)
		q.Rules = append(q.Rules, rule.Node{Condition: &c})
	}
	return q
}

// brute knows a pipeline by trying everything.
type brute struct {
	in    invented
	holds [][]bool // by transition and row
	rows  []map[string]any
	live  []bool
	next  map[string][]string
}

func force(t *testing.T, in invented) *brute {
	t.Helper()
	b := &brute{in: in, next: map[string][]string{}}
	b.rows = []map[string]any{{}}
	read := slices.Clone(in.read)
	if attempts := (quantity{path: "case.attempts", values: []any{0.0, 1.0, 2.0, 3.0, 4.0}}); slices.ContainsFunc(in.p.Transitions, byHand) &&
		!slices.ContainsFunc(read, func(q quantity) bool { return q.path == attempts.path }) {
		read = append(read, attempts)
	}
	for _, q := range read {
		var rows []map[string]any
		for _, row := range b.rows {
			for _, v := range q.values {
				wider := map[string]any{q.path: v}
				for k, old := range row {
					wider[k] = old
				}
				rows = append(rows, wider)
			}
		}
		b.rows = rows
	}
	for _, tr := range in.p.Transitions {
		truths := make([]bool, len(b.rows))
		for i, row := range b.rows {
			truths[i] = plainly(tr.Guard, row)
		}
		b.holds = append(b.holds, truths)
	}
	b.walk()
	return b
}

func byHand(tr pipeline.Transition) bool { return tr.Guard != nil && len(tr.Guard.CEL) > 5 }

// plainly says what a guard says of a row, as simply as can be written.
func plainly(r *rule.Rule, row map[string]any) bool {
	switch {
	case r == nil:
		return true
	case r.Query != nil:
		return plainQuery(*r.Query, row)
	case len(r.CEL) > 5:
		n, _ := row["case.attempts"].(float64)
		return n > 1
	}
	return r.CEL == "true"
}

func plainQuery(q rule.Query, row map[string]any) bool {
	all, some := true, false
	for _, n := range q.Rules {
		holds := n.Group != nil && plainQuery(*n.Group, row) || n.Condition != nil && plainCondition(*n.Condition, row[n.Condition.Field])
		all, some = all && holds, some || holds
	}
	if q.Combinator == "or" {
		return some != q.Not
	}
	return all != q.Not
}

func plainCondition(c rule.Condition, v any) bool {
	if v == nil {
		return c.Operator == rule.IsEmpty
	}
	order := func(limit any) int {
		switch v := v.(type) {
		case float64:
			return cmp.Compare(v, limit.(float64)) //nolint:forcetypeassert // the test made it
		case string:
			return cmp.Compare(v, limit.(string)) //nolint:forcetypeassert // the test made it
		}
		return 0
	}
	list, _ := c.Value.([]any)
	switch c.Operator {
	case rule.IsEmpty, rule.NotEmpty:
		return c.Operator == rule.NotEmpty
	case rule.Equal, rule.NotEqual:
		return (v == c.Value) == (c.Operator == rule.Equal)
	case rule.In, rule.NotIn:
		return slices.Contains(list, v) == (c.Operator == rule.In)
	case rule.Less:
		return order(c.Value) < 0
	case rule.LessOrEqual:
		return order(c.Value) <= 0
	case rule.Greater:
		return order(c.Value) > 0
	case rule.GreaterOrEqual:
		return order(c.Value) >= 0
	}
	return order(list[0]) >= 0 && order(list[1]) <= 0
}

// TestPlainlyIsWhatRuns holds the simple reading against the rules as they run.
func TestPlainlyIsWhatRuns(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 40 {
		in := invent(r)
		b := force(t, in)
		scope := pipeline.Scope(in.p, rule.Scope{Names: randomForm})
		for i, tr := range in.p.Transitions {
			if tr.Guard == nil {
				continue
			}
			program, err := rule.Compile(*tr.Guard, scope)
			if err != nil {
				t.Fatal(err)
			}
			for n, row := range b.rows {
				if ok, err := program.Bool(t.Context(), rule.Data{Root: rootOf(row, tr.From), Today: "2026-01-01"}); err != nil || ok != b.holds[i][n] {
					t.Fatalf("%v of %v is %v, %v", tr.Guard, row, ok, err)
				}
			}
		}
	}
}

func rootOf(row map[string]any, stage string) map[string]any {
	caseOf, result := map[string]any{"stage": stage}, any("pending")
	root := map[string]any{}
	for path, v := range row {
		switch {
		case path == "checks.c.result":
			result = v
		case len(path) > 5 && path[:5] == "case.":
			if v != nil {
				caseOf[path[5:]] = v
			}
		case v != nil:
			root[path] = v
		}
	}
	root["case"], root["checks"], root["previous"] = caseOf, map[string]any{"all": "pass", "c": map[string]any{"result": result}}, map[string]any{}
	return root
}

// queue are the transitions that a trigger asks, in order, for one kind of actor.
func (b *brute) queue(of pipeline.Transition, kind string) []int {
	var first, rest []int
	for i, t := range b.in.p.Transitions {
		if t.From != of.From || t.Trigger.Timer != nil || t.Trigger.Verb != of.Trigger.Verb || t.Trigger.Event != of.Trigger.Event || !slices.Contains(t.By, kind) {
			continue
		}
		if t.Otherwise {
			rest = append(rest, i)
		} else {
			first = append(first, i)
		}
	}
	return append(first, rest...)
}

func (b *brute) walk() {
	ts := b.in.p.Transitions
	b.live = make([]bool, len(ts))
	for i, t := range ts {
		for row := range b.rows {
			if t.Trigger.Timer != nil {
				b.live[i] = b.live[i] || b.holds[i][row]
				continue
			}
			for _, kind := range t.By {
				for _, j := range b.queue(t, kind) {
					if b.holds[j][row] {
						b.live[i] = b.live[i] || i == j
						break
					}
				}
			}
		}
		if b.live[i] {
			b.next[t.From] = append(b.next[t.From], t.To)
		}
	}
}

func (b *brute) reaches(from, to string) bool {
	seen, todo := map[string]bool{from: true}, []string{from}
	for len(todo) > 0 {
		if todo[0] == to {
			return true
		}
		for _, n := range b.next[todo[0]] {
			if !seen[n] {
				seen[n] = true
				todo = append(todo, n)
			}
		}
		todo = todo[1:]
	}
	return false
}

// undecided tells whether some case finds no way on after an event.
func (b *brute) undecided(stage, event string) bool {
	order := b.queue(pipeline.Transition{From: stage, Trigger: pipeline.Trigger{Event: event}}, "system")
	for row, values := range b.rows {
		if event == pipeline.ChecksCompleted && values["checks.c.result"] == "pending" {
			continue
		}
		if !slices.ContainsFunc(order, func(i int) bool { return b.holds[i][row] }) {
			return true
		}
	}
	return false
}

// goesRound tells whether a case that enters a stage never comes to rest.
func (b *brute) goesRound(stage string) bool {
	seen, todo := map[string]bool{stage: true}, []string{stage}
	for len(todo) > 0 {
		s := todo[0]
		todo = todo[1:]
		order := b.queue(pipeline.Transition{From: s, Trigger: pipeline.Trigger{Event: pipeline.StageEntered}}, "system")
		for row := range b.rows {
			i := slices.IndexFunc(order, func(i int) bool { return b.holds[i][row] })
			if i < 0 || b.in.p.Transitions[order[i]].To == s {
				return false
			}
			if to := b.in.p.Transitions[order[i]].To; !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return true
}

// wrong are the troubles that trying everything finds, as findings would name them.
func (b *brute) wrong() map[string]bool {
	out := map[string]bool{}
	end := b.in.p.Stages[len(b.in.p.Stages)-1].Key
	for i, live := range b.live {
		if !live {
			out[fmt.Sprintf("pipeline.dead_transition /transitions/%d", i)] = true
		}
	}
	for i, s := range b.in.p.Stages {
		at := fmt.Sprintf("/stages/%d", i)
		in := b.reaches("", s.Key)
		if !in {
			out["pipeline.unreachable_stage "+at] = true
		}
		if !b.reaches(s.Key, end) {
			out["pipeline.no_exit "+at] = in // where no case comes, it may be told or not
		}
		if b.goesRound(s.Key) {
			out["pipeline.loop_without_exit "+at] = true
		}
		if s.Kind != "automatic" {
			continue
		}
		for _, event := range []string{pipeline.StageEntered, pipeline.ChecksCompleted} {
			if b.undecided(s.Key, event) {
				out["pipeline.no_default "+at] = true
			}
		}
	}
	return out
}

// judged are the findings that trying everything can confirm.
var judged = []string{"pipeline.dead_transition", "pipeline.unreachable_stage", "pipeline.no_exit", "pipeline.loop_without_exit", "pipeline.no_default"}

// TestSoundPipelinesRaiseNoAlarm holds what is found in random pipelines against trying everything: each alarm is true,
// and what has nothing wrong raises none.
func TestSoundPipelinesRaiseNoAlarm(t *testing.T) {
	t.Parallel()
	want := 2000
	if testing.Short() {
		want = 100
	}
	r := rand.New(rand.NewPCG(1, 2))
	sound, tried, alarms := 0, 0, 0
	for ; sound < want && tried < 20*want; tried++ {
		in := invent(r)
		names := pipeline.Names{Form: randomForm}
		b := force(t, in)
		wrong := b.wrong()
		found := append(pipeline.Lint(in.p, names), pipeline.Prove(in.p, pipeline.Around{Names: names})...)
		told := map[string]bool{}
		for _, v := range found {
			if !slices.Contains(judged, v.Key) || v.Key == "pipeline.no_default" && slices.ContainsFunc(in.p.Transitions, byHand) {
				continue // what CEL says is not known, so that it may hold for too few
			}
			alarms++
			id := v.Key + " " + v.Path
			told[id] = true
			if _, so := wrong[id]; !so {
				t.Fatalf("false alarm %+v in\n%s", v, text(in.p))
			}
		}
		missed(t, in, wrong, told)
		if len(told) == 0 {
			sound++
		}
	}
	if sound < want || alarms < want {
		t.Errorf("%d sound of %d tried, with %d alarms", sound, tried, alarms)
	}
	t.Logf("%d sound pipelines of %d tried; %d alarms, all true", sound, tried, alarms)
}

// missed wants guards that never hold to be found, as far as they are no CEL: of these only what is written is known.
func missed(t *testing.T, in invented, wrong, told map[string]bool) {
	t.Helper()
	for _, tr := range in.p.Transitions {
		if tr.Guard != nil && tr.Guard.Query == nil || len(tr.By) > 1 {
			return
		}
	}
	for id, certain := range wrong {
		if certain && !told[id] && id[:17] != "pipeline.no_defau" {
			t.Fatalf("%s was not found in\n%s", id, text(in.p))
		}
	}
}

func text(p pipeline.Pipeline) string {
	out := ""
	for i, tr := range p.Transitions {
		guard := ""
		if tr.Guard != nil {
			b, _ := json.Marshal(tr.Guard)
			guard = string(b)
		}
		out += fmt.Sprintf("%d %s→%s %s%s %v by %v otherwise %v %s\n", i, tr.From, tr.To, tr.Trigger.Verb, tr.Trigger.Event, tr.Trigger.Timer, tr.By, tr.Otherwise, guard)
	}
	return out
}
