package store

import (
	"context"
	"time"

	"github.com/esteira/esteira/builder/definition"
)

var presenceTable = newTable("presence", "tenant_id kind key member_id client selection seen_at", "kind key member_id client",
	func(p *definition.Presence) []any {
		return []any{&p.Tenant, (*string)(&p.Kind), &p.Key, &p.Member, &p.Client, asJSON(&p.Selection), &p.SeenAt}
	})

// maxPeers is more than a screen can show.
const maxPeers = 50

// Meet keeps where a window is, forgets the tenant's windows that were not seen since a moment, and returns the other
// windows at the same definition. Returns fault.NotFound when there is no such tenant.
func (s *Store) Meet(ctx context.Context, p definition.Presence, since time.Time) ([]definition.Presence, error) {
	var peers []definition.Presence
	err := s.write(ctx, p.Tenant, func(c *conn) error {
		if _, err := c.exec("DELETE FROM presence WHERE tenant_id = ? AND seen_at < ?", p.Tenant, instant(since)); err != nil {
			return err
		}
		known, err := presenceTable.update(c, &p, "")
		if err == nil && !known {
			_, err = presenceTable.insert(c, &p)
		}
		if err != nil {
			return err
		}
		peers, err = presenceTable.all(c, p.Tenant, " AND kind = ? AND key = ? AND NOT (member_id = ? AND client = ?) ORDER BY member_id, client LIMIT ?",
			string(p.Kind), p.Key, p.Member, p.Client, maxPeers)
		return err
	})
	return peers, err
}
