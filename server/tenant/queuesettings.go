package tenant

import (
	"context"
	"slices"
	"time"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// How the cases that enter a queue find somebody.
const (
	AssignNobody     = "off"
	AssignRoundRobin = "round-robin" // one after the other, of those who may take them and are not away
)

// QueueSettings are what a tenant set of a queue. They count at once, for all versions of its pipelines.
type QueueSettings struct {
	Tenant     string
	Queue      string // key
	Assignment string
	LastMember string // who had the last turn
	Revision   int64
	UpdatedAt  time.Time
	UpdatedBy  string
}

// QueueSettings returns what is set of a queue. Returns fault.Denied without the policy, fault.NotFound when no pipeline has
// such a queue.
func (a *Administration) QueueSettings(ctx context.Context, who actor.Actor, queue string) (QueueSettings, error) {
	if err := a.demandQueue(ctx, who, queue); err != nil {
		return QueueSettings{}, err
	}
	return a.Store.QueueSettings(ctx, who.Tenant, queue)
}

// SetQueue changes how the cases that enter a queue find somebody, from a revision that the member saw. Returns fault.Denied
// without the policy, fault.NotFound when no pipeline has such a queue, fault.Stale when somebody changed it since.
func (a *Administration) SetQueue(ctx context.Context, who actor.Actor, q QueueSettings) (QueueSettings, error) {
	if err := a.demandQueue(ctx, who, q.Queue); err != nil {
		return q, err
	}
	if !slices.Contains([]string{AssignNobody, AssignRoundRobin}, q.Assignment) {
		return q, fault.New(fault.Invalid, "queue.invalid").At(fault.Violation{Path: "/assignment", Key: "select"})
	}
	q.Tenant, q.Revision, q.UpdatedAt, q.UpdatedBy = who.Tenant, q.Revision+1, a.Library.Now(), who.ID
	err := a.administer(ctx, who, func(d *scribe) error {
		before, err := d.SaveQueueSettings(q)
		if err != nil || before.Assignment == q.Assignment {
			return err
		}
		return d.note("queue.changed", "", []Difference{{What: "assignment", Name: q.Queue, Before: before.Assignment, After: q.Assignment}})
	})
	return q, err
}

func (a *Administration) demandQueue(ctx context.Context, who actor.Actor, queue string) error {
	if err := a.demand(ctx, who, Right{"queue", "manage"}); err != nil {
		return err
	}
	keys, err := a.Library.Queues(ctx, who.Tenant)
	if err == nil && !slices.Contains(keys, queue) {
		err = fault.New(fault.NotFound, "queue.not_found")
	}
	return err
}
