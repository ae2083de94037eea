package conveyor

import (
	"context"
	"errors"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/queue"
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
	case verbsOfTheirOwn[r.Act.Verb] || r.Act.Verb == restore:
		return r, fault.New(fault.Invalid, "run.verb").With("verb", r.Act.Verb)
	}
	return c.beginRun(ctx, who, r, items)
}

func (c *Conveyor) beginRun(ctx context.Context, who actor.Actor, r queue.Run, items []queue.Item) (queue.Run, error) {
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

// RunItem is a case of a run. Its person is named only to who may still read it.
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
			rec, err := tx.Case(i.Case)
			if ignoreMissing(err) != nil {
				return err
			}
			if err == nil {
				item.Reference, item.Name = rec.Reference, c.nameFor(ctx, who, rec)
			}
			out.Items = append(out.Items, item)
		}
		return nil
	})
	return out, err
}

// Runs returns the latest runs of the member, newest first, with how many cases fared how but without the cases.
func (c *Conveyor) Runs(ctx context.Context, who actor.Actor) ([]Outcome, error) {
	var out []Outcome
	err := c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		out = nil
		runs, err := tx.Runs(who.ID)
		if err != nil {
			return err
		}
		for _, r := range runs {
			tally, err := tx.TallyRun(r.ID)
			if err != nil {
				return err
			}
			out = append(out, Outcome{Run: r, Tally: tally})
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
	told, err := c.tells(ctx, who, line, line.Pipeline.Pipeline.Contact.Name)
	reads, _, failed := c.Gate.Ask(ctx, who, "pipeline/"+rec.Pipeline+"/stage/"+rec.State.Stage, "read")
	if err != nil || failed != nil || !told || !reads {
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
		had := m.rec.Assignee
		if err := m.perform(act, i); err != nil {
			return err
		}
		i.State, i.Why, i.Had, i.Given = queue.Acted, queue.Why{}, had, m.rec.Assignee
		if was, err := m.tx.UpdateRunItem(i); err != nil || !was {
			return errors.Join(err, errTaken)
		}
		return nil
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
