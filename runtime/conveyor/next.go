package conveyor

import (
	"context"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Wanted is what somebody asks the next case of.
type Wanted struct {
	Member string
	Stages []queue.Stage
	Except string // a case that they have before them
}

// InboxRows are what a queue needs to be an inbox, inside one transaction of one tenant.
type InboxRows interface {
	// NextFree locks and returns the case that a member is to work on next: of those that are theirs and have news, the
	// oldest; else of those that nobody has, one whose service level has run out, then by priority, then by age. It passes
	// over what another transaction is just taking. Returns "" when there is none.
	NextFree(w Wanted) (string, error)
	// Turn locks whose turn it was last in a queue that hands out by turns. ok is false when it does not.
	Turn(queue string) (last string, ok bool, err error)
	// TakeTurn keeps that a member had their turn. Returns fault.NotFound when the queue was never set.
	TakeTurn(queue, member string) error
	// Mark keeps how far a member has read a case. Returns fault.NotFound when the tenant has no such case.
	Mark(member, caseID string, seq int64) error
	// Follow moves the mark of a member who had read all on to what they did themselves.
	Follow(member string, before, after cases.Record) error
	// CallBack makes a case unread to those of the members who had read all of it.
	CallBack(r cases.Record, members []string) error
	// TellOnly has the change of a case told to those alone who may read all these objects.
	TellOnly(caseID string, objects []string)
}

// Next gives the member the case of a queue that is to be worked on next, and returns its id, "" when there is none left.
// However many ask at once, no case is given to two of them; the same request a second time gives the same case. Returns
// fault.NotFound for a queue that the member may not see, fault.Denied when they may take nothing of it.
func (c *Conveyor) Next(ctx context.Context, who actor.Actor, queueKey, except string) (string, error) {
	wanted, err := c.wanted(ctx, who, queueKey)
	if err != nil {
		return "", err
	}
	wanted.Except = except
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return "", err
	}
	id := ""
	err = c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		before, done, err := done(ctx, tx)
		if err != nil || done {
			id = before
			return err
		}
		if id, err = tx.NextFree(wanted); err != nil || id == "" {
			return err
		}
		m := &move{Conveyor: c, ctx: ctx, tx: tx, who: who, profile: profile}
		if err := m.load(id); err != nil {
			return err
		}
		if err := keep(ctx, tx, id); err != nil || m.rec.Assignee == who.ID {
			return err
		}
		m.give(who.ID)
		m.note("case.claimed", nil)
		return m.write()
	})
	return id, err
}

// wanted are the stages of a queue that the member may take cases of.
func (c *Conveyor) wanted(ctx context.Context, who actor.Actor, queueKey string) (Wanted, error) {
	w := Wanted{Member: who.ID}
	view, err := c.Queue(ctx, who, queueKey)
	if err != nil {
		return w, err
	}
	denied := ""
	for _, stage := range view.Stages {
		ok, rule, err := c.Gate.Ask(ctx, who, "pipeline/"+stage.Pipeline+"/stage/"+stage.Stage, "claim")
		if err != nil {
			return w, err
		}
		if ok {
			w.Stages = append(w.Stages, stage)
		} else {
			denied = rule
		}
	}
	if len(w.Stages) == 0 {
		return w, fault.New(fault.Denied, "case.denied").With("verb", "claim").With("object", "queue/"+queueKey).With("rule", denied)
	}
	return w, nil
}
