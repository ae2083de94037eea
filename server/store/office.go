package store

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/server/tenant"
)

// office is what administers a tenant, inside one transaction.
type office struct{ *tx }

// Administer runs fn in one transaction of a tenant, which need not exist yet: all of it is kept or nothing. fn may run
// again when the database asks for it, so it has no other effects.
func (s *Store) Administer(ctx context.Context, tenantID string, fn func(tenant.Office) error) error {
	return s.write(ctx, tenantID, func(c *conn) error { return fn(office{s.begin(c, tenantID)}) })
}

// CreateTenant returns fault.Conflict when the id, the slug or a host is taken.
func (o office) CreateTenant(t tenant.Tenant) error {
	if err := o.mine(&t.ID); err != nil {
		return err
	}
	row := toTenantRow(t)
	if err := o.db().Omit("Hosts").Create(&row).Error; err != nil {
		return asFault(err)
	}
	return asFault(createHosts(o.conn, row.Hosts))
}

// CreateMember returns fault.Conflict when the address is taken, fault.NotFound when there is no such tenant. It bumps
// the policy version.
func (o office) CreateMember(m tenant.Member) error {
	if err := o.mine(&m.Tenant); err != nil {
		return err
	}
	if err := o.bumpPolicy(o.tenant); err != nil {
		return err
	}
	row := toMemberRow(m)
	return asFault(o.db().Create(&row).Error)
}

// Policies returns the roles and the policies in the order in which they were given. Returns fault.NotFound when there
// is no such tenant.
func (o office) Policies() ([]tenant.Role, []tenant.Policy, error) {
	if _, err := o.policyVersion(o.tenant, o.lock()); err != nil {
		return nil, nil, err
	}
	return o.policies(o.tenant)
}

// SetPolicies swaps all and bumps the policy version.
func (o office) SetPolicies(roles []tenant.Role, policies []tenant.Policy) error {
	for _, step := range replacing(o.tenant, roles, policies) {
		if err := step(o.conn); err != nil {
			return asFault(err)
		}
	}
	return nil
}

// PublishVersion gives the next number and stores the version. Returns fault.Conflict when the id is taken,
// fault.NotFound when there is no such tenant.
func (o office) PublishVersion(v definition.Version) (definition.Version, error) {
	if err := o.mine(&v.Tenant); err != nil {
		return v, err
	}
	v.PublishedAt = instant(v.PublishedAt)
	return v, o.publish(&v)
}

// SaveDraft writes a draft whose stored revision is the given one less one (none for 1); else fault.Stale.
func (o office) SaveDraft(d definition.Draft) error {
	if err := o.mine(&d.Tenant); err != nil {
		return err
	}
	return o.saveDraft(&d)
}

var _ tenant.Office = office{}
