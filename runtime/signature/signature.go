// Package signature is the electronic signature by a token sent by e-mail: 24 hours, stored hashed, single use,
// revoked by any edit, confirmed by an explicit act, with an evidence record.
package signature

import (
	"encoding/json"
	"time"
)

// Token lets its bearer continue or sign one case. Only its SHA-256 is kept.
type Token struct {
	ID        string
	Tenant    string
	Case      string
	Purpose   string // "signature", "resume", "handover" or "stop"
	SHA256    string // hex, of the token text
	State     string // created, sent, opened, used, expired, revoked, locked, failed
	Answers   string // SHA-256 of the answers that it is bound to (signature)
	To        string // e-mail address it was sent to
	CreatedAt time.Time
	SentAt    *time.Time
	OpenedAt  *time.Time
	UsedAt    *time.Time
	ExpiresAt time.Time
	Attempts  int
	Message   string // id of the message that carries it
}

// Evidence is the record of one signature: see the fields in Record's JSON. It is never changed.
type Evidence struct {
	ID     string
	Tenant string
	Case   string
	Record json.RawMessage // canonical JSON with "hash"
	Hash   string
	At     time.Time
}

// Rows are the tokens and evidence inside one transaction of one tenant.
type Rows interface {
	InsertToken(Token) error
	UpdateToken(Token) error
	// TokenByHash locks and returns the token with this SHA-256, or fault.NotFound.
	TokenByHash(sha256 string) (Token, error)
	// Tokens returns the tokens of a case for a purpose, newest first.
	Tokens(caseID, purpose string) ([]Token, error)
	InsertEvidence(Evidence) error
	EvidenceOf(caseID string) ([]Evidence, error)
}
