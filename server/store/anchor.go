package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/esteira/esteira/runtime/audit"
)

// Anchor and Head are the words of audit.
type (
	Anchor = audit.Anchor
	Head   = audit.Head
	Row    = audit.Row
)

// TenantHead is a tenant with its latest anchor; nil when it has none.
type TenantHead struct {
	Tenant string
	Slug   string
	Anchor *Anchor
}

var anchorTable = newTable("anchors", "tenant_id id at root prev leaves", "id",
	func(a *Anchor) []any {
		return []any{&a.Tenant, &a.ID, &a.At, &a.Root, &a.Prev, asJSON(&a.Leaves)}
	})

// InsertAnchor adds an anchor, which is never changed. Returns fault.Stale when Prev is not the root of the latest
// anchor: another server was quicker. Returns fault.NotFound when there is no such tenant.
func (s *Store) InsertAnchor(ctx context.Context, a Anchor) error {
	if a.ID == "" {
		a.ID = NewID()
	}
	return s.write(ctx, a.Tenant,
		func(c *conn) error {
			_, err := c.policyVersion(a.Tenant, c.lock())
			return err
		},
		func(c *conn) error {
			roots, err := c.texts("SELECT root FROM anchors WHERE tenant_id = ? ORDER BY at DESC, id DESC LIMIT 1", a.Tenant)
			if err != nil {
				return err
			}
			if last := append(roots, "")[0]; last != a.Prev {
				return stale("anchor.stale")
			}
			return inserted(anchorTable.insert(c, &a))
		})
}

// Anchors returns the anchors of a tenant from a moment on, oldest first.
func (s *Store) Anchors(ctx context.Context, tenantID string, from time.Time) ([]Anchor, error) {
	var out []Anchor
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = anchorTable.all(c, tenantID, " AND at >= ? ORDER BY at, id", instant(from))
		return err
	})
	return out, err
}

// LatestAnchors goes over the anchors of a tenant, latest first, one at a time: an anchor may be large. An error ends it.
func (s *Store) LatestAnchors(ctx context.Context, tenantID string) iter.Seq2[Anchor, error] {
	return func(yield func(Anchor, error) bool) {
		more, args := "", []any(nil)
		for {
			var rows []Anchor
			err := s.read(ctx, tenantID, func(c *conn) error {
				var err error
				rows, err = anchorTable.all(c, tenantID, more+" ORDER BY at DESC, id DESC LIMIT 1", args...)
				return err
			})
			if err != nil {
				yield(Anchor{}, err)
				return
			}
			if len(rows) == 0 || !yield(rows[0], nil) {
				return
			}
			more, args = " AND (at, id) < (?, ?)", []any{instant(rows[0].At), rows[0].ID}
		}
	}
}

// Heads goes over the tenant's own chain, if it has one, and all its cases by id, with the ends of their chains as their
// rows name them. An error ends it.
func (s *Store) Heads(ctx context.Context, tenantID string) iter.Seq2[Row, error] {
	const page = 1000
	return func(yield func(Row, error) bool) {
		own, err := s.heads(ctx, tenantID, anyOwnHead, tenantID)
		if err != nil {
			yield(Row{}, err)
			return
		}
		for _, h := range own {
			if !yield(Row{Head: h}, nil) {
				return
			}
		}
		for after := ""; ; {
			rows, err := s.caseRows(ctx, tenantID, after, page)
			if err != nil {
				yield(Row{}, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			if len(rows) < page {
				return
			}
			after = rows[len(rows)-1].Case
		}
	}
}

func (s *Store) caseRows(ctx context.Context, tenantID, after string, limit int) ([]Row, error) {
	var out []Row
	err := s.read(ctx, tenantID, func(c *conn) error {
		out = nil
		return c.each(func(rows scanner) error {
			var r Row
			err := rows.Scan(&r.Case, &r.Seq, &r.Hash, &r.Stage, &r.Version, &r.Assignee, &r.EnteredAt)
			r.EnteredAt = r.EnteredAt.UTC()
			out = append(out, r)
			return err
		}, `SELECT id, last_seq, last_hash, stage, version_id, assignee, entered_at FROM cases
			WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?`, tenantID, after, limit)
	})
	return out, err
}

const (
	tenantHead = "SELECT tenant_id, last_seq, last_hash FROM tenants WHERE tenant_id = ?"
	ownHead    = tenantHead + " AND last_seq > 0"
	// A row that names no end of a chain that is there does not hide the chain.
	anyOwnHead = tenantHead + " AND (last_seq > 0 OR EXISTS (SELECT 1 FROM events e WHERE e.tenant_id = tenants.tenant_id AND e.case_id = tenants.tenant_id))"
)

func (s *Store) heads(ctx context.Context, tenantID, text string, args ...any) ([]Head, error) {
	var out []Head
	err := s.read(ctx, tenantID, func(c *conn) error {
		out = nil
		return c.each(func(rows scanner) error {
			var h Head
			err := rows.Scan(&h.Case, &h.Seq, &h.Hash)
			out = append(out, h)
			return err
		}, text, args...)
	})
	return out, err
}

// HeadsSince returns the ends of the chains that grew at a moment or later, by case; the zero time asks for all. A
// transaction gets its time before it commits, so ask from a minute before the last anchor.
func (s *Store) HeadsSince(ctx context.Context, tenantID string, since time.Time) ([]Head, error) {
	cases, own := "SELECT id, last_seq, last_hash FROM cases WHERE tenant_id = ? AND last_seq > 0", ownHead
	args := []any{tenantID}
	if !since.IsZero() {
		grew := " IN (SELECT case_id FROM events WHERE tenant_id = ? AND at >= ?)"
		cases, own = cases+" AND id"+grew, own+" AND tenant_id"+grew
		args = append(args, tenantID, instant(since))
	}
	return s.heads(ctx, tenantID, cases+" UNION ALL "+own+" ORDER BY 1", append(args, args...)...)
}

// ListTenantsHeads returns each tenant with its latest anchor, by slug.
func (s *Store) ListTenantsHeads(ctx context.Context) ([]TenantHead, error) {
	tenants, err := s.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]TenantHead, 0, len(tenants))
	for _, t := range tenants {
		head := TenantHead{Tenant: t.ID, Slug: t.Slug}
		err := s.read(ctx, t.ID, func(c *conn) error {
			rows, err := anchorTable.all(c, t.ID, " ORDER BY at DESC, id DESC LIMIT 1")
			if len(rows) > 0 {
				head.Anchor = &rows[0]
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		out = append(out, head)
	}
	return out, nil
}

// CaseIDs goes over the ids of all cases of a tenant, oldest first. An error ends it.
func (s *Store) CaseIDs(ctx context.Context, tenantID string) iter.Seq2[string, error] {
	const page = 1000
	return func(yield func(string, error) bool) {
		for after := ""; ; {
			ids, err := s.CaseIDsAfter(ctx, tenantID, after, page)
			if err != nil {
				yield("", err)
				return
			}
			for _, id := range ids {
				if !yield(id, nil) {
					return
				}
			}
			if len(ids) < page {
				return
			}
			after = ids[len(ids)-1]
		}
	}
}

// CaseIDsAfter returns the ids of a tenant's cases that come after one in their order, "" for the first, at most limit.
func (s *Store) CaseIDsAfter(ctx context.Context, tenantID, after string, limit int) ([]string, error) {
	var ids []string
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		ids, err = c.texts("SELECT id FROM cases WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?", tenantID, after, limit)
		return err
	})
	return ids, err
}

// Due is a case with a timer that should have fired.
type Due struct {
	Tenant string
	Case   string
	At     time.Time
}

// DueTimers returns cases of all tenants whose earliest timer was due before a moment, at most 1000 of each tenant:
// belt and braces against a lost job. What could be read it returns even with an error, which then says of which tenants
// nothing is known.
func (s *Store) DueTimers(ctx context.Context, before time.Time) ([]Due, error) {
	tenants, err := s.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	var out []Due
	var failed error
	for _, t := range tenants {
		own := len(out)
		err := s.read(ctx, t.ID, func(c *conn) error {
			return c.each(func(rows scanner) error {
				d := Due{Tenant: t.ID}
				err := rows.Scan(&d.Case, &d.At)
				d.At = d.At.UTC()
				out = append(out, d)
				return err
			}, "SELECT id, due_at FROM cases WHERE tenant_id = ? AND due_at < ? ORDER BY due_at LIMIT 1000", t.ID, instant(before))
		})
		if err != nil {
			out = out[:own]
			failed = errors.Join(failed, fmt.Errorf("tenant %s: %w", t.ID, err))
		}
	}
	return out, failed
}
