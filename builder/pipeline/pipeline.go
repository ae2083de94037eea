// Package pipeline is the ordered life of a case as data: stages, transitions, checks, reasons, messages. It lints a
// pipeline and proves that no case can get stuck in it. The engine that runs it is runtime/cases.
package pipeline

import (
	"encoding/json"
	"slices"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// Pipeline is a pipeline definition, as stored and as exchanged.
type Pipeline struct {
	Schema        string       `json:"$schema,omitempty"`
	Key           string       `json:"key"`
	Title         schemas.Text `json:"title"`
	Locales       []string     `json:"locales"`
	DefaultLocale string       `json:"defaultLocale"`
	// Outdated are the translations whose source has changed since.
	Outdated  definition.Outdated `json:"outdated,omitempty"`
	Form      string              `json:"form"`                // key of the form that the applicant fills
	Checklist string              `json:"checklist,omitempty"` // key of the checklist
	Contact   Contact             `json:"contact"`
	// Attributes are the facts of a case that effects may set and rules may read as case.<key>.
	Attributes  []Attribute  `json:"attributes,omitempty"`
	Stages      []Stage      `json:"stages"`
	Transitions []Transition `json:"transitions"`
	Checks      []Check      `json:"checks,omitempty"`
	Reasons     []Reason     `json:"reasons,omitempty"`
	Messages    []Message    `json:"messages,omitempty"`
	Papers      []Paper      `json:"papers,omitempty"`
	Scores      []Score      `json:"scores,omitempty"`
	Scenarios   []Scenario   `json:"scenarios,omitempty"` // what must go well before a version is published
}

// TakesReports tells whether another system may tell of cases: a fact, or what happened.
func (p Pipeline) TakesReports() bool {
	return slices.ContainsFunc(p.Attributes, func(a Attribute) bool { return a.Reported }) ||
		slices.ContainsFunc(p.Transitions, func(t Transition) bool { return t.Trigger.Event != "" && slices.Contains(t.By, "service") })
}

// Contact says which answers tell who the person is and how to reach them. Values are paths of keys in the form.
type Contact struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Phone    string `json:"phone,omitempty"`
	Identity string `json:"identity,omitempty"` // CPF, CNPJ…: shown masked, used to find duplicates
}

// Attribute is one fact of a case beside its answers.
type Attribute struct {
	Key     string       `json:"key"`
	Title   schemas.Text `json:"title,omitempty"` // what a column of it is called
	Type    rule.Type    `json:"type"`            // text, number, bool, date, choice
	Options []Option     `json:"options,omitempty"`
	// Reported lets a system outside tell it: by an event that it reports, or in the answer to a call.
	Reported bool `json:"reported,omitempty"`
	// Group is the field group that may read it; default "general".
	Group string `json:"group,omitempty"`
}

// Stage is where a case stands.
type Stage struct {
	Key  string       `json:"key"`
	Name schemas.Text `json:"name"`
	// Kind says whose turn it is: "applicant", "automatic", "staff", or "end" (nothing is due; an end may still be
	// left, e.g. for a renewal).
	Kind string `json:"kind"`
	// Applicant is what the applicant is told while the case stands here.
	Applicant schemas.Text `json:"applicant"`
	// Answers says which answers the applicant may change here: "open" (all), "requested" (the items of open
	// requests) or "closed".
	Answers string `json:"answers"`
	// Queue is the staff queue that shows the cases of this stage; nil shows them nowhere.
	Queue *Queue `json:"queue,omitempty"`
	// ServiceLevel is how long a case should stay here at the most: an ISO 8601 duration, "" for none.
	ServiceLevel string `json:"serviceLevel,omitempty"`
	// Outcome of an end: "completed", "rejected", "expired", "closed", "blocked".
	Outcome string `json:"outcome,omitempty"`
}

// Queue is how a team sees the cases of a stage. Stages may share a queue by its key.
type Queue struct {
	Key     string       `json:"key"`
	Name    schemas.Text `json:"name"`
	Columns []string     `json:"columns,omitempty"` // of those that columns lists, case.<attribute>, or a field path
}

// Transition is an allowed move. From "" starts a case; To "" removes its answers and files for good.
type Transition struct {
	Key     string       `json:"key"`
	From    string       `json:"from"`
	To      string       `json:"to"`
	Title   schemas.Text `json:"title,omitempty"` // the verb as a button says it
	Trigger Trigger      `json:"trigger"`
	Guard   *rule.Rule   `json:"guard,omitempty"`
	// Otherwise makes the transition apply when no other of the same stage and trigger does.
	Otherwise bool `json:"otherwise,omitempty"`
	// By names the kinds of actor that may pull the trigger: applicant, member, service, system. Timers and the events
	// of the engine itself (stage.entered, checks.completed, check.unavailable) are pulled by the system.
	By []string `json:"by"`
	// Policy is the object asked of the policies, for members and services; "" means pipeline/<key>/stage/<from>.
	Policy  string   `json:"policy,omitempty"`
	Demands *Demands `json:"demands,omitempty"`
	// Approvals make the verb one that more than one person has to do; nil leaves it to one.
	Approvals *Approvals `json:"approvals,omitempty"`
	Effects   []Effect   `json:"effects,omitempty"`
}

// Trigger is what sets a transition off. Exactly one member is set.
type Trigger struct {
	Verb  string `json:"verb,omitempty"`  // what a person does: save, submit, approve, reject, request, answer, sign…
	Event string `json:"event,omitempty"` // what happened: one of the constants below, or elsewhere: token.expired…
	Timer *Timer `json:"timer,omitempty"`
}

// The events that the engine itself gives off.
const (
	StageEntered     = "stage.entered"     // the case has come to this stage
	CheckCompleted   = "check.completed"   // one check has its final result
	CheckUnavailable = "check.unavailable" // one check gave up after its retries
	ChecksCompleted  = "checks.completed"  // no check is pending any more
)

// What the runtime tells the engine beside them. No transition waits for those that are about a check: what comes of it is
// one of the events above.
const (
	CheckAsked     = "check.asked"     // a check is asked anew, apart from the others
	CheckOverruled = "check.overruled" // people put another result in place of a check's own
	RiskRaised     = "risk.raised"     // a check that was passed, or less bad, is no longer
	CheckReady     = "check.ready"     // all that an early check judges is answered
	// DocumentFlagged: malware was found in a file; Items is its place.
	DocumentFlagged = "document.flagged"
	AnswersOwed     = "answers.owed" // a check that spared the applicant answers no longer does; Items are their places
)

// The verbs to which the engine itself gives a meaning.
const (
	Start   = "start"
	Submit  = "submit"  // notes the moment of submission
	Request = "request" // opens the items that come with it
	Answer  = "answer"  // closes the items that come with it
)

// Timer fires at moments counted from an instant of the case. A timer that leads to another stage asks again a day
// later when its guard does not hold; one that stays (a reminder) is then over.
type Timer struct {
	// After are ISO 8601 durations, each of which fires once; a leading minus counts backwards ("-P90D").
	After []string `json:"after"`
	// Since: "stage" (entering it), "activity" (last act of the applicant in this stage, else entering it), "start", or
	// "case.<date attribute>" or "answers.<date field>". Reminders that were due before the stage was entered are left out.
	Since string `json:"since"`
	// Calendar: "" counts every hour, "business" only the tenant's working hours.
	Calendar string `json:"calendar,omitempty"`
}

// Demands are what must come with a verb of a person.
type Demands struct {
	Reason bool `json:"reason,omitempty"` // one of Reasons whose For names this verb
	Note   bool `json:"note,omitempty"`
	// NotBy are verbs: who did one of these to this case before may not do this (maker is not checker).
	NotBy []string `json:"notBy,omitempty"`
	// NotByWhen limits NotBy to cases for which the rule holds.
	NotByWhen *rule.Rule `json:"notByWhen,omitempty"`
	// Items demands that at least one item is asked for.
	Items bool `json:"items,omitempty"`
	// ItemsClosed demands that no request is open.
	ItemsClosed bool `json:"itemsClosed,omitempty"`
}

// Effect is what a transition does besides moving. Kind is one of message, check, score, task, token, call, set, erase,
// revoke, freeze.
type Effect struct {
	Kind string `json:"kind"`
	// Name: of the message, check (or "all"), score, task, call, paper.
	Name string `json:"name,omitempty"`
	// Set gives attributes constant values (kind set): null clears one, {"after":"P1Y"} is the day that far from now.
	// The name "reason" stands for the reason of the decision.
	Set map[string]any `json:"set,omitempty"`
	// When limits the effect to cases for which the rule holds.
	When *rule.Rule `json:"when,omitempty"`
	// With are settings of the effect: token {"ttl":"PT24H"}, task {"due":"PT4H","role":"compliance"}, call {"fields":[…]}, the
	// answers that it tells; all that the applicant gave when left out. A message {"to":"signed"} also goes to the address
	// that was signed before. The
	// setting "after" puts the effect off: a duration, or a list of them for the first, second… time in this stage.
	With json.RawMessage `json:"with,omitempty"`
}

// Check is a question asked by the machine about a case. Its result is pass, fail, unclear or unavailable.
type Check struct {
	Key    string          `json:"key"`
	Type   string          `json:"type"` // a registered check: identifier, age, consistency, duplicate…
	Title  schemas.Text    `json:"title"`
	Fields []string        `json:"fields,omitempty"` // paths that it judges
	Config json.RawMessage `json:"config,omitempty"`
	Group  string          `json:"group,omitempty"` // field group that may see its result; default "general"
	When   *rule.Rule      `json:"when,omitempty"`  // otherwise it is not asked
	// Retries are ISO 8601 durations to wait after each "unavailable".
	Retries []string `json:"retries,omitempty"`
	// Early has it asked while the applicant fills in, as soon as all that it judges is answered, and anew when that
	// changes: what is asked after may depend on its result.
	Early bool `json:"early,omitempty"`
}

// Reason is a code for a decision, with what the applicant may be told kept apart from what staff read.
type Reason struct {
	Key        string       `json:"key"`
	Label      schemas.Text `json:"label"`           // for staff
	Applicant  schemas.Text `json:"applicant"`       // safe for the applicant
	For        []string     `json:"for"`             // verbs
	Group      string       `json:"group,omitempty"` // field group that may read it; default "general"
	Reopenable bool         `json:"reopenable,omitempty"`
}

// Message is a text sent to the applicant. Bodies use {name} for variables.
type Message struct {
	Key     string       `json:"key"`
	Channel string       `json:"channel"` // email
	Subject schemas.Text `json:"subject"`
	Body    schemas.Text `json:"body"`
	// Reminder says that it may be stopped by the person, counts towards the caps of the tenant, waits for the end of the
	// quiet hours, and is not sent once the case has moved on.
	Reminder bool `json:"reminder,omitempty"`
	// Patient says of what is no reminder that it waits for the end of the quiet hours all the same.
	Patient bool `json:"patient,omitempty"`
	// AttachSigned sends the signed papers of the case along; without it they are read behind the link.
	AttachSigned bool `json:"attachSigned,omitempty"`
}
