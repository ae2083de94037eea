package store

import "context"

// waitingCase is one from before the words of answers were found, that is still to be indexed.
type waitingCase struct{ tenant, caseID string }

var unindexedTable = newTable("unindexed", "tenant_id case_id", "case_id", func(w *waitingCase) []any {
	return []any{&w.tenant, &w.caseID}
})

// Unindexed returns ids of cases that are still to be indexed, at most limit.
func (s *Store) Unindexed(ctx context.Context, tenant string, limit int) ([]string, error) {
	var ids []string
	err := s.read(ctx, tenant, func(c *conn) error {
		rows, err := unindexedTable.all(c, tenant, " ORDER BY case_id LIMIT ?", limit)
		ids = nil
		for _, w := range rows {
			ids = append(ids, w.caseID)
		}
		return err
	})
	return ids, err
}

// Indexed takes a case off the list of those that are still to be indexed. Returns fault.NotFound when it is not on it.
func (t *tx) Indexed(caseID string) error {
	n, err := t.exec("DELETE FROM unindexed WHERE tenant_id = ? AND case_id = ?", t.tenant, caseID)
	return updated(n > 0, err)
}
