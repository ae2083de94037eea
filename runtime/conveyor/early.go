package conveyor

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/esteira/esteira/builder/checklist"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/standing"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
)

// asksEarly sees to the checks that are asked while the applicant fills in: goesOn asks those whose answers are all there,
// and what a check came to is forgotten as soon as its answers are others.
func (m *move) asksEarly(goesOn bool) error {
	if m.who.Kind != actor.Applicant {
		return nil
	}
	for _, q := range m.line.Pipeline.Checks() {
		if !q.Early {
			continue
		}
		mark := m.rec.State.Checks[q.Key]
		of := m.judgedOf(q)
		isOther := of != mark.Of
		isOld := mark.At.Before(m.rec.State.EnteredAt) || mark.Result == pipeline.Skipped
		switch {
		case of != "" && goesOn && (isOther || isOld):
		case isOther && mark.Of != "":
			of = ""
		default:
			continue
		}
		if _, err := m.pull(cases.Trigger{Event: pipeline.CheckReady, Data: cases.Data{Check: q.Key, Of: of}}); err != nil {
			return err
		}
	}
	return nil
}

// judgedOf is the fingerprint of the answers that a check judges, "" while one of them is owed or wrong.
func (m *move) judgedOf(q *pipeline.Question) string {
	state := m.resolve(form.Applicant)
	wrong := m.line.Form.Validate(m.ctx, state)
	given := map[string]any{}
	for _, pointer := range state.VisiblePlaces() {
		if !covers(q.Fields, pointer) {
			continue
		}
		for _, v := range wrong {
			if v.Path == pointer && v.Severity != "warn" {
				return ""
			}
		}
		if answer, ok := submission.Get(m.sub.Answers, pointer); ok {
			given[pointer] = answer
		}
	}
	if len(given) == 0 {
		return ""
	}
	sum := sha256.Sum256(event.AppendCanonical(nil, given))
	return hex.EncodeToString(sum[:])
}

// sparing does what changes the results of checks, and asks the applicant, who has handed in, for what they no longer
// spare: where the pipeline waits for that.
func (m *move) sparing(do func() error) error {
	if len(m.line.readChecks) == 0 {
		return do()
	}
	before := m.lacking()
	if err := do(); err != nil {
		return err
	}
	m.changed()
	m.measure()
	lacking := slices.DeleteFunc(m.lacking(), func(pointer string) bool { return slices.Contains(before, pointer) })
	if len(lacking) == 0 || m.rec.State.SubmittedAt == nil {
		return nil
	}
	return m.askFor(pipeline.AnswersOwed, lacking)
}

// lacking are the places that have to be answered and are not.
func (m *move) lacking() []string {
	state := m.resolve(form.Applicant)
	var out []string
	for _, pointer := range state.VisiblePlaces() {
		if answer, _ := submission.Get(m.sub.Answers, pointer); state.Required(pointer) && nothing(answer) {
			out = append(out, pointer)
		}
	}
	return out
}

// askFor tells the pipeline that places are owed, if it waits for that where the case stands. Where it leads to a stage in
// which the applicant mends what was requested, they are requested.
func (m *move) askFor(event string, places []string) error {
	owed := cases.Trigger{Event: event, Data: cases.Data{Items: places}, Actor: actor.Job(m.rec.Tenant, "checks")}
	decision, err := cases.Decide(m.ctx, m.line.Pipeline, m.rec.State, owed, m.engineFacts())
	if err != nil || decision.Transition == "" {
		return err
	}
	by := m.who
	m.who = owed.Actor
	defer func() { m.who = by }()
	stage, _ := m.line.Pipeline.Stage(decision.State.Stage)
	if stage.Answers != "requested" {
		owed.Data.Items = nil
	} else if err := m.requestOwed(places); err != nil {
		return err
	}
	_, err = m.pull(owed)
	return err
}

// requestOwed makes items of the places for which there is none that is open.
func (m *move) requestOwed(places []string) error {
	open, err := m.tx.Items(m.rec.ID)
	if err != nil {
		return err
	}
	var items []AskedItem
	for _, place := range places {
		if !slices.ContainsFunc(open, func(i request.Item) bool { return i.State == "open" && i.Path == place }) {
			items = append(items, AskedItem{Path: place})
		}
	}
	if err := m.insertItems(items, 0); err != nil {
		return err
	}
	m.note("request.made", map[string]any{"items": toAny(places), "note": ""})
	m.thaw()
	return nil
}

// Spared is an item that the applicant is not asked for, because of what checks came to.
type Spared struct {
	Key    string
	Title  schemas.Text
	Checks []schemas.Text // what they are called
}

// sparedItems are the items of the checklist that are not among those listed because of checks whose results the member
// may read.
func (m *move) sparedItems(listed []standing.Item) []Spared {
	var out []Spared
	for _, item := range m.line.List.Items {
		if slices.ContainsFunc(listed, func(i standing.Item) bool { return i.Key == item.Key }) {
			continue
		}
		spared := Spared{Key: item.Key, Title: item.Title}
		for _, q := range m.line.Pipeline.Checks() {
			if slices.Contains(m.line.sparing(item), q.Key) && m.rec.State.Checks[q.Key].Standing() == pipeline.Passed && m.allowed(m.groupObject(q.Group), "read") {
				spared.Checks = append(spared.Checks, q.Title)
			}
		}
		if len(spared.Checks) > 0 {
			out = append(out, spared)
		}
	}
	return out
}

// sparing are the checks on which it depends whether an item is asked.
func (l *Line) sparing(item checklist.Item) []string {
	keys := slices.Clone(l.List.reads[item.Key])
	for _, path := range item.Fields {
		keys = append(keys, l.Form.SparedBy(path)...)
	}
	return keys
}

// shownChecks are the results that rules of the form read which decide what the applicant is asked. Those that only some
// of the staff may know are not among them.
func (m *move) shownChecks() map[string]any {
	out := map[string]any{}
	for _, q := range m.line.Pipeline.Checks() {
		mark, asked := m.rec.State.Checks[q.Key]
		if asked && groupOf(q.Group) == form.GeneralGroup && slices.Contains(m.line.readChecks, q.Key) {
			out[q.Key] = map[string]any{"result": mark.Standing()}
		}
	}
	return out
}
