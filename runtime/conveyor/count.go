package conveyor

import (
	"context"
	"regexp"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// Filling is how a page was filled in, as the page itself counted: times and numbers, never what was answered.
type Filling struct {
	Seconds int64 // that the page was looked at
	Backs   int64 // how often the person went back to a page before
	Fields  map[string]FieldFilling
}

// FieldFilling is how one field of the page was filled in.
type FieldFilling struct {
	Seconds int64
	Changes int64            // of an answer that had been given
	Errors  map[string]int64 // how often each was shown, by key
}

// What one save can add to the summaries at the most; more is no person.
const (
	maxSeconds = 3600
	maxTimes   = 50
	maxErrors  = 10 // different ones, of one field
)

var errorKey = regexp.MustCompile(`^[a-z][a-zA-Z0-9_.]{0,40}$`)

// returnsWithin is how long after a reminder coming back is put down to it.
const returnsWithin = 7 * 24 * time.Hour

// countPage notes that an applicant went on from a page, and how the page was filled in.
func (m *move) countPage(page form.Page, in Save, next string) error {
	if m.who.Kind != actor.Applicant {
		return nil
	}
	if m.passed && m.rec.State.SubmittedAt == nil {
		m.note("page.passed", map[string]any{"page": page.Key, "next": next})
	}
	if m.rec.State.SubmittedAt != nil { // what is mended later says nothing of how the form is filled in
		return nil
	}
	m.counted.Fields = append(m.counted.Fields, m.filled(page, in.Filling)...)
	return nil
}

func (m *move) filled(page form.Page, in Filling) []cockpit.FieldCount {
	at := cockpit.FieldCell{Pipeline: m.rec.Pipeline, Day: m.dayBegun(), Form: m.line.FormID, Page: page.Key}
	cells := map[cockpit.FieldCell]cockpit.Amount{}
	add := func(fieldKey, fact string, amount cockpit.Amount) {
		if amount.N > 0 {
			at.Field, at.Fact = fieldKey, fact
			cells[at] = amount
		}
	}
	add("", "time", timed(in.Seconds))
	add("", "back", cockpit.Amount{N: bounded(in.Backs)})
	for _, f := range page.Fields {
		asked, ok := in.Fields[f.Key]
		if !ok || f.StaffOnly {
			continue
		}
		add(f.Key, "time", timed(asked.Seconds))
		add(f.Key, "change", cockpit.Amount{N: bounded(asked.Changes)})
		m.errorsOf(f, asked, add)
	}
	return cockpit.FieldCounts(cells)
}

func (m *move) errorsOf(f field.Field, asked FieldFilling, add func(string, string, cockpit.Amount)) {
	if len(asked.Errors) > maxErrors {
		return
	}
	for key, n := range asked.Errors {
		if errorKey.MatchString(key) {
			add(f.Key, "error:"+key, cockpit.Amount{N: bounded(n)})
		}
	}
}

func timed(seconds int64) cockpit.Amount {
	if seconds <= 0 {
		return cockpit.Amount{}
	}
	return cockpit.Amount{N: 1, Total: min(seconds, maxSeconds)}
}

func bounded(n int64) int64 { return max(0, min(n, maxTimes)) }

// dayBegun is the day of the tenant on which the case began.
func (m *move) dayBegun() string {
	began := m.rec.State.StartedAt
	if began.IsZero() {
		began = m.now()
	}
	zone := m.profile.Zone
	if zone == nil {
		zone = time.UTC
	}
	return began.In(zone).Format(time.DateOnly)
}

// count brings what the cockpit knows of the case up to date with what has just happened.
func (m *move) count() error {
	if err := m.countWork(); err != nil {
		return err
	}
	if err := m.countNudges(); err != nil {
		return err
	}
	if err := m.countSteps(); err != nil {
		return err
	}
	if m.counted.Empty() {
		return nil
	}
	return m.tx.Tally(m.NewID(), m.counted)
}

func (m *move) countSteps() error {
	if !m.started && !cockpit.Moves(m.events) {
		return nil
	}
	before, err := m.journey()
	if fault.CodeOf(err) == fault.NotFound {
		return nil // a case from before there was a cockpit: a job counts it
	}
	if err != nil {
		return err
	}
	after := m.fold(before, m.events)
	tally, steps := cockpit.Difference(before, after)
	if !m.started && len(steps) == 0 && before.Submitted == after.Submitted {
		return nil
	}
	m.counted.Steps = tally.Steps
	return m.tx.PutJourney(after, steps)
}

func (m *move) journey() (cockpit.Journey, error) {
	if !m.started {
		return m.tx.Journey(m.rec.ID)
	}
	return m.setOut(cockpit.DeviceOf(m.who.Agent)), nil
}

// setOut is the journey of a case that has gone nowhere yet.
func (m *move) setOut(device string) cockpit.Journey {
	return cockpit.Journey{
		Tenant: m.rec.Tenant, Case: m.rec.ID, Pipeline: m.rec.Pipeline, Day: m.dayBegun(), StartedAt: m.rec.State.StartedAt,
		Channel: m.rec.Channel, Locale: m.rec.Locale, Device: device,
	}
}

func (m *move) fold(j cockpit.Journey, events []event.Event) cockpit.Journey {
	f := cockpit.Fold{Journey: j, Level: m.levelOf, Lapsed: m.lapsed}
	if len(j.Steps) == 0 {
		f.Open(m.firstPage())
	}
	f.Add(events...)
	if m.rec.State.Removed {
		for _, e := range events {
			if e.Name == "case.erased" { // an operator may take a case out without a move
				f.End(e.At)
			}
		}
	}
	return f.Journey
}

func (m *move) lapsed(key string) bool {
	stage, _ := m.line.Pipeline.Stage(key)
	return stage.Outcome == "expired"
}

func (m *move) firstPage() string {
	for _, p := range m.line.Form.Form().Pages {
		if !p.StaffOnly {
			return p.Key
		}
	}
	return ""
}

// countWork writes down what a member did.
func (m *move) countWork() error {
	for _, e := range m.events {
		if e.Name == "case.moved" && m.outcomeOf(e, "from") == "rejected" && m.outcomeOf(e, "to") == "" && e.Data["to"] != "" {
			if err := m.tx.Reopen(m.rec.ID); err != nil {
				return err
			}
		}
	}
	if m.who.Kind != actor.Member {
		return nil
	}
	work := m.workOf(m.events, m.before.State.Stage)
	if len(work) == 0 {
		return nil
	}
	return m.tx.AddWork(work)
}

// workOf are the acts of members among events of a case that stood at a stage before them.
func (m *move) workOf(events []event.Event, stood string) []cockpit.Work {
	var work []cockpit.Work
	for _, e := range events {
		w := cockpit.Work{
			Tenant: m.rec.Tenant, Case: m.rec.ID, Seq: e.Seq, Member: e.Actor.ID, Pipeline: m.rec.Pipeline, Stage: stood,
			Event: e.Name, AtMS: e.At.UnixMilli(),
		}
		if e.Name == "case.moved" {
			w.Decision, _ = e.Data["verb"].(string)
			w.Outcome = m.outcomeOf(e, "to")
			stood, _ = e.Data["to"].(string)
		}
		if e.Actor.Kind == actor.Member {
			work = append(work, w)
		}
	}
	return work
}

func (m *move) outcomeOf(e event.Event, end string) string {
	key, _ := e.Data[end].(string)
	stage, _ := m.line.Pipeline.Stage(key)
	return stage.Outcome
}

// countNudges follows reminders: what the system writes to somebody who has not finished, and whether they come back.
func (m *move) countNudges() error {
	switch {
	case m.who.Kind == actor.System:
		return m.countReminders()
	case m.who.Kind == actor.Applicant && (m.cameBack || slices.ContainsFunc(m.events, handsIn)):
		return m.countReturn()
	}
	return nil
}

func (m *move) countReminders() error {
	for _, e := range m.events {
		if e.Name != "message.queued" && e.Name != "message.sent" || m.rec.State.SubmittedAt != nil {
			continue
		}
		id, _ := e.Data["message"].(string)
		template, _ := e.Data["template"].(string)
		n := cockpit.Nudge{
			Tenant: m.rec.Tenant, Case: m.rec.ID, Message: id, Template: template, Pipeline: m.rec.Pipeline, Day: m.dayBegun(),
		}
		if e.Name == "message.sent" {
			known, err := m.nudge(id)
			if err != nil || known == nil { // written for another reason
				return err
			}
			n = *known
			n.SentAt = &e.At
		} else if m.who.ID != "timer" {
			continue
		}
		if err := m.tx.PutNudge(n); err != nil {
			return err
		}
	}
	return nil
}

func (m *move) nudge(message string) (*cockpit.Nudge, error) {
	known, err := m.tx.Nudges(m.rec.ID)
	if i := slices.IndexFunc(known, func(n cockpit.Nudge) bool { return n.Message == message }); i >= 0 && err == nil {
		return &known[i], nil
	}
	return nil, err
}

func handsIn(e event.Event) bool { return e.Name == "submission.submitted" }

func (m *move) countReturn() error {
	nudges, err := m.tx.Nudges(m.rec.ID)
	if err != nil {
		return err
	}
	at, done := m.now(), slices.ContainsFunc(m.events, handsIn)
	for _, n := range nudges {
		before := n
		if n.ReturnedAt == nil && n.SentAt != nil && at.Sub(*n.SentAt) <= returnsWithin {
			n.ReturnedAt = &at
		}
		if done && n.ReturnedAt != nil && n.CompletedAt == nil {
			n.CompletedAt = &at
		}
		if n == before {
			continue
		}
		if err := m.tx.PutNudge(n); err != nil {
			return err
		}
	}
	return nil
}

// CountCase works out from its events what the cockpit knows of a case, and puts the summaries right where they say
// otherwise. What they cannot tell, the device, is kept as it is.
func (c *Conveyor) CountCase(ctx context.Context, tenant, caseID string) error {
	profile, err := c.Tenants.Profile(ctx, tenant)
	if err != nil {
		return err
	}
	err = c.Store.Begin(ctx, tenant, func(tx Tx) error {
		m := &move{Conveyor: c, ctx: ctx, tx: tx, who: actor.Job(tenant, "count"), profile: profile}
		if err := m.loadCase(caseID); err != nil {
			return err
		}
		events, err := c.Store.Events(ctx, tenant, caseID) // the case is locked: no other is added
		if err != nil {
			return err
		}
		before, err := tx.Journey(caseID)
		if err != nil && fault.CodeOf(err) != fault.NotFound {
			return err
		}
		return m.recount(before, events)
	})
	return ignoreMissing(err)
}

func (m *move) recount(before cockpit.Journey, events []event.Event) error {
	blank := m.setOut(before.Device)
	if before.Case != "" {
		blank.Channel, blank.Locale, blank.Day = before.Channel, before.Locale, before.Day
	}
	after := m.fold(blank, events)
	tally, steps := cockpit.Difference(before, after)
	if err := m.tx.PutJourney(after, steps); err != nil {
		return err
	}
	if work := m.workOf(events, ""); len(work) > 0 {
		if err := m.tx.AddWork(work); err != nil {
			return err
		}
	}
	if tally.Empty() {
		return nil
	}
	return m.tx.Tally(m.NewID(), tally)
}
