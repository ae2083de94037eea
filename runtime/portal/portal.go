// Package portal is what passes between an applicant and staff beside the answers: posts, ticks on items of the
// checklist, feedback, and where a pipeline is offered. It holds the rows and nothing of how they are used.
package portal

import "time"

// Post is one text of the thread of a case.
type Post struct {
	ID     string
	Tenant string
	Case   string
	Kind   string // of its author: "applicant" or "member"
	Author string // id of the member, or of the case
	Name   string // of the member, for people to read; "" of the applicant
	Body   string
	At     time.Time
	ReadAt *time.Time // by the other side
}

// Tick says that somebody called an item of the checklist done.
type Tick struct {
	Tenant string
	Case   string
	Item   string // key
	Kind   string // of who did: "applicant" or "member"
	Author string
	At     time.Time
}

// Feedback is what an applicant thought of it.
type Feedback struct {
	Tenant   string
	Case     string
	Pipeline string
	Version  string
	Moment   string // "end", or "exit" of somebody who leaves before it
	Score    int    // 1 to 5
	Words    string
	At       time.Time
}

// Share says which sites may show a pipeline in a frame.
type Share struct {
	Tenant    string
	Pipeline  string
	Origins   []string // https://www.example.org
	Revision  int64
	UpdatedAt time.Time
	UpdatedBy string
}

// Invitation is a person who was asked to apply, by their case.
type Invitation struct {
	Tenant    string
	Case      string
	Pipeline  string
	Message   string // id of the latest that carried a link; "" where none went out
	Sends     int
	At        time.Time // when they were invited first
	By        string    // id of the member
	RevokedAt *time.Time
}

// Invited asks for the people who were invited to a pipeline, newest first.
type Invited struct {
	Pipeline string
	After    string // cursor of the page before, "" for the first
	Limit    int
}

// Rows are these rows inside one transaction of one tenant.
type Rows interface {
	// InsertPost adds a post. Returns fault.NotFound when the tenant has no such case.
	InsertPost(Post) error
	// Posts returns the thread of a case, oldest first.
	Posts(caseID string) ([]Post, error)
	// ReadPosts notes that the other side has read what a kind of author wrote, and says how many were new to them.
	ReadPosts(caseID, kind string, at time.Time) (int, error)
	// PutTick adds a tick; one that is there stays. Returns fault.NotFound when the tenant has no such case.
	PutTick(Tick) error
	// RemoveTick takes a tick away, if it is there.
	RemoveTick(caseID, item string) error
	// Ticks returns the ticks of a case.
	Ticks(caseID string) ([]Tick, error)
	// PutFeedback keeps what was thought of a case in place of what was before.
	PutFeedback(Feedback) error
	// FeedbackOf returns what was thought of a case, or fault.NotFound.
	FeedbackOf(caseID string) (Feedback, error)
	// PutInvitation keeps how a case was invited in place of what was before. Returns fault.NotFound when the tenant has no
	// such case.
	PutInvitation(Invitation) error
	// Invitation returns how a case was invited, or fault.NotFound.
	Invitation(caseID string) (Invitation, error)
	// Invitations returns a page of them and the cursor of the next, "" at the end. Returns fault.Invalid for a cursor that
	// is none.
	Invitations(Invited) ([]Invitation, string, error)
	// Share returns where a pipeline is offered; one that was never set is the zero Share of the pipeline.
	Share(pipeline string) (Share, error)
	// SetShare writes a share whose stored Revision is the given one less one (none for 1); else fault.Stale.
	SetShare(Share) error
}
