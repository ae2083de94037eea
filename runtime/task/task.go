// Package task is one piece of staff work that a transition created.
package task

import "time"

// Task is one piece of staff work.
type Task struct {
	ID        string
	Tenant    string
	Case      string
	Key       string // idempotency key
	Name      string
	Role      string // role that should do it
	State     string // open, done, cancelled
	DueAt     *time.Time
	CreatedAt time.Time
	DoneAt    *time.Time
	DoneBy    string
}

// Rows are the tasks inside one transaction of one tenant.
type Rows interface {
	// InsertTask adds a task; one whose key exists is left as it is.
	InsertTask(Task) error
	UpdateTask(Task) error
	Tasks(caseID string) ([]Task, error)
}
