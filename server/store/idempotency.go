package store

import (
	"context"
	"time"
)

// Forget removes the keys of requests of a tenant that were kept before a moment, and says how many.
func (s *Store) Forget(ctx context.Context, tenantID string, before time.Time) (int64, error) {
	var total int64
	err := s.write(ctx, tenantID, func(c *conn) error {
		n, err := c.exec("DELETE FROM performed WHERE tenant_id = ? AND at < ?", tenantID, instant(before))
		total = n
		return err
	})
	return total, err
}
