package store

import "github.com/esteira/esteira/runtime/paper"

var paperTable = newTable("papers",
	"tenant_id id case_id key name locale sha256 seals evidence_id state created_at content", "id",
	func(p *paper.Paper) []any {
		return []any{
			&p.Tenant, &p.ID, &p.Case, &p.Key, &p.Name, &p.Locale, &p.SHA256, &p.Seals, &p.Evidence, &p.State, &p.CreatedAt, &p.Content,
		}
	})

// InsertPaper adds a paper; one whose key exists is left as it is, and false is returned. Returns fault.NotFound when it
// names a case that the tenant does not have.
func (t *tx) InsertPaper(p paper.Paper) (bool, error) {
	if err := t.mine(&p.Tenant); err != nil {
		return false, err
	}
	if err := t.own(p.Case); err != nil {
		return false, err
	}
	n, err := paperTable.insert(t.conn, &p)
	return n > 0, err
}

// UpdatePaper returns fault.NotFound when the tenant has no such paper.
func (t *tx) UpdatePaper(p paper.Paper) error {
	if err := t.mine(&p.Tenant); err != nil {
		return err
	}
	return updated(paperTable.update(t.conn, &p, " AND case_id = ?", p.Case))
}

// Papers returns the papers of a case, oldest first.
func (t *tx) Papers(caseID string) ([]paper.Paper, error) {
	return paperTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY created_at, id", caseID)
}

// PaperByHash returns the paper with this SHA-256, or fault.NotFound.
func (t *tx) PaperByHash(sha256 string) (paper.Paper, error) {
	return paperTable.one(t.conn, t.tenant, " AND sha256 = ? ORDER BY created_at LIMIT 1", sha256)
}
