package conveyor

import (
	"context"
	"errors"
	"slices"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// StartRun begins to do one act to many cases, by a job. Each is decided when its turn comes, with the rights that the member
// has then. Returns fault.NotFound for a queue that the member may not see, fault.Invalid run.empty, run.too_many, or
// run.verb for a verb that needs more than a run brings.
func (c *Conveyor) StartRun(ctx context.Context, who actor.Actor, r queue.Run, items []queue.Item) (queue.Run, error) {
	switch {
	case len(items) == 0:
		return r, fault.New(fault.Invalid, "run.empty")
	case len(items) > queue.MaxRun:
		return r, fault.New(fault.Invalid, "run.too_many").With("n", queue.MaxRun)
	case verbsOfTheirOwn[r.Act.Verb]:
		return r, fault.New(fault.Invalid, "run.verb").With("verb", r.Act.Verb)
	}
	r.ID, r.Tenant, r.By, r.State, r.Total, r.Revision = c.NewID(), who.Tenant, who.ID, queue.Running, len(items), 1
	for i := range items {
		items[i].Position, items[i].State = i, queue.Waiting
	}
	err := c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		ref, before, err := done(ctx, tx)
		if err != nil {
			return err
		}
		if before {
			r, err = tx.Run(ref)
			return err
		}
		r.BeganAt = tx.Now()
		if err := tx.InsertRun(r, items); err != nil {
			return err
		}
		if err := tx.Enqueue(cases.Job{Kind: "run", Key: r.ID, Args: map[string]string{"run": r.ID}}); err != nil {
			return err
		}
		return keep(ctx, tx, r.ID)
	})
	return r, err
}

// Outcome is how a run stands.
type Outcome struct {
	Run   queue.Run
	Tally map[queue.ItemState]int
	Items []RunItem // whose turn has come
}

// RunItem is a case of a run. It is named only to who may still read it.
type RunItem struct {
	queue.Item
	Reference, Name string
}

// Run returns how a run of the member stands. Returns fault.NotFound for that of another.
func (c *Conveyor) Run(ctx context.Context, who actor.Actor, id string) (Outcome, error) {
	var out Outcome
	err := c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		out = Outcome{}
		var err error
		if out.Run, err = ownRun(tx, who, id); err != nil {
			return err
		}
		if out.Tally, err = tx.TallyRun(id); err != nil {
			return err
		}
		items, err := tx.RunItems(id, "", 0, queue.MaxRun)
		if err != nil {
			return err
		}
		for _, i := range items {
			if i.State == queue.Waiting {
				continue
			}
			item := RunItem{Item: i}
			if rec, err := tx.Case(i.Case); err == nil {
				item.Reference = rec.Reference
				item.Name = c.nameFor(ctx, who, rec)
			}
			out.Items = append(out.Items, item)
		}
		return nil
	})
	return out, err
}

// nameFor is the name of a case when the member may read it.
func (c *Conveyor) nameFor(ctx context.Context, who actor.Actor, rec cases.Record) string {
	line, err := c.Line(ctx, who.Tenant, rec.Version)
	if err != nil {
		return ""
	}
	f, _ := line.Form.FieldOf(line.Pipeline.Pipeline.Contact.Name)
	ok, _, err := c.Gate.Ask(ctx, who, line.groupObject(f.Group), "read")
	reads, _, failed := c.Gate.Ask(ctx, who, "pipeline/"+rec.Pipeline+"/stage/"+rec.State.Stage, "read")
	if err != nil || failed != nil || !ok || !reads {
		return ""
	}
	return rec.Name
}

func ownRun(tx Tx, who actor.Actor, id string) (queue.Run, error) {
	r, err := tx.Run(id)
	if err == nil && r.By != who.ID {
		err = fault.New(fault.NotFound, "runs.not_found")
	}
	return r, err
}

// CancelRun stops a run of the member: what was done stays, the rest is left. One that has ended is left as it is.
func (c *Conveyor) CancelRun(ctx context.Context, who actor.Actor, id string) error {
	return c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		if _, err := ownRun(tx, who, id); err != nil {
			return err
		}
		return endRun(tx, id, queue.Run{State: queue.Cancelled, EndedBy: who.ID})
	})
}

// FailRun ends a run whose job cannot go on.
func (c *Conveyor) FailRun(ctx context.Context, tenant, id string) error {
	return c.Store.Begin(ctx, tenant, func(tx Tx) error { return endRun(tx, id, queue.Run{State: queue.Failed}) })
}

// endRun ends a run that is at work; of its cases those that wait are left.
func endRun(tx Tx, id string, as queue.Run) error {
	r, err := tx.Run(id)
	if err != nil || r.State != queue.Running {
		return err
	}
	waiting, err := tx.RunItems(id, queue.Waiting, 0, queue.MaxRun)
	if err != nil {
		return err
	}
	for _, i := range waiting {
		i.State = queue.Left
		if _, err := tx.UpdateRunItem(i); err != nil {
			return err
		}
	}
	at := tx.Now()
	r.State, r.EndedBy, r.EndedAt = as.State, as.EndedBy, &at
	r.Revision++
	return tx.UpdateRun(r)
}

const takenAtOnce = 50

// WorkRun goes on with a run as the member who began it, until it has ended, which it says, or enough says that another job
// should go on. After a crash it goes on where it was: what was done and that it was done are written together.
func (c *Conveyor) WorkRun(ctx context.Context, who actor.Actor, id string, enough func() bool) (ended bool, err error) {
	for {
		var run queue.Run
		var items []queue.Item
		err := c.Store.View(ctx, who.Tenant, func(tx Tx) (err error) {
			if run, err = tx.Run(id); err == nil {
				items, err = tx.RunItems(id, queue.Waiting, 0, takenAtOnce)
			}
			return err
		})
		if err != nil || run.State != queue.Running {
			return err == nil, err
		}
		if len(items) == 0 {
			return true, c.Store.Begin(ctx, who.Tenant, func(tx Tx) error { return endRun(tx, id, queue.Run{State: queue.Done}) })
		}
		for _, i := range items {
			if err := c.workItem(ctx, who, run.Act, i); err != nil {
				return false, err
			}
			if enough() {
				return false, nil
			}
		}
	}
}

// errTaken says that the case of a run was seen to by another worker, or the run was stopped.
var errTaken = errors.New("not waiting any more")

// workItem does the act to one case, and writes in the same transaction that it was done. What stands in the way is written
// in its place.
func (c *Conveyor) workItem(ctx context.Context, who actor.Actor, act queue.Act, i queue.Item) error {
	err := c.with(ctx, hand{who, i.Case}, func(m *move) error {
		i.State, i.Why = queue.Acted, queue.Why{}
		if was, err := m.tx.UpdateRunItem(i); err != nil || !was {
			return errors.Join(err, errTaken)
		}
		return m.perform(act, i)
	})
	switch code := fault.CodeOf(err); {
	case err == nil || errors.Is(err, errTaken):
		return nil
	case code == fault.Unavailable || !isFault(err):
		return err
	case code == fault.Stale:
		i.State = queue.Changed
	default:
		i.State = queue.Refused
	}
	i.Why = whyOf(err)
	return c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		_, err := tx.UpdateRunItem(i)
		return err
	})
}

func isFault(err error) bool {
	_, ok := errors.AsType[*fault.Fault](err)
	return ok
}

func whyOf(err error) queue.Why {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return queue.Why{}
	}
	return queue.Why{Code: string(f.Code), Key: f.Key, Params: f.Params}
}

// perform does the act of a run to the opened case: exactly what the member could do to it alone.
func (m *move) perform(act queue.Act, i queue.Item) error {
	if err := m.demand(m.stageObject(), "read"); err != nil {
		return err
	}
	switch act.Verb {
	case "claim":
		return m.claim()
	case "release":
		return m.release()
	}
	return m.act(Action{Case: i.Case, Verb: act.Verb, Reason: act.Reason, Note: act.Note, Revision: i.Revision})
}

// QueueAct is what can be done to many cases of a queue at once, with what it needs.
type QueueAct struct {
	Verb    string
	Title   schemas.Text // "" for claim and release
	Reason  bool         // needs one
	Note    bool         // needs one
	Reasons []pipeline.Reason
}

// Acts are the verbs of the stages of a queue that the policies let a member do and that need no more than a reason and a
// note; then to claim and to release.
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
	return o.list, o.err
}

type acts struct {
	*Conveyor
	ctx    context.Context //nolint:containedctx // lives as long as the question
	who    actor.Actor
	list   []QueueAct
	claims bool
	err    error
}

func (o *acts) may(object, verb string) bool {
	ok, _, err := o.Gate.Ask(o.ctx, o.who, object, verb)
	if err != nil {
		o.err = err
	}
	return ok && err == nil
}

func (o *acts) stage(line *Line, stage string) {
	o.claims = o.claims || o.may("pipeline/"+line.Pipeline.Pipeline.Key+"/stage/"+stage, "claim")
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
