// Package migration moves cases in flight from one version of their pipeline to another: it judges what the move would
// mean for each, and keeps what was chosen for those that are alike. Judging is pure; the conveyor does the moving.
package migration

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// Bucket is what a move would mean for a case. Each case is in one: the worst that applies.
type Bucket string

// The buckets, from the worst.
const (
	Reroutes  Bucket = "reroutes"  // its stage is gone, or what can happen to it there differs
	Loses     Bucket = "loses"     // an answer was given that is not asked for any more
	Asks      Bucket = "asks"      // an answer is owed that was not before
	Untouched Bucket = "untouched" // nothing
)

// Buckets returns all, from the worst.
func Buckets() []Bucket { return []Bucket{Reroutes, Loses, Asks, Untouched} }

// Choice is what is done with the cases of a bucket.
type Choice string

// The choices.
const (
	Keep    Choice = "keep"    // they stay on their version
	Forward Choice = "forward" // they go on as they are, without what the version does not know
	Ask     Choice = "ask"     // they go on, and exactly what is new is requested of the applicant
	Staff   Choice = "staff"   // they go on at a stage of staff, to be looked at
)

// The states of a migration.
const (
	Running   = "running"
	Done      = "done"
	Cancelled = "cancelled"
	// Superseded ended by itself, when a newer version was published; Failed because its job could not go on.
	Superseded = "superseded"
	Failed     = "failed"
)

// Migration is one run over the cases of a pipeline that are in flight on older versions.
type Migration struct {
	ID       string
	Tenant   string
	Pipeline string
	Version  string // id of the version that cases go to
	Choices  Choices
	Stage    string // of staff, for cases that are handed over and stand elsewhere
	State    string // one of those above
	Total    int    // cases that were in flight when it began
	Tally    Tally
	At       Place // the last case that was looked at
	By       string
	BeganAt  time.Time
	EndedAt  *time.Time
	EndedBy  string // who cancelled it
}

// Choices are those made, by bucket; what is not named stays.
type Choices map[Bucket]Choice

// Of returns the choice for a bucket.
func (c Choices) Of(b Bucket) Choice {
	if choice, ok := c[b]; ok {
		return choice
	}
	return Keep
}

// Idle says that nothing is chosen but to stay.
func (c Choices) Idle() bool {
	for _, choice := range c {
		if choice != Keep {
			return false
		}
	}
	return true
}

// Check returns fault.Invalid migration.choice for a bucket or a choice that is none.
func (c Choices) Check() error {
	for bucket, choice := range c {
		fits := slices.Contains([]Choice{Keep, Forward, Ask, Staff}, choice) && !(choice == Ask && bucket == Untouched)
		if !slices.Contains(Buckets(), bucket) || !fits {
			return fault.New(fault.Invalid, "migration.choice").With("bucket", string(bucket)).With("choice", string(choice)).
				At(fault.Violation{Path: "/choices/" + string(bucket), Key: "select"})
		}
	}
	return nil
}

// Place is how far a run over the cases in flight has come: they are taken by version, then by id.
type Place struct {
	Version string `json:"version,omitempty"`
	Case    string `json:"case,omitempty"`
}

// Tally counts cases by bucket and by what became of them.
type Tally map[Bucket]Outcome

// Outcome is what became of the cases of a bucket. Stuck ones were to be moved and could not be: their stage is gone and no
// other was chosen, or nothing can be asked of the applicant where they stand. They stay as they were.
type Outcome struct {
	Moved int `json:"moved,omitempty"`
	Kept  int `json:"kept,omitempty"`
	Stuck int `json:"stuck,omitempty"`
}

// Count adds one case.
func (t Tally) Count(b Bucket, what Outcome) {
	sum := t[b]
	sum.Moved, sum.Kept, sum.Stuck = sum.Moved+what.Moved, sum.Kept+what.Kept, sum.Stuck+what.Stuck
	t[b] = sum
}

// Seen is the number of cases that were looked at.
func (t Tally) Seen() int {
	n := 0
	for _, o := range t {
		n += o.Moved + o.Kept + o.Stuck
	}
	return n
}

// Rows are the migrations inside one transaction of one tenant.
type Rows interface {
	// InsertMigration returns fault.Conflict migration.running while another of the pipeline runs.
	InsertMigration(Migration) error
	// UpdateMigration writes a migration that runs. The transaction fails with fault.Conflict migration.ended, at its end at
	// the latest, when it does not run any more: no case is moved after somebody has cancelled.
	UpdateMigration(Migration) error
	// Migration returns fault.NotFound when the tenant has no such migration.
	Migration(id string) (Migration, error)
	// Migrations returns those of a pipeline, newest first, at most fifty.
	Migrations(pipeline string) ([]Migration, error)
	// InFlight returns cases of a pipeline that are at no end and on an older version than the given one, after a place, by
	// version and id.
	InFlight(f Flight) ([]Aloft, error)
	// VersionsInFlight returns the ids of the versions that cases of a pipeline are in flight on.
	VersionsInFlight(pipeline string) ([]string, error)
	// CountInFlight counts cases of a pipeline that are at no end, by version id.
	CountInFlight(pipeline string) (map[string]int, error)
}

// Flight asks for cases in flight.
type Flight struct {
	Pipeline string
	Before   int // version number; 0 takes the cases of all versions
	After    Place
	Limit    int
}

// Aloft is a case in flight, as it is kept: who reads many may leave most of it unread.
type Aloft struct {
	ID        string
	Version   string
	Reference string
	Stage     string
	State     json.RawMessage // cases.State
	Answers   json.RawMessage // an object; empty when they were erased
}
