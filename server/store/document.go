package store

import (
	"context"
	"iter"

	"github.com/esteira/esteira/runtime/document"
)

var documentTable = newTable("documents",
	"tenant_id id case_id field kind name mime size sha256 blob width height pages thumbnail state reason cause scan found scanned_at "+
		"verdict judged_at judged_by expires created_at created_by replaced_at replaced_by erased_at", "id",
	func(d *document.Document) []any {
		return []any{
			&d.Tenant, &d.ID, &d.Case, &d.Field, &d.Kind, &d.Name, &d.MIME, &d.Size, &d.SHA256, &d.Blob, &d.Width, &d.Height,
			&d.Pages, &d.Thumbnail, &d.State, &d.Reason, &d.Cause, &d.Scan, &d.Found, &d.ScannedAt,
			&d.Verdict, &d.JudgedAt, &d.JudgedBy, &d.Expires, &d.CreatedAt, &d.CreatedBy, &d.ReplacedAt, &d.ReplacedBy, &d.ErasedAt,
		}
	})

// InsertDocument adds a document. Returns fault.NotFound when the tenant has no such case, fault.Conflict when the
// id is taken.
func (t *tx) InsertDocument(d document.Document) error {
	if err := t.mine(&d.Tenant); err != nil {
		return err
	}
	if err := t.own(d.Case); err != nil {
		return err
	}
	return inserted(documentTable.insert(t.conn, &d))
}

// UpdateDocument returns fault.NotFound when the tenant has no such document.
func (t *tx) UpdateDocument(d document.Document) error {
	if err := t.mine(&d.Tenant); err != nil {
		return err
	}
	return updated(documentTable.update(t.conn, &d, " AND case_id = ?", d.Case))
}

// Document returns fault.NotFound when the tenant has no such document.
func (t *tx) Document(id string) (document.Document, error) {
	return documentTable.one(t.conn, t.tenant, " AND id = ?", id)
}

// DocumentOf returns the document whose bytes, or small picture, lie under a key.
func (t *tx) DocumentOf(blob string) (document.Document, error) {
	return documentTable.one(t.conn, t.tenant, " AND (blob = ? OR thumbnail = ?)", blob, blob)
}

// Documents returns the documents of a case, oldest first.
func (t *tx) Documents(caseID string) ([]document.Document, error) {
	return documentTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY id", caseID)
}

// Blobs gives the keys of the bytes of all documents of a tenant, also of those that were replaced, and of their small
// pictures.
func (s *Store) Blobs(ctx context.Context, tenantID string) iter.Seq2[string, error] {
	const page = 1000
	return func(yield func(string, error) bool) {
		for after := ""; ; {
			var keys []string
			err := s.read(ctx, tenantID, func(c *conn) error {
				return c.each(func(rows scanner) error {
					var key, thumbnail string
					err := rows.Scan(&after, &key, &thumbnail)
					keys = append(keys, key, thumbnail)
					return err
				}, "SELECT id, blob, thumbnail FROM documents WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?", tenantID, after, page)
			})
			if err != nil {
				yield("", err)
				return
			}
			for _, key := range keys {
				if key != "" && !yield(key, nil) {
					return
				}
			}
			if len(keys) < 2*page {
				return
			}
		}
	}
}
