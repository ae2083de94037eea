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
}

// Acts are the verbs of the stages of a queue that the policies let a member do and that need no more than a reason and a
// note; then to claim, to release and to assign.
func (c *Conveyor) Acts(ctx context.Context, who actor.Actor, v QueueView) ([]QueueAct, error) {
	lines, err := c.liveLines(ctx, who.Tenant)
	if err != nil {
		return nil, err
	}
	o := &acts{Conveyor: c, ctx: ctx, who: who}
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
	list    []QueueAct
	claims  bool
	assigns bool
	err     error
}

func (o *acts) may(object, verb string) bool {
	ok, _, err := o.Gate.Ask(o.ctx, o.who, object, verb)
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
			if verbsOfTheirOwn[verb] || !slices.Contains(m.By, string(o.who.Kind)) || !o.may(line.Pipeline.Object(m), verb) {
				continue
			}
			o.add(line, m, verb)
		}
	}
}

// add adds a verb once; what one of its transitions needs, it needs.
func (o *acts) add(line *Line, m *pipeline.Move, verb string) {
	i := slices.IndexFunc(o.list, func(a QueueAct) bool { return a.Verb == verb })
	if i < 0 {
		o.list = append(o.list, QueueAct{Verb: verb, Title: m.Title})
		i = len(o.list) - 1
	}
	a := &o.list[i]
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
