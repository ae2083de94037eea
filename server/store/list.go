package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/screening"
)

var listTable = newTable("lists", "tenant_id key name format active created_at created_by revision", "key",
	func(l *screening.List) []any {
		return []any{&l.Tenant, &l.Key, &l.Name, &l.Format, &l.Active, &l.CreatedAt, &l.CreatedBy, &l.Revision}
	})

var listVersionTable = newTable("list_versions",
	"tenant_id id list hash state files report delta before_id activate failure created_at created_by ready_at", "id",
	func(v *screening.Version) []any {
		return []any{
			&v.Tenant, &v.ID, &v.List, &v.Hash, &v.State, asJSON(&v.Files), asJSON(&v.Report), asJSON(&v.Delta), &v.Before,
			&v.Activate, &v.Failure, &v.CreatedAt, &v.CreatedBy, &v.ReadyAt,
		}
	})

// entryRow is an entry of a version of a list.
type entryRow struct {
	tenant, version, uid, sum, body string
	position                        int64
}

var entryTable = newTable("list_entries", "tenant_id version uid position sum body", "version uid",
	func(r *entryRow) []any { return []any{&r.tenant, &r.version, &r.uid, &r.position, &r.sum, &r.body} })

var clearingTable = newTable("list_clearings", "tenant_id case_id list entry person sum reason cleared_by at", "case_id list entry person",
	func(c *screening.Clearing) []any {
		return []any{&c.Tenant, &c.Case, &c.List, &c.Entry, &c.Person, &c.Sum, &c.Reason, &c.By, &c.At}
	})

// Lists returns the lists of a tenant by key, and their versions, newest first.
func (s *Store) Lists(ctx context.Context, tenantID string) (lists []screening.List, versions []screening.Version, err error) {
	err = s.read(ctx, tenantID, func(c *conn) error {
		if lists, err = listTable.all(c, tenantID, " ORDER BY key"); err != nil {
			return err
		}
		versions, err = listVersionTable.all(c, tenantID, " ORDER BY list, created_at DESC, id DESC")
		return err
	})
	return lists, versions, err
}

// CountCases returns how many cases a tenant has.
func (s *Store) CountCases(ctx context.Context, tenantID string) (n int, err error) {
	err = s.read(ctx, tenantID, func(c *conn) error {
		counted, err := c.number("SELECT COUNT(*) FROM cases WHERE tenant_id = ?", tenantID)
		n = int(counted)
		return err
	})
	return n, err
}

// ListEntries returns the entries of a version of a list in their order; none when the tenant has no such version.
func (s *Store) ListEntries(ctx context.Context, tenantID, version string) ([]screening.Entry, error) {
	var out []screening.Entry
	err := s.read(ctx, tenantID, func(c *conn) error {
		return c.each(func(rows scanner) error {
			var body string
			if err := rows.Scan(&body); err != nil {
				return err
			}
			var e screening.Entry
			if err := json.Unmarshal([]byte(body), &e); err != nil {
				return fmt.Errorf("store: entry of list version %s: %w", version, err)
			}
			out = append(out, e)
			return nil
		}, "SELECT body FROM list_entries WHERE tenant_id = ? AND version = ? ORDER BY position", tenantID, version)
	})
	return out, err
}

// Lists returns the lists of the tenant by key.
func (o office) Lists() ([]screening.List, error) {
	return listTable.all(o.conn, o.tenant, " ORDER BY key")
}

// SaveList writes a list whose stored revision is the given one less one (none for 1); else fault.Stale. Returns
// fault.NotFound when there is no such tenant.
func (o office) SaveList(l screening.List) error {
	if err := o.mine(&l.Tenant); err != nil {
		return err
	}
	if _, err := o.policyVersion(o.tenant, o.lock()); err != nil {
		return err
	}
	if l.Revision > 1 {
		found, err := listTable.update(o.conn, &l, " AND revision = ?", l.Revision-1)
		if err == nil && !found {
			return stale("list.stale")
		}
		return err
	}
	n, err := listTable.insert(o.conn, &l)
	if err == nil && n == 0 {
		return stale("list.stale")
	}
	return err
}

// ListVersion returns fault.NotFound when the tenant has no such version.
func (o office) ListVersion(id string) (screening.Version, error) {
	return listVersionTable.one(o.conn, o.tenant, " AND id = ?", id)
}

// AddListVersion returns fault.NotFound when there is no such list.
func (o office) AddListVersion(v screening.Version) error {
	if err := o.mine(&v.Tenant); err != nil {
		return err
	}
	if _, err := listTable.one(o.conn, o.tenant, " AND key = ?", v.List); err != nil {
		return err
	}
	return inserted(listVersionTable.insert(o.conn, &v))
}

// ChangeListVersion returns fault.NotFound when there is no such version.
func (o office) ChangeListVersion(v screening.Version) error {
	if err := o.mine(&v.Tenant); err != nil {
		return err
	}
	return updated(listVersionTable.update(o.conn, &v, ""))
}

// ListVersions returns the versions of a list, newest first.
func (o office) ListVersions(list string) ([]screening.Version, error) {
	return listVersionTable.all(o.conn, o.tenant, " AND list = ? ORDER BY created_at DESC, id DESC", list)
}

// AddListEntries adds entries to a version; one that is there stays. Returns fault.NotFound when there is no such version.
func (o office) AddListEntries(version string, entries []screening.Entry) error {
	if _, err := o.ListVersion(version); err != nil {
		return err
	}
	rows := make([]*entryRow, len(entries))
	at, err := o.number("SELECT COUNT(*) FROM list_entries WHERE tenant_id = ? AND version = ?", o.tenant, version)
	if err != nil {
		return err
	}
	for i, e := range entries {
		body, err := json.Marshal(e)
		if err != nil {
			return err
		}
		rows[i] = &entryRow{tenant: o.tenant, version: version, uid: e.UID, sum: e.Sum(), body: string(body), position: at + int64(i)}
	}
	_, err = entryTable.insert(o.conn, rows...)
	return err
}

// DropListEntries deletes the entries of a version.
func (o office) DropListEntries(version string) error {
	_, err := o.exec("DELETE FROM list_entries WHERE tenant_id = ? AND version = ?", o.tenant, version)
	return err
}

// ListSums returns the sums of the entries of a version by their numbers.
func (o office) ListSums(version string) (map[string]string, error) {
	out := map[string]string{}
	err := o.each(func(rows scanner) error {
		var uid, sum string
		err := rows.Scan(&uid, &sum)
		out[uid] = sum
		return err
	}, "SELECT uid, sum FROM list_entries WHERE tenant_id = ? AND version = ?", o.tenant, version)
	return out, err
}

// Schedule adds a job when the transaction ends. A job with a key that exists is left as it is.
func (o office) Schedule(kind, key string, args map[string]string) error {
	return o.Enqueue(cases.Job{Kind: kind, Key: key, Args: args})
}

// PutClearing adds or replaces what was said of an entry and a person. Returns fault.NotFound when the tenant has no such
// case.
func (t *tx) PutClearing(c screening.Clearing) error {
	if err := t.mine(&c.Tenant); err != nil {
		return err
	}
	if err := t.own(c.Case); err != nil {
		return err
	}
	n, err := clearingTable.insert(t.conn, &c)
	if err != nil || n > 0 {
		return err
	}
	return updated(clearingTable.update(t.conn, &c, ""))
}

// Clearings returns those of a case, oldest first.
func (t *tx) Clearings(caseID string) ([]screening.Clearing, error) {
	return clearingTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY at, list, entry", caseID)
}
