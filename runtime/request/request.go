// Package request is what staff asked an applicant for: exactly these items, which alone become editable.
package request

import "time"

// Item is one thing asked for.
type Item struct {
	ID         string
	Tenant     string
	Case       string
	Path       string // JSON Pointer of the field
	Note       string // what to do, in the analyst's words
	State      string // open, answered, withdrawn
	CreatedAt  time.Time
	CreatedBy  string
	DueAt      *time.Time
	AnsweredAt *time.Time
}

// Rows are the requested items inside one transaction of one tenant.
type Rows interface {
	InsertItem(Item) error
	UpdateItem(Item) error
	Items(caseID string) ([]Item, error)
}
