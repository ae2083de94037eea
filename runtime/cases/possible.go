package cases

import (
	"context"
	"errors"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Option is a verb that an actor may find on a screen.
type Option struct {
	Transition string            `json:"transition"` // the one that would be taken, else the first of the verb
	Verb       string            `json:"verb"`
	To         string            `json:"to"`
	Title      schemas.Text      `json:"title,omitempty"`
	Demands    *pipeline.Demands `json:"demands,omitempty"`
	Reasons    []string          `json:"reasons,omitempty"` // keys of those that fit the verb
	Object     string            `json:"object"`            // what the policies are asked about
	Now        bool              `json:"now"`               // it can be done now
	For        string            `json:"for,omitempty"`     // in whose name it would be done, where it is not their own
	Approvals  *Standing         `json:"approvals,omitempty"`
	// Why it cannot: case.denied, case.guard, case.maker_checker, case.items_open or what hinders each approval, as Decide
	// would say it.
	Why *fault.Fault `json:"why,omitempty"`
}

// Possible returns the verbs of the stage that are meant for this kind of actor, in document order, and for each
// whether Decide would now let this actor do it, given a reason, note and items where demanded.
func Possible(ctx context.Context, v *pipeline.Compiled, s State, who actor.Actor, f Facts) []Option {
	if s.Removed {
		return nil
	}
	r := newRun(ctx, v, s, f)
	var options []Option
	for _, verb := range v.Verbs(s.Stage) {
		moves := byActor(v.Verb(s.Stage, verb), who.Kind)
		if len(moves) > 0 {
			r.t = Trigger{Verb: verb, Actor: who}
			options = append(options, r.option(moves))
		}
	}
	return options
}

func (r *run) option(moves []*pipeline.Move) Option {
	r.way = way{}
	m, err := r.choose(moves, r.t.Verb)
	why, _ := errors.AsType[*fault.Fault](err)
	if m == nil {
		m = moves[0]
	} else {
		why = r.hindrance(m)
		if why == nil && m.Approvals != nil {
			_, r.way.name, why = r.stepFor(m)
		}
	}
	return Option{
		Transition: m.Key, Verb: r.t.Verb, To: m.To, Title: m.Title, Demands: m.Demands,
		Reasons: r.reasons(r.t.Verb), Object: r.v.Object(m), Now: why == nil, Why: why, For: r.way.name,
		Approvals: r.standing(m),
	}
}

func (r *run) reasons(verb string) []string {
	var keys []string
	for _, reason := range r.v.Pipeline.Reasons {
		for _, v := range reason.For {
			if v == verb {
				keys = append(keys, reason.Key)
			}
		}
	}
	return keys
}
