package store

import "github.com/esteira/esteira/runtime/signature"

var tokenTable = newTable("tokens",
	`tenant_id id case_id purpose sha256 state answers recipient created_at sent_at opened_at used_at expires_at attempts message_id`, "id",
	func(t *signature.Token) []any {
		return []any{
			&t.Tenant, &t.ID, &t.Case, &t.Purpose, &t.SHA256, &t.State, &t.Answers, &t.To,
			&t.CreatedAt, &t.SentAt, &t.OpenedAt, &t.UsedAt, &t.ExpiresAt, &t.Attempts, &t.Message,
		}
	})

var evidenceTable = newTable("evidence", "tenant_id id case_id record hash at", "id",
	func(e *signature.Evidence) []any {
		return []any{&e.Tenant, &e.ID, &e.Case, asRaw(&e.Record), &e.Hash, &e.At}
	})

// InsertToken adds a token. Returns fault.NotFound when the tenant has no such case, fault.Conflict when the id or
// the hash is taken.
func (t *tx) InsertToken(k signature.Token) error {
	if err := t.mine(&k.Tenant); err != nil {
		return err
	}
	if err := t.own(k.Case); err != nil {
		return err
	}
	return inserted(tokenTable.insert(t.conn, &k))
}

// UpdateToken returns fault.NotFound when the tenant has no such token.
func (t *tx) UpdateToken(k signature.Token) error {
	if err := t.mine(&k.Tenant); err != nil {
		return err
	}
	return updated(tokenTable.update(t.conn, &k, " AND case_id = ?", k.Case))
}

// TokenByHash locks and returns the token with this SHA-256, or fault.NotFound.
func (t *tx) TokenByHash(sha256 string) (signature.Token, error) {
	return tokenTable.one(t.conn, t.tenant, " AND sha256 = ?"+t.lock(), sha256)
}

// Tokens returns the tokens of a case for a purpose, newest first.
func (t *tx) Tokens(caseID, purpose string) ([]signature.Token, error) {
	return tokenTable.all(t.conn, t.tenant, " AND case_id = ? AND purpose = ? ORDER BY created_at DESC, id DESC", caseID, purpose)
}

// InsertEvidence adds a record that is never changed. Returns fault.NotFound when the tenant has no such case,
// fault.Conflict when the id is taken.
func (t *tx) InsertEvidence(e signature.Evidence) error {
	if err := t.mine(&e.Tenant); err != nil {
		return err
	}
	if err := t.own(e.Case); err != nil {
		return err
	}
	return inserted(evidenceTable.insert(t.conn, &e))
}

// EvidenceOf returns the records of a case, oldest first.
func (t *tx) EvidenceOf(caseID string) ([]signature.Evidence, error) {
	return evidenceTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY id", caseID)
}
