package conveyor

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
)

// Timeline returns the events of a case for a member. Notes, checks and fields of groups that the member may not read
// are left out of it, so that nobody is tipped off. Returns fault.Denied when the stage may not be read.
func (c *Conveyor) Timeline(ctx context.Context, who actor.Actor, caseID string) (Timeline, error) {
	var line *Line
	var zone *time.Location
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		line, zone = m.line, m.profile.Zone
		return m.demand(m.stageObject(), "read")
	})
	if err != nil {
		return Timeline{}, err
	}
	events, err := c.Store.Events(ctx, who.Tenant, caseID)
	if err != nil {
		return Timeline{}, err
	}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		kept, err := tx.Personal(caseID)
		for i := range events {
			events[i].Data = event.Shown(events[i].Data, kept)
		}
		return err
	})
	if err != nil {
		return Timeline{}, err
	}
	s := sieve{line: line, known: map[string]bool{}}
	s.ask = func(group string) (bool, error) {
		ok, _, err := c.Gate.Ask(ctx, who, line.groupObject(group), "read")
		return ok, err
	}
	events = slices.DeleteFunc(events, s.hides)
	for i := range events {
		s.blank(&events[i])
		events[i].Seq = int64(i + 1) // as the member counts: a gap would tell that there is more
	}
	return Timeline{Events: events, line: line, zone: zone}, s.err
}

// Document returns a document of a case for a member. Returns fault.NotFound when the case has none such, fault.Denied
// when its stage or its field group may not be read.
func (c *Conveyor) Document(ctx context.Context, who actor.Actor, caseID, id string) (document.Document, error) {
	var d document.Document
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		var err error
		if d, err = m.document(id); err != nil {
			return err
		}
		if err := m.demand(m.stageObject(), "read"); err != nil {
			return err
		}
		f, _ := m.line.Form.FieldAt(d.Field)
		return m.demand(m.groupObject(f.Group), "read")
	})
	return d, err
}

// Messages returns what was sent to the applicant of a case, newest last. Returns fault.Denied when the stage may not
// be read.
func (c *Conveyor) Messages(ctx context.Context, who actor.Actor, caseID string) ([]message.Message, error) {
	var out []message.Message
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand(m.stageObject(), "read"); err != nil {
			return err
		}
		var err error
		out, err = m.tx.Messages(caseID)
		return err
	})
	return out, err
}

// StageOf returns the stage that a case stands in.
func (c *Conveyor) StageOf(ctx context.Context, rec cases.Record) (pipeline.Stage, error) {
	line, err := c.Line(ctx, rec.Tenant, rec.Version)
	if err != nil {
		return pipeline.Stage{}, err
	}
	stage, _ := line.Pipeline.Stage(rec.State.Stage)
	return stage, nil
}

// Timeline is what happened to a case, with the names that its pipeline and form give to what events call by key.
type Timeline struct {
	Events []event.Event
	People map[string]string // names of members by id, for events that name some
	line   *Line
	zone   *time.Location // of the tenant
}

// Named returns the data of an event with names in place of keys, for a sentence: stages, checks, reasons, fields. What is
// a moment comes as a time.Time in the tenant's zone.
func (t Timeline) Named(data map[string]any) map[string]any {
	named := make(map[string]any, len(data))
	for key, value := range data {
		named[key] = value
		switch v := value.(type) {
		case string:
			if at, err := time.Parse(time.RFC3339, v); err == nil {
				named[key] = at.In(t.zone)
			} else if name := t.name(key, v); len(name) > 0 {
				named[key] = name
			} else if name := t.part(data, key, v); len(name) > 0 {
				named[key] = name
			}
		case []any:
			named[key] = t.labels(v)
		}
	}
	return named
}

func (t Timeline) name(member, key string) schemas.Text {
	switch member {
	case "member", "for", "before":
		if name := t.People[key]; name != "" {
			return schemas.Text{"und": name}
		}
	case "from", "to", "stage":
		stage, _ := t.line.Pipeline.Stage(key)
		return stage.Name
	case "reason":
		reason, _ := t.line.Pipeline.Reason(key)
		return reason.Label
	case "check":
		for _, q := range t.line.Pipeline.Checks() {
			if q.Key == key {
				return q.Title
			}
		}
	case "page":
		for _, p := range t.line.Form.Form().Pages {
			if p.Key == key {
				return p.Title
			}
		}
	case "item":
		return t.line.List.title(key)
	case "template":
		letter, _ := t.line.letterOf(key)
		return headOf(letter)
	case "name":
		return t.paper(key)
	case "path", "field":
		f, _ := t.line.Form.FieldAt(key)
		return f.Label
	}
	return nil
}

// paper is what a paper is called: one of the pipeline, or one that every case has.
func (t Timeline) paper(name string) schemas.Text {
	if own, ok := t.line.Pipeline.Paper(name); ok {
		return own.Title
	}
	return paper.Title(name)
}

// headOf is what a message is headed by, which is how people know it. What is filled in for each person is left open.
func headOf(m pipeline.Message) schemas.Text {
	named := schemas.Text{}
	for locale, subject := range m.Subject {
		if subject != "" {
			named[locale] = filledIn.ReplaceAllString(subject, "…")
		}
	}
	return named
}

var filledIn = regexp.MustCompile(`\{[^{}]*\}`)

// part names what has its name only inside of something else that the event is about: a step of a transition, a band of
// a score.
func (t Timeline) part(data map[string]any, member, key string) schemas.Text {
	p := t.line.Pipeline.Pipeline
	switch member {
	case "step":
		transition, _ := data["transition"].(string)
		if m, ok := t.line.Pipeline.Move(transition); ok && m.Approvals != nil {
			step, _ := m.Approvals.Step(key)
			return step.Name
		}
	case "score", "band":
		i := slices.IndexFunc(p.Scores, func(s pipeline.Score) bool { return s.Key == data["score"] })
		if i < 0 {
			return nil
		}
		if member == "score" {
			return p.Scores[i].Title
		}
		for _, b := range p.Scores[i].Bands {
			if b.Key == key {
				return b.Label
			}
		}
	}
	return nil
}

// labels names the fields of a list of keys or places; what is no field stays.
func (t Timeline) labels(list []any) []any {
	out := make([]any, len(list))
	for i, item := range list {
		out[i] = item
		key, _ := item.(string)
		if f, ok := t.line.Form.FieldAt("/" + strings.TrimPrefix(key, "/")); ok && len(f.Label) > 0 {
			out[i] = f.Label
		}
	}
	return out
}
