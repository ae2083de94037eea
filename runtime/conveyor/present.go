package conveyor

import (
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas"
)

// Shown is what a list shows of a case beside its columns.
type Shown struct {
	Name     string
	Identity string // masked
	Stage    schemas.Text
	Page     schemas.Text
	Reason   schemas.Text
	Risk     string
	Values   map[string]any // masked where the field says so

	CallField schemas.Text // at fault, as the latest call says
	Reminders int          // messages that timers of the stage sent
}

// Present puts a row into words and masks what lists must not show.
func (c *Conveyor) Present(ctx context.Context, v QueueView, row queue.Row) Shown {
	line, err := c.Line(ctx, row.Tenant, row.Version)
	if err != nil { // its neighbours in the list are shown all the same
		c.Log.ErrorContext(ctx, "case not presented", "tenant", row.Tenant, "case", row.ID, "version", row.Version, "error", err)
		return Shown{}
	}
	stage, _ := line.Pipeline.Stage(row.State.Stage)
	reason, _ := line.Pipeline.Reason(row.State.Reason)
	shown := Shown{Name: row.Name, Stage: stage.Name, Identity: c.maskIdentity(line, row.Identity), Reason: reason.Label}
	shown.Risk, _ = row.State.Attributes["risk"].(string)
	v.hide(&shown, line, reason)
	for _, p := range line.Form.Form().Pages {
		if p.Key == row.Page {
			shown.Page = p.Title
		}
	}
	for _, path := range v.Fields() {
		if key, isFact := strings.CutPrefix(path, factColumn); isFact {
			shown.put(path, row.State.Attributes[key])
			continue
		}
		c.presentAnswer(line, path, row.Values[path], &shown)
	}
	v.tell(&shown, knower{c, ctx, line, row})
	if f, ok := line.Form.FieldAt(row.Call.Field); ok {
		shown.CallField = f.Label
	}
	shown.Reminders = line.reminders(row.State)
	return shown
}

// hide takes away what the member may not read.
func (v QueueView) hide(shown *Shown, line *Line, reason pipeline.Reason) {
	if v.withheld["name"] {
		shown.Name = ""
	}
	if v.withheld["identity"] {
		shown.Identity = ""
	}
	if reason.Group != "" && (v.withheld == nil || v.withheld["reason"]) {
		shown.Reason = reason.Applicant // the label may tell what only some may read
	}
	if a, _ := line.Pipeline.Attribute("risk"); a.Group != "" && (v.withheld == nil || v.withheld["risk"]) {
		shown.Risk = ""
	}
}

// tell fills the columns of what the case knows of itself.
func (v QueueView) tell(shown *Shown, of knower) {
	for _, column := range v.Columns {
		if tell, is := tellers[column.Key]; is {
			if value := tell(of); value != nil {
				shown.set(column.Key, value)
			}
			continue
		}
		if name := queue.IndexOf(column.Key); strings.HasPrefix(name, ":") && of.row.Values[name] != nil {
			shown.set(column.Key, of.row.Values[name])
		}
	}
}

// set shows what the case knows of itself in a column.
func (s *Shown) set(column string, value any) {
	if s.Values == nil {
		s.Values = map[string]any{}
	}
	s.Values[column] = value
}

func (c *Conveyor) presentAnswer(line *Line, path string, value any, shown *Shown) {
	f, ok := line.Form.FieldOf(path)
	kind, known := c.Fields.Get(f.Type)
	if !ok || !known || value == nil {
		return
	}
	if n, isNumber := value.(float64); isNumber && kind.RuleType(f) == rule.Bool {
		value = n != 0 // as the index keeps it
	}
	if f.Masked {
		value = kind.Mask(f, value)
	}
	shown.put(path, value)
}

// put shows a value in the column of a path, unless there is none.
func (s *Shown) put(path string, value any) {
	if value == nil {
		return
	}
	if s.Values == nil {
		s.Values = map[string]any{}
	}
	s.Values[answerColumn+path] = value
}

// reminders counts the messages that timers of the stage, and members who remind, sent while the case stayed there.
func (l *Line) reminders(s cases.State) int {
	n := 0
	for _, t := range l.Pipeline.Pipeline.Transitions {
		reminds := t.Trigger.Timer != nil || t.Trigger.Verb == "remind"
		if t.From == s.Stage && t.To == t.From && reminds && slices.ContainsFunc(t.Effects, func(e pipeline.Effect) bool { return e.Kind == "message" }) {
			n += s.Here[t.Key]
		}
	}
	return n
}

func (c *Conveyor) maskIdentity(line *Line, identity string) string {
	f, ok := line.Form.FieldOf(line.Pipeline.Pipeline.Contact.Identity)
	kind, known := c.Fields.Get(f.Type)
	if !ok || !known || identity == "" {
		return ""
	}
	return kind.Mask(f, identity)
}
