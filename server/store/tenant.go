package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/server/tenant"
)

type tenantRow struct {
	TenantID      string `gorm:"primaryKey"`
	Slug          string
	Name          string
	Brand         tenant.Brand `gorm:"serializer:json"`
	Locales       []string     `gorm:"serializer:json"`
	DefaultLocale string
	TimeZone      string
	Calendar      *tenant.Calendar `gorm:"serializer:json"`
	Ladder        message.Ladder   `gorm:"serializer:json"`
	PolicyVersion int64
	CreatedAt     time.Time
	LastSeq       int64 // of the tenant's own chain, as LastHash
	LastHash      string
	Hosts         []hostRow `gorm:"foreignKey:TenantID;references:TenantID"`
}

// TableName is for gorm.
func (tenantRow) TableName() string { return "tenants" }

type hostRow struct {
	TenantID string `gorm:"primaryKey"`
	Host     string `gorm:"primaryKey"`
	Position int
}

// TableName is for gorm.
func (hostRow) TableName() string { return "tenant_hosts" }

func toTenantRow(t tenant.Tenant) tenantRow {
	row := tenantRow{
		TenantID: t.ID, Slug: t.Slug, Name: t.Name, Brand: t.Brand, Locales: t.Locales, DefaultLocale: t.DefaultLocale,
		TimeZone: t.TimeZone, Calendar: t.Calendar, Ladder: t.Ladder, PolicyVersion: t.PolicyVersion, CreatedAt: instant(t.CreatedAt),
	}
	for i, h := range t.Hosts {
		row.Hosts = append(row.Hosts, hostRow{TenantID: t.ID, Host: h, Position: i})
	}
	return row
}

func (r tenantRow) tenant() tenant.Tenant {
	t := tenant.Tenant{
		ID: r.TenantID, Slug: r.Slug, Name: r.Name, Brand: r.Brand, Locales: r.Locales, DefaultLocale: r.DefaultLocale,
		TimeZone: r.TimeZone, Calendar: r.Calendar, Ladder: r.Ladder, PolicyVersion: r.PolicyVersion, CreatedAt: r.CreatedAt.UTC(),
	}
	for _, h := range r.Hosts {
		t.Hosts = append(t.Hosts, h.Host)
	}
	return t
}

// TenantBySlug returns fault.NotFound when there is none.
func (s *Store) TenantBySlug(ctx context.Context, slug string) (tenant.Tenant, error) {
	return s.tenantWhere(ctx, "slug = ?", slug)
}

// TenantByHost returns fault.NotFound when no tenant has this host name.
func (s *Store) TenantByHost(ctx context.Context, host string) (tenant.Tenant, error) {
	return s.tenantWhere(ctx, "tenant_id = (SELECT tenant_id FROM tenant_hosts WHERE host = ?)", host)
}

func (s *Store) tenantWhere(ctx context.Context, where string, arg string) (tenant.Tenant, error) {
	var row tenantRow
	err := s.read(ctx, "", func(c *conn) error {
		return withHosts(c).Where(where, arg).Take(&row).Error
	})
	return row.tenant(), err
}

func withHosts(c *conn) *gorm.DB {
	return c.db().Preload("Hosts", func(g *gorm.DB) *gorm.DB { return g.Order("position") })
}

// Tenants returns all tenants by slug.
func (s *Store) Tenants(ctx context.Context) ([]tenant.Tenant, error) {
	var rows []tenantRow
	err := s.read(ctx, "", func(c *conn) error { return withHosts(c).Order("slug").Find(&rows).Error })
	out := make([]tenant.Tenant, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.tenant())
	}
	return out, err
}

// CreateTenant returns fault.Conflict when the id, the slug or a host is taken.
func (s *Store) CreateTenant(ctx context.Context, t tenant.Tenant) error {
	row := toTenantRow(t)
	return s.write(ctx, t.ID, func(c *conn) error { return c.db().Omit("Hosts").Create(&row).Error },
		func(c *conn) error { return createHosts(c, row.Hosts) })
}

func createHosts(c *conn, hosts []hostRow) error {
	if len(hosts) == 0 {
		return nil
	}
	return c.db().Create(&hosts).Error
}

// UpdateTenant writes all but the policy version, the end of the chain and the time of creation. Returns fault.NotFound when there is no
// such tenant, fault.Conflict when the slug or a host is taken.
func (s *Store) UpdateTenant(ctx context.Context, t tenant.Tenant) error {
	row := toTenantRow(t)
	return s.write(ctx, t.ID,
		func(c *conn) error {
			return touched(c.db().Model(&row).Select("Slug", "Name", "Brand", "Locales", "DefaultLocale", "TimeZone", "Calendar").Updates(&row))
		},
		func(c *conn) error { return c.db().Where("tenant_id = ?", t.ID).Delete(&hostRow{}).Error },
		func(c *conn) error { return createHosts(c, row.Hosts) })
}

// touched is the end of a gorm update that must find its row.
func touched(g *gorm.DB) error { return updated(g.RowsAffected > 0, g.Error) }

// PolicyVersion returns fault.NotFound when there is no such tenant.
func (s *Store) PolicyVersion(ctx context.Context, tenant string) (int64, error) {
	var version int64
	err := s.read(ctx, tenant, func(c *conn) error {
		var err error
		version, err = c.policyVersion(tenant, "")
		return err
	})
	return version, err
}
