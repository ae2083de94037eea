package store

import "github.com/esteira/esteira/runtime/submission"

var submissionTable = newTable("submissions", "tenant_id case_id form_version answers sources earlier visited revision saved_at frozen_at sha256", "case_id",
	func(s *submission.Submission) []any {
		return []any{
			&s.Tenant, &s.Case, &s.FormVersion, asJSON(&s.Answers), asJSON(&s.Sources), asJSON(&s.Earlier), asJSON(&s.Visited), &s.Revision, &s.SavedAt, &s.FrozenAt, &s.SHA256,
		}
	})

// Submission returns the answers of a case. Returns fault.NotFound when there are none.
func (t *tx) Submission(caseID string) (submission.Submission, error) {
	return submissionTable.one(t.conn, t.tenant, " AND case_id = ?", caseID)
}

// PutSubmission inserts or updates; the stored revision must be the given one less one, else the transaction fails with
// fault.Stale, at its end at the latest. Returns fault.NotFound when the tenant has no such case.
func (t *tx) PutSubmission(s submission.Submission) error {
	if err := t.mine(&s.Tenant); err != nil {
		return err
	}
	if err := t.own(s.Case); err != nil {
		return err
	}
	if s.Revision == 1 {
		return submissionTable.add(t.conn, stale("submission.stale"), &s)
	}
	return submissionTable.change(t.conn, func() error { return stale("submission.stale") }, &s, " AND revision = ?", s.Revision-1)
}
