// Package document is an uploaded file: what it is, whether it is accepted, where its bytes lie.
package document

import "time"

// The states of a document.
const (
	Stored   = "stored"
	Accepted = "accepted"
	Refused  = "refused"
	Replaced = "replaced"
)

// Document is one uploaded file. Its bytes lie in the blob store under Blob and never change.
type Document struct {
	ID        string
	Tenant    string
	Case      string
	Field     string // JSON Pointer of the field it answers
	Kind      string // of document, from the field's settings
	Name      string // as the person's device called it; shown, never used as a path
	MIME      string // sniffed
	Size      int64  // bytes
	SHA256    string // hex, of the bytes as they came
	Blob      string // key in the blob store
	Width     int    // pixels, of images
	Height    int
	State     string // stored, accepted, refused, replaced
	Reason    string // of a refusal
	CreatedAt time.Time
	CreatedBy string // actor kind and id
}

// Rows are the documents inside one transaction of one tenant.
type Rows interface {
	InsertDocument(Document) error
	UpdateDocument(Document) error
	// Document returns fault.NotFound when the tenant has no such document.
	Document(id string) (Document, error)
	Documents(caseID string) ([]Document, error)
}
