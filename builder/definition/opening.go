package definition

import (
	"time"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// Opening is when applicants may begin a case of a pipeline. It is live: no version holds it, and a change counts at once.
// The zero Opening is always open.
type Opening struct {
	Tenant    string
	Pipeline  string
	OpensAt   *time.Time   // nil is long ago
	ClosesAt  *time.Time   // nil is never
	Paused    bool         // whatever the dates say
	Stops     bool         // who has begun cannot go on either, unless all was handed in: then it is for the pipeline to say
	Message   schemas.Text // for applicants, instead of the product's own words
	Revision  int64        // grows by one with each change
	UpdatedAt time.Time
	UpdatedBy string
}

// Door is how an opening stands at a moment.
type Door string

// The ways in which it may stand.
const (
	Open   Door = "open"
	Later  Door = "later"  // it opens at OpensAt
	Closed Door = "closed" // since ClosesAt
	Paused Door = "paused"
)

// Door says how the opening stands.
func (o Opening) Door(now time.Time) Door {
	switch {
	case o.Paused:
		return Paused
	case o.ClosesAt != nil && !now.Before(*o.ClosesAt):
		return Closed
	case o.OpensAt != nil && now.Before(*o.OpensAt):
		return Later
	}
	return Open
}

// Refuse returns fault.Conflict opening.later, opening.closed or opening.paused unless it is open.
func (o Opening) Refuse(now time.Time) error {
	if door := o.Door(now); door != Open {
		return fault.New(fault.Conflict, "opening."+string(door))
	}
	return nil
}

// Check returns fault.Invalid opening.order when it would close before it opens.
func (o Opening) Check() error {
	if o.OpensAt != nil && o.ClosesAt != nil && !o.ClosesAt.After(*o.OpensAt) {
		return fault.New(fault.Invalid, "opening.order").At(fault.Violation{Path: "/closesAt", Key: "opening.order"})
	}
	return nil
}

// Name is what people call a version. The version never changes; its name may.
type Name struct {
	Tenant  string
	Version string // id
	Name    string // "" takes it away
	At      time.Time
	By      string
}
