package cockpit

import (
	"context"
	"time"
)

// Work is one thing that a member did on a case.
type Work struct {
	Tenant, Case string
	Seq          int64 // of its event
	Member       string
	Pipeline     string
	Stage        string // in which the case stood
	Event        string
	Decision     string // the verb, where it was one of the pipeline
	Outcome      string // of the stage that it led to
	Reopened     bool   // what it led to did not last
	AtMS         int64
}

// Nudge is one reminder to somebody who has not finished.
type Nudge struct {
	Tenant, Case, Message string
	Template, Pipeline    string
	Day                   string // on which the case began
	SentAt                *time.Time
	ReturnedAt            *time.Time // when the person came back, within a week
	CompletedAt           *time.Time // when they then handed in
}

// Rows are the facts of cases inside one transaction of one tenant.
type Rows interface {
	// Journey returns the journey of a case. Returns fault.NotFound when it was never counted.
	Journey(caseID string) (Journey, error)
	// PutJourney writes a journey and those of its steps that are new or others. Returns fault.NotFound when the tenant
	// has no such case.
	PutJourney(j Journey, steps []Step) error
	// Tally keeps what the summaries change by.
	Tally(id string, t Tally) error
	// AddWork writes down what members did. Returns fault.NotFound when the tenant has no such case.
	AddWork([]Work) error
	// Reopen marks the decisions that rejected a case: they did not last.
	Reopen(caseID string) error
	// Nudges returns the reminders of a case, in the order of their messages.
	Nudges(caseID string) ([]Nudge, error)
	// PutNudge writes a reminder, new or known. Returns fault.NotFound when the tenant has no such case.
	PutNudge(Nudge) error
}

// Filter says of which cases. From and To are days on which cases began, both included; the rest is "" for any.
type Filter struct {
	Pipeline, From, To      string
	Channel, Locale, Device string
}

// Group is how many cases share the values that were asked for, in their order.
type Group struct {
	Keys []string
	N    int64
}

// Place is the figure of a report behind which cases stand: which kind of row, its key, and what became of the cases
// there; "" for whatever.
type Place struct {
	Kind    string // Stage, Page, or one of those below
	Step    string // key of the stage or page, the way, template or member; nothing for a Reason
	Fate    string // There, Gone, Ended, Met, Missed, or one of those below
	Reasons []string
	Span    Span   // in which a Worker worked; the filter does not count then
	After   string // id of the last case of the page before
	Limit   int
}

// What cases stand behind, beside a stage and a page.
const (
	Channel  = "channel"
	Language = "language"
	Device   = "device"
	Reason   = "reason"
	Reminder = "reminder"
	Worker   = "member"
)

// What else may have become of cases at a place.
const (
	Stopped   = "stopped"   // of a step: There or Ended; of a way: never handed in
	Overdue   = "overdue"   // they stand at the stage, and its service level has ended
	HandedIn  = "submitted" // of a way
	CameBack  = "returned"  // after a reminder
	Completed = "completed" // handed in after a reminder
)

// Hours is how long one member worked, as a spread over whole minutes for each case.
type Hours struct {
	Member, Pipeline, Stage string
	Minutes                 int64 // for one case
	Cases                   int64 // that took as long
	Seconds                 int64 // of these together
	Decisions, Reopened     int64
}

// Span is a time between two moments, To not included.
type Span struct {
	From, To time.Time
	Pipeline string
	Members  []string // only these; nil for all
}

// Division is what the time that members worked is divided by.
type Division int

// The divisions.
const (
	ByMember Division = iota
	ByStage
	ByCase // the pipeline as a whole
)

// Reader answers what the cockpit shows, always within one tenant.
type Reader interface {
	// FoldTallies brings the summaries up to date and says how many tallies it took in.
	FoldTallies(ctx context.Context, tenant string) (int, error)
	// Steps counts cases by columns of the summary: day, kind, step, channel, locale, device, fate, level, bucket.
	Steps(ctx context.Context, tenant string, f Filter, by ...string) ([]Group, error)
	// Fields returns how a form is filled in, over all days of the filter. Channel, language and device do not count.
	Fields(ctx context.Context, tenant string, f Filter) ([]FieldCount, error)
	// CasesAt returns the ids of the cases behind a figure, by id.
	CasesAt(ctx context.Context, tenant string, f Filter, at Place) ([]string, error)
	// CountAt counts the cases behind a figure.
	CountAt(ctx context.Context, tenant string, f Filter, at Place) (int64, error)
	// Ages counts cases in flight by stage and band: band i is up to bounds[i] ago, the last one older.
	Ages(ctx context.Context, tenant string, f Filter, bounds []time.Time) ([]Group, error)
	// Overdue counts cases in flight whose service level has ended, by stage.
	Overdue(ctx context.Context, tenant string, f Filter) ([]Group, error)
	// Approving counts cases in flight by stage and whether somebody has approved already ("some" or "none").
	Approving(ctx context.Context, tenant string, f Filter) ([]Group, error)
	// Outcomes counts cases by outcome and reason.
	Outcomes(ctx context.Context, tenant string, f Filter) ([]Group, error)
	// Idle counts cases whose form was never handed in and which have not ended, by page and band of the last act.
	Idle(ctx context.Context, tenant string, f Filter, bounds []time.Time) ([]Group, error)
	// Worked returns how long members worked: for each of them, for each stage, or for cases as a whole.
	Worked(ctx context.Context, tenant string, s Span, by Division) ([]Hours, error)
	// Nudged counts reminders by template and how far they led: sent, returned, completed.
	Nudged(ctx context.Context, tenant string, f Filter) ([]Group, error)
	// Scores counts what applicants thought by the month in which their cases began (YYYY-MM) and the score that they gave.
	Scores(ctx context.Context, tenant string, f Filter) ([]Group, error)
	// Ways lists the channels, languages and devices by which cases of a pipeline began.
	Ways(ctx context.Context, tenant, pipeline string) (channels, locales, devices []string, err error)
	// Uncounted returns ids of cases that have no journey yet, at most limit.
	Uncounted(ctx context.Context, tenant string, limit int) ([]string, error)
	// Recount sums all steps up again.
	Recount(ctx context.Context, tenant string) error
}
