package store

import (
	"context"
	"slices"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/server/tenant"
)

// office is what administers a tenant, inside one transaction.
type office struct{ *tx }

// Administer runs fn in one transaction of a tenant, which need not exist yet: all of it is kept or nothing. fn may run
// again when the database asks for it, so it has no other effects.
func (s *Store) Administer(ctx context.Context, tenantID string, fn func(tenant.Office) error) error {
	return s.write(ctx, tenantID, func(c *conn) error {
		t := s.begin(c, tenantID)
		if err := fn(office{t}); err != nil {
			return err
		}
		return s.insertJobs(t)
	})
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

// Members returns the members of the tenant by name.
func (o office) Members() ([]tenant.Member, error) { return o.members(o.tenant) }

// ChangeMember returns fault.NotFound when the tenant has no such member, fault.Conflict when the address is taken. It
// bumps the policy version when roles or activity change.
func (o office) ChangeMember(m tenant.Member) error {
	if err := o.mine(&m.Tenant); err != nil {
		return err
	}
	// The tenant's row is locked first by all who change rights, so that two of them cannot wait for each other.
	if _, err := o.policyVersion(o.tenant, o.lock()); err != nil {
		return err
	}
	var before memberRow
	if err := o.db().Where("tenant_id = ? AND id = ?", o.tenant, m.ID).Take(&before).Error; err != nil {
		return asFault(err)
	}
	row := toMemberRow(m)
	if err := touched(o.db().Model(&row).Select("Email", "Name", "PasswordHash", "Roles", "Active", "Locale").Updates(&row)); err != nil {
		return asFault(err)
	}
	if before.Active == m.Active && slices.Equal(before.Roles, m.Roles) {
		return nil
	}
	return o.bumpPolicy(o.tenant)
}

// Policies returns the roles and the policies in the order in which they were given, and the policy version. They stay
// as they are until the transaction ends. Returns fault.NotFound when there is no such tenant.
func (o office) Policies() ([]tenant.Role, []tenant.Policy, int64, error) {
	version, err := o.policyVersion(o.tenant, o.lock())
	if err != nil {
		return nil, nil, 0, err
	}
	roles, policies, err := o.policies(o.tenant)
	return roles, policies, version, err
}

// SetPolicies swaps all, takes roles that are gone from the members who had them, and bumps the policy version. Returns
// fault.Conflict when two roles have one key, fault.NotFound when there is no such tenant.
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

// SaveBrand changes the brand alone and returns it with its new revision, and the one before. Returns fault.Stale when
// the stored revision is not the given one, fault.NotFound when there is no such tenant.
func (o office) SaveBrand(b tenant.Brand) (kept, before tenant.Brand, err error) {
	if _, err := o.policyVersion(o.tenant, o.lock()); err != nil {
		return kept, before, err
	}
	var row tenantRow
	if err := o.db().Where("tenant_id = ?", o.tenant).Take(&row).Error; err != nil {
		return kept, before, asFault(err)
	}
	kept, before = b, row.Brand
	if before.Revision != b.Revision {
		return kept, before, stale("brand.stale")
	}
	kept.Revision++
	row.Brand = kept
	return kept, before, asFault(touched(o.db().Model(&row).Select("Brand").Updates(&row)))
}

// SaveLadder changes the ladder alone and returns it with its new revision, and the one before. Returns fault.Stale when
// the stored revision is not the given one, fault.NotFound when there is no such tenant.
func (o office) SaveLadder(l message.Ladder) (kept, before message.Ladder, err error) {
	if _, err := o.policyVersion(o.tenant, o.lock()); err != nil {
		return kept, before, err
	}
	var row tenantRow
	if err := o.db().Where("tenant_id = ?", o.tenant).Take(&row).Error; err != nil {
		return kept, before, asFault(err)
	}
	kept, before = l, row.Ladder
	if before.Revision != l.Revision {
		return kept, before, stale("ladder.stale")
	}
	kept.Revision++
	row.Ladder = kept
	return kept, before, asFault(touched(o.db().Model(&row).Select("Ladder").Updates(&row)))
}

// SaveWorkingTime changes the calendar and the time zone alone and returns them with their new revision, and what they were.
// Returns fault.Stale when the stored revision is not the given one, fault.NotFound when there is no such tenant.
func (o office) SaveWorkingTime(w tenant.WorkingTime) (kept, before tenant.WorkingTime, err error) {
	if _, err := o.policyVersion(o.tenant, o.lock()); err != nil {
		return kept, before, err
	}
	var row tenantRow
	if err := o.db().Where("tenant_id = ?", o.tenant).Take(&row).Error; err != nil {
		return kept, before, asFault(err)
	}
	kept, before = w, tenant.Tenant{TimeZone: row.TimeZone, Calendar: row.Calendar}.WorkingTime()
	if before.Revision != w.Revision {
		return kept, before, stale("calendar.stale")
	}
	kept.Revision++
	row.TimeZone, row.Calendar = kept.TimeZone, &kept.Calendar
	return kept, before, asFault(touched(o.db().Model(&row).Select("TimeZone", "Calendar").Updates(&row)))
}

// Append seals an event onto the chain of the tenant, which stands among those of the cases under the tenant's id.
// Returns fault.NotFound when there is no such tenant.
func (o office) Append(e event.Event) error {
	e.Tenant, e.Case, e.Seq, e.At = o.tenant, o.tenant, 0, o.now
	last := ""
	err := o.each(func(rows scanner) error { return rows.Scan(&e.Seq, &last) },
		"SELECT last_seq + 1, last_hash FROM tenants WHERE tenant_id = ?"+o.lock(), o.tenant)
	if err != nil {
		return err
	}
	if e.Seq == 0 {
		return notFound("tenant.not_found")
	}
	e = event.Seal(last, e)
	if err := inserted(eventTable.insert(o.conn, &e)); err != nil {
		return err
	}
	n, err := o.exec("UPDATE tenants SET last_seq = ?, last_hash = ? WHERE tenant_id = ?", e.Seq, e.Hash, o.tenant)
	return updated(n > 0, err)
}

var _ tenant.Office = office{}
