package store

import (
	"context"
	"slices"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/server/tenant"
)

type roleRow struct {
	TenantID string `gorm:"primaryKey"`
	Key      string `gorm:"primaryKey"`
	Position int
	Name     schemas.Text `gorm:"serializer:json"`
	// Description is null where nothing was written.
	Description schemas.Text `gorm:"serializer:json"`
}

// TableName is for gorm.
func (roleRow) TableName() string { return "roles" }

type policyRow struct {
	TenantID string `gorm:"primaryKey"`
	Position int    `gorm:"primaryKey;autoIncrement:false"`
	Role     string
	Object   string
	Verb     string
	Effect   string
}

// TableName is for gorm.
func (policyRow) TableName() string { return "policies" }

// Policies returns the roles and the policies in the order in which they were given, and the policy version that they
// belong to. Returns fault.NotFound when there is no such tenant.
func (s *Store) Policies(ctx context.Context, tenantID string) ([]tenant.Role, []tenant.Policy, int64, error) {
	var (
		roles    []tenant.Role
		policies []tenant.Policy
		version  int64
	)
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		if version, err = c.policyVersion(tenantID, ""); err != nil {
			return err
		}
		roles, policies, err = c.policies(tenantID)
		return err
	})
	return roles, policies, version, err
}

func (c *conn) policies(tenantID string) ([]tenant.Role, []tenant.Policy, error) {
	var (
		roleRows   []roleRow
		policyRows []policyRow
	)
	if err := c.db().Where("tenant_id = ?", tenantID).Order("position").Find(&roleRows).Error; err != nil {
		return nil, nil, err
	}
	if err := c.db().Where("tenant_id = ?", tenantID).Order("position").Find(&policyRows).Error; err != nil {
		return nil, nil, err
	}
	roles := make([]tenant.Role, 0, len(roleRows))
	for _, r := range roleRows {
		roles = append(roles, tenant.Role{Key: r.Key, Name: r.Name, Description: r.Description})
	}
	policies := make([]tenant.Policy, 0, len(policyRows))
	for _, p := range policyRows {
		policies = append(policies, tenant.Policy{Role: p.Role, Object: p.Object, Verb: p.Verb, Effect: p.Effect})
	}
	return roles, policies, nil
}

// releaseRoles takes from members what is no role any more, so that nobody has it by surprise when its key comes back.
func releaseRoles(c *conn, tenantID string, roles []tenant.Role) error {
	var rows []memberRow
	if err := c.db().Where("tenant_id = ?", tenantID).Find(&rows).Error; err != nil {
		return err
	}
	gone := func(key string) bool {
		return !slices.ContainsFunc(roles, func(r tenant.Role) bool { return r.Key == key })
	}
	for _, row := range rows {
		if !slices.ContainsFunc(row.Roles, gone) {
			continue
		}
		row.Roles = slices.DeleteFunc(row.Roles, gone)
		if err := c.db().Model(&row).Select("Roles").Updates(&row).Error; err != nil {
			return err
		}
	}
	return nil
}

// replacing are the steps that swap all roles and policies of a tenant, and take roles that are gone from its members.
func replacing(tenantID string, roles []tenant.Role, policies []tenant.Policy) []func(*conn) error {
	return []func(*conn) error{
		func(c *conn) error { return c.bumpPolicy(tenantID) },
		func(c *conn) error { return c.db().Where("tenant_id = ?", tenantID).Delete(&roleRow{}).Error },
		func(c *conn) error { return c.db().Where("tenant_id = ?", tenantID).Delete(&policyRow{}).Error },
		func(c *conn) error { return createRoles(c, tenantID, roles) },
		func(c *conn) error { return createPolicies(c, tenantID, policies) },
		func(c *conn) error { return releaseRoles(c, tenantID, roles) },
	}
}

func createRoles(c *conn, tenantID string, roles []tenant.Role) error {
	rows := make([]roleRow, 0, len(roles))
	for i, r := range roles {
		rows = append(rows, roleRow{TenantID: tenantID, Key: r.Key, Position: i, Name: r.Name, Description: r.Description})
	}
	if len(rows) == 0 {
		return nil
	}
	return c.db().CreateInBatches(&rows, 500).Error
}

func createPolicies(c *conn, tenantID string, policies []tenant.Policy) error {
	rows := make([]policyRow, 0, len(policies))
	for i, p := range policies {
		rows = append(rows, policyRow{TenantID: tenantID, Position: i, Role: p.Role, Object: p.Object, Verb: p.Verb, Effect: p.Effect})
	}
	if len(rows) == 0 {
		return nil
	}
	return c.db().CreateInBatches(&rows, 500).Error
}
