// Package event is what happened: past tense, appended, never changed, hash-chained per case.
//
// The hash of an event covers its canonical JSON (RFC 8785: sorted keys, UTF-8, no spaces) with the hash of the
// event before it, so that no event can be changed, dropped or inserted without the chain showing it.
package event

import (
	"time"

	"github.com/esteira/esteira/schemas/actor"
)

// Event is one thing that happened to a case, or that the administration of a tenant did.
type Event struct {
	ID     string         `json:"id"`
	Tenant string         `json:"tenant"`
	Case   string         `json:"case"` // the tenant's id for what its administration did
	Seq    int64          `json:"seq"`  // 1, 2, 3… within the case
	Name   string         `json:"name"` // noun.verb-in-the-past, e.g. "submission.submitted"
	At     time.Time      `json:"at"`   // UTC, milliseconds
	Actor  actor.Actor    `json:"actor"`
	Data   map[string]any `json:"data,omitempty"` // never holds an answer in clear; ids, keys, digests, reasons
	Prev   string         `json:"prev"`           // hex SHA-256 of the event before, "" for the first
	Hash   string         `json:"hash"`           // hex SHA-256 of the canonical JSON without this member
}
