package conveyor

import (
	"context"
	"slices"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
)

// QueueAct is what can be done to many cases of a queue at once, with what it needs.
type QueueAct struct {
	Verb    string
	Title   schemas.Text // "" for claim, release and assign
	Reason  bool         // needs one
	Note    bool         // needs one
	Reasons []pipeline.Reason
	// Approves: of the transitions behind it one takes several persons, and what is done to a case is one approval of those.
	Approves bool
	// InNameOf are the colleagues who are away, by name, in whose name it is done where the member's own rights do not reach.
	InNameOf []string
}

// Acts are the verbs of the stages of a queue that the policies let a member do, approve or refuse, in their own name or in
// that of a colleague who is away, and that need no more than a reason and a note; then to claim, to release and to assign.
func (c *Conveyor) Acts(ctx context.Context, who actor.Actor, v QueueView) ([]QueueAct, error) {
	lines, err := c.liveLines(ctx, who.Tenant)
	if err != nil {
		return nil, err
	}
	o := &acts{Conveyor: c, ctx: ctx, who: who}
	if o.away, err = c.awayBehind(ctx, who); err != nil {
		return nil, err
	}
	for _, line := range lines {
		for _, at := range v.Stages {
			if at.Pipeline == line.Pipeline.Pipeline.Key {
				o.stage(line, at.Stage)
			}
		}
	}
	if o.claims {
		o.list = append(o.list, QueueAct{Verb: "claim"}, QueueAct{Verb: "release"})
	}
	if o.assigns {
		o.list = append(o.list, QueueAct{Verb: "assign"})
	}
	return o.list, o.err
}

type acts struct {
	*Conveyor
	ctx     context.Context //nolint:containedctx // lives as long as the question
	who     actor.Actor
	away    []Colleague // in whose name the member may decide
	list    []QueueAct
	claims  bool
	assigns bool
	err     error
}

func (o *acts) may(object, verb string) bool { return o.mayAs(o.who, object, verb) }

func (o *acts) mayAs(who actor.Actor, object, verb string) bool {
	ok, _, err := o.Gate.Ask(o.ctx, who, object, verb)
	if err != nil {
		o.err = err
	}
	return ok && err == nil
}

func (o *acts) stage(line *Line, stage string) {
	at := "pipeline/" + line.Pipeline.Pipeline.Key + "/stage/" + stage
	o.claims, o.assigns = o.claims || o.may(at, "claim"), o.assigns || o.may(at, "assign")
	for _, verb := range line.Pipeline.Verbs(stage) {
		for _, m := range line.Pipeline.Verb(stage, verb) {
			if verbsOfTheirOwn[verb] || !slices.Contains(m.By, string(o.who.Kind)) {
				continue
			}
			questions := asksFor(line, m)
			if slices.ContainsFunc(questions, func(q [2]string) bool { return o.may(q[0], q[1]) }) {
				o.add(line, m, "")
				continue
			}
			for _, c := range o.away {
				who := c.actor(o.who.Tenant)
				if o.mayAs(who, at, "read") && slices.ContainsFunc(questions, func(q [2]string) bool { return o.mayAs(who, q[0], q[1]) }) {
					o.add(line, m, c.Name)
				}
			}
		}
	}
}

// asksFor are the pairs of object and verb of which the policies must allow one: those of the transition, and those of the
// approvals to which it is the no.
func asksFor(line *Line, m *pipeline.Move) [][2]string {
	var out [][2]string
	for _, of := range line.Pipeline.From(m.From) {
		refused := of.Approvals != nil && of.Approvals.Veto != "" && of.Approvals.Veto == m.Trigger.Verb
		if of.Key != m.Key && !refused {
			continue
		}
		for _, object := range line.Pipeline.Pipeline.Objects(of.Transition) {
			out = append(out, [2]string{object, of.Trigger.Verb})
		}
	}
	return out
}

// add adds a verb once; what one of its transitions needs, it needs. name is in whose name it is done, "" for the member's own.
func (o *acts) add(line *Line, m *pipeline.Move, name string) {
	verb := m.Trigger.Verb
	i := slices.IndexFunc(o.list, func(a QueueAct) bool { return a.Verb == verb })
	if i < 0 {
		o.list = append(o.list, QueueAct{Verb: verb, Title: m.Title})
		i = len(o.list) - 1
	}
	a := &o.list[i]
	a.Approves = a.Approves || m.Approvals != nil
	if name != "" && !slices.Contains(a.InNameOf, name) {
		a.InNameOf = append(a.InNameOf, name)
	}
	if m.Demands != nil {
		a.Reason, a.Note = a.Reason || m.Demands.Reason, a.Note || m.Demands.Note
	}
	for _, r := range line.Pipeline.Pipeline.Reasons {
		known := slices.ContainsFunc(a.Reasons, func(k pipeline.Reason) bool { return k.Key == r.Key })
		if !known && slices.Contains(r.For, verb) && o.may(line.groupObject(r.Group), "read") {
			a.Reasons = append(a.Reasons, r)
		}
	}
}
