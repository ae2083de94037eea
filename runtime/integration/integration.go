// Package integration is the systems outside that a case is told to: one call is planned in the transaction of its
// cause, made by a job, tried again when the pipeline says so, and kept with what came of it. Plugins make the calls.
package integration

import (
	"context"
	"time"
)

// The states of a call.
const (
	Waiting   = "waiting"   // its time has not come, or nobody answered yet
	Done      = "ok"        // the other side took it
	Retryable = "retryable" // it failed in a way that may pass
	Final     = "final"     // it failed for good
	Overtaken = "overtaken" // another call, or the way of the case, made it needless
)

// Call is one attempt at telling a system outside, and what came of it.
type Call struct {
	ID      string
	Tenant  string
	Case    string
	Name    string // of the call in the pipeline: which system, or what it is told
	Key     string // of the work that planned it; the same at each run of the job
	Stage   string // where the case stood
	Attempt int    // 1, 2… since the case came to the stage
	State   string
	DueAt   time.Time  // when it is made
	At      *time.Time // when it was answered
	Sent    map[string]any
	Answer  Answer
}

// Order is what a system outside is told.
type Order struct {
	ID        string         `json:"id"` // of the call; the same when it is made again after a crash
	Name      string         `json:"call"`
	Tenant    string         `json:"tenant"` // word in addresses, not the id
	Case      string         `json:"case"`
	Reference string         `json:"reference"`
	Pipeline  string         `json:"pipeline"`
	Attempt   int            `json:"attempt"`
	At        time.Time      `json:"at"`
	Answers   map[string]any `json:"answers"`
	Facts     map[string]any `json:"facts,omitempty"` // attributes of the case
}

// Answer is what came back.
type Answer struct {
	State   string         `json:"state"` // Done, Retryable or Final
	Status  int            `json:"status,omitempty"`
	Code    string         `json:"code,omitempty"`    // of the error, as the other side calls it
	Field   string         `json:"field,omitempty"`   // JSON Pointer of the answer at fault
	Message string         `json:"message,omitempty"` // of the error, for staff
	Facts   map[string]any `json:"facts,omitempty"`   // attributes of the case
	Body    string         `json:"body,omitempty"`    // as it came, cut
}

// Integration tells one system outside. It is called by a job, outside of any transaction, and may take time.
type Integration interface {
	// Name is that of the plugin.
	Name() string
	// Call makes one attempt. All that goes wrong outside is an Answer; an error is one of ours, and the job tries again.
	Call(ctx context.Context, o Order) (Answer, error)
}

// Rows are the calls inside one transaction of one tenant.
type Rows interface {
	// InsertCall adds a call; one whose key exists is left as it is, and false is returned.
	InsertCall(Call) (bool, error)
	// UpdateCall returns fault.NotFound when the tenant has no such call.
	UpdateCall(Call) error
	// Call locks and returns a call, or fault.NotFound.
	Call(id string) (Call, error)
	// Calls returns the calls of a case, newest first.
	Calls(caseID string) ([]Call, error)
}
