package conveyor

import (
	"context"

	"github.com/esteira/esteira/schemas/actor"
)

// MarkRead keeps that a member has seen what happened to a case so far; MarkUnread that they want to come back to it. Both are
// marks of one person: the chain of the case does not tell of them. They return fault.Denied when the stage may not be read.
func (c *Conveyor) MarkRead(ctx context.Context, who actor.Actor, caseID string) error {
	return c.mark(ctx, hand{who, caseID}, func(m *move) int64 { return m.rec.NewsSeq })
}

// MarkUnread is told of beside MarkRead.
func (c *Conveyor) MarkUnread(ctx context.Context, who actor.Actor, caseID string) error {
	return c.mark(ctx, hand{who, caseID}, func(*move) int64 { return -1 })
}

func (c *Conveyor) mark(ctx context.Context, h hand, seq func(*move) int64) error {
	at := int64(0)
	err := c.glance(ctx, h, func(m *move) error {
		at = seq(m)
		return m.demand(m.stageObject(), "read")
	})
	if err != nil {
		return err
	}
	return c.Store.Begin(ctx, h.who.Tenant, func(tx Tx) error {
		if at >= 0 {
			if err := tx.ReadMentions(h.who.ID, h.caseID); err != nil {
				return err
			}
		}
		return tx.Mark(h.who.ID, h.caseID, at)
	})
}

// QueueAt returns the queue that shows the cases of a stage of a version, "" for none.
func (c *Conveyor) QueueAt(ctx context.Context, tenant, version, stage string) (pipeline, queue string, err error) {
	line, err := c.Line(ctx, tenant, version)
	if err != nil {
		return "", "", err
	}
	at, ok := line.Pipeline.Stage(stage)
	if ok && at.Queue != nil {
		queue = at.Queue.Key
	}
	return line.Pipeline.Pipeline.Key, queue, nil
}
