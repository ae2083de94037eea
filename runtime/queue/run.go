package queue

import "time"

// Run is one act done to many cases, one after the other: each by the policies, each with an event of its own.
type Run struct {
	ID       string
	Tenant   string
	Queue    string
	Act      Act
	State    string // one of those below
	Total    int
	By       string // member id
	BeganAt  time.Time
	EndedAt  *time.Time
	EndedBy  string // who stopped it
	Revision int64
}

// Act is what is done to each case.
type Act struct {
	Verb     string `json:"verb"` // claim, release, assign, restore, or a verb of the pipeline
	Reason   string `json:"reason,omitempty"`
	Note     string `json:"note,omitempty"`
	Assignee string `json:"assignee,omitempty"` // of assign: member id
}

// The states of a run.
const (
	Running   = "running"
	Done      = "done"
	Cancelled = "cancelled"
	Failed    = "failed" // its job could not go on
)

// ItemState is what became of a case of a run.
type ItemState string

// The states of an item.
const (
	Waiting ItemState = "waiting"
	Acted   ItemState = "done"
	Refused ItemState = "refused" // a policy, the stage or a guard stood in the way
	Changed ItemState = "changed" // it was another case by then: somebody acted on it since it was chosen
	Left    ItemState = "left"    // the run was stopped before its turn
)

// Item is one case of a run. Revision is the one that the member saw. Had is who had the case before the act, Given who has
// it by the act: member ids, "" for nobody.
type Item struct {
	Run      string
	Tenant   string
	Position int
	Case     string
	Revision int64
	State    ItemState
	Why      Why
	Had      string
	Given    string
}

// Why is what stood in the way: a fault, to be said in the reader's language.
type Why struct {
	Code   string         `json:"code,omitempty"`
	Key    string         `json:"key,omitempty"`
	Params map[string]any `json:"params,omitempty"`
}

// MaxRun is how many cases one run may be about.
const MaxRun = 1000
