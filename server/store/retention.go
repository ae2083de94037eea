package store

import (
	"context"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

// Retention is how long the tenant keeps files; all zero when it never said.
func (t *tx) Retention() (document.Retention, error) { return retentionOf(t.conn, t.tenant) }

// Retention is how long a tenant keeps files; all zero when it never said.
func (s *Store) Retention(ctx context.Context, tenantID string) (r document.Retention, err error) {
	err = s.read(ctx, tenantID, func(c *conn) error {
		r, err = retentionOf(c, tenantID)
		return err
	})
	return r, err
}

type retentionRow struct {
	tenant string
	document.Retention
}

var retentionTable = newTable("retentions", "tenant_id rules revision updated_at updated_by", "", func(r *retentionRow) []any {
	return []any{&r.tenant, asJSON(&r.Rules), &r.Revision, &r.UpdatedAt, &r.UpdatedBy}
})

func retentionOf(c *conn, tenantID string) (document.Retention, error) {
	row, err := retentionTable.one(c, tenantID, "")
	if fault.CodeOf(err) == fault.NotFound {
		return document.Retention{}, nil
	}
	return row.Retention, err
}

// SaveRetention writes rules whose stored revision is the given one less one (none for 1); else fault.Stale. Returns
// fault.NotFound when there is no such tenant.
func (o office) SaveRetention(r document.Retention) error {
	if _, err := o.policyVersion(o.tenant, o.lock()); err != nil {
		return err
	}
	stored, err := retentionOf(o.conn, o.tenant)
	if err != nil {
		return err
	}
	if stored.Revision != r.Revision-1 {
		return stale("retention.stale")
	}
	return replace(retentionTable, o.conn, &retentionRow{o.tenant, r})
}

// replace writes a row in place of the one with its key, if there is one.
func replace[R any](t *table[R], c *conn, row *R) error {
	found, err := t.update(c, row, "")
	if err != nil || found {
		return err
	}
	return inserted(t.insert(c, row))
}

type holdRow struct {
	tenant string
	document.Hold
	owed bool
}

var holdTable = newTable("legal_holds", "tenant_id case_id reason held_at held_by owed", "case_id", func(h *holdRow) []any {
	return []any{&h.tenant, &h.Case, &h.Reason, &h.HeldAt, &h.HeldBy, &h.owed}
})

// OnHold says whether the files of a case must not be erased.
func (t *tx) OnHold(caseID string) (bool, error) {
	return t.exists("SELECT 1 FROM legal_holds WHERE tenant_id = ? AND case_id = ?", t.tenant, caseID)
}

// Hold keeps the files of a case. Returns fault.NotFound when the tenant has no such case, fault.Conflict when it is on
// hold already.
func (t *tx) Hold(h document.Hold) error {
	if err := t.own(h.Case); err != nil {
		return err
	}
	n, err := holdTable.insert(t.conn, &holdRow{tenant: t.tenant, Hold: h})
	if err == nil && n == 0 {
		return conflict("hold.already")
	}
	return err
}

// Owe keeps that a case on hold was to be erased. Returns fault.NotFound when it is not on hold.
func (t *tx) Owe(caseID string) error {
	n, err := t.exec("UPDATE legal_holds SET owed = ? WHERE tenant_id = ? AND case_id = ?", true, t.tenant, caseID)
	return updated(n > 0, err)
}

// Unhold lets the files of a case go again, and says whether something was to be erased meanwhile. Returns fault.NotFound
// when it was not on hold.
func (t *tx) Unhold(caseID string) (bool, error) {
	owed, err := t.exists("SELECT 1 FROM legal_holds WHERE tenant_id = ? AND case_id = ? AND owed", t.tenant, caseID)
	if err != nil {
		return false, err
	}
	n, err := t.exec("DELETE FROM legal_holds WHERE tenant_id = ? AND case_id = ?", t.tenant, caseID)
	if err == nil && n == 0 {
		err = notFound("hold.not_found")
	}
	return owed, err
}

// CaseNamed returns the id of the case with a reference, in any capitals. Returns fault.NotFound when the tenant has none.
func (t *tx) CaseNamed(reference string) (string, error) {
	ids, err := t.texts("SELECT id FROM cases WHERE tenant_id = ? AND reference = ?", t.tenant, strings.ToUpper(strings.TrimSpace(reference)))
	if err == nil && len(ids) == 0 {
		err = notFound("case.not_found")
	}
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// Holds returns the cases of a tenant whose files must stay, newest first.
func (s *Store) Holds(ctx context.Context, tenantID string) ([]document.Hold, error) {
	var out []document.Hold
	err := s.read(ctx, tenantID, func(c *conn) error {
		return c.each(func(rows scanner) error {
			var h document.Hold
			err := rows.Scan(&h.Case, &h.Reference, &h.Reason, &h.HeldAt, &h.HeldBy)
			h.HeldAt = h.HeldAt.UTC()
			out = append(out, h)
			return err
		}, `SELECT h.case_id, c.reference, h.reason, h.held_at, h.held_by FROM legal_holds h
			JOIN cases c ON c.tenant_id = h.tenant_id AND c.id = h.case_id WHERE h.tenant_id = ? ORDER BY h.held_at DESC, h.case_id LIMIT 500`, tenantID)
	})
	return out, err
}

// maxKept bounds how many files one look finds: those beyond are found by the next.
const maxKept = 1000

// Kept returns files of cases that ended, whose bytes are still there and whose time is over at a moment, oldest first: at
// most 1000.
func (s *Store) Kept(ctx context.Context, tenantID string, r document.Retention, at time.Time) ([]document.Kept, error) {
	over := overdue{tenant: tenantID, under: r, at: at}
	err := s.read(ctx, tenantID, func(c *conn) error {
		for _, rule := range r.Rules {
			if rule.Keep == 0 {
				continue
			}
			if err := over.add(c, rule); err != nil {
				return err
			}
		}
		return nil
	})
	return over.files, err
}

// overdue are files whose time is over at a moment.
type overdue struct {
	tenant string
	under  document.Retention
	at     time.Time
	files  []document.Kept
}

// add adds those that one of the rules is about.
func (o *overdue) add(c *conn, rule document.RetentionRule) error {
	// Months differ in length: what is a few days too young here is told by the very rule below.
	args := []any{o.tenant, instant(o.at.AddDate(0, -rule.Keep, 4))}
	which := " AND d.kind = ?"
	if rule.Kind == document.OtherKinds {
		which = ""
		for _, other := range o.under.Rules {
			if other.Kind != document.OtherKinds {
				which, args = which+" AND d.kind <> ?", append(args, other.Kind)
			}
		}
	} else {
		args = append(args, rule.Kind)
	}
	return c.each(func(rows scanner) error {
		var k document.Kept
		err := rows.Scan(&k.ID, &k.Case, &k.Kind, &k.Name, &k.Size, &k.SHA256, &k.CreatedAt, &k.Reference, &k.EndedAt, &k.OnHold)
		k.Tenant, k.CreatedAt, k.EndedAt = o.tenant, k.CreatedAt.UTC(), k.EndedAt.UTC()
		if due, ends := o.under.ErasedFrom(k.Kind, k.EndedAt); err == nil && ends && !due.After(o.at) && len(o.files) < maxKept {
			o.files = append(o.files, k)
		}
		return err
	}, `SELECT d.id, d.case_id, d.kind, d.name, d.size, d.sha256, d.created_at, c.reference, c.entered_at,
		EXISTS (SELECT 1 FROM legal_holds h WHERE h.tenant_id = d.tenant_id AND h.case_id = d.case_id)
		FROM documents d JOIN cases c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
		WHERE d.tenant_id = ? AND d.erased_at IS NULL AND c.outcome <> '' AND c.entered_at <= ?`+which+`
		ORDER BY c.entered_at, d.id LIMIT 1200`, args...)
}

// Kinds returns the kinds of documents that a tenant has, with how many files of each are kept and how many bytes.
func (s *Store) Kinds(ctx context.Context, tenantID string) ([]tenant.KindUse, error) {
	var out []tenant.KindUse
	err := s.read(ctx, tenantID, func(c *conn) error {
		return c.each(func(rows scanner) error {
			var k tenant.KindUse
			err := rows.Scan(&k.Kind, &k.Files, &k.Bytes)
			out = append(out, k)
			return err
		}, "SELECT kind, COUNT(*), CAST(COALESCE(SUM(size), 0) AS bigint) FROM documents WHERE tenant_id = ? AND erased_at IS NULL GROUP BY kind ORDER BY kind", tenantID)
	})
	return out, err
}

// Scans returns how many files of a tenant stand in each state of a scan.
func (s *Store) Scans(ctx context.Context, tenantID string) (map[string]int, error) {
	var out map[string]int
	err := s.read(ctx, tenantID, func(c *conn) error {
		return c.each(func(rows scanner) error {
			var state string
			var n int
			err := rows.Scan(&state, &n)
			if out == nil {
				out = map[string]int{}
			}
			out[state] = n
			return err
		}, "SELECT scan, COUNT(*) FROM documents WHERE tenant_id = ? AND erased_at IS NULL GROUP BY scan", tenantID)
	})
	return out, err
}

// Unscanned returns files that wait for a scan since before a moment, as case and document, at most 1000: their job may
// have been lost.
func (s *Store) Unscanned(ctx context.Context, tenantID string, before time.Time) ([]document.Document, error) {
	var out []document.Document
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = documentTable.all(c, tenantID, " AND scan = 'pending' AND erased_at IS NULL AND created_at < ? ORDER BY id LIMIT 1000", instant(before))
		return err
	})
	return out, err
}

type reportRow struct {
	tenant string
	tenant.StorageReport
}

var reportTable = newTable("storage_reports", "tenant_id body looked_at", "", func(r *reportRow) []any {
	return []any{&r.tenant, asJSON(&r.StorageReport), &r.At}
})

// StorageReport returns what the last look at a tenant's storage found. Returns fault.NotFound when nobody looked yet.
func (s *Store) StorageReport(ctx context.Context, tenantID string) (tenant.StorageReport, error) {
	var row reportRow
	err := s.read(ctx, tenantID, func(c *conn) (err error) {
		row, err = reportTable.one(c, tenantID, "")
		return err
	})
	return row.StorageReport, err
}

// PutStorageReport keeps what a look at a tenant's storage found, in place of the one before. Returns fault.NotFound when
// there is no such tenant.
func (s *Store) PutStorageReport(ctx context.Context, tenantID string, r tenant.StorageReport) error {
	return s.write(ctx, tenantID, func(c *conn) error {
		if _, err := c.policyVersion(tenantID, ""); err != nil {
			return err
		}
		return replace(reportTable, c, &reportRow{tenantID, r})
	})
}
