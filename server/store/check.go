package store

import "github.com/esteira/esteira/runtime/check"

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
