// Package document is an uploaded file: what it is, whether it is safe, whether it is accepted, where its bytes lie, and
// how long they are kept.
package document

import (
	"slices"
	"time"
)

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
	Name      string // as the person's device called it; shown, never used as a path; "" once it was erased
	MIME      string // sniffed
	Size      int64  // bytes
	SHA256    string // hex, of the bytes as they came
	Blob      string // key in the blob store; "" once it was erased
	Width     int    // pixels, of images
	Height    int
	Pages     int    // of a PDF; 0 when they could not be counted
	Thumbnail string // key of a small picture of it; "" for none
	State     string // stored, accepted, refused, replaced
	Reason    string // of a refusal, as the applicant reads it
	Cause     string // key of the reason of the pipeline that the refusal was chosen from; "" for none
	Scan      string // pending, clean, flagged, unscannable; "" when nothing scans here
	Found     string // what the scanner calls what it found, or why it could not look
	ScannedAt *time.Time
	Verdict   string // accepted, refused or "": what was said of it, also after it was replaced
	JudgedAt  *time.Time
	JudgedBy  string // member id
	Expires   string // the last day on which it proves something, 2026-01-31; "" for none
	CreatedAt time.Time
	CreatedBy string // actor kind and id

	ReplacedAt *time.Time
	ReplacedBy string // actor kind and id
	ErasedAt   *time.Time
}

// IsCurrent tells whether a file still answers its field.
func (d Document) IsCurrent() bool { return d.State != Replaced }

// IsImage tells whether a browser shows the file as a picture.
func (d Document) IsImage() bool {
	return slices.Contains([]string{"image/jpeg", "image/png", "image/webp"}, d.MIME)
}

// Rows are the documents inside one transaction of one tenant.
type Rows interface {
	InsertDocument(Document) error
	UpdateDocument(Document) error
	// Document returns fault.NotFound when the tenant has no such document.
	Document(id string) (Document, error)
	Documents(caseID string) ([]Document, error)
	// DocumentOf returns the document whose bytes, or small picture, lie under a key; fault.NotFound when there is none.
	DocumentOf(blob string) (Document, error)
	// Retention is how long the tenant keeps files; all zero when it never said.
	Retention() (Retention, error)
	// OnHold says whether the files of a case must not be erased.
	OnHold(caseID string) (bool, error)
}
