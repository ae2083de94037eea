// Package submission is one applicant's answers to one form version.
package submission

import "time"

// Submission is the answers of a case.
type Submission struct {
	Case        string
	Tenant      string
	FormVersion string
	Answers     map[string]any    // cleaned, by key
	Sources     map[string]Source // by top-level key: who gave it, and when
	Visited     []string          // keys of pages the applicant went on from
	Revision    int64             // grows by one with each save
	SavedAt     time.Time
	FrozenAt    *time.Time // submitted: nothing changes until it is thawed or an item is requested
	SHA256      string     // of the canonical JSON of the answers when frozen
}

// Source tells who gave an answer.
type Source struct {
	Kind string    `json:"kind"` // applicant, member, check
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Rev  int64     `json:"rev"` // submission revision that last changed it
	// Client is the visit that saved it and Nth which of its saves that was, where the applicant's page told.
	Client string `json:"client,omitempty"`
	Nth    int64  `json:"nth,omitempty"`
}

// Rows are the submissions inside one transaction of one tenant.
type Rows interface {
	// Submission returns the answers of a case. Returns fault.NotFound when there are none.
	Submission(caseID string) (Submission, error)
	// PutSubmission inserts or updates; the stored revision must be the given one less one, else fault.Stale.
	PutSubmission(Submission) error
}
