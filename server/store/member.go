package store

import (
	"context"
	"time"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

type memberRow struct {
	TenantID     string `gorm:"primaryKey"`
	ID           string `gorm:"primaryKey"`
	Email        string
	Name         string
	PasswordHash string
	Roles        []string `gorm:"serializer:json"`
	Active       bool
	Locale       string
	CreatedAt    time.Time
}

// TableName is for gorm.
func (memberRow) TableName() string { return "members" }

func toMemberRow(m tenant.Member) memberRow {
	return memberRow{
		TenantID: m.Tenant, ID: m.ID, Email: m.Email, Name: m.Name, PasswordHash: m.PasswordHash, Roles: m.Roles,
		Active: m.Active, Locale: m.Locale, CreatedAt: instant(m.CreatedAt),
	}
}

func (r memberRow) member() tenant.Member {
	return tenant.Member{
		ID: r.ID, Tenant: r.TenantID, Email: r.Email, Name: r.Name, PasswordHash: r.PasswordHash, Roles: r.Roles,
		Active: r.Active, Locale: r.Locale, CreatedAt: r.CreatedAt.UTC(),
	}
}

// Members returns the members of a tenant by name.
func (s *Store) Members(ctx context.Context, tenantID string) ([]tenant.Member, error) {
	var out []tenant.Member
	err := s.read(ctx, tenantID, func(c *conn) (err error) {
		out, err = c.members(tenantID)
		return err
	})
	return out, err
}

func (c *conn) members(tenantID string) ([]tenant.Member, error) {
	var rows []memberRow
	err := c.db().Where("tenant_id = ?", tenantID).Order("name, id").Find(&rows).Error
	var out []tenant.Member
	for _, r := range rows {
		out = append(out, r.member())
	}
	return out, err
}

// Member returns fault.NotFound when the tenant has no such member.
func (s *Store) Member(ctx context.Context, tenantID, id string) (tenant.Member, error) {
	return s.memberWhere(ctx, tenantID, "tenant_id = ? AND id = ?", id)
}

// MemberByEmail returns fault.NotFound when the tenant has no member with this address, which is in lower case.
func (s *Store) MemberByEmail(ctx context.Context, tenantID, email string) (tenant.Member, error) {
	return s.memberWhere(ctx, tenantID, "tenant_id = ? AND email = ?", email)
}

func (s *Store) memberWhere(ctx context.Context, tenantID, where, arg string) (tenant.Member, error) {
	var row memberRow
	err := s.read(ctx, tenantID, func(c *conn) error { return c.db().Where(where, tenantID, arg).Take(&row).Error })
	return row.member(), err
}

// CreateMember returns fault.Conflict when the id or the address is taken, fault.NotFound when there is no such
// tenant. It bumps the policy version.
func (s *Store) CreateMember(ctx context.Context, m tenant.Member) error {
	row := toMemberRow(m)
	return s.write(ctx, m.Tenant,
		func(c *conn) error { return c.bumpPolicy(m.Tenant) },
		func(c *conn) error { return c.db().Create(&row).Error })
}

func (c *conn) bumpPolicy(tenantID string) error {
	n, err := c.exec("UPDATE tenants SET policy_version = policy_version + 1 WHERE tenant_id = ?", tenantID)
	return updated(n > 0, err)
}

func (c *conn) policyVersion(tenantID, lock string) (int64, error) {
	n, err := c.number("SELECT policy_version FROM tenants WHERE tenant_id = ?"+lock, tenantID)
	if fault.CodeOf(err) == fault.NotFound {
		return 0, notFound("tenant.not_found")
	}
	return n, err
}
