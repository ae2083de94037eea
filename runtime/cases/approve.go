package cases

import (
	"slices"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Approval is one approval that was given towards a transition of the stage.
type Approval struct {
	Transition string    `json:"transition"`
	Step       string    `json:"step"`
	By         string    `json:"by"`            // member id
	For        string    `json:"for,omitempty"` // in whose name, where it was not their own
	At         time.Time `json:"at"`
}

// Standing is how the approvals of a transition stand, as one actor finds them.
type Standing struct {
	Mode   string         `json:"mode"`
	Needed int            `json:"needed"` // how many complete them
	Given  int            `json:"given"`
	Veto   string         `json:"veto,omitempty"` // verb of the no that ends them at once
	Steps  []StepStanding `json:"steps"`
}

// StepStanding is one approval: given, or not yet.
type StepStanding struct {
	Key  string       `json:"key"`
	Name schemas.Text `json:"name"`
	By   string       `json:"by,omitempty"` // who gave it
	At   *time.Time   `json:"at,omitempty"`
	For  string       `json:"for,omitempty"` // in whose name it was given, or would be by this actor
	Now  bool         `json:"now"`           // this actor can give it now
	// Why they cannot: case.approval_given, case.approval_waits, case.approved_another, case.maker_checker or case.denied.
	Why *fault.Fault `json:"why,omitempty"`
}

// approve notes the approval that a verb gives, and reports whether the transition now has all that it needs.
func (r *run) approve(m *pipeline.Move) (complete bool, err error) {
	step, name, f := r.stepFor(m)
	if f != nil {
		return false, f
	}
	r.way.name = name
	// What was given towards another transition of the verb was given to another decision.
	r.s.Approvals = slices.DeleteFunc(r.s.Approvals, func(a Approval) bool {
		other, ok := r.v.Move(a.Transition)
		return a.Transition != m.Key && (!ok || other.Trigger.Verb == m.Trigger.Verb)
	})
	r.s.Approvals = append(r.s.Approvals, Approval{Transition: m.Key, Step: step.Key, By: r.t.Actor.ID, For: name, At: r.now})
	given := len(r.given(m))
	r.emit("approval.given", r.told(map[string]any{
		"transition": m.Key, "stage": r.s.Stage, "step": step.Key, "verb": m.Trigger.Verb,
		"given": float64(given), "needed": float64(m.Approvals.Needed()),
	}))
	return given >= m.Approvals.Needed(), nil
}

// given are the approvals towards a transition that still count.
func (r *run) given(m *pipeline.Move) []Approval {
	return slices.DeleteFunc(slices.Clone(r.s.Approvals), func(a Approval) bool {
		_, known := m.Approvals.Step(a.Step)
		return a.Transition != m.Key || !known
	})
}

// stepFor is the step that the trigger's approval is for, and in whose name: the one it names, else the first that this actor
// can give.
func (r *run) stepFor(m *pipeline.Move) (step pipeline.ApprovalStep, name string, why *fault.Fault) {
	if key := r.t.Data.Step; key != "" {
		step, ok := m.Approvals.Step(key)
		if !ok {
			return step, own, fault.New(fault.Invalid, "case.unknown_step").With("step", key)
		}
		name, why = r.stepAs(m, step)
		return step, name, why
	}
	given := r.given(m)
	for _, step := range m.Approvals.Steps {
		name, f := r.stepAs(m, step)
		if f == nil {
			return step, name, nil
		}
		open := !slices.ContainsFunc(given, func(a Approval) bool { return a.Step == step.Key })
		if open && !m.Approvals.SamePerson && (f.Key == "case.approved_another" || gave(given, r.persons(own))) {
			return step, own, fault.New(fault.Denied, "case.approved_another").With("stepName", step.Name)
		}
		if why == nil || telling(f) > telling(why) {
			why = f
		}
	}
	return pipeline.ApprovalStep{}, own, why
}

// telling orders why no step can be done: what says most about this actor goes first.
func telling(f *fault.Fault) int {
	return slices.Index([]string{"case.denied", "case.approval_given", "case.approval_waits", "case.maker_checker"}, f.Key)
}

// stepAs is the name in which the actor could give an approval, or what keeps them from it in each.
func (r *run) stepAs(m *pipeline.Move, step pipeline.ApprovalStep) (name string, why *fault.Fault) {
	object := r.v.StepObject(m, step)
	if !r.mayStep(m, step) {
		return own, fault.New(fault.Denied, "case.denied").With("verb", m.Trigger.Verb).With("object", object).With("stage", r.s.Stage)
	}
	for _, name := range r.names(object, m.Trigger.Verb) {
		f := r.stepHindrance(m, step, r.persons(name))
		if f == nil {
			return name, nil
		}
		if why == nil {
			why = f
		}
	}
	return own, why
}

// stepHindrance is what keeps some persons from an approval that one of them may give; nil when nothing does.
func (r *run) stepHindrance(m *pipeline.Move, step pipeline.ApprovalStep, persons []string) *fault.Fault {
	given := r.given(m)
	has := func(key string) bool {
		return slices.ContainsFunc(given, func(a Approval) bool { return a.Step == key })
	}
	switch {
	case has(step.Key):
		return fault.New(fault.Conflict, "case.approval_given").With("stepName", step.Name)
	case !m.Approvals.SamePerson && gave(given, persons):
		return fault.New(fault.Denied, "case.approved_another").With("stepName", step.Name)
	}
	notBy := step.NotBy
	if m.Demands != nil && len(m.Demands.NotBy) > 0 && r.separates(m) {
		notBy = slices.Concat(notBy, m.Demands.NotBy)
	}
	if act, ok := r.earlier(notBy, persons); ok {
		return r.notTheSame(m, act, r.v.StepObject(m, step))
	}
	if m.Approvals.Mode != pipeline.Series {
		return nil
	}
	for _, before := range m.Approvals.Steps {
		if before.Key == step.Key {
			break
		}
		if !has(before.Key) {
			return fault.New(fault.Conflict, "case.approval_waits").With("stepName", step.Name).With("beforeName", before.Name)
		}
	}
	return nil
}

// gave tells whether one of some persons stands behind one of some approvals.
func gave(given []Approval, persons []string) bool {
	return slices.ContainsFunc(given, func(a Approval) bool { return behind(persons, a.By, a.For) })
}

func (r *run) mayStep(m *pipeline.Move, step pipeline.ApprovalStep) bool {
	return r.t.Actor.Kind == actor.Member && r.may(r.v.StepObject(m, step), m.Trigger.Verb)
}

// standing is how the approvals of a transition stand for the trigger's actor.
func (r *run) standing(m *pipeline.Move) *Standing {
	if m.Approvals == nil {
		return nil
	}
	given := r.given(m)
	out := &Standing{Mode: m.Approvals.Mode, Needed: m.Approvals.Needed(), Given: len(given), Veto: m.Approvals.Veto}
	for _, step := range m.Approvals.Steps {
		s := StepStanding{Key: step.Key, Name: step.Name}
		s.For, s.Why = r.stepAs(m, step)
		if i := slices.IndexFunc(given, func(a Approval) bool { return a.Step == step.Key }); i >= 0 {
			s.By, s.For, s.At = given[i].By, given[i].For, &given[i].At
		}
		s.Now = s.Why == nil
		out.Steps = append(out.Steps, s)
	}
	return out
}

// acted turns the approvals that made a transition possible into acts of those who gave them.
func (r *run) acted(m *pipeline.Move) {
	for _, a := range r.given(m) {
		if a.By != r.t.Actor.ID || a.For != r.way.name {
			r.act(Act{Verb: m.Trigger.Verb, Kind: string(actor.Member), By: a.By, For: a.For, Stage: r.s.Stage, At: a.At})
		}
	}
	r.s.Approvals = nil
}

// void takes back the approvals given so far: they were given to a case that is now another.
func (r *run) void(why string) {
	if len(r.s.Approvals) == 0 {
		return
	}
	r.emit("approval.voided", map[string]any{"stage": r.s.Stage, "why": why, "count": float64(len(r.s.Approvals))})
	r.s.Approvals = nil
}

// Void takes back the approvals given so far, because the answers that were approved have changed. It returns the
// state without them and the event to append; without any, nothing changes.
func Void(s State) (State, []Planned) {
	r := &run{s: s}
	r.void("answers")
	return r.s, r.out.Events
}
