package conveyor

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// claimMessage decides what becomes of a message that waits: it is marked as being sent, held until the quiet hours are
// over, or skipped. It returns the message as it was found where it is to be sent, else as it is now.
func (c *Conveyor) claimMessage(ctx context.Context, profile Profile, id string) (message.Message, error) {
	var msg message.Message
	claimed := false
	caseID, err := c.caseOf(ctx, profile.ID, id)
	if err != nil {
		return msg, ignoreMissing(err)
	}
	err = c.Store.Begin(ctx, profile.ID, func(tx Tx) error {
		stage, err := stageIn(tx, caseID)
		if err != nil {
			return err
		}
		if msg, err = tx.Message(id); err != nil {
			return ignoreMissing(err)
		}
		early := msg.State == message.Held && msg.HeldUntil != nil && tx.Now().Before(*msg.HeldUntil)
		if msg.State != message.Queued && msg.State != message.Held || early {
			return nil
		}
		msg, err = claim(tx, profile, claiming{msg, stage})
		claimed = msg.State == message.Queued
		return err
	})
	if claimed && fault.CodeOf(err) == fault.Unavailable {
		err = errors.Join(err, c.unclaim(context.WithoutCancel(ctx), caseID, msg))
	}
	if err == nil && msg.State == message.Skipped {
		err = c.tellSkipped(ctx, msg)
	}
	return msg, err
}

// unclaim takes back a claim of which nobody knows whether the database kept it: the message was not sent.
func (c *Conveyor) unclaim(ctx context.Context, caseID string, msg message.Message) error {
	return c.settleSurely(ctx, func(ctx context.Context) error {
		return c.Store.Begin(ctx, msg.Tenant, func(tx Tx) error {
			if _, err := stageIn(tx, caseID); err != nil {
				return err
			}
			now, err := tx.Message(msg.ID)
			if err != nil || now.State != message.Sending || now.Attempts != msg.Attempts+1 {
				return ignoreMissing(err)
			}
			now.State, now.Attempts = message.Queued, msg.Attempts
			return tx.UpdateMessage(now)
		})
	})
}

// caseOf is read before the rows are locked: a case is always locked before its messages.
func (c *Conveyor) caseOf(ctx context.Context, tenant, id string) (caseID string, err error) {
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		msg, err := tx.Message(id)
		caseID = msg.Case
		return err
	})
	return caseID, err
}

func stageIn(tx Tx, caseID string) (string, error) {
	if caseID == "" {
		return "", nil
	}
	rec, err := tx.Case(caseID)
	return rec.State.Stage, ignoreMissing(err)
}

type claiming struct {
	message.Message
	stage string // where its case stands now
}

func claim(tx Tx, profile Profile, in claiming) (message.Message, error) {
	msg := in.Message
	standing := message.Standing{Now: tx.Now(), Zone: profile.Zone, Stage: in.stage}
	if (msg.Reminder || msg.Patient) && msg.Person != "" {
		var err error
		if standing.Contact, err = tx.Contact(msg.Person); err != nil {
			return msg, err
		}
		standing.Zone = standing.Contact.Clock(profile.Zone)
	}
	if msg.Reminder && msg.Person != "" {
		var err error
		if standing.Day, err = tx.Reminded(msg.Person, tx.Now().Add(-day)); err != nil {
			return msg, err
		}
		if standing.Week, err = tx.Reminded(msg.Person, tx.Now().Add(-week)); err != nil {
			return msg, err
		}
	}
	verdict := profile.Ladder.Judge(msg, standing)
	kept := msg
	kept.State, kept.Reason, kept.HeldUntil = verdict.State, verdict.Reason, verdict.Until
	switch verdict.State {
	case message.Queued: // it goes out now
		msg.State, kept.State = message.Queued, message.Sending
		kept.Attempts++
		return msg, tx.UpdateMessage(kept)
	case message.Held:
		err := tx.Enqueue(cases.Job{
			Kind: "send", Key: msg.ID + "/" + strconv.FormatInt(verdict.Until.UnixMilli(), 36), At: *verdict.Until,
			Args: map[string]string{"message": msg.ID},
		})
		if err != nil {
			return kept, err
		}
	}
	return kept, tx.UpdateMessage(kept)
}

// tellSkipped says in the chain of the case that a message was not sent, and why.
func (c *Conveyor) tellSkipped(ctx context.Context, msg message.Message) error {
	return c.with(ctx, hand{actor.Job(msg.Tenant, "send"), msg.Case}, func(m *move) error {
		m.note("message.skipped", map[string]any{"message": msg.ID, "template": msg.Template, "reason": msg.Reason})
		return nil
	})
}

// followed notes that a link of a message was followed: by its token, only whoever got it can do that.
func followed(tx Tx, messageID string) error {
	if messageID == "" {
		return nil
	}
	msg, err := tx.Message(messageID)
	if err != nil || msg.OpenedAt != nil {
		return ignoreMissing(err)
	}
	at := tx.Now()
	msg.OpenedAt = &at
	if err := tx.UpdateMessage(msg); err != nil || msg.Person == "" {
		return err
	}
	contact, err := tx.Contact(msg.Person)
	if err != nil {
		return err
	}
	contact.Arrived()
	return tx.PutContact(contact)
}
