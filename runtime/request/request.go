// Package request is what staff asked an applicant for: exactly these items, which alone become editable.
package request

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/esteira/esteira/schemas/event"
)

// The states of an item.
const (
	Open      = "open"
	Answered  = "answered"
	Withdrawn = "withdrawn"
)

// Item is one thing asked for.
type Item struct {
	ID         string
	Tenant     string
	Case       string
	Path       string // JSON Pointer of the field
	Note       string // what to do, in the analyst's words
	Was        string // fingerprint of the answer as it was when it was asked for
	State      string // open, answered, withdrawn
	CreatedAt  time.Time
	CreatedBy  string
	DueAt      *time.Time
	AnsweredAt *time.Time
}

// Fingerprint tells answers to an item apart without keeping them. It hashes the item too, so that equal answers to two
// items look different.
func Fingerprint(item string, answer any) string {
	sum := sha256.Sum256(event.AppendCanonical([]byte(item+"\x00"), answer))
	return hex.EncodeToString(sum[:])
}

// Rows are the requested items inside one transaction of one tenant.
type Rows interface {
	InsertItem(Item) error
	UpdateItem(Item) error
	Items(caseID string) ([]Item, error)
}
