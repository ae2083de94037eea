package conveyor

import (
	"context"
	"crypto/hmac"
	"strings"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Links to stop name a message and carry a mark that only this server makes, so none of them is kept. There are two.
const (
	forClick  = "stop"   // stands in an address, for programs: reminders stop or come again, nothing else
	forChoice = "choose" // stands behind #, where no log sees it: a draft is thrown away by it too
	forStop   = "stop"   // tokens that did the same in messages of before

	stopLife = 365 * day
)

// clickLink is where a program that reads mail stops reminders by one click (RFC 8058); who opens it sees the page.
func (c *Conveyor) clickLink(p Profile, messageID string) string {
	return p.URL + "/stop?token=" + messageID + "." + c.stopMark(forClick, p.ID, messageID)
}

// choiceLink is the page where reminders are stopped and a draft is thrown away.
func (c *Conveyor) choiceLink(p Profile, messageID string) string {
	return p.URL + "/stop#token=" + messageID + "." + c.stopMark(forChoice, p.ID, messageID)
}

func (c *Conveyor) stopMark(purpose, tenant, messageID string) string {
	return strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(c.Seal.Sign([]byte(purpose + "\x00" + tenant + "\x00" + messageID)))
}

// Stopping is what a link says that stops reminders.
type Stopping struct {
	Record     cases.Record
	Title      schemas.Text
	OptedOut   bool
	CanDiscard bool
}

// Stopping shows what a link to stop is for. Looking changes nothing: programs follow links in e-mails. Returns fault.Gone
// for a link that is over or not ours, fault.Invalid for a text that is no token at all.
func (c *Conveyor) Stopping(ctx context.Context, tenant, text string) (Stopping, error) {
	at, err := c.stops(ctx, tenant, text)
	if err != nil {
		return Stopping{}, err
	}
	var s Stopping
	err = c.glance(ctx, hand{actor.Job(tenant, "stop"), at.caseID}, func(m *move) error {
		contact, err := m.tx.Contact(at.person)
		s = Stopping{
			Record: m.rec, Title: m.line.Form.Form().Title, OptedOut: contact.StoppedAt != nil, CanDiscard: at.discards && m.mayDiscard(),
		}
		return err
	})
	return s, err
}

// Stop does what a link to stop was sent for: "stop" for no more reminders to the address that got it, also none that wait,
// "resume" for reminders again, "discard" to throw the draft away. The same link may be used again; faults are those of
// Stopping and DiscardDraft.
func (c *Conveyor) Stop(ctx context.Context, who actor.Actor, text, what string) error {
	at, err := c.stops(ctx, who.Tenant, text)
	if err != nil {
		return err
	}
	who.Kind, who.ID, who.Case, who.Roles = actor.Applicant, at.caseID, at.caseID, []string{"applicant"}
	if what != "discard" {
		return c.with(ctx, hand{who, at.caseID}, func(m *move) error { return m.remind(at.person, what == "resume") })
	}
	if !at.discards {
		return fault.New(fault.Gone, "stop.gone")
	}
	return c.DiscardDraft(ctx, who, at.caseID)
}

// stops is what a link is about.
type stops struct {
	caseID, person string
	discards       bool
}

func (c *Conveyor) stops(ctx context.Context, tenant, text string) (at stops, err error) {
	id, mark, isSigned := strings.Cut(text, ".")
	if !isSigned && !signature.Whole(text) {
		return at, cutOff()
	}
	says := func(purpose string) bool { return hmac.Equal([]byte(mark), []byte(c.stopMark(purpose, tenant, id))) }
	at.discards = !isSigned || says(forChoice)
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		switch {
		case !isSigned:
			return ignoreMissing(at.ofToken(tx, text))
		case !at.discards && !says(forClick):
			return nil
		}
		return ignoreMissing(at.ofMessage(tx, id))
	})
	if err == nil && (at.caseID == "" || at.person == "") {
		err = fault.New(fault.Gone, "stop.gone")
	}
	return at, err
}

func (at *stops) ofToken(tx Tx, text string) error {
	t, err := tx.TokenByHash(signature.Hash(text))
	if err == nil && t.Purpose == forStop && t.Live() && tx.Now().Before(t.ExpiresAt) {
		at.caseID, at.person = t.Case, message.Person(t.To)
	}
	return err
}

func (at *stops) ofMessage(tx Tx, id string) error {
	msg, err := tx.Message(id)
	if err != nil || !tx.Now().Before(msg.CreatedAt.Add(stopLife)) {
		return err
	}
	at.caseID, at.person = msg.Case, msg.Person
	rec, err := tx.Case(msg.Case)
	at.discards = at.discards && strings.EqualFold(rec.Email, msg.To) // an address of before may be somebody else's
	return err
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
