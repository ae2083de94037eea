package store

import (
	"context"

	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/event"
)

var personalTable = newTable("personal", "tenant_id id case_id salt body", "id", func(p *event.Personal) []any {
	return []any{&p.Tenant, &p.ID, &p.Case, &p.Salt, &p.Body}
})

// InsertPersonal adds parts of a case. Returns fault.NotFound when the tenant has no such case, fault.Conflict when an
// id is taken.
func (t *tx) InsertPersonal(parts []event.Personal) error {
	rows := make([]*event.Personal, len(parts))
	for i := range parts {
		p := parts[i]
		if err := t.mine(&p.Tenant); err != nil {
			return err
		}
		if err := t.own(p.Case); err != nil {
			return err
		}
		rows[i] = &p
	}
	n, err := personalTable.insert(t.conn, rows...)
	if err == nil && n < int64(len(rows)) {
		return conflict("store.taken")
	}
	return err
}

// Personal returns the parts of a case that were not erased, by id.
func (t *tx) Personal(caseID string) (map[string]event.Personal, error) {
	return personalOf(t.conn, t.tenant, caseID)
}

// Records returns what the events of a case refer to: the evidence of signatures, and what was said of people and not
// erased, by id.
func (s *Store) Records(ctx context.Context, tenant, caseID string) (evidence []signature.Evidence, parts map[string]event.Personal, err error) {
	err = s.read(ctx, tenant, func(c *conn) error {
		if evidence, err = evidenceTable.all(c, tenant, " AND case_id = ? ORDER BY id", caseID); err != nil {
			return err
		}
		parts, err = personalOf(c, tenant, caseID)
		return err
	})
	return evidence, parts, err
}

func personalOf(c *conn, tenant, caseID string) (map[string]event.Personal, error) {
	rows, err := personalTable.all(c, tenant, " AND case_id = ?", caseID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make(map[string]event.Personal, len(rows))
	for _, p := range rows {
		out[p.ID] = p
	}
	return out, nil
}

// ErasePersonal deletes the parts of a case, and what checks and requests say of the person. Results, dates and hashes
// stay. Returns fault.NotFound when the tenant has no such case.
func (t *tx) ErasePersonal(caseID string) error {
	if err := t.own(caseID); err != nil {
		return err
	}
	for _, text := range []string{
		"DELETE FROM personal WHERE tenant_id = ? AND case_id = ?",
		"DELETE FROM list_clearings WHERE tenant_id = ? AND case_id = ?",
		"UPDATE check_results SET explanation = '{}', evidence = '{}' WHERE tenant_id = ? AND case_id = ?",
		"UPDATE request_items SET note = '', was = '' WHERE tenant_id = ? AND case_id = ?",
	} {
		if _, err := t.exec(text, t.tenant, caseID); err != nil {
			return err
		}
	}
	return nil
}
