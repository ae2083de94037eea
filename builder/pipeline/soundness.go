package pipeline

import (
	"slices"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// graph is the stages and the moves that some case may make. Guards are ignored, except those that never hold: what
// the graph does not reach no case reaches, and a stage that has a way out may still lack one for a case. A sharp one
// looks at what guards say together.
type graph struct {
	l     *linter
	sharp bool
	dead  []string // by index of the transition: why it can never be taken, "" when it can
	next  map[string][]string
	prior map[string][]string
	reach map[string]string // from which stage each is reached first
}

// outside is where cases come from and where removed ones go.
const (
	outside = ""
	removed = "-" // no key looks like this
)

func newGraph(l *linter, sharp bool) *graph {
	g := &graph{l: l, sharp: sharp, dead: make([]string, len(l.p.Transitions)), next: map[string][]string{}, prior: map[string][]string{}}
	for i, t := range l.p.Transitions {
		g.dead[i] = g.whyDead(i)
		if g.dead[i] != "" || t.To == t.From {
			continue
		}
		to := t.To
		if to == outside {
			to = removed
		}
		g.next[t.From] = append(g.next[t.From], to)
		g.prior[to] = append(g.prior[to], t.From)
	}
	g.reach = flood(g.next, []string{outside})
	return g
}

// comesTo tells whether a case can come to a stage; all come from outside.
func (g *graph) comesTo(stage string) bool {
	_, ok := g.reach[stage]
	return ok
}

// along tells a finding how cases come to the stage that it is about.
func (g *graph) along(ps params, stage string) params {
	way := []string{}
	if g.comesTo(stage) {
		way = append(way, wayTo(g.reach, stage)...)
	}
	ps["path"], ps["pathNames"] = way, g.names(way)
	return ps
}

// soundness proves that no case can get stuck, as far as the stages alone can tell.
func (l *linter) soundness() {
	g := newGraph(l, false)
	g.deadTransitions()
	g.starts()
	g.exits()
	g.decisions()
	g.cascades()
	g.waits()
}

// whyDead finds a guard that never holds, and a transition hidden behind one of the same trigger that always applies.
func (g *graph) whyDead(i int) string {
	t := g.l.p.Transitions[i]
	if rule.Constant(t.Guard) == rule.Never || g.sharp && g.never(t) {
		return "guard"
	}
	if t.Trigger.Timer != nil || len(t.By) == 0 {
		return ""
	}
	before := g.before(i)
	if slices.ContainsFunc(before, func(r *rule.Rule) bool { return rule.Constant(r) == rule.Always }) ||
		g.sharp && len(before) > 0 && g.hidden(t, before) {
		return "hidden"
	}
	return ""
}

// before are the guards that are asked before that of a transition, whoever sets it off.
func (g *graph) before(i int) []*rule.Rule {
	t := g.l.p.Transitions[i]
	var guards []*rule.Rule
	for j, u := range g.l.p.Transitions {
		ahead := j < i && u.Otherwise == t.Otherwise || t.Otherwise && !u.Otherwise
		if ahead && sameTrigger(t, u) && coversActors(u, t) {
			guards = append(guards, u.Guard)
		}
	}
	return guards
}

// never tells whether a guard holds for no case.
func (g *graph) never(t Transition) bool {
	all, ok := g.l.tabulate(moment{stage: t.From}, t.Guard)
	return ok && !all.Some(func(holds []bool) bool { return holds[0] })
}

// hidden tells whether one of the guards before it holds whenever that of a transition does.
func (g *graph) hidden(t Transition, before []*rule.Rule) bool {
	all, ok := g.l.tabulate(moment{stage: t.From}, append(before, t.Guard)...)
	return ok && !all.Some(func(holds []bool) bool {
		last := len(holds) - 1
		return holds[last] && !slices.Contains(holds[:last], true)
	})
}

func sameTrigger(a, b Transition) bool {
	return a.From == b.From && a.Trigger.Timer == nil && b.Trigger.Timer == nil &&
		a.Trigger.Verb == b.Trigger.Verb && a.Trigger.Event == b.Trigger.Event
}

func coversActors(a, b Transition) bool {
	return !slices.ContainsFunc(b.By, func(kind string) bool { return !slices.Contains(a.By, kind) })
}

func (g *graph) deadTransitions() {
	for i, why := range g.dead {
		if why != "" {
			ps := g.l.about(g.l.p.Transitions[i])
			ps["why"] = why
			g.l.fail(at("transitions", i, ""), "dead_transition", g.along(ps, g.l.p.Transitions[i].From))
		}
	}
}

// starts wants a way in, and a way to each stage.
func (g *graph) starts() {
	if len(g.next[outside]) == 0 {
		g.l.fail("/transitions", "no_start", nil)
		return
	}
	for i, s := range g.l.p.Stages {
		if !g.comesTo(s.Key) {
			g.l.fail(at("stages", i, ""), "unreachable_stage", g.along(params{"stage": s.Key, "name": s.Name}, s.Key))
		}
	}
}

// exits wants a way from each stage that a case can reach to an end, or to removal.
func (g *graph) exits() {
	ends := []string{removed}
	for _, s := range g.l.p.Stages {
		if s.Kind == End {
			ends = append(ends, s.Key)
		}
	}
	leaves := flood(g.prior, ends)
	for i, s := range g.l.p.Stages {
		if _, out := leaves[s.Key]; g.comesTo(s.Key) && !out {
			g.l.fail(at("stages", i, ""), "no_exit", g.along(params{"stage": s.Key, "name": s.Name}, s.Key))
		}
	}
}

func (g *graph) names(way []string) []schemas.Text {
	names := make([]schemas.Text, len(way))
	for i, key := range way {
		names[i] = g.l.stage[key].Name
	}
	return names
}

// flood walks breadth first and returns, for each node reached, the node it was reached from.
func flood(edges map[string][]string, from []string) map[string]string {
	parent := map[string]string{}
	queue := slices.Clone(from)
	for _, n := range from {
		parent[n] = n
	}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		for _, m := range edges[n] {
			if _, ok := parent[m]; !ok {
				parent[m] = n
				queue = append(queue, m)
			}
		}
	}
	return parent
}

func wayTo(parent map[string]string, to string) []string {
	var way []string
	for n := to; n != outside && parent[n] != n; n = parent[n] {
		way = append(way, n)
	}
	slices.Reverse(way)
	return way
}

// decisions wants each decision of an automatic stage to decide every case. A stage may wait for more than one event;
// that it was entered, or that one check is done, need not decide when something else will.
func (g *graph) decisions() {
	for i, s := range g.l.p.Stages {
		if s.Kind != Automatic {
			continue
		}
		groups, order := g.events(s.Key)
		for _, event := range order {
			optional := event == CheckCompleted || event == StageEntered && len(order) > 1
			if optional || g.exhaustive(groups[event]) || g.covers(s.Key, event, groups[event]) {
				continue
			}
			report := g.l.warn // the event may come again
			if event == ChecksCompleted || event == StageEntered {
				report = g.l.fail
			}
			report(at("stages", i, ""), "no_default", g.along(params{"stage": s.Key, "name": s.Name, "event": event}, s.Key))
		}
	}
}

// events groups the living transitions of a stage by event, in document order.
func (g *graph) events(stage string) (groups map[string][]Transition, order []string) {
	groups = map[string][]Transition{}
	for i, t := range g.l.p.Transitions {
		if t.From != stage || t.Trigger.Event == "" || g.dead[i] != "" {
			continue
		}
		if len(groups[t.Trigger.Event]) == 0 {
			order = append(order, t.Trigger.Event)
		}
		groups[t.Trigger.Event] = append(groups[t.Trigger.Event], t)
	}
	return groups, order
}

// exhaustive tells whether some transition of a decision always applies: one without a guard, or guards that name all
// results of a check between them.
func (g *graph) exhaustive(ts []Transition) bool {
	covered := map[string][]any{}
	for _, t := range ts {
		if rule.Constant(t.Guard) == rule.Always {
			return true
		}
		if field, vs, ok := oneChoice(t.Guard); ok {
			covered[field] = append(covered[field], vs...)
		}
	}
	for field, vs := range covered {
		if isResult(field) && coversResults(vs) {
			return true
		}
	}
	return false
}

// covers tells whether some guard holds for each case.
func (g *graph) covers(stage, event string, ts []Transition) bool {
	guards := make([]*rule.Rule, len(ts))
	for i, t := range ts {
		guards[i] = t.Guard
	}
	all, ok := g.l.tabulate(moment{stage: stage, settled: event == ChecksCompleted}, guards...)
	return ok && !all.Some(func(holds []bool) bool { return !slices.Contains(holds, true) })
}

// oneChoice reads a guard of a single condition that names values.
func oneChoice(r *rule.Rule) (field string, vs []any, ok bool) {
	if r == nil || r.Query == nil || r.Query.Not || len(r.Query.Rules) != 1 || r.Query.Rules[0].Condition == nil {
		return "", nil, false
	}
	c := r.Query.Rules[0].Condition
	if c.ValueField != "" {
		return "", nil, false
	}
	vs, ok = rule.Plain(c.Value)
	switch c.Operator {
	case rule.Equal, rule.In:
		return c.Field, vs, ok
	case rule.NotEqual, rule.NotIn:
		return c.Field, others(vs), ok
	}
	return "", nil, false
}

func others(vs []any) []any {
	var rest []any
	for _, r := range Results() {
		if !slices.Contains(vs, any(r)) {
			rest = append(rest, r)
		}
	}
	return rest
}

// isResult: checks always have a result once they are started; other fields may be missing.
func isResult(field string) bool {
	key, rest := cutPath(field)
	return key == "checks" && rest != ""
}

func coversResults(vs []any) bool {
	for _, r := range Results() {
		if r != Pending && !slices.Contains(vs, any(r)) {
			return false
		}
	}
	return true
}

// cascades finds stages that pass a case on to each other at once, for ever: in each, entering leads on in every case,
// and only to others of them.
func (g *graph) cascades() {
	onward := map[string][]string{}
	for i := range g.l.p.Stages {
		key := g.l.p.Stages[i].Key
		if to, forced := g.forced(key); forced {
			onward[key] = to
		}
	}
	for shrinking := true; shrinking; {
		shrinking = false
		for key, to := range onward {
			if slices.ContainsFunc(to, func(k string) bool { return onward[k] == nil }) {
				delete(onward, key)
				shrinking = true
			}
		}
	}
	for i, s := range g.l.p.Stages {
		if to := onward[s.Key]; to != nil {
			way := slices.Compact(append([]string{s.Key}, to...))
			g.l.fail(at("stages", i, ""), "loop_without_exit", params{
				"stage": s.Key, "name": s.Name, "path": way, "pathNames": g.names(way),
			})
		}
	}
}

// forced returns where entering a stage leads, when it always leads to another stage.
func (g *graph) forced(stage string) (to []string, ok bool) {
	groups, _ := g.events(stage)
	entered := groups[StageEntered]
	for _, t := range entered {
		if t.To == stage || t.To == outside {
			return nil, false
		}
		to = append(to, t.To)
		if rule.Constant(t.Guard) == rule.Always && !t.Otherwise {
			return to, true
		}
	}
	return to, len(entered) > 0 && (g.exhaustive(entered) || g.sharp && g.covers(stage, StageEntered, entered))
}

// waits wants a timer that ends each wait, so that no case is forgotten.
func (g *graph) waits() {
	for i, s := range g.l.p.Stages {
		_, passes := g.forced(s.Key)
		if s.Kind == End || passes || g.timed(s.Key) {
			continue
		}
		g.l.warn(at("stages", i, ""), "wait_without_timer", g.along(params{"stage": s.Key, "name": s.Name, "kind": s.Kind}, s.Key))
	}
}

func (g *graph) timed(stage string) bool {
	for i, t := range g.l.p.Transitions {
		if t.From == stage && t.Trigger.Timer != nil && t.To != stage && g.dead[i] == "" {
			return true
		}
	}
	return false
}
