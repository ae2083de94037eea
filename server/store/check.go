package store

import (
	"context"

	"github.com/esteira/esteira/runtime/check"
)

var resultTable = newTable("check_results", "tenant_id case_id key round attempt result explanation evidence at", "case_id key round",
	func(r *check.Result) []any {
		return []any{
			&r.Tenant, &r.Case, &r.Key, &r.Round, &r.Attempt, &r.Result, asJSON(&r.Explanation), asJSON(&r.Evidence), &r.At,
		}
	})

// PutResult adds or replaces the result of (case, key, round). Returns fault.NotFound when the tenant has no such case.
func (t *tx) PutResult(r check.Result) error {
	if err := t.mine(&r.Tenant); err != nil {
		return err
	}
	if err := t.own(r.Case); err != nil {
		return err
	}
	n, err := resultTable.insert(t.conn, &r)
	if err != nil || n > 0 {
		return err
	}
	return updated(resultTable.update(t.conn, &r, ""))
}

// Results returns the latest result of each check of a case, by key.
func (t *tx) Results(caseID string) ([]check.Result, error) {
	return resultTable.all(t.conn, t.tenant, ` AND case_id = ? AND round = (SELECT MAX(latest.round) FROM check_results latest
		WHERE latest.tenant_id = check_results.tenant_id AND latest.case_id = check_results.case_id AND latest.key = check_results.key)
		ORDER BY key`, caseID)
}

// ResultsOf returns the results of one check of a case, of each round the last, newest first.
func (t *tx) ResultsOf(caseID, key string) ([]check.Result, error) {
	return resultTable.all(t.conn, t.tenant, " AND case_id = ? AND key = ? ORDER BY round DESC", caseID, key)
}

// keptAnswer is an answer of a provider outside that may be given again.
type keptAnswer struct {
	tenant, hash string
	kept         check.Kept
}

var keptTable = newTable("kept_answers", "tenant_id hash result explanation evidence at until", "hash",
	func(k *keptAnswer) []any {
		return []any{&k.tenant, &k.hash, &k.kept.Result, asJSON(&k.kept.Explanation), asJSON(&k.kept.Evidence), &k.kept.At, &k.kept.Until}
	})

// KeptAnswer returns an answer of before by the hash of what was asked. Returns fault.NotFound when there is none that still
// holds.
func (s *Store) KeptAnswer(ctx context.Context, tenantID, hash string) (check.Kept, error) {
	var found keptAnswer
	err := s.read(ctx, tenantID, func(c *conn) (err error) {
		found, err = keptTable.one(c, tenantID, " AND hash = ? AND until > ?", hash, s.moment())
		return err
	})
	return found.kept, err
}

// KeepAnswer keeps an answer under the hash of what was asked, in place of the one before.
func (s *Store) KeepAnswer(ctx context.Context, tenantID, hash string, k check.Kept) error {
	return s.write(ctx, tenantID, func(c *conn) error {
		row := keptAnswer{tenantID, hash, k}
		n, err := keptTable.insert(c, &row)
		if err != nil || n > 0 {
			return err
		}
		return updated(keptTable.update(c, &row, ""))
	})
}
