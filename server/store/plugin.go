package store

import (
	"context"
	"time"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

type pluginRow struct {
	TenantID  string `gorm:"primaryKey"`
	Plugin    string `gorm:"primaryKey"`
	Settings  string
	Secrets   []byte
	Revision  int64
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"`
	UpdatedBy string
}

// TableName is for gorm.
func (pluginRow) TableName() string { return "plugin_settings" }

// PluginSettings returns fault.NotFound when the tenant has set nothing of the plugin.
func (s *Store) PluginSettings(ctx context.Context, tenantID, plugin string) (tenant.PluginSettings, error) {
	var row pluginRow
	err := s.read(ctx, tenantID, func(c *conn) error {
		return c.db().Where("tenant_id = ? AND plugin = ?", tenantID, plugin).Take(&row).Error
	})
	return tenant.PluginSettings{
		Tenant: row.TenantID, Plugin: row.Plugin, Settings: []byte(row.Settings), Secrets: row.Secrets, Revision: row.Revision,
		UpdatedAt: row.UpdatedAt.UTC(), UpdatedBy: row.UpdatedBy,
	}, err
}

// SavePluginSettings writes settings whose stored revision is the given one less one (none for 1); else fault.Stale.
// Returns fault.NotFound when there is no such tenant.
func (o office) SavePluginSettings(p tenant.PluginSettings) error {
	if err := o.mine(&p.Tenant); err != nil {
		return err
	}
	row := pluginRow{
		TenantID: p.Tenant, Plugin: p.Plugin, Settings: string(p.Settings), Secrets: p.Secrets, Revision: p.Revision,
		UpdatedAt: instant(p.UpdatedAt), UpdatedBy: p.UpdatedBy,
	}
	if _, err := o.policyVersion(p.Tenant, o.lock()); err != nil {
		return err
	}
	stored, err := o.number("SELECT revision FROM plugin_settings WHERE tenant_id = ? AND plugin = ?", p.Tenant, p.Plugin)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	if stored != p.Revision-1 {
		return stale("plugin.stale")
	}
	return asFault(o.db().Save(&row).Error)
}
