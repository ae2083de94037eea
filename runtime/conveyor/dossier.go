package conveyor

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// StaffView is a case as a member sees it, as far as the policies let them.
type StaffView struct {
	Record      cases.Record
	Identity    string // masked
	Pipeline    pipeline.Pipeline
	Stage       pipeline.Stage
	Form        json.RawMessage
	Answers     map[string]any // of readable groups; masked fields are masked
	Data        []Datum
	Checks      []CheckView
	Scores      []ScoreView
	Hidden      []string                // field groups that the member may not read
	May         []string                // claim, assign, takeover, judge, reply, tick, assist, withdraw, note/<group>, reveal/<group>, write/<group>, page/<page>
	WhyNot      map[string]*fault.Fault // of what the policies allow beside the verbs of the pipeline, why it cannot be now
	WarnAt      *time.Time              // when most of the time of the service level is used up
	Facts       map[string]any
	Today       string
	Options     []cases.Option
	Reasons     []pipeline.Reason
	Items       []ViewedItem
	Requestable []ViewedItem
	Mendable    []string // keys of the fields whose answers the member may put right
	Documents   []Paper
	Token       *signature.Token
}

// Datum is one line of the dossier.
type Datum struct {
	Path    string
	Label   schemas.Text
	Page    schemas.Text
	Type    string
	Group   string
	Value   any
	Masked  bool
	Missing bool
	Source  submission.Source
	Earlier []submission.Former // what it was before, latest first; masked as Value is
	Result  string              // worst of the checks that judge it
	Checks  []string            // their keys
}

// CheckView is one check with its latest result.
type CheckView struct {
	pipeline.Check
	Mark        cases.CheckMark
	Explanation schemas.Text
	Hidden      bool // its group may not be read: only that it exists is told
}

// ScoreView is the latest result of a score table, with the words of its rows.
type ScoreView struct {
	Key    string
	Title  schemas.Text
	Band   schemas.Text
	Labels map[string]schemas.Text // of rows, by key
	Result cases.Scored
	Others []pipeline.Otherwise // the rows that alone would change the band
}

// StaffView returns a case for a member. Returns fault.Denied when the stage may not be read, with the deciding policy.
func (c *Conveyor) StaffView(ctx context.Context, who actor.Actor, caseID string) (StaffView, error) {
	var v StaffView
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand(m.stageObject(), "read"); err != nil {
			return err
		}
		b := m.dossier()
		var err error
		v, err = b.view()
		return err
	})
	return v, err
}

// dossier builds a StaffView.
type dossier struct {
	*move
	readable map[string]bool // by group
	taken    *fault.Fault    // says who, when a colleague works on the case
	results  map[string]check.Result
	byField  map[string][]string // check keys by field path
}

func (m *move) dossier() *dossier { return &dossier{move: m, readable: map[string]bool{}} }

func (b *dossier) view() (StaffView, error) {
	stage, _ := b.line.Pipeline.Stage(b.rec.State.Stage)
	v := StaffView{
		Record: b.rec, Identity: b.maskIdentity(b.line, b.rec.Identity), Pipeline: b.line.Pipeline.Pipeline, Stage: stage,
		WarnAt: b.line.warnAt(b.profile, b.rec), Options: cases.Possible(b.ctx, b.line.Pipeline, b.rec.State, b.who, b.engineFacts()),
	}
	if err := b.judgements(&v); err != nil {
		return v, err
	}
	if err := b.holder(&v); err != nil {
		return v, err
	}
	state := b.resolve(form.Staff)
	b.fields(&v, state)
	v.Reasons, v.Scores = b.reasons(), b.scores()
	b.offers(&v)
	v.closeHollow()
	b.closeUnheard(&v)
	v.Facts, v.Today = b.readableFacts(), b.today()
	b.withhold(&v)
	b.withholdContact(&v)
	var err error
	if v.Form, err = b.line.Form.ForGroups(b.reads); err != nil {
		return v, err
	}
	if err = b.withdrawal(&v); err != nil {
		return v, err
	}
	if v.Items, err = b.items(); err != nil {
		return v, err
	}
	if v.Documents, err = b.papers(&v); err != nil {
		return v, err
	}
	tokens, err := b.tx.Tokens(b.rec.ID, signature.ForSignature)
	if err == nil && len(tokens) > 0 {
		v.Token = &tokens[0]
	}
	return v, err
}

// readableFacts are the facts without the results of checks, and the answers of before, that the member may not read.
func (b *dossier) readableFacts() map[string]any {
	facts := b.facts()
	facts["previous"] = b.line.Form.Readable(b.previous(), b.reads)
	checks, _ := facts["checks"].(map[string]any)
	for _, q := range b.line.Pipeline.Checks() {
		if !b.reads(q.Group) {
			delete(checks, q.Key)
		}
	}
	attributes, _ := facts["case"].(map[string]any)
	for _, s := range b.line.Pipeline.Pipeline.Scores {
		if !b.reads(s.Group) {
			delete(attributes, s.Key)
			delete(attributes, pipeline.BandKey(s.Key))
		}
	}
	for _, a := range b.line.Pipeline.Pipeline.Attributes {
		if !b.reads(a.Group) || a.Type == rule.Bool && b.setUnseen(a.Key) {
			delete(attributes, a.Key)
		}
	}
	return facts
}

// setUnseen tells whether a check that the member may not read of sets an attribute: that it is set tells how the check went.
func (b *dossier) setUnseen(attribute string) bool {
	return slices.ContainsFunc(b.line.Pipeline.Checks(), func(q *pipeline.Question) bool {
		var settings struct {
			Set map[string]any `json:"set"`
		}
		if b.reads(q.Group) || json.Unmarshal(q.Config, &settings) != nil {
			return false
		}
		_, sets := settings.Set[attribute]
		return sets
	})
}

// scores are the results of score tables that the member may read, in the order of the pipeline.
func (b *dossier) scores() []ScoreView {
	var out []ScoreView
	for _, s := range b.line.Pipeline.Pipeline.Scores {
		result, known := b.rec.State.Scores[s.Key]
		if !known || !b.reads(s.Group) {
			continue
		}
		view := ScoreView{Key: s.Key, Title: s.Title, Labels: map[string]schemas.Text{}, Result: result}
		for _, band := range s.Bands {
			if band.Key == result.Band {
				view.Band = band.Label
			}
		}
		for _, row := range s.Rows {
			view.Labels[row.Key] = row.Label
		}
		held := map[string]bool{}
		for _, row := range result.Rows {
			held[row.Key] = row.Held
		}
		view.Others = s.Otherwises(held)
		out = append(out, view)
	}
	return out
}

// reads says whether the member may read a field group, and asks the policies once for each.
func (b *dossier) reads(group string) bool {
	group = groupOf(group)
	may, asked := b.readable[group]
	if !asked {
		may = b.allowed(b.groupObject(group), "read")
		b.readable[group] = may
	}
	return may
}

// tells is tells of the conveyor.
func (b *dossier) tells(path string) bool {
	f, asked := b.line.Form.FieldOf(path)
	return !asked || b.reads(f.Group)
}

func (b *dossier) judgements(v *StaffView) error {
	results, err := b.tx.Results(b.rec.ID)
	if err != nil {
		return err
	}
	b.results, b.byField = map[string]check.Result{}, map[string][]string{}
	for _, r := range results {
		b.results[r.Key] = r
	}
	for _, q := range b.line.Pipeline.Checks() {
		view := CheckView{Check: q.Check, Mark: b.rec.State.Checks[q.Key], Hidden: !b.reads(q.Group)}
		if view.Hidden {
			view.Mark = cases.CheckMark{} // when it was asked, and how often, tells too
			v.Checks = append(v.Checks, view)
			continue
		}
		view.Explanation = b.results[q.Key].Explanation
		for _, path := range q.Fields {
			b.byField[path] = append(b.byField[path], q.Key)
		}
		v.Checks = append(v.Checks, view)
	}
	return nil
}

// fields walks the visible places in the order of asking.
func (b *dossier) fields(v *StaffView, state *form.State) {
	v.Answers = map[string]any{}
	applicant := b.resolve(form.Applicant)
	titles := map[string]schemas.Text{}
	for _, p := range b.line.Form.Form().Pages {
		titles[p.Key] = p.Title
	}
	for _, pointer := range state.VisiblePlaces() {
		f, ok := b.line.Form.FieldAt(pointer)
		if !ok || b.isContainer(f) || f.Type == "statement" {
			continue
		}
		if !b.reads(f.Group) {
			if !slices.Contains(v.Hidden, groupOf(f.Group)) {
				v.Hidden = append(v.Hidden, groupOf(f.Group))
			}
			continue
		}
		page := b.line.Form.PageOf(pointer)
		d := b.datum(f, pointer, state)
		d.Page = titles[page]
		v.Data = append(v.Data, d)
		if applicant.Visible(pointer) && f.Type != "computed" {
			item := ViewedItem{Page: page, Label: f.Label}
			item.Path = pointer
			v.Requestable = append(v.Requestable, item)
		}
	}
	v.Answers = b.line.Form.Readable(b.sub.Answers, b.reads)
}

func (b *dossier) isContainer(f field.Field) bool { return len(f.Fields) > 0 }

func (b *dossier) datum(f field.Field, pointer string, state *form.State) Datum {
	value, answered := submission.Get(state.Answers(), pointer)
	d := Datum{
		Path: pointer, Label: f.Label, Type: f.Type, Group: groupOf(f.Group), Value: value,
		Missing: !answered && state.Required(pointer), Source: b.sub.Sources[submission.Key(pointer)],
		Checks: b.byField[form.Path(pointer)],
	}
	if f.Type == "computed" {
		d.Source.Kind = "computed"
	}
	if f.Masked && answered {
		if kind, ok := b.Fields.Get(f.Type); ok {
			d.Value, d.Masked = kind.Mask(f, value), true
		}
	}
	d.Earlier = b.earlier(f, pointer, value)
	for _, key := range d.Checks {
		d.Result = cases.Worse(d.Result, b.rec.State.Checks[key].Result)
	}
	return d
}

// earlier are the former values of one place, without those that were the same as the next.
func (b *dossier) earlier(f field.Field, pointer string, next any) []submission.Former {
	key := submission.Key(pointer)
	var out []submission.Former
	for _, former := range b.sub.Earlier[key] {
		value, _ := submission.Get(map[string]any{key: former.Value}, pointer)
		if reflect.DeepEqual(value, next) {
			continue
		}
		next, former.Value = value, value
		if kind, ok := b.Fields.Get(f.Type); ok && f.Masked && value != nil {
			former.Value = kind.Mask(f, value)
		}
		out = append(out, former)
	}
	return out
}

// items are those about fields that the member may read: what is asked of an applicant tells what is thought of them.
func (b *dossier) items() ([]ViewedItem, error) {
	all, err := b.viewedItems()
	return slices.DeleteFunc(all, func(item ViewedItem) bool {
		f, ok := b.line.Form.FieldAt(item.Path)
		return ok && !b.reads(f.Group)
	}), err
}

// reasons are those that the member may read.
func (b *dossier) reasons() []pipeline.Reason {
	var out []pipeline.Reason
	for _, r := range b.line.Pipeline.Pipeline.Reasons {
		if b.reads(r.Group) {
			out = append(out, r)
		}
	}
	return out
}

// withhold takes out the reason and the note of a decision, and the risk, that the member may not read, so that nobody is
// tipped off.
func (b *dossier) withhold(v *StaffView) {
	reason, known := b.line.Pipeline.Reason(b.rec.State.Reason)
	if known && !b.reads(reason.Group) {
		v.Record.State.Reason, v.Record.State.Note = "", ""
	}
	if a, known := b.line.Pipeline.Attribute("risk"); known && !b.reads(a.Group) {
		v.Record.State.Attributes = maps.Clone(v.Record.State.Attributes)
		delete(v.Record.State.Attributes, "risk")
	}
}

// withholdContact takes out the name and the identity, which stand in columns of the case, where their fields may not
// be read.
func (b *dossier) withholdContact(v *StaffView) {
	contact := b.line.Pipeline.Pipeline.Contact
	if !b.tells(contact.Name) {
		v.Record.Name = ""
	}
	if !b.tells(contact.Identity) {
		v.Record.Identity, v.Identity = "", ""
	}
}

// Evidence returns the evidence records of a case. Returns fault.Denied without the policy to see the case, and to read who
// signed.
func (c *Conveyor) Evidence(ctx context.Context, who actor.Actor, caseID string) ([]signature.Evidence, error) {
	var out []signature.Evidence
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand(m.stageObject(), "read"); err != nil {
			return err
		}
		contact := m.line.Pipeline.Pipeline.Contact
		for _, field := range []string{contact.Name, contact.Email, contact.Identity} { // the record names who signed
			if f, ok := m.line.Form.FieldOf(field); ok {
				if err := m.demand(m.groupObject(f.Group), "read"); err != nil {
					return err
				}
			}
		}
		var err error
		out, err = m.tx.EvidenceOf(caseID)
		return err
	})
	return out, err
}
