package store

import (
	"context"

	"github.com/esteira/esteira/runtime/message"
)

var messageTable = newTable("messages",
	"tenant_id id case_id key template channel locale recipient subject body state attempts error provider token_id created_at sent_at", "id",
	func(m *message.Message) []any {
		return []any{
			&m.Tenant, &m.ID, &m.Case, &m.Key, &m.Template, &m.Channel, &m.Locale, &m.To, &m.Subject, &m.Body,
			&m.State, &m.Attempts, &m.Error, &m.Provider, &m.Token, &m.CreatedAt, &m.SentAt,
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

// Outbox returns messages of a tenant, newest first, and the cursor of the next page ("" at the end). Bodies hold
// links and codes: show them to nobody but a developer. Returns fault.Invalid for a cursor that is not one.
func (s *Store) Outbox(ctx context.Context, tenant, after string, limit int) ([]message.Message, string, error) {
	limit = max(1, min(limit, 200))
	more, args := " ORDER BY created_at DESC, id DESC LIMIT ?", []any{limit + 1}
	if after != "" {
		at, id, err := cursorTime(after)
		if err != nil {
			return nil, "", err
		}
		more, args = " AND (created_at, id) < (?, ?)"+more, append([]any{at, id}, args...)
	}
	var out []message.Message
	err := s.read(ctx, tenant, func(c *conn) error {
		var err error
		out, err = messageTable.all(c, tenant, more, args...)
		return err
	})
	if err != nil || len(out) <= limit {
		return out, "", err
	}
	last := out[limit-1]
	return out[:limit], cursorAfter(last.CreatedAt, last.ID), nil
}
