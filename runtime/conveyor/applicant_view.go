package conveyor

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
)

// ApplicantView is a case as its applicant sees it.
type ApplicantView struct {
	Record     cases.Record
	Title      schemas.Text
	Stage      pipeline.Stage
	Reason     schemas.Text // what the applicant may be told of a rejection
	Form       json.RawMessage
	Answers    map[string]any
	Today      string
	Submission submission.Submission
	Outlook    Outlook
	Items      []ViewedItem
	Documents  []document.Document
	Can        []string       // verbs the applicant may do now
	Acts       []cases.Option // those of them that are done by a button of the pipeline's own
	// Opening is when cases of the pipeline may begin; it stops this one only where it says so.
	Opening  definition.Opening
	FormID   string // version of the form
	List     *ListView
	Unread   int // posts of staff in the thread
	Posts    int
	Late     []string       // places at which a document may be given though the answers are closed
	Rated    bool           // feedback was given
	OptedOut bool           // they want no reminders
	Checks   map[string]any // results that decide what the applicant is asked
	Helper   string         // name of the member who types
	Failing  []schemas.Text // labels of the contacts at which messages do not arrive, while the applicant can correct them
}

// ViewedItem is a requested item with the field that it is about.
type ViewedItem struct {
	request.Item
	Page  string
	Label schemas.Text
}

// ApplicantView returns the case of an applicant. Answers to what only staff may see are not in it.
func (c *Conveyor) ApplicantView(ctx context.Context, who actor.Actor, caseID string) (ApplicantView, error) {
	var v ApplicantView
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		var err error
		v, err = m.applicantView()
		return err
	})
	return v, err
}

func (m *move) applicantView() (ApplicantView, error) {
	stage, _ := m.line.Pipeline.Stage(m.rec.State.Stage)
	state := m.resolve(form.Applicant)
	v := ApplicantView{
		Record: m.rec, Title: m.line.Form.Form().Title, Stage: stage, Today: m.today(),
		Checks: m.shownChecks(), Submission: m.sub, Outlook: outlook(m.ctx, m.line.Form, state, m.sub.Visited), FormID: m.line.FormID,
	}
	v.Answers, _ = m.line.Form.Clean(m.sub.Answers, form.Applicant)
	if reason, ok := m.line.Pipeline.Reason(m.rec.State.Reason); ok && stage.Outcome != "" {
		v.Reason = reason.Applicant
	}
	if stage.Answers == "open" {
		for _, f := range m.line.failing(m.rec.State) {
			v.Failing = append(v.Failing, f.Label)
		}
	}
	m.offers(&v)
	var err error
	if v.Opening, err = m.opening(); err != nil {
		return v, err
	}
	if v.Opening.Stops && v.Opening.Door(m.now()) != definition.Open {
		v.Stage.Answers, v.Can, v.Acts = "closed", nil, nil
	}
	if v.Form, err = m.line.Form.ForAudience(form.Applicant, ""); err != nil {
		return v, err
	}
	if v.Items, err = m.viewedItems(); err != nil {
		return v, err
	}
	v.Items = slices.DeleteFunc(v.Items, func(i ViewedItem) bool { return i.State == request.Withdrawn })
	if err := m.portalView(&v); err != nil {
		return v, err
	}
	documents, err := m.tx.Documents(m.rec.ID)
	for _, d := range documents {
		if d.State != document.Replaced && state.Visible(d.Field) {
			v.Documents = append(v.Documents, d)
		}
	}
	return v, err
}

// offers adds what the applicant may do now: verbs that pages bring, and those that are a button of their own.
func (m *move) offers(v *ApplicantView) {
	for _, o := range cases.Possible(m.ctx, m.line.Pipeline, m.rec.State, m.who, m.engineFacts()) {
		if !o.Now {
			continue
		}
		v.Can = append(v.Can, o.Verb)
		if !verbsOfTheirOwn[o.Verb] && len(o.Title) > 0 {
			v.Acts = append(v.Acts, o)
		}
	}
}

// portalView adds what the portal shows beside the form.
func (m *move) portalView(v *ApplicantView) error {
	var err error
	if v.List, err = m.listView(); err != nil {
		return err
	}
	if m.who.Helper != nil {
		v.Helper = m.who.Helper.Name
	}
	posts, err := m.tx.Posts(m.rec.ID)
	if err != nil {
		return err
	}
	v.Posts, v.Unread, v.Late = len(posts), unread(posts, actor.Member), m.late()
	if m.mayDiscard() {
		v.Can = append(v.Can, "discard")
	}
	if v.OptedOut, err = m.optedOut(); err != nil {
		return err
	}
	_, err = m.tx.FeedbackOf(m.rec.ID)
	v.Rated = err == nil
	return ignoreMissing(err)
}

func (m *move) viewedItems() ([]ViewedItem, error) {
	items, err := m.tx.Items(m.rec.ID)
	if err != nil {
		return nil, err
	}
	out := make([]ViewedItem, 0, len(items))
	for _, item := range items {
		viewed := ViewedItem{Item: item}
		if f, ok := m.line.Form.FieldAt(item.Path); ok {
			viewed.Label, viewed.Page = f.Label, m.line.Form.PageOf(item.Path)
		}
		out = append(out, viewed)
	}
	return out, nil
}

func (m *move) engineFacts() cases.Facts {
	return cases.Facts{
		Answers: m.sub.Answers, Previous: m.previous(), Now: m.now(), Location: m.profile.Zone,
		Calendar: m.profile.calendar(), Allowed: m.permits, Principals: m.principals,
		Frozen: m.sub.FrozenAt != nil, Integrated: m.profile.Integrated, Changed: m.changedHere(),
	}
}

// permits answers the engine, which asks about what a trigger is called.
func (m *move) permits(object, verb string) bool {
	if m.asks != "" {
		verb = m.asks
	}
	return m.allowed(object, verb)
}

// changedHere are the fields whose answers changed since the case came to the stage.
func (m *move) changedHere() []string {
	var keys []string
	for key, source := range m.sub.Sources {
		if source.At.After(m.rec.State.EnteredAt) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// Entrance is what a person should know before starting.
type Entrance struct {
	Pipeline string
	Form     form.Form
	Minutes  int
	Pages    int
	Needs    []schemas.Text // labels of the documents that may be asked
	Opening  definition.Opening
}

// Entrances returns the pipelines that applicants may start, now or at another time, by key.
func (c *Conveyor) Entrances(ctx context.Context, tenant string) ([]Entrance, error) {
	lines, err := c.liveLines(ctx, tenant)
	if err != nil {
		return nil, err
	}
	return c.entrances(ctx, tenant, lines)
}

// Entrance returns what applicants are told about a pipeline. Returns fault.NotFound when none was published.
func (c *Conveyor) Entrance(ctx context.Context, tenant, key string) (Entrance, error) {
	live, err := c.Store.Live(ctx, tenant, "pipeline", key)
	if err != nil {
		return Entrance{}, err
	}
	line, err := c.Line(ctx, tenant, live.ID)
	if err != nil {
		return Entrance{}, err
	}
	all, err := c.entrances(ctx, tenant, []*Line{line})
	if err != nil {
		return Entrance{}, err
	}
	return all[0], nil
}

func (c *Conveyor) entrances(ctx context.Context, tenant string, lines []*Line) ([]Entrance, error) {
	openings, err := c.Store.Openings(ctx, tenant)
	if err != nil {
		return nil, err
	}
	out := make([]Entrance, len(lines))
	for i, line := range lines {
		out[i] = line.entrance()
		out[i].Opening = openingOf(openings, out[i].Pipeline)
	}
	return out, nil
}

func (l *Line) entrance() Entrance {
	e := Entrance{Pipeline: l.Pipeline.Pipeline.Key, Form: l.Form.Form(), Minutes: l.Form.Estimate()}
	for _, p := range e.Form.Pages {
		if p.StaffOnly {
			continue
		}
		e.Pages++
		for _, f := range p.Fields {
			if (f.Type == "file" || f.Type == "image") && !f.StaffOnly {
				e.Needs = append(e.Needs, f.Label)
			}
		}
	}
	return e
}
