package store

import (
	"context"
	"time"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/server/tenant"
)

const (
	// lateAfter is how long a message that may go may wait.
	lateAfter = 5 * time.Minute
	// remembered is how long a failure is told of.
	remembered = 30 * 24 * time.Hour
)

// MessageBacklog returns what of a tenant's messages waits for a channel, and the last that failed. Those that are held for
// a later time do not wait.
func (s *Store) MessageBacklog(ctx context.Context, tenantID, channel string) (tenant.Backlog, error) {
	var b tenant.Backlog
	now := s.moment()
	err := s.read(ctx, tenantID, func(c *conn) error {
		err := c.each(func(rows scanner) error {
			var m message.Message
			if err := rows.Scan(&m.State, &m.Attempts, &m.CreatedAt, &m.HeldUntil); err != nil {
				return err
			}
			count(&b, m, now)
			return nil
		}, `SELECT state, attempts, created_at, held_until FROM messages
			WHERE tenant_id = ? AND state IN ('queued', 'sending') AND channel = ?`, tenantID, channel)
		if err != nil {
			return err
		}
		failed, err := messageTable.all(c, tenantID, ` AND state IN ('failed', 'queued') AND error <> '' AND channel = ? AND created_at > ?
			ORDER BY created_at DESC, id DESC LIMIT 1`, channel, instant(now.Add(-remembered)))
		for _, m := range failed {
			b.Failure = tenant.Failure{ID: m.ID, At: m.CreatedAt, What: m.Template}
		}
		return err
	})
	return b, err
}

// count adds a message that waits.
func count(b *tenant.Backlog, m message.Message, now time.Time) {
	since := m.CreatedAt
	if m.HeldUntil != nil && m.HeldUntil.After(since) {
		since = *m.HeldUntil
	}
	b.Waiting++
	if now.Sub(since) <= lateAfter && (m.State != message.Queued || m.Attempts == 0) {
		return
	}
	if b.Late++; b.Oldest.IsZero() || since.Before(b.Oldest) {
		b.Oldest = since
	}
}
