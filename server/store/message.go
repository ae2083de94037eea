package store

import (
	"context"
	"time"

	"github.com/esteira/esteira/runtime/message"
)

var messageTable = newTable("messages",
	`tenant_id id case_id key template channel locale recipient subject body state attempts error provider token_id created_at sent_at
	reason reminder patient person stage held_until opened_at`, "id",
	func(m *message.Message) []any {
		return []any{
			&m.Tenant, &m.ID, &m.Case, &m.Key, &m.Template, &m.Channel, &m.Locale, &m.To, &m.Subject, &m.Body,
			&m.State, &m.Attempts, &m.Error, &m.Provider, &m.Token, &m.CreatedAt, &m.SentAt,
			&m.Reason, &m.Reminder, &m.Patient, &m.Person, &m.Stage, &m.HeldUntil, &m.OpenedAt,
		}
	})

// InsertMessage adds a message; one whose key exists is left as it is, and false is returned. Returns fault.NotFound
// when it names a case that the tenant does not have.
func (t *tx) InsertMessage(m message.Message) (bool, error) {
	if err := t.mine(&m.Tenant); err != nil {
		return false, err
	}
	if m.Case != "" {
		if err := t.own(m.Case); err != nil {
			return false, err
		}
	}
	n, err := messageTable.insert(t.conn, &m)
	return n > 0, err
}

// Message locks and returns a message, or fault.NotFound.
func (t *tx) Message(id string) (message.Message, error) {
	return messageTable.one(t.conn, t.tenant, " AND id = ?"+t.lock(), id)
}

// UpdateMessage returns fault.NotFound when the tenant has no such message.
func (t *tx) UpdateMessage(m message.Message) error {
	if err := t.mine(&m.Tenant); err != nil {
		return err
	}
	return updated(messageTable.update(t.conn, &m, " AND case_id = ?", m.Case))
}

// Messages returns the messages of a case, oldest first.
func (t *tx) Messages(caseID string) ([]message.Message, error) {
	return messageTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY id", caseID)
}

// Carried returns the message that a channel gave this id, or fault.NotFound.
func (t *tx) Carried(provider string) (message.Message, error) {
	if provider == "" {
		return message.Message{}, notFound("messages.not_found")
	}
	return messageTable.one(t.conn, t.tenant, " AND provider = ? ORDER BY created_at DESC LIMIT 1"+t.lock(), provider)
}

var contactTable = newTable("contacts", "tenant_id person stopped_at hard_bounces failures reported_at zone", "person",
	func(c *message.Contact) []any {
		return []any{&c.Tenant, &c.Person, &c.StoppedAt, &c.HardBounces, &c.Failures, &c.ReportedAt, &c.Zone}
	})

// Contact locks and returns what is known of a person's address; nothing yet is the zero value with the Person.
func (t *tx) Contact(person string) (message.Contact, error) {
	if t.readOnly {
		known, err := contactTable.all(t.conn, t.tenant, " AND person = ?", person)
		if err != nil || len(known) > 0 {
			return append(known, message.Contact{})[0], err
		}
		return message.Contact{Tenant: t.tenant, Person: person}, nil
	}
	// There is a row to lock from the first time on, so that two messages to one person are counted one after the other.
	if _, err := contactTable.insert(t.conn, &message.Contact{Tenant: t.tenant, Person: person}); err != nil {
		return message.Contact{}, err
	}
	return contactTable.one(t.conn, t.tenant, " AND person = ?"+t.lock(), person)
}

// PutContact writes what is known of an address that Contact returned.
func (t *tx) PutContact(c message.Contact) error {
	if err := t.mine(&c.Tenant); err != nil {
		return err
	}
	return updated(contactTable.update(t.conn, &c, ""))
}

// Reminded counts the reminders to a person that went out since a moment, or are on their way.
func (t *tx) Reminded(person string, since time.Time) (int, error) {
	n, err := t.number(`SELECT COUNT(*) FROM messages WHERE tenant_id = ? AND person = ? AND reminder
		AND (state = 'sending' OR state IN ('sent', 'delivered') AND sent_at > ?)`, t.tenant, person, instant(since))
	return int(n), err
}

// Outbox returns messages of a tenant, newest first, and the cursor of the next page ("" at the end). Bodies hold
// links and codes: show them to nobody but a developer. Returns fault.Invalid for a cursor that is not one.
func (s *Store) Outbox(ctx context.Context, tenant string, q message.Query) ([]message.Message, string, error) {
	limit := max(1, min(q.Limit, 200))
	more, args := asked(q)
	if q.After != "" {
		at, id, err := cursorTime(q.After)
		if err != nil {
			return nil, "", err
		}
		more, args = more+" AND (created_at, id) < (?, ?)", append(args, at, id)
	}
	var out []message.Message
	err := s.read(ctx, tenant, func(c *conn) error {
		var err error
		out, err = messageTable.all(c, tenant, more+" ORDER BY created_at DESC, id DESC LIMIT ?", append(args, limit+1)...)
		return err
	})
	if err != nil || len(out) <= limit {
		return out, "", err
	}
	last := out[limit-1]
	return out[:limit], cursorAfter(last.CreatedAt, last.ID), nil
}

// asked are the conditions of a query but for its place.
func asked(q message.Query) (more string, args []any) {
	for column, value := range map[string]string{"state": q.State, "template": q.Template, "channel": q.Channel, "case_id": q.Case} {
		if value != "" {
			more, args = more+" AND "+column+" = ?", append(args, value)
		}
	}
	if q.Person != "" {
		more, args = more+" AND person = ?", append(args, q.Person)
	}
	return more, args
}
