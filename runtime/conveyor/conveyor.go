// Package conveyor moves a case: each verb opens one transaction, brings the facts together, lets the engine decide,
// and carries out what it planned. It is the only package that knows all the nouns of the runtime.
package conveyor

import (
	"context"
	"log/slog"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/integration"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/runtime/task"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
)

// Tx is one transaction of one tenant over all rows that a verb may touch.
type Tx interface {
	cases.Rows
	submission.Rows
	document.Rows
	message.Rows
	paper.Rows
	signature.Rows
	request.Rows
	check.Rows
	screening.Rows
	task.Rows
	integration.Rows
	migration.Rows
	portal.Rows
	queue.Rows
	OpeningRows
	InboxRows
	MentionRows
	HoldRows
	event.PersonalRows
	cockpit.Rows
}

// Store keeps everything. Each method takes the tenant first and sees nothing of any other.
type Store interface {
	// Begin runs fn in one transaction, committed durably when Begin returns nil. fn must not keep the Tx. fn may run
	// again when the database asks for it, so it has no other effects.
	Begin(ctx context.Context, tenant string, fn func(Tx) error) error
	// View runs fn in a read-only transaction.
	View(ctx context.Context, tenant string, fn func(Tx) error) error
	// Version returns a published version; fault.NotFound otherwise. Versions never change and may be cached.
	Version(ctx context.Context, tenant, id string) (definition.Version, error)
	// Live returns the newest version of a definition; fault.NotFound when none was published.
	Live(ctx context.Context, tenant string, kind definition.Kind, key string) (definition.Version, error)
	// LiveIDs returns the id of the newest version of each definition of a kind, by key.
	LiveIDs(ctx context.Context, tenant string, kind definition.Kind) ([]string, error)
	// Now is the time by which the store goes.
	Now() time.Time
	// Openings returns those of a tenant's pipelines that were ever set.
	Openings(ctx context.Context, tenant string) ([]definition.Opening, error)
	// RoundRobins returns the queues of a tenant that hand out by turns.
	RoundRobins(ctx context.Context, tenant string) ([]string, error)
	// OpenCasesOf returns the ids of cases with this e-mail address that their applicant can still act on or follow:
	// not removed, newest first, at most ten.
	OpenCasesOf(ctx context.Context, tenant, email string) ([]string, error)
	// Feedbacks returns what applicants thought since a moment, newest first.
	Feedbacks(ctx context.Context, tenant string, since time.Time) ([]portal.Feedback, error)
	// Events returns the chain of a case, oldest first.
	Events(ctx context.Context, tenant, caseID string) ([]event.Event, error)
}

// Profile is what the runtime needs to know of a tenant.
type Profile struct {
	ID            string
	Name          string
	URL           string // public address of the tenant, without a slash at the end
	Zone          *time.Location
	Calendar      *pipeline.Calendar // nil means Monday to Friday from 9 to 18
	DefaultLocale string
	Look          message.Look
	Ladder        message.Ladder
	Slug          string // word in addresses
	Integrated    bool   // calls of pipelines reach a system outside
}

// Tenants gives profiles.
type Tenants interface {
	Profile(ctx context.Context, tenant string) (Profile, error)
}

// Gate asks the policies. rule is the policy that decided, "" when none speaks of it.
type Gate interface {
	Ask(ctx context.Context, a actor.Actor, object, verb string) (allowed bool, rule string, err error)
}

// Blobs keeps the bytes of documents.
type Blobs interface {
	Put(ctx context.Context, key string, content []byte, mime string) error
	// Get returns fault.NotFound when there are none.
	Get(ctx context.Context, key string) ([]byte, error)
	Delete(ctx context.Context, key string) error
	// Link is for one look at a document; saved, a browser keeps it as a file.
	Link(ctx context.Context, d document.Document, saved bool) (Link, error)
}

// Link is an address that works for some minutes.
type Link struct {
	URL       string
	ExpiresAt time.Time
}

// Parts are what a Conveyor is made of. All are required but Scanner and Watch.
type Parts struct {
	Store   Store
	Tenants Tenants
	Gate    Gate
	Staff   Staff
	Blobs   Blobs
	Scanner document.Scanner // nil scans nothing
	Fields  *field.Registry
	Checks  []check.Checker
	Outside Outside
	Seal    signature.Sealer // signs evidence records, and the links that stop reminders
	Press   paper.Press      // writes receipts, dossiers and contracts
	NewID   func() string
	Log     *slog.Logger // names tenants and cases, never people or what they answered
	// Watch, which may be nil, is told what each rule came to that a verb asked; views tell it nothing.
	Watch func(*rule.Program, bool)
}

// Conveyor is the verbs of the runtime. It is safe for concurrent use.
type Conveyor struct {
	Parts
	checkers map[string]check.Checker
	lines    *lines
	doors    *doors
	turns    *turns
}

// New returns a Conveyor. It panics when two checks share a type: wrong wiring must not reach a request.
func New(p Parts) *Conveyor {
	c := &Conveyor{Parts: p, checkers: map[string]check.Checker{}, lines: newLines(), doors: newDoors(), turns: newTurns()}
	for _, checker := range p.Checks {
		if _, twice := c.checkers[checker.Type()]; twice {
			panic("conveyor: check " + checker.Type() + " is registered twice") //nolint:forbidigo // start-up only
		}
		c.checkers[checker.Type()] = checker
	}
	return c
}
