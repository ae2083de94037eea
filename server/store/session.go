package store

import (
	"context"
	"time"

	"github.com/esteira/esteira/server/tenant"
)

var sessionTable = newTable("sessions", "tenant_id sha256 member_id created_at seen_at expires_at ip agent", "sha256",
	func(s *tenant.Session) []any {
		return []any{&s.Tenant, &s.SHA256, &s.Member, &s.CreatedAt, &s.SeenAt, &s.ExpiresAt, &s.IP, &s.Agent}
	})

// CreateSession adds a session and forgets those of the member that expired. Returns fault.Conflict when the hash is taken.
func (s *Store) CreateSession(ctx context.Context, session tenant.Session) error {
	return s.write(ctx, session.Tenant,
		func(c *conn) error {
			_, err := c.exec("DELETE FROM sessions WHERE tenant_id = ? AND member_id = ? AND expires_at <= ?",
				session.Tenant, session.Member, s.moment())
			return err
		},
		func(c *conn) error { return inserted(sessionTable.insert(c, &session)) })
}

// Session returns fault.NotFound for an unknown or expired one.
func (s *Store) Session(ctx context.Context, tenantID, sha256 string) (tenant.Session, error) {
	var out tenant.Session
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = sessionTable.one(c, tenantID, " AND sha256 = ? AND expires_at > ?", sha256, s.moment())
		return err
	})
	return out, err
}

// TouchSession notes that a session was used. Returns fault.NotFound for an unknown one.
func (s *Store) TouchSession(ctx context.Context, tenantID, sha256 string, at time.Time) error {
	return s.write(ctx, tenantID, func(c *conn) error {
		n, err := c.exec("UPDATE sessions SET seen_at = ? WHERE tenant_id = ? AND sha256 = ?", instant(at), tenantID, sha256)
		return updated(n > 0, err)
	})
}

// DeleteSession forgets a session; one that is not there is forgotten already.
func (s *Store) DeleteSession(ctx context.Context, tenantID, sha256 string) error {
	return s.write(ctx, tenantID, func(c *conn) error {
		_, err := c.exec("DELETE FROM sessions WHERE tenant_id = ? AND sha256 = ?", tenantID, sha256)
		return err
	})
}

// DeleteSessionsOf forgets all sessions of a member.
func (s *Store) DeleteSessionsOf(ctx context.Context, tenantID, member string) error {
	return s.write(ctx, tenantID, func(c *conn) error {
		_, err := c.exec("DELETE FROM sessions WHERE tenant_id = ? AND member_id = ?", tenantID, member)
		return err
	})
}
