package conveyor

import (
	"context"
	"errors"
	"time"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// maxSends is how often a message is handed to its channel before it counts as failed. It must not be more than the
// attempts of a job, or a message would stay queued that nobody sends.
const maxSends = 12

// errInterrupted says that a crash came between handing a message over and noting that it was.
var errInterrupted = errors.New("interrupted")

// Deliver hands a queued message to a channel, once. A message whose sending was interrupted by a crash is not sent
// again, because it may have arrived: it is marked as failed with "interrupted", for people to decide. It returns the
// channel's error while trying again makes sense.
func (c *Conveyor) Deliver(ctx context.Context, tenant, id string, channel message.Channel) error {
	profile, err := c.Tenants.Profile(ctx, tenant)
	if err != nil {
		return err
	}
	msg, err := c.claimMessage(ctx, profile, id)
	if err != nil {
		return err
	}
	switch msg.State {
	case message.Queued:
		msg.Look = profile.Look
		if msg.Reminder {
			msg.Stop, msg.OneClick = c.choiceLink(profile, msg.ID), c.clickLink(profile, msg.ID)
		}
		provider, sendErr := c.send(ctx, msg, channel)
		// What became of it is kept also when the server is being stopped: else it would count as interrupted.
		if err := c.settleSurely(context.WithoutCancel(ctx), func(ctx context.Context) error {
			return c.settleMessage(ctx, tenant, id, provider, sendErr)
		}); err != nil {
			return err
		}
		if sendErr != nil && !errors.Is(sendErr, message.ErrRefused) {
			return sendErr
		}
	case message.Sending:
		return c.settleMessage(ctx, tenant, id, "", errInterrupted)
	}
	return nil
}

// send hands a claimed message over. That its papers could not be read counts as an attempt like any other: to leave it
// in hand would have it found as interrupted, although nothing was sent.
func (c *Conveyor) send(ctx context.Context, msg message.Message, channel message.Channel) (provider string, err error) {
	if msg.Enclosed, err = c.enclosed(ctx, msg); err != nil {
		return "", err
	}
	return channel.Send(ctx, msg)
}

// settleTime is how long what became of a message is tried to be written down; a job may take longer than that.
const settleTime = 3 * time.Minute

// settleSurely waits for a database that is away: whoever else finds the message in hand could only call it interrupted.
func (c *Conveyor) settleSurely(ctx context.Context, settle func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		err := settle(ctx)
		if fault.CodeOf(err) != fault.Unavailable {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
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
	if caseID == "" {
		return c.Store.Begin(ctx, tenant, func(tx Tx) error { return settleOutside(tx, id, provider, sendErr) })
	}
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		msg, err := m.tx.Message(id)
		if err != nil {
			return err
		}
		return m.settle(msg, provider, sendErr)
	})
}

// settleOutside writes down what became of a message to a member, which is of no case: no chain tells of it.
func settleOutside(tx Tx, id, provider string, sendErr error) error {
	msg, err := tx.Message(id)
	if err != nil {
		return err
	}
	if errors.Is(sendErr, message.ErrBounced) {
		msg.State, msg.Reason, msg.Error = message.Bounced, message.HardBounce, message.Words(sendErr)
		return tx.UpdateMessage(msg)
	}
	msg, known := outcome(msg, tx.Now(), provider, sendErr)
	if !known {
		return nil
	}
	return tx.UpdateMessage(msg)
}

// settle writes down what became of a message.
func (m *move) settle(msg message.Message, provider string, sendErr error) error {
	if errors.Is(sendErr, message.ErrBounced) {
		msg.Error = message.Words(sendErr)
		return m.bounced(msg, true)
	}
	msg, known := outcome(msg, m.now(), provider, sendErr)
	if !known {
		return nil
	}
	switch msg.State {
	case message.Sent:
		m.note("message.sent", map[string]any{"message": msg.ID, "template": msg.Template})
	case message.Failed:
		m.note("message.failed", map[string]any{"message": msg.ID, "template": msg.Template})
	}
	if err := m.tx.UpdateMessage(msg); err != nil {
		return err
	}
	if msg.State == message.Failed {
		if gone, err := m.instead(msg); gone || err != nil {
			return err
		}
	}
	return m.markToken(msg)
}

// outcome is what a message is after a try to send it that did not bounce; false when whoever had it in hand came back, and
// knows better.
func outcome(msg message.Message, at time.Time, provider string, sendErr error) (message.Message, bool) {
	switch {
	case sendErr == nil:
		msg.State, msg.SentAt, msg.Provider, msg.Error, msg.Reason = message.Sent, &at, provider, "", ""
	case errors.Is(sendErr, errInterrupted) && msg.State != message.Sending:
		return msg, false
	case errors.Is(sendErr, message.ErrRefused), errors.Is(sendErr, errInterrupted), msg.Attempts >= maxSends:
		msg.State, msg.Reason, msg.Error = message.Failed, whyFailed(sendErr), message.Words(sendErr)
	default:
		msg.State, msg.Error = message.Queued, message.Words(sendErr)
	}
	return msg, true
}

func whyFailed(err error) string {
	switch {
	case errors.Is(err, errInterrupted):
		return message.Interrupted
	case errors.Is(err, message.ErrRefused):
		return message.Refused
	}
	return message.Unreachable
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
		case message.Failed, message.Bounced:
			t.State = signature.Failed
		}
		m.rec.Token.State, m.rec.Token.SentAt = t.State, t.SentAt
		return m.tx.UpdateToken(t)
	}
	return nil
}
