package cases

import (
	"time"

	"github.com/esteira/esteira/schemas/event"
)

// Counter is the channel of a case that a member began for somebody who was there.
const Counter = "counter"

// Record is one case as it is kept. What queues filter, sort and show stands in columns of its own beside State.
type Record struct {
	ID        string
	Tenant    string
	Reference string // short, unique in the tenant, read out on the phone
	Pipeline  string // key
	Version   string // id of the pinned pipeline version
	State     State
	Revision  int64 // grows by one with each change of the state
	LastSeq   int64 // of the event chain
	LastHash  string

	Locale   string
	Channel  string // where the applicant came from
	Name     string // of the person or company, from Pipeline.Contact
	Identity string // canonical CPF, CNPJ…; masked before it is shown
	Email    string
	Phone    string

	Percent  int    // answered ÷ visible required, 0..100
	Page     string // key of the page the applicant was last on
	Attempts int    // how often the applicant came back to it
	Assignee string // member id
	// ClaimedAt is since when the assignee has it, and NewsSeq the place in the chain of what last happened that people
	// would want to know of.
	ClaimedAt *time.Time
	NewsSeq   int64
	Token     TokenMark
	Call      CallMark
	DueAt     *time.Time // earliest timer
	LevelAt   *time.Time // when the service level of the stage ends
}

// TokenMark is what queues show of the latest signature token.
type TokenMark struct {
	State     string     `json:"state,omitempty"`
	SentAt    *time.Time `json:"sentAt,omitempty"`
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
	Sends     int        `json:"sends,omitempty"`
}

// CallMark is what queues show of the latest call of a system outside.
type CallMark struct {
	Name    string     `json:"name,omitempty"`
	State   string     `json:"state,omitempty"` // waiting, ok, retryable or final
	Attempt int        `json:"attempt,omitempty"`
	NextAt  *time.Time `json:"nextAt,omitempty"` // when it is made, while it waits
	Code    string     `json:"code,omitempty"`   // of the latest error
	Field   string     `json:"field,omitempty"`  // JSON Pointer of the answer at fault
}

// IndexRow is one indexed answer of a case, so that queues filter and sort by any field of the tenant.
type IndexRow struct {
	Field  string // path of keys, "income", "address.city"
	Text   *string
	Number *float64
}

// Job is background work, enqueued in the same transaction as the rows it speaks of.
type Job struct {
	Kind string            // timer, check, send, call, anchor, erase
	Key  string            // the same key is enqueued once; "" never collides
	At   time.Time         // zero means now
	Args map[string]string // ids only, never answers
}

// Rows are the rows of cases inside one transaction of one tenant. Every method is limited to that tenant.
type Rows interface {
	// Now is the one time of the transaction, UTC, milliseconds.
	Now() time.Time
	// Case locks and returns a case. Returns fault.NotFound when the tenant has no such case.
	Case(id string) (Record, error)
	// InsertCase adds a case. Returns fault.Conflict when the reference is taken.
	InsertCase(Record) error
	// UpdateCase writes a case whose stored Revision is the given one less one. Otherwise the transaction fails with
	// fault.Stale, at its end at the latest; so it does for what the methods below that return nothing but an error refuse.
	UpdateCase(Record) error
	// RemoveAnswers deletes answers, index rows, documents and messages' bodies of a case; events and counters stay.
	RemoveAnswers(caseID string) (blobs []string, err error)
	// AppendEvents adds sealed events of a case.
	AppendEvents(events []event.Event) error
	// Index replaces the indexed answers of a case.
	Index(caseID string, rows []IndexRow) error
	// Indexed takes a case off the list of those that are still to be indexed. Returns fault.NotFound when it is not on it.
	Indexed(caseID string) error
	// Enqueue adds a job. A job with a key that exists is left as it is.
	Enqueue(Job) error
	// Performed says whether a request with this key was done already, and to which id it led.
	Performed(key string) (ref string, done bool, err error)
	// Perform keeps that a request with this key was done. Returns fault.Conflict when it was done already.
	Perform(key, ref string) error
	// CasesWithIdentity returns ids of other cases of the tenant with this identity that were not removed.
	CasesWithIdentity(identity, except string) ([]string, error)
	// CompletedWithIdentity returns the id of the case of this identity that was completed last, of those that began
	// before a moment; "" when there is none.
	CompletedWithIdentity(identity, except string, before time.Time) (string, error)
}
