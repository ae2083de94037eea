package conveyor

import (
	"context"
	"slices"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// contactFailed is the event of cases whose person cannot be reached any more.
const contactFailed = "contact.failed"

// ReportMessage takes in what a channel says of a message after it was sent. Returns fault.NotFound for a message that the
// tenant does not have. A report that says what is known already does nothing.
func (c *Conveyor) ReportMessage(ctx context.Context, tenant string, r message.Report) error {
	id, caseID := "", ""
	err := c.Store.View(ctx, tenant, func(tx Tx) error {
		msg, err := reported(tx, r)
		id, caseID = msg.ID, msg.Case
		return err
	})
	if err != nil {
		return err
	}
	return c.with(ctx, hand{actor.Job(tenant, "bounces"), caseID}, func(m *move) error {
		msg, err := m.tx.Message(id)
		if err != nil {
			return err
		}
		if r.Channel != msg.Channel {
			return fault.New(fault.NotFound, "messages.not_found")
		}
		switch {
		case r.State == message.Delivered && msg.State == message.Sent:
			return m.delivered(msg)
		case r.State == message.Bounced && (msg.State == message.Sent || msg.State == message.Delivered):
			msg.Error = r.Detail
			return m.bounced(msg, r.Hard)
		}
		return nil
	})
}

func reported(tx Tx, r message.Report) (message.Message, error) {
	if r.Message != "" {
		return tx.Message(r.Message)
	}
	return tx.Carried(r.Carrier)
}

func (m *move) delivered(msg message.Message) error {
	msg.State = message.Delivered
	m.note("message.delivered", map[string]any{"message": msg.ID, "template": msg.Template})
	if err := m.tx.UpdateMessage(msg); err != nil || msg.Person == "" {
		return err
	}
	contact, err := m.tx.Contact(msg.Person)
	if err != nil {
		return err
	}
	contact.Arrived()
	return m.tx.PutContact(contact)
}

// bounced keeps that a message came back. The one that makes an address dead tells all cases of the person, by a job.
func (m *move) bounced(msg message.Message, hard bool) error {
	msg.State, msg.Reason = message.Bounced, message.SoftBounce
	if hard {
		msg.Reason = message.HardBounce
	}
	m.note("message.bounced", map[string]any{"message": msg.ID, "template": msg.Template, "reason": msg.Reason})
	if err := m.tx.UpdateMessage(msg); err != nil {
		return err
	}
	if gone, err := m.instead(msg); gone || err != nil {
		return err // the person is reached all the same
	}
	if err := m.markToken(msg); err != nil || msg.Person == "" {
		return err
	}
	contact, err := m.tx.Contact(msg.Person)
	if err != nil {
		return err
	}
	tell := contact.Missed(hard, m.now())
	if err := m.tx.PutContact(contact); err != nil || !tell {
		return err
	}
	return m.tx.Enqueue(cases.Job{Kind: "unreachable", Key: msg.ID, Args: map[string]string{"message": msg.ID}})
}

// Unreachable tells the cases of a person that they cannot be reached any more. It is called by a job; a case that was
// told of it does nothing.
func (c *Conveyor) Unreachable(ctx context.Context, tenant, messageID string) error {
	var msg message.Message
	err := c.Store.View(ctx, tenant, func(tx Tx) (err error) {
		msg, err = tx.Message(messageID)
		return err
	})
	if err != nil {
		return ignoreMissing(err)
	}
	ids, err := c.Store.OpenCasesOf(ctx, tenant, msg.To)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := ignoreMissing(c.failContact(ctx, id, msg)); err != nil {
			return err
		}
	}
	return nil
}

func (c *Conveyor) failContact(ctx context.Context, caseID string, msg message.Message) error {
	return c.with(ctx, hand{actor.Job(msg.Tenant, "bounces"), caseID}, func(m *move) error {
		t := cases.Trigger{ID: contactFailed + "/" + msg.ID, Event: contactFailed}
		if slices.Contains(m.rec.State.Seen, t.ID) {
			return nil
		}
		contact, err := m.tx.Contact(msg.Person)
		if err != nil {
			return err
		}
		t.Data.Set = m.missed(contact)
		m.note(contactFailed, map[string]any{"message": msg.ID, "template": msg.Template, "reason": msg.Reason, "channel": msg.Channel})
		_, err = m.pull(t)
		return err
	})
}

// Attributes of a case, numbers, that hold how often its person was not reached, where the pipeline has them.
const (
	bouncesAttribute  = "bounces"         // messages that came back for good
	failuresAttribute = "failed_channels" // messages that did not arrive, whatever the reason
)

// failing are the fields of the contact at which messages did not arrive.
func (l *Line) failing(s cases.State) []field.Field {
	contact := l.Pipeline.Pipeline.Contact
	bounces, _ := s.Attributes[bouncesAttribute].(float64)
	failures, _ := s.Attributes[failuresAttribute].(float64)
	var out []field.Field
	if f, ok := l.Form.FieldOf(contact.Email); ok && bounces > 0 {
		out = append(out, f)
	}
	if f, ok := l.Form.FieldOf(contact.Phone); ok && failures > bounces {
		out = append(out, f)
	}
	return out
}

func (m *move) missed(contact message.Contact) map[string]any {
	set := map[string]any{}
	for key, count := range map[string]int{bouncesAttribute: contact.HardBounces, failuresAttribute: contact.Failures} {
		if a, ok := m.line.Pipeline.Attribute(key); ok && a.Type == rule.Number {
			set[key] = float64(count)
		}
	}
	return set
}
