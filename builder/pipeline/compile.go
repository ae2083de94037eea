package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// Compiled is a pipeline ready to run: its rules as programs, its durations read, its transitions by stage and
// trigger. It is never changed and may be used by many at once.
type Compiled struct {
	Pipeline Pipeline

	stages      map[string]int
	reasons     map[string]int
	attributes  map[string]Attribute
	checks      []*Question
	scores      map[string]*Table
	moves       map[string]*Move
	byTrigger   map[at3][]*Move
	timers      map[string][]*Move
	verbsByFrom map[string][]string
}

// at3 is a stage with the kind and the name of a trigger.
type at3 struct{ stage, kind, name string }

// Move is a transition ready to run. A nil program holds always.
type Move struct {
	Transition
	Guard     *rule.Program // instead of Transition.Guard
	NotByWhen *rule.Program
	Effects   []Action   // instead of Transition.Effects
	After     []Duration // of its timer
}

// Action is an effect ready to run.
type Action struct {
	Effect
	When *rule.Program
	With map[string]any
}

// Table is a score ready to run.
type Table struct {
	Score
	When []*rule.Program // of each row
}

// Question is a check ready to run.
type Question struct {
	Check
	When    *rule.Program
	Retries []Duration
}

// Compile makes a pipeline ready to run. It returns fault.Invalid, key pipeline.invalid, with the findings when Lint
// finds errors.
func Compile(p Pipeline, form rule.Scope) (*Compiled, error) {
	var errs []fault.Violation
	for _, v := range Lint(p, Names{Form: form.Names}) {
		if v.Severity != "warn" {
			errs = append(errs, v)
		}
	}
	if len(errs) > 0 {
		return nil, fault.New(fault.Invalid, "pipeline.invalid").At(errs...)
	}
	b := builder{scope: Scope(p, form)}
	c := b.build(p)
	if b.err != nil {
		return nil, fmt.Errorf("pipeline %s: %w", p.Key, b.err)
	}
	return c, nil
}

// builder keeps the first error, which a linted pipeline does not have.
type builder struct {
	scope rule.Scope
	err   error
}

func (b *builder) build(p Pipeline) *Compiled {
	c := &Compiled{
		Pipeline: p, stages: map[string]int{}, reasons: map[string]int{}, attributes: map[string]Attribute{}, scores: map[string]*Table{},
		moves: map[string]*Move{}, byTrigger: map[at3][]*Move{}, timers: map[string][]*Move{}, verbsByFrom: map[string][]string{},
	}
	for i, s := range p.Stages {
		c.stages[s.Key] = i
	}
	for i, r := range p.Reasons {
		c.reasons[r.Key] = i
	}
	for _, a := range slices.Concat(p.Attributes, scoreAttributes(p)) {
		c.attributes[a.Key] = a
	}
	for _, s := range p.Scores {
		table := &Table{Score: s}
		for _, row := range s.Rows {
			table.When = append(table.When, b.program(row.When))
		}
		c.scores[s.Key] = table
	}
	for _, check := range p.Checks {
		c.checks = append(c.checks, &Question{Check: check, When: b.program(check.When), Retries: b.durations(check.Retries)})
	}
	for _, t := range p.Transitions {
		c.add(b.move(t))
	}
	for _, ms := range c.byTrigger {
		sort.SliceStable(ms, func(i, j int) bool { return !ms[i].Otherwise && ms[j].Otherwise })
	}
	return c
}

func (c *Compiled) add(m *Move) {
	c.moves[m.Key] = m
	switch t := m.Trigger; {
	case t.Timer != nil:
		c.timers[m.From] = append(c.timers[m.From], m)
	case t.Event != "":
		k := at3{m.From, "event", t.Event}
		c.byTrigger[k] = append(c.byTrigger[k], m)
	default:
		k := at3{m.From, "verb", t.Verb}
		if len(c.byTrigger[k]) == 0 {
			c.verbsByFrom[m.From] = append(c.verbsByFrom[m.From], t.Verb)
		}
		c.byTrigger[k] = append(c.byTrigger[k], m)
	}
}

func (b *builder) move(t Transition) *Move {
	m := &Move{Transition: t, Guard: b.program(t.Guard)}
	if t.Demands != nil {
		m.NotByWhen = b.program(t.Demands.NotByWhen)
	}
	if t.Trigger.Timer != nil {
		m.After = b.durations(t.Trigger.Timer.After)
	}
	for _, e := range t.Effects {
		m.Effects = append(m.Effects, Action{Effect: e, When: b.program(e.When), With: b.settings(e.With)})
	}
	return m
}

func (b *builder) program(r *rule.Rule) *rule.Program {
	if rule.Constant(r) == rule.Always {
		return nil
	}
	p, err := rule.Compile(*r, b.scope)
	b.note(err)
	return p
}

func (b *builder) durations(texts []string) []Duration {
	out := make([]Duration, len(texts))
	for i, s := range texts {
		d, err := ParseDuration(s)
		b.note(err)
		out[i] = d
	}
	return out
}

func (b *builder) settings(raw json.RawMessage) map[string]any {
	if len(raw) == 0 {
		return nil
	}
	var with map[string]any
	b.note(json.Unmarshal(raw, &with))
	return with
}

func (b *builder) note(err error) {
	if b.err == nil {
		b.err = err
	}
}

// Stage returns the stage of a key.
func (c *Compiled) Stage(key string) (Stage, bool) {
	i, ok := c.stages[key]
	if !ok {
		return Stage{}, false
	}
	return c.Pipeline.Stages[i], true
}

// Verb returns the transitions of a stage that a verb sets off, in the order in which their guards are asked.
func (c *Compiled) Verb(stage, verb string) []*Move { return c.byTrigger[at3{stage, "verb", verb}] }

// Event returns the transitions of a stage that an event sets off, in the order in which their guards are asked.
func (c *Compiled) Event(stage, event string) []*Move { return c.byTrigger[at3{stage, "event", event}] }

// Timers returns the transitions of a stage that a timer sets off.
func (c *Compiled) Timers(stage string) []*Move { return c.timers[stage] }

// Verbs returns the verbs that a stage knows, in document order.
func (c *Compiled) Verbs(stage string) []string { return slices.Clone(c.verbsByFrom[stage]) }

// Knows tells whether any stage knows a verb.
func (c *Compiled) Knows(verb string) bool {
	return slices.ContainsFunc(c.Pipeline.Transitions, func(t Transition) bool { return t.Trigger.Verb == verb })
}

// Move returns the transition of a key.
func (c *Compiled) Move(key string) (*Move, bool) {
	m, ok := c.moves[key]
	return m, ok
}

// From returns the transitions that leave a stage, or lead back to it, in document order.
func (c *Compiled) From(stage string) []*Move {
	var out []*Move
	for _, t := range c.Pipeline.Transitions {
		if t.From == stage {
			out = append(out, c.moves[t.Key])
		}
	}
	return out
}

// Checks returns the checks, in document order.
func (c *Compiled) Checks() []*Question { return c.checks }

// Reason returns the reason of a key.
func (c *Compiled) Reason(key string) (Reason, bool) {
	i, ok := c.reasons[key]
	if !ok {
		return Reason{}, false
	}
	return c.Pipeline.Reasons[i], true
}

// Attribute returns the attribute of a key.
func (c *Compiled) Attribute(key string) (Attribute, bool) {
	a, ok := c.attributes[key]
	return a, ok
}

// Score returns the score of a key.
func (c *Compiled) Score(key string) (*Table, bool) {
	t, ok := c.scores[key]
	return t, ok
}

// Object returns what a policy is asked about for this transition.
func (c *Compiled) Object(m *Move) string { return c.Pipeline.ObjectOf(m.Transition) }

// StepObject returns what a policy is asked about for an approval of this transition.
func (c *Compiled) StepObject(m *Move, s ApprovalStep) string { return stepObject(c.Object(m), s) }
