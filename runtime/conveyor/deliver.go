package conveyor

import (
	"context"
	"errors"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/actor"
)

// Deliver hands a queued message to a channel, once. A message whose sending was interrupted by a crash is not sent
// again, because it may have arrived: it is marked as failed with "interrupted", for people to decide. It returns the
// channel's error while trying again makes sense.
func (c *Conveyor) Deliver(ctx context.Context, tenant, id string, channel message.Channel) error {
	msg, proceed, err := c.claimMessage(ctx, tenant, id)
	if err != nil || !proceed {
		return err
	}
	provider, sendErr := channel.Send(ctx, msg)
	if err := c.settleMessage(ctx, tenant, id, provider, sendErr); err != nil {
		return err
	}
	if sendErr != nil && !errors.Is(sendErr, message.ErrRefused) {
		return sendErr
	}
	return nil
}

func (c *Conveyor) claimMessage(ctx context.Context, tenant, id string) (msg message.Message, proceed bool, err error) {
	err = c.Store.Begin(ctx, tenant, func(tx Tx) error {
		var err error
		if msg, err = tx.Message(id); err != nil {
			return ignoreMissing(err)
		}
		proceed = msg.State == message.Queued
		switch msg.State {
		case message.Queued:
			msg.State = message.Sending
			msg.Attempts++
		case message.Sending:
			msg.State, msg.Error = message.Failed, "interrupted"
		default:
			return nil
		}
		return tx.UpdateMessage(msg)
	})
	return msg, proceed, err
}

func (c *Conveyor) settleMessage(ctx context.Context, tenant, id, provider string, sendErr error) error {
	who := actor.Job(tenant, "send")
	caseID := ""
	err := c.Store.View(ctx, tenant, func(tx Tx) error {
		msg, err := tx.Message(id)
		caseID = msg.Case
		return err
	})
	if err != nil {
		return err
	}
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		msg, err := m.tx.Message(id)
		if err != nil {
			return err
		}
		at := m.now()
		switch {
		case sendErr == nil:
			msg.State, msg.SentAt, msg.Provider, msg.Error = message.Sent, &at, provider, ""
			m.note("message.sent", map[string]any{"message": msg.ID, "template": msg.Template})
		case errors.Is(sendErr, message.ErrRefused):
			msg.State, msg.Error = message.Failed, sendErr.Error()
			m.note("message.failed", map[string]any{"message": msg.ID, "template": msg.Template})
		default:
			msg.State, msg.Error = message.Queued, sendErr.Error()
		}
		if err := m.tx.UpdateMessage(msg); err != nil {
			return err
		}
		return m.markToken(msg)
	})
}

// markToken shows on the token of a message whether it went out.
func (m *move) markToken(msg message.Message) error {
	if msg.Token == "" {
		return nil
	}
	tokens, err := m.tx.Tokens(msg.Case, signature.ForSignature)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if t.ID != msg.Token || t.State != signature.Created {
			continue
		}
		t.Message = msg.ID
		switch msg.State {
		case message.Sent:
			t.State, t.SentAt = signature.Sent, msg.SentAt
		case message.Failed:
			t.State = signature.Failed
		}
		m.rec.Token.State, m.rec.Token.SentAt = t.State, t.SentAt
		return m.tx.UpdateToken(t)
	}
	return nil
}
