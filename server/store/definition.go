package store

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
)

var draftTable = newTable("drafts", "tenant_id kind key body revision updated_at updated_by", "kind key",
	func(d *definition.Draft) []any {
		return []any{&d.Tenant, (*string)(&d.Kind), &d.Key, asRaw(&d.Body), &d.Revision, &d.UpdatedAt, &d.UpdatedBy}
	})

var versionTable = newTable("versions",
	"tenant_id id kind key number checksum body compiled pins published_at published_by", "id",
	func(v *definition.Version) []any {
		return []any{
			&v.Tenant, &v.ID, (*string)(&v.Kind), &v.Key, &v.Number, &v.Checksum, asRaw(&v.Body), asRaw(&v.Compiled), asJSON(&v.Pins),
			&v.PublishedAt, &v.PublishedBy,
		}
	})

// newest is the condition of live versions.
const newest = ` AND number = (SELECT MAX(newest.number) FROM versions newest
	WHERE newest.tenant_id = versions.tenant_id AND newest.kind = versions.kind AND newest.key = versions.key)`

// Definitions lists drafts and live versions by kind and key.
func (s *Store) Definitions(ctx context.Context, tenantID string) ([]definition.Draft, []definition.Version, error) {
	var (
		drafts []definition.Draft
		live   []definition.Version
	)
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		if drafts, err = draftTable.all(c, tenantID, " ORDER BY kind, key"); err != nil {
			return err
		}
		live, err = versionTable.all(c, tenantID, newest+" ORDER BY kind, key")
		return err
	})
	return drafts, live, err
}

// Draft returns fault.NotFound when there is none.
func (s *Store) Draft(ctx context.Context, tenantID string, kind definition.Kind, key string) (definition.Draft, error) {
	var out definition.Draft
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = draftTable.one(c, tenantID, " AND kind = ? AND key = ?", string(kind), key)
		return err
	})
	return out, err
}

// SaveDraft writes a draft whose stored revision is the given one less one (none for 1). Returns fault.Stale otherwise,
// fault.NotFound when there is no such tenant.
func (s *Store) SaveDraft(ctx context.Context, d definition.Draft) error {
	return s.write(ctx, d.Tenant, func(c *conn) error { return c.saveDraft(&d) })
}

func (c *conn) saveDraft(d *definition.Draft) error {
	if d.Revision == 1 {
		n, err := draftTable.insert(c, d)
		if err == nil && n == 0 {
			err = stale("draft.stale")
		}
		return err
	}
	ok, err := draftTable.update(c, d, " AND revision = ?", d.Revision-1)
	if err == nil && !ok {
		err = stale("draft.stale")
	}
	return err
}

// VersionsOf returns the versions of a definition, newest first.
func (s *Store) VersionsOf(ctx context.Context, tenantID string, kind definition.Kind, key string) ([]definition.Version, error) {
	var out []definition.Version
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = versionTable.all(c, tenantID, " AND kind = ? AND key = ? ORDER BY number DESC", string(kind), key)
		return err
	})
	return out, err
}

// Version returns a published version; fault.NotFound otherwise.
func (s *Store) Version(ctx context.Context, tenantID, id string) (definition.Version, error) {
	var out definition.Version
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = versionTable.one(c, tenantID, " AND id = ?", id)
		return err
	})
	return out, err
}

// Live returns the newest version of a definition; fault.NotFound when none was published.
func (s *Store) Live(ctx context.Context, tenantID string, kind definition.Kind, key string) (definition.Version, error) {
	var out definition.Version
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = versionTable.one(c, tenantID, " AND kind = ? AND key = ? ORDER BY number DESC LIMIT 1", string(kind), key)
		return err
	})
	return out, err
}

// LiveIDs returns the id of the newest version of each definition of a kind, by key.
func (s *Store) LiveIDs(ctx context.Context, tenantID string, kind definition.Kind) ([]string, error) {
	var out []string
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = c.texts("SELECT id FROM versions WHERE tenant_id = ? AND kind = ?"+newest+" ORDER BY key", tenantID, string(kind))
		return err
	})
	return out, err
}

// PublishVersion gives the next number, and an id when there is none, and stores the version; it is never updated
// after. Returns fault.Conflict when the id is taken, fault.NotFound when there is no such tenant.
func (s *Store) PublishVersion(ctx context.Context, v definition.Version) (definition.Version, error) {
	if v.ID == "" {
		v.ID = NewID()
	}
	v.PublishedAt = instant(v.PublishedAt)
	if err := s.write(ctx, v.Tenant, func(c *conn) error { return c.publish(&v) }); err != nil {
		return definition.Version{}, err
	}
	return v, nil
}

func (c *conn) publish(v *definition.Version) error {
	// The tenant's row is the lock: two who publish at once get two numbers.
	if _, err := c.policyVersion(v.Tenant, c.lock()); err != nil {
		return err
	}
	last, err := c.number("SELECT COALESCE(MAX(number), 0) FROM versions WHERE tenant_id = ? AND kind = ? AND key = ?",
		v.Tenant, string(v.Kind), v.Key)
	if err != nil {
		return err
	}
	v.Number = int(last) + 1
	return inserted(versionTable.insert(c, v))
}
