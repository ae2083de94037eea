// Package cases is the engine: it decides what a trigger does to a case, as a pure function.
//
// Decide takes everything as arguments, the clock too, and plans what is to be done (events, jobs, messages, tasks,
// tokens); it does nothing itself. The same code runs production, try-outs, tests and replays.
package cases

import (
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/actor"
)

// State is all that the engine knows of one case, apart from its answers.
type State struct {
	Case      string `json:"case"`
	Stage     string `json:"stage"` // "" before it starts and after it is removed
	Removed   bool   `json:"removed,omitempty"`
	Outcome   string `json:"outcome,omitempty"`
	Reason    string `json:"reason,omitempty"`    // key of the reason of the last decision
	Note      string `json:"note,omitempty"`      // internal note of the last decision
	DecidedBy string `json:"decidedBy,omitempty"` // member id

	StartedAt   time.Time  `json:"startedAt"`
	EnteredAt   time.Time  `json:"enteredAt"`  // entered the stage
	ActivityAt  time.Time  `json:"activityAt"` // last act of the applicant
	SubmittedAt *time.Time `json:"submittedAt,omitempty"`

	Attributes map[string]any       `json:"attributes,omitempty"` // case.<key> in rules
	Checks     map[string]CheckMark `json:"checks,omitempty"`     // latest result by check key
	Round      int                  `json:"round,omitempty"`      // grows each time checks are started
	// Acts are who did which verb, the latest act of each person and verb, in order; separation of duties reads them.
	Acts []Act `json:"acts,omitempty"`
	// Approvals are those given towards transitions of this stage, in order; they are void once the case is another.
	Approvals []Approval `json:"approvals,omitempty"`
	// Scores are the latest results of the score tables, by key, with what each row gave.
	Scores map[string]Scored `json:"scores,omitempty"`
	// Items are the requested items that the applicant still owes, and OpenItems is their number.
	Items     []string `json:"items,omitempty"`
	OpenItems int      `json:"openItems,omitempty"`
	// Timers are the moments at which this stage will fire next, earliest first.
	Timers []Timer `json:"timers,omitempty"`
	// Fired and Later keep, by transition and index of a timer, when it was due as it fired, and until when it was put
	// off because its guard did not hold.
	Fired map[string]time.Time `json:"fired,omitempty"`
	Later map[string]time.Time `json:"later,omitempty"`
	// Taken counts how often each transition was taken in the life of the case, Here since the stage was entered.
	Taken map[string]int `json:"taken,omitempty"`
	Here  map[string]int `json:"here,omitempty"`
	// Tokens are the moments at which tokens were sent in the last 24 hours.
	Tokens []time.Time `json:"tokens,omitempty"`
	// Changed is the revision of the last change that a decision on the case may depend on. That somebody looked at a
	// document or that a message went out is none.
	Changed int64 `json:"changed,omitempty"`
	// Seen are the ids of the latest triggers, so that one that comes twice does nothing (at most 32 are kept).
	Seen []string `json:"seen,omitempty"`
}

// CheckMark is the standing of one check.
type CheckMark struct {
	Result  string    `json:"result"` // pending, pass, fail, unclear, unavailable, skipped
	Round   int       `json:"round"`
	Attempt int       `json:"attempt,omitempty"`
	At      time.Time `json:"at"`
	// Stood is what it had come to before it was asked anew: what the applicant is asked goes by it until it has a result.
	Stood string `json:"stood,omitempty"`
	// Of is the fingerprint of the answers that an early check judges.
	Of string `json:"of,omitempty"`
	// Overruled is what the check itself came to, where people put another result in its place.
	Overruled string `json:"overruled,omitempty"`
	// Proposal is another result that one member asks for; a second one has to agree.
	Proposal *Proposal `json:"proposal,omitempty"`
}

// Standing is the result that counts for what the applicant is asked: that of the round before while it is asked anew.
func (m CheckMark) Standing() string {
	if m.Result == pipeline.Pending && m.Stood != "" {
		return m.Stood
	}
	return m.Result
}

// Proposal is a result that a member wants in place of a check's own.
type Proposal struct {
	Result string    `json:"result"`
	By     string    `json:"by"` // id of the member
	At     time.Time `json:"at"`
}

// Act is one verb done by one actor.
type Act struct {
	Verb  string    `json:"verb"`
	Kind  string    `json:"kind"` // actor kind
	By    string    `json:"by"`
	For   string    `json:"for,omitempty"` // in whose name, where it was not their own
	Stage string    `json:"stage"`
	At    time.Time `json:"at"`
}

// Timer is one planned moment.
type Timer struct {
	Transition string    `json:"transition"`
	Index      int       `json:"index"` // which of Timer.After
	DueAt      time.Time `json:"dueAt"`
}

// Trigger is what sets the engine off: a verb by a person, an event, or a timer that is due. The events that the
// engine gives off itself (stage.entered, check.unavailable, checks.completed) are not taken from outside.
type Trigger struct {
	ID    string // unique; the same id a second time does nothing
	Verb  string
	Event string
	Timer *Timer
	Actor actor.Actor
	Data  Data
}

// Data comes with a trigger.
type Data struct {
	Reason string         `json:"reason,omitempty"`
	Note   string         `json:"note,omitempty"`
	Step   string         `json:"step,omitempty"`  // which approval is given; "" is the first that the actor can give
	Set    map[string]any `json:"set,omitempty"`   // attributes, e.g. risk computed by a check; not from people
	Items  []string       `json:"items,omitempty"` // request, answers.owed, document.flagged: paths of the items asked for; answer: those mended
	Check  string         `json:"check,omitempty"` // check.completed, check.asked, check.ready: which
	Of     string         `json:"of,omitempty"`    // check.ready: fingerprint of what it judges, "" when not all of it is there
	Result string         `json:"result,omitempty"`
	Round  int            `json:"round,omitempty"`
}

// Facts are what rules may read beside the state.
type Facts struct {
	Answers  map[string]any
	Previous map[string]any
	Now      time.Time
	Location *time.Location     // the tenant's zone
	Calendar *pipeline.Calendar // the tenant's working hours; nil means Monday to Friday from 9 to 18
	// Allowed says whether the trigger's actor may do it: a lookup made ready before Decide. nil allows nothing to
	// members and services.
	Allowed func(object, verb string) bool
	// Principals are those in whose name a member may decide now; asked for only where their own rights do not reach. nil
	// means nobody.
	Principals func() []Principal
	Frozen     bool     // the answers stand as they were handed in, and may have been signed
	Integrated bool     // calls reach a system outside
	Changed    []string // keys of the fields whose answers changed since the case came to the stage
	// Watch is told what each rule came to, by its program; nil tells nobody.
	Watch func(*rule.Program, bool)
}

// Decision is what a trigger does.
type Decision struct {
	State      State
	Transition string // key of the last transition taken, "" when none applied (an event that nothing waits for)
	Events     []Planned
	Effects    []Work
	Repeated   bool // the trigger id was seen before
	// Failures are the rules that could not be answered and counted as false, for the log.
	Failures []Failure
}

// Failure is a rule that could not be answered.
type Failure struct {
	Transition string // or the check whose rule it was
	Err        error
}

// Planned is an event to be appended.
type Planned struct {
	Name string
	Data map[string]any
}

// Work is an effect to be carried out in the same transaction, or by a job that the transaction enqueues.
type Work struct {
	Kind string // message, check, task, token, call, erase, revoke, freeze
	Name string // of the message, check, task or call
	Key  string // idempotency key: case, transition, occurrence, place, kind, name
	// With are the settings of the effect. Durations among them are worked out beside: "after" as "at", "due" as
	// "dueAt", "ttl" as "expiresAt" (RFC 3339). A check has "round" and "attempt".
	With map[string]any
}
