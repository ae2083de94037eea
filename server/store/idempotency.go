package store

import (
	"context"
	"time"

	"github.com/esteira/esteira/server/tenant"
)

var entryTable = newTable("idempotency_keys", "tenant_id key status body created_at", "key",
	func(e *tenant.Entry) []any {
		return []any{&e.Tenant, &e.Key, &e.Status, &e.Body, &e.CreatedAt}
	})

// Remembered returns the kept answer of a key, or fault.NotFound.
func (s *Store) Remembered(ctx context.Context, tenantID, key string) (tenant.Entry, error) {
	var out tenant.Entry
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = entryTable.one(c, tenantID, " AND key = ?", key)
		return err
	})
	return out, err
}

// Remember keeps an answer, once: the first one of a key stays.
func (s *Store) Remember(ctx context.Context, e tenant.Entry) error {
	if e.Body == nil {
		e.Body = []byte{}
	}
	return s.write(ctx, e.Tenant, func(c *conn) error {
		_, err := entryTable.insert(c, &e)
		return err
	})
}

// Forget removes the answers and the keys of requests of a tenant that were kept before a moment, and says how many.
func (s *Store) Forget(ctx context.Context, tenantID string, before time.Time) (int64, error) {
	var total int64
	remove := func(text string) func(*conn) error {
		return func(c *conn) error {
			n, err := c.exec(text, tenantID, instant(before))
			total += n
			return err
		}
	}
	err := s.write(ctx, tenantID,
		remove("DELETE FROM idempotency_keys WHERE tenant_id = ? AND created_at < ?"),
		remove("DELETE FROM performed WHERE tenant_id = ? AND at < ?"))
	return total, err
}
