package cases

import (
	"slices"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// meet checks all that a transition demands of its verb.
func (r *run) meet(m *pipeline.Move) error {
	if f := r.hindrance(m); f != nil {
		return f
	}
	if f := r.missing(m); f != nil {
		return f
	}
	return nil
}

// hindrance is what stands against a transition whatever comes with the verb.
func (r *run) hindrance(m *pipeline.Move) *fault.Fault {
	d := m.Demands
	if d == nil {
		d = &pipeline.Demands{}
	}
	if f := r.apart(m, d.NotBy); f != nil {
		return f
	}
	if d.ItemsClosed && r.s.OpenItems > 0 {
		return fault.New(fault.Conflict, "case.items_open").With("count", r.s.OpenItems)
	}
	return nil
}

func (r *run) notTheSame(m *pipeline.Move, act Act, object string) *fault.Fault {
	return fault.New(fault.Denied, "case.maker_checker").
		With("verb", m.Trigger.Verb).With("did", act.Verb).With("stage", r.s.Stage).With("object", object)
}

// earlier finds an act of somebody who stands behind the verb that keeps them from it. An approval is one before its transition is taken,
// but none against the other approvals of the same: those say themselves whether one person may give more than one.
func (r *run) earlier(verbs, persons []string) (Act, bool) {
	for _, a := range r.s.Approvals {
		m, ok := r.v.Move(a.Transition)
		mine := behind(persons, a.By, a.For) && r.t.Actor.Kind == actor.Member
		if ok && mine && m.Trigger.Verb != r.t.Verb && slices.Contains(verbs, m.Trigger.Verb) {
			return Act{Verb: m.Trigger.Verb, Kind: string(actor.Member), By: a.By, For: a.For, Stage: r.s.Stage, At: a.At}, true
		}
	}
	for _, a := range r.s.Acts {
		if behind(persons, a.By, a.For) && a.Kind == string(r.t.Actor.Kind) && slices.Contains(verbs, a.Verb) {
			return a, true
		}
	}
	return Act{}, false
}

// separates tells whether duties are separated in this case. A rule that cannot be answered separates them.
func (r *run) separates(m *pipeline.Move) bool {
	failures := len(r.out.Failures)
	return r.holds(m.NotByWhen, m.Key) || len(r.out.Failures) > failures
}

// missing is what should have come with the verb.
func (r *run) missing(m *pipeline.Move) *fault.Fault {
	data, d := r.t.Data, m.Demands
	if d == nil {
		d = &pipeline.Demands{}
	}
	switch {
	case data.Reason == "" && d.Reason:
		return invalid("/reason", "case.reason_required").With("verb", m.Trigger.Verb)
	case data.Reason != "" && !r.reasonFits(m.Trigger.Verb):
		return invalid("/reason", "case.reason_unknown").With("reason", data.Reason).With("verb", m.Trigger.Verb)
	case data.Note == "" && d.Note:
		return invalid("/note", "case.note_required").With("verb", m.Trigger.Verb)
	case len(data.Items) == 0 && d.Items:
		return invalid("/items", "case.items_required").With("verb", m.Trigger.Verb)
	}
	return nil
}

func (r *run) reasonFits(verb string) bool {
	reason, ok := r.v.Reason(r.t.Data.Reason)
	return ok && slices.Contains(reason.For, verb)
}

func invalid(path, key string) *fault.Fault {
	return fault.New(fault.Invalid, key).At(fault.Violation{Path: path, Key: key})
}
