package tenant

import (
	"context"
	"time"

	"github.com/esteira/esteira/schemas/actor"
)

// The states of a part of the system.
const (
	PartUp   = "up"
	PartLate = "late" // it works, but something waits too long
	PartDown = "down"
	PartOff  = "off" // not set up
)

// SystemPart is one thing that the work of a tenant stands on.
type SystemPart struct {
	Part    string    // database, storage, scanner, email, sms, jobs
	State   string    // up, late, down, off
	Since   time.Time // when it was first found down, or since when the oldest that is late has waited; zero while it is up
	Backlog Backlog
}

// Backlog is what waits of a tenant's messages, files or jobs, now and not for a later time.
type Backlog struct {
	Waiting int
	Late    int       // those of them that were tried in vain, or should have been done five minutes ago
	Oldest  time.Time // since when the oldest of the late ones has waited; zero when none is late
	Failure Failure
}

// Failure is the last message or job of 30 days that was given up, or failed and is tried again; zero when none was.
type Failure struct {
	ID   string
	At   time.Time
	What string // the template of the message, or the kind of the job
}

// System knows what the installation stands on.
type System interface {
	// Parts returns all of them, with what of a tenant waits for each.
	Parts(ctx context.Context, tenant string) ([]SystemPart, error)
}

// ViewSystem returns what the tenant's work stands on, whether it answers, and what waits for it. Returns fault.Denied
// without the policy.
func (a *Administration) ViewSystem(ctx context.Context, who actor.Actor) ([]SystemPart, error) {
	if err := a.demand(ctx, who, Right{"plugin", "manage"}); err != nil {
		return nil, err
	}
	return a.System.Parts(ctx, who.Tenant)
}
