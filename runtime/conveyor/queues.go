package conveyor

import (
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// QueueView is a staff queue as a member sees it: the stages of it that they may read, and the columns that its stages
// ask for.
type QueueView struct {
	Key     string
	Name    schemas.Text
	Stages  []queue.Stage
	Columns []Column
	// More are the columns beside those: whatever the member may read of the cases, see Queue.
	More []Column

	groups   []string        // whose words a search looks at: <form>/<group>
	tails    bool            // an identity is found by its end
	withheld map[string]bool // columns that hold what the member may not read: not shown, filtered or sorted by
}

// Column is one column of a queue: a built-in one, or an answer.
type Column struct {
	Key     string // started, percent… or answers.<path>
	Label   schemas.Text
	Type    string // of the field, or "built-in"
	Options []field.Option
	Masked  bool         // compared as a whole only: an order, or a part of it, would tell it bit by bit
	Form    schemas.Text // that asks for it, of a column beside those of the queue
}

const answerColumn = "answers."

// builtIn are the columns that every case has, with the column of the query that sorts them.
var builtIn = map[string]string{
	"started": "startedAt", "percent": "percent", "page": "page", "attempts": "attempts", "activity": "activityAt",
	"age": "enteredAt", "token": "", "risk": "risk", "reason": "reason", "decided": "enteredAt", "name": "name",
	"identity": "identity", "reference": "reference", "assignee": "assignee", "stage": "stage", "pipeline": "pipeline",
	"channel": "channel", "reminders": "", "target": "target", "attempt": "callAttempt", "retry": "callNextAt", "error": "callCode",
	"requests": "", "items": "", "approvals": "", "decider": "", "purge": "", "sends": "", "response": "", "signers": "", "datum": "",
}

// Queues returns the queues of the newest version of each pipeline that the member may read, in the order in which
// the pipelines name them; then what older versions have beside them, as long as cases are in flight on those.
func (c *Conveyor) Queues(ctx context.Context, who actor.Actor) ([]QueueView, error) {
	lines, err := c.linesAtWork(ctx, who.Tenant)
	if err != nil {
		return nil, err
	}
	var views []QueueView
	seen := map[queue.Stage]bool{}
	for _, line := range lines {
		for _, stage := range line.Pipeline.Pipeline.Stages {
			at := queue.Stage{Pipeline: line.Pipeline.Pipeline.Key, Stage: stage.Key}
			if stage.Queue == nil || seen[at] {
				continue
			}
			seen[at] = true
			ok, _, err := c.Gate.Ask(ctx, who, "pipeline/"+at.Pipeline+"/stage/"+at.Stage, "read")
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			i := slices.IndexFunc(views, func(v QueueView) bool { return v.Key == stage.Queue.Key })
			if i < 0 {
				views = append(views, QueueView{Key: stage.Queue.Key, Name: stage.Queue.Name})
				i = len(views) - 1
			}
			views[i].Stages = append(views[i].Stages, at)
			if err := c.addColumns(ctx, who, &views[i], queueOf{line, stage.Queue.Columns}); err != nil {
				return nil, err
			}
		}
	}
	for i := range views {
		if err := c.withhold(ctx, who, &views[i], lines); err != nil {
			return nil, err
		}
	}
	return views, nil
}

// withhold takes out of a queue what the member may not read in any of its pipelines: stages of several forms share its
// columns, and what one form shows another may hide.
func (c *Conveyor) withhold(ctx context.Context, who actor.Actor, v *QueueView, lines []*Line) error {
	v.withheld = map[string]bool{}
	for _, line := range lines {
		if !slices.ContainsFunc(v.Stages, func(s queue.Stage) bool { return s.Pipeline == line.Pipeline.Pipeline.Key }) {
			continue
		}
		if err := c.unlessRead(ctx, who, v, line.secrets(v.Fields())); err != nil {
			return err
		}
	}
	v.Columns = slices.DeleteFunc(v.Columns, func(column Column) bool {
		return strings.HasPrefix(column.Key, answerColumn) && v.withheld[column.Key]
	})
	return nil
}

// secrets are the columns whose content is of a field group: those of every queue, and the fields and facts at paths.
func (l *Line) secrets(paths []string) []secret {
	p := l.Pipeline.Pipeline
	var out []secret
	add := func(column, group string) { out = append(out, secret{column, l.groupObject(group)}) }
	for column, path := range map[string]string{"name": p.Contact.Name, "identity": p.Contact.Identity, "email": p.Contact.Email} {
		if f, ok := l.Form.FieldOf(path); ok {
			add(column, f.Group)
		}
	}
	if a, known := l.Pipeline.Attribute("risk"); known {
		add("risk", a.Group)
	}
	for _, r := range p.Reasons {
		if r.Group != "" {
			add("reason", r.Group)
		}
	}
	for _, path := range paths {
		if fact, is := strings.CutPrefix(path, factColumn); is {
			a, _ := l.Pipeline.Attribute(fact)
			add(answerColumn+path, a.Group)
		} else if f, ok := l.Form.FieldOf(path); ok {
			add(answerColumn+path, f.Group)
		}
	}
	return out
}

// secret is a column and the field group that it is of.
type secret struct{ column, object string }

func (c *Conveyor) unlessRead(ctx context.Context, who actor.Actor, v *QueueView, secrets []secret) error {
	for _, s := range secrets {
		ok, _, err := c.Gate.Ask(ctx, who, s.object, "read")
		if err != nil {
			return err
		}
		v.withheld[s.column] = v.withheld[s.column] || !ok
	}
	return nil
}

// tells says whether a member may read what a field of the contact holds, which stands in a column of the case. What no
// form asks for is withheld from nobody.
func (c *Conveyor) tells(ctx context.Context, who actor.Actor, line *Line, path string) (bool, error) {
	f, asked := line.Form.FieldOf(path)
	if !asked {
		return true, nil
	}
	ok, _, err := c.Gate.Ask(ctx, who, line.groupObject(f.Group), "read")
	return ok, err
}

func (l *Line) groupObject(group string) string {
	return "form/" + l.Form.Form().Key + "/group/" + groupOf(group)
}

type queueOf struct {
	line    *Line
	columns []string
}

// addColumns adds the columns of one stage. An answer of a group that the member may not read is left out.
func (c *Conveyor) addColumns(ctx context.Context, who actor.Actor, v *QueueView, from queueOf) error {
	for _, key := range from.columns {
		column, shown, err := c.columnOf(ctx, who, from.line, key)
		if err != nil {
			return err
		}
		if !shown {
			continue
		}
		if !slices.ContainsFunc(v.Columns, func(known Column) bool { return known.Key == column.Key }) {
			v.Columns = append(v.Columns, column)
		}
	}
	return nil
}

// columnOf is a column by its key: of the product itself, a fact of the case, or an indexed answer.
func (c *Conveyor) columnOf(ctx context.Context, who actor.Actor, line *Line, key string) (_ Column, shown bool, err error) {
	if fact, is := strings.CutPrefix(key, factColumn); is {
		a, _ := line.Pipeline.Attribute(fact)
		label := a.Title
		if len(label) == 0 {
			label = schemas.Text{"und": fact}
		}
		shown, _, err = c.Gate.Ask(ctx, who, line.groupObject(a.Group), "read")
		return Column{Key: answerColumn + key, Label: label, Type: factField(a)}, shown, err
	}
	if _, is := builtIn[key]; is {
		return Column{Key: key, Type: "built-in"}, true, nil
	}
	asked, found := line.Form.FieldOf(key)
	if !found || !asked.Indexed {
		return Column{}, false, nil
	}
	shown, _, err = c.Gate.Ask(ctx, who, line.groupObject(asked.Group), "read")
	return Column{Key: answerColumn + key, Label: asked.Label, Type: asked.Type, Options: asked.Options, Masked: asked.Masked}, shown, err
}

// Queue returns one queue. Returns fault.NotFound for a queue that the member may not see.
func (c *Conveyor) Queue(ctx context.Context, who actor.Actor, key string) (QueueView, error) {
	views, err := c.Queues(ctx, who)
	if err != nil {
		return QueueView{}, err
	}
	for _, v := range views {
		if v.Key == key {
			err := c.offer(ctx, who, &v)
			return v, err
		}
	}
	return QueueView{}, fault.New(fault.NotFound, "queue.not_found")
}

// linesAtWork are the newest version of each pipeline, by key, and after them the older ones that cases are in flight on:
// a stage that the newest version has no more still holds those that stayed.
func (c *Conveyor) linesAtWork(ctx context.Context, tenant string) ([]*Line, error) {
	lines, err := c.liveLines(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var older []string
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		older = nil
		for _, line := range lines {
			versions, err := tx.VersionsInFlight(line.Pipeline.Pipeline.Key)
			if err != nil {
				return err
			}
			older = append(older, slices.DeleteFunc(versions, func(id string) bool { return id == line.Version })...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, id := range older {
		line, failed := c.Line(ctx, tenant, id)
		if failed != nil {
			return nil, failed
		}
		lines = append(lines, line)
	}
	return lines, err
}

func (c *Conveyor) liveLines(ctx context.Context, tenant string) ([]*Line, error) {
	live, err := c.Store.LiveIDs(ctx, tenant, definition.Pipeline)
	if err != nil {
		return nil, err
	}
	lines := make([]*Line, 0, len(live))
	for _, id := range live {
		line, err := c.Line(ctx, tenant, id)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// Column returns the name that a query knows a column by, "" when the queue has none such.
func (v QueueView) Column(column string) string {
	if v.withheld[column] {
		return ""
	}
	if name, ok := builtIn[column]; ok {
		return name
	}
	if _, known := v.column(column); known {
		return column
	}
	return ""
}
