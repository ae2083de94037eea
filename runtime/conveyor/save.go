package conveyor

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// comesBack is the pause after which saving again counts as another attempt.
const comesBack = 30 * time.Minute

// Save is the answers of one page.
type Save struct {
	Case     string
	Page     string
	Values   map[string]any
	Revision int64  // of the answers, as the applicant's page knows them; 0 when unknown
	Client   string // the visit of the applicant, made up by the page; "" when it tells none
	Nth      int64  // which save of that visit this is
	Seen     int64  // revision of the case, as the member saw it; 0 when unknown
	Form     string // id of the form version that the page shows; "" when it tells none
	Proceed  bool   // the person wants to go on: validate and say where to
	Locale   string
	TimeZone string  // of the browser; "" where it says none
	Filling  Filling // how the page was filled in, since the save before
}

// Saved is what a save led to.
type Saved struct {
	Submission submission.Submission
	Revision   int64 // of the answers, to go on with
	Case       int64 // revision of the case, for a member to go on with
	Violations []fault.Violation
	Next       string   // page to go on with, "check" when all are done; only when Proceed
	Merged     []string // fields that had changed elsewhere and were kept as they are there
	Outlook    Outlook
	Answers    map[string]any // as the actor may have them
	Checks     map[string]any // results that decide what the applicant is asked
	form       *form.Compiled
}

// Label returns a function that names the field at a place, in a language.
func (s Saved) Label(locale string) func(pointer string) string {
	return func(pointer string) string {
		f, ok := s.form.FieldAt(pointer)
		if !ok {
			return ""
		}
		return f.Label.In(locale, s.form.Form().DefaultLocale)
	}
}

// SavePage keeps the answers of a page, right or wrong, and says what is wrong with them. An applicant may save while
// the stage leaves the answers open, or the items that were requested; staff may save staff-only pages. Returns
// fault.Conflict "submission.closed" otherwise, fault.Stale "submission.moved" when the page shows another version of
// the form than the case has by now, fault.NotFound for an unknown page, fault.Stale when the case has changed since the
// member looked.
func (c *Conveyor) SavePage(ctx context.Context, who actor.Actor, in Save) (Saved, error) {
	var saved Saved
	err := c.with(ctx, hand{who, in.Case}, func(m *move) error {
		if in.Form != "" && in.Form != m.line.FormID {
			return fault.New(fault.Stale, "submission.moved")
		}
		page, err := m.page(in.Page)
		if err != nil {
			return err
		}
		if err := m.mayWrite(page); err != nil {
			return err
		}
		if who.Kind != actor.Applicant {
			// Members look at the case and not at the answers: what they know is its revision.
			if err := m.current(in.Seen); err != nil {
				return err
			}
			if err := m.free(); err != nil {
				return err
			}
		}
		saved, err = m.savePage(page, in)
		m.after = func() error {
			saved.Revision, saved.Case = m.sub.Revision, m.rec.Revision
			return nil
		}
		return err
	})
	return saved, err
}

func (m *move) savePage(page form.Page, in Save) (Saved, error) {
	m.speaks(in.Locale)
	audience := audienceOf(m.who)
	clean, err := m.cleaned(page, in.Values)
	if err != nil {
		return Saved{}, err
	}
	changed, merged := m.put(m.merged(clean), &in)
	if len(changed) > 0 {
		m.note("submission.saved", map[string]any{"page": page.Key, "fields": toAny(changed)})
	}
	m.describe() // the page may hold the address that the zone is kept with
	if err := m.livesIn(in.TimeZone); err != nil {
		return Saved{}, err
	}
	if err := m.saved(page, in.Proceed, len(changed) > 0); err != nil {
		return Saved{}, err
	}
	if err := m.asksEarly(in.Proceed); err != nil {
		return Saved{}, err
	}
	state := m.resolve(audience)
	out := Saved{Violations: m.line.Form.ValidatePage(m.ctx, state, page.Key), Merged: merged}
	if in.Proceed && !blocking(out.Violations) && !slices.Contains(m.sub.Visited, page.Key) {
		m.sub.Visited = append(m.sub.Visited, page.Key)
		m.subDirty, m.passed = true, true
	}
	m.measure()
	out.Outlook = m.outlook(audience)
	if in.Proceed && !blocking(out.Violations) {
		out.Next = out.Outlook.after(page.Key)
	}
	if err := m.countPage(page, in, out.Next); err != nil {
		return Saved{}, err
	}
	out.form = m.line.Form
	out.Answers, out.Checks = m.answersFor(audience), m.shownChecks()
	out.Submission = m.ahead()
	return out, m.gateErr
}

// cleaned are the values that a page asks for, as they are kept; an answer that is taken back is nil.
func (m *move) cleaned(page form.Page, values map[string]any) (map[string]any, error) {
	picked, err := m.pick(page, values)
	if err != nil {
		return nil, err
	}
	clean, unknown := m.line.Form.Clean(picked, audienceOf(m.who))
	for key, value := range picked { // Clean takes what is nothing away
		if !slices.Contains(unknown, "/"+schemas.Token(key)) && nothing(value) {
			clean[key] = nil
		}
	}
	return clean, m.ownFilesOnly(clean)
}

// merged leaves in groups and rows what the person could not see, and behind a mask what it hides.
func (m *move) merged(clean map[string]any) map[string]any {
	if m.who.Kind == actor.Applicant {
		return m.line.Form.Merge(m.sub.Answers, clean, func(_ string, staff bool) bool { return !staff }, false)
	}
	sees := func(group string, _ bool) bool { return m.allowed(m.groupObject(group), "read") }
	return m.line.Form.Merge(m.sub.Answers, clean, sees, true)
}

// answersFor are the answers as the actor may have them: a member those of the groups that they may read.
func (m *move) answersFor(audience string) map[string]any {
	if audience == form.Applicant {
		answers, _ := m.line.Form.Clean(m.sub.Answers, audience)
		return answers
	}
	return m.line.Form.Readable(m.sub.Answers, func(group string) bool { return m.allowed(m.groupObject(group), "read") })
}

// ahead is the submission as it is about to be written.
func (m *move) ahead() submission.Submission {
	sub := m.sub
	if m.subDirty {
		sub.Revision++
		sub.SavedAt = m.now()
	}
	return sub
}

// saved tells the engine that the applicant was here, when that means something: on going on, or after a while.
func (m *move) saved(page form.Page, proceed, changed bool) error {
	if m.who.Kind != actor.Applicant {
		return nil
	}
	if m.now().Sub(m.rec.State.ActivityAt) > comesBack {
		m.rec.Attempts++
		m.cameBack = true
	}
	m.rec.Page = page.Key
	if !proceed && !changed || len(m.line.Pipeline.Verb(m.rec.State.Stage, "save")) == 0 {
		return nil
	}
	_, err := m.pull(cases.Trigger{Verb: "save"})
	return err
}

func (m *move) page(key string) (form.Page, error) {
	for _, p := range m.line.Form.Form().Pages {
		if p.Key == key && !(p.StaffOnly && m.who.Kind == actor.Applicant) {
			return p, nil
		}
	}
	return form.Page{}, fault.New(fault.NotFound, "page.not_found")
}

// mayWrite asks the stage (applicants) or the policies (staff).
func (m *move) mayWrite(page form.Page) error {
	if m.who.Kind == actor.Applicant {
		if m.mode() == "closed" {
			return fault.New(fault.Conflict, "submission.closed")
		}
		return m.halted()
	}
	if !page.StaffOnly {
		return fault.New(fault.Denied, "submission.not_yours") // nobody edits answers for the applicant
	}
	if m.rec.State.Removed {
		return fault.New(fault.Conflict, "submission.closed")
	}
	return m.mayWriteAll(page.Fields, "")
}

// mayWriteAll asks to read and to write the group of each field, which inner fields have from what they stand in.
func (m *move) mayWriteAll(fields []field.Field, above string) error {
	for _, f := range fields {
		if f.Group == "" {
			f.Group = above
		}
		for _, verb := range []string{"read", "write"} { // nobody writes what they could not read
			if len(f.Fields) > 0 {
				break // what stands in it decides
			}
			if err := m.demand(m.groupObject(f.Group), verb); err != nil {
				return err
			}
		}
		if err := m.mayWriteAll(f.Fields, f.Group); err != nil {
			return err
		}
	}
	return nil
}

func (m *move) denied(object, verb string) error {
	if m.gateErr != nil {
		return m.gateErr
	}
	rule := m.rule
	if verb == "read" && object == m.stageObject() {
		object, rule = "case", "" // where a case stands is not told to who may not read it there
	}
	return fault.New(fault.Denied, "case.denied").With("object", object).With("verb", verb).With("rule", rule)
}

// mode says which answers the applicant may change where the case stands.
func (m *move) mode() string {
	stage, ok := m.line.Pipeline.Stage(m.rec.State.Stage)
	if !ok || m.rec.State.Removed {
		return "closed"
	}
	return stage.Answers
}

// pick leaves of the values those that may be changed on this page. While only requested items are open, each is set
// at its exact place in the answers as they stand.
func (m *move) pick(page form.Page, values map[string]any) (map[string]any, error) {
	if m.who.Kind == actor.Applicant && m.mode() == "requested" {
		return m.pickOwed(values)
	}
	picked := map[string]any{}
	for _, f := range page.Fields {
		if v, ok := values[f.Key]; ok {
			picked[f.Key] = v
		}
	}
	return picked, nil
}

func (m *move) pickOwed(values map[string]any) (map[string]any, error) {
	owed, err := m.owed()
	if err != nil {
		return nil, err
	}
	answers, picked := m.sub.Answers, map[string]any{}
	for _, pointer := range owed {
		if v, ok := submission.Get(values, pointer); ok {
			answers = submission.Set(answers, pointer, v)
			picked[submission.Key(pointer)] = nil
		}
	}
	for key := range picked {
		picked[key] = answers[key]
	}
	return picked, nil
}

// measure recomputes what queues show of the progress.
func (m *move) measure() {
	m.rec.Percent = percent(m.line.Form.Progress(m.resolve(form.Applicant)))
}

func audienceOf(who actor.Actor) string {
	if who.Kind == actor.Applicant {
		return form.Applicant
	}
	return form.Staff
}

func groupOf(group string) string {
	if group == "" {
		return "general"
	}
	return group
}

func blocking(found []fault.Violation) bool {
	return slices.ContainsFunc(found, func(v fault.Violation) bool { return v.Severity != "warn" })
}

// nothing tells whether a value takes an answer back.
func nothing(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

func toAny[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}
