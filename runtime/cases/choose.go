package cases

import (
	"slices"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// choose returns the transition that a verb sets off. Permission is asked of the transition that applies, not of the
// next that this actor may do: a stricter rule would otherwise be passed by.
func (r *run) choose(moves []*pipeline.Move, verb string) (*pipeline.Move, error) {
	mine := byActor(moves, r.t.Actor.Kind)
	if !slices.ContainsFunc(mine, func(m *pipeline.Move) bool { return r.permits(m, verb) }) {
		return nil, r.denied(moves[0], verb)
	}
	m := r.first(mine)
	if m == nil {
		return nil, fault.New(fault.Conflict, "case.guard").
			With("transition", mine[0].Key).With("title", mine[0].Title).With("verb", verb).With("stage", r.s.Stage)
	}
	if !r.permits(m, verb) {
		return nil, r.denied(m, verb)
	}
	return m, nil
}

// first returns the first transition whose guard holds.
func (r *run) first(moves []*pipeline.Move) *pipeline.Move {
	for _, m := range moves {
		if r.holds(m.Guard, m.Key) {
			return m
		}
	}
	return nil
}

// holds evaluates a rule for a transition or a check. A rule that cannot be answered does not hold.
func (r *run) holds(p *rule.Program, of string) bool {
	if p == nil {
		return true
	}
	ok, err := p.Bool(r.ctx, r.view(of))
	if err != nil {
		r.out.Failures = append(r.out.Failures, Failure{Transition: of, Err: err})
		return false
	}
	if r.f.Watch != nil {
		r.f.Watch(p, ok)
	}
	return ok
}

func (r *run) permits(m *pipeline.Move, verb string) bool {
	switch r.t.Actor.Kind {
	case actor.Applicant, actor.System:
		return true
	}
	if m.Approvals != nil {
		return slices.ContainsFunc(m.Approvals.Steps, func(s pipeline.ApprovalStep) bool { return r.mayStep(m, s) })
	}
	return r.may(r.v.Object(m), verb) || len(r.refusals(m)) > 0
}

func (r *run) denied(m *pipeline.Move, verb string) error {
	object := r.v.Object(m)
	if m.Approvals != nil {
		object = r.v.StepObject(m, m.Approvals.Steps[0])
	}
	return fault.New(fault.Denied, "case.denied").With("verb", verb).With("object", object).With("stage", r.s.Stage)
}

func byActor(moves []*pipeline.Move, kind actor.Kind) []*pipeline.Move {
	for i, m := range moves {
		if slices.Contains(m.By, string(kind)) {
			continue
		}
		rest := slices.Clone(moves[:i])
		for _, m := range moves[i:] {
			if slices.Contains(m.By, string(kind)) {
				rest = append(rest, m)
			}
		}
		return rest
	}
	return moves
}
