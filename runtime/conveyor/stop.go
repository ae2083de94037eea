package conveyor

import (
	"context"
	"strings"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// stopLink is where the person who gets a message stops reminders by one click. It can do nothing else, so it may stand
// in an address.
func (c *Conveyor) stopLink(p Profile, msg message.Message) string {
	return p.URL + "/stop?token=" + msg.ID + "." + c.stopMark(msg.Tenant, msg.ID)
}

func (c *Conveyor) stopMark(tenant, messageID string) string {
	return strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(c.Seal.Sign([]byte("stop\x00" + tenant + "\x00" + messageID)))
}

// StopReminders is done by whoever holds the link of a message: no more reminders go to its address, also none that wait.
// Returns fault.Gone for a link that is not ours, or whose case was erased.
func (c *Conveyor) StopReminders(ctx context.Context, tenant, token string) error {
	id, mark, _ := strings.Cut(token, ".")
	gone := fault.New(fault.Gone, "stop.gone")
	if mark != c.stopMark(tenant, id) {
		return gone
	}
	caseID, err := c.caseOf(ctx, tenant, id)
	if fault.CodeOf(err) == fault.NotFound {
		return gone
	}
	if err != nil {
		return err
	}
	who := actor.Actor{Kind: actor.Applicant, Tenant: tenant, ID: caseID, Case: caseID, Roles: []string{"applicant"}}
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		msg, err := m.tx.Message(id)
		if err != nil {
			return err
		}
		if msg.Person == "" {
			return gone
		}
		return m.remind(msg.Person, false)
	})
}

// WantReminders says whether the person of a case is reminded, for its applicant or a member who notes the person's word.
// Returns fault.Conflict "resume.no_address" when no e-mail address was given.
func (c *Conveyor) WantReminders(ctx context.Context, who actor.Actor, caseID string, wanted bool) error {
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		if who.Kind == actor.Member {
			if err := m.demand(m.stageObject(), "note"); err != nil {
				return err
			}
		}
		if m.rec.Email == "" {
			return fault.New(fault.Conflict, "resume.no_address")
		}
		return m.remind(message.Person(m.rec.Email), wanted)
	})
}

// optedOut says whether the person of the case wants no reminders.
func (m *move) optedOut() (bool, error) {
	if m.rec.Email == "" {
		return false, nil
	}
	contact, err := m.tx.Contact(message.Person(m.rec.Email))
	return contact.StoppedAt != nil, err
}

func (m *move) remind(person string, wanted bool) error {
	contact, err := m.tx.Contact(person)
	if err != nil || (contact.StoppedAt == nil) == wanted {
		return err
	}
	name := "reminders.wanted"
	contact.StoppedAt = nil
	if !wanted {
		at := m.now()
		name, contact.StoppedAt = "reminders.stopped", &at
	}
	m.note(name, nil)
	return m.tx.PutContact(contact)
}
