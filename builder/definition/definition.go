// Package definition is the life of anything designed: a draft with a revision lock, published as immutable
// numbered versions.
package definition

import (
	"encoding/json"
	"time"
)

// Kind of a definition.
type Kind string

// The kinds.
const (
	Form      Kind = "form"
	Checklist Kind = "checklist"
	Pipeline  Kind = "pipeline"
	Template  Kind = "template" // a set of the others in one file
)

// Draft is the editable state of a definition.
type Draft struct {
	Tenant    string
	Kind      Kind
	Key       string
	Body      json.RawMessage
	Revision  int64 // grows by one with each save; a save names the revision it was made from
	UpdatedAt time.Time
	UpdatedBy string
}

// Presence is a window that somebody has open at a definition.
type Presence struct {
	Tenant    string
	Kind      Kind
	Key       string
	Member    string
	Client    string   // chosen by the window, which so knows itself from others of the same person
	Selection []string // what is selected there
	SeenAt    time.Time
}

// Version is a published snapshot. It never changes.
type Version struct {
	ID          string // opaque
	Tenant      string
	Kind        Kind
	Key         string
	Number      int               // 1, 2, 3… per tenant, kind and key
	Checksum    string            // hex SHA-256 of Body in canonical JSON
	Body        json.RawMessage   // the definition as it was published
	Compiled    json.RawMessage   // form: JSON Schema 2020-12
	Pins        map[string]string // pipeline: "form" and "checklist" → version id
	PublishedAt time.Time
	PublishedBy string
}
