package conveyor

import (
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Exporter says of each case what leaves the product with it.
type Exporter struct {
	*Conveyor
	Queue string

	view    QueueView
	reveals map[string]bool // field groups whose masked answers are shown: form/<key>/group/<group>
}

// Exporter begins an export of a queue. With a reason, masked answers are shown where the member may reveal them. Returns
// fault.Denied without the policy to export, or when there is nothing that the member may reveal.
func (c *Conveyor) Exporter(ctx context.Context, who actor.Actor, v QueueView, reason string) (*Exporter, error) {
	if err := c.demandRight(ctx, who, "export"); err != nil {
		return nil, err
	}
	e := &Exporter{Conveyor: c, Queue: v.Key, view: v}
	if strings.TrimSpace(reason) == "" {
		return e, nil
	}
	var err error
	if e.reveals, err = c.revealed(ctx, who, v); err == nil && len(e.reveals) == 0 {
		err = fault.New(fault.Denied, "policy.denied").With("object", "queue").With("verb", "reveal").With("rule", "")
	}
	return e, err
}

// MayReveal says whether an export of a queue may show masked answers of some field group at least.
func (c *Conveyor) MayReveal(ctx context.Context, who actor.Actor, key string) (bool, error) {
	v, err := c.Queue(ctx, who, key)
	if err != nil {
		return false, ignoreMissing(err)
	}
	groups, err := c.revealed(ctx, who, v)
	return len(groups) > 0, err
}

// revealed are the field groups of the forms behind a queue that the member may read and reveal.
func (c *Conveyor) revealed(ctx context.Context, who actor.Actor, v QueueView) (map[string]bool, error) {
	lines, err := c.linesAtWork(ctx, who.Tenant)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, line := range lines {
		if !slices.ContainsFunc(v.Stages, func(at queue.Stage) bool { return at.Pipeline == line.Pipeline.Pipeline.Key }) {
			continue
		}
		for _, group := range line.Form.Groups() {
			object := line.groupObject(group)
			reads, _, err := c.Gate.Ask(ctx, who, object, "read")
			if err != nil {
				return nil, err
			}
			shows, _, err := c.Gate.Ask(ctx, who, object, "reveal")
			if err != nil {
				return nil, err
			}
			if reads && shows {
				out[object] = true
			}
		}
	}
	return out, nil
}

// Tell is Present, with what may be revealed as it is.
func (e *Exporter) Tell(ctx context.Context, row queue.Row) Shown {
	shown := e.Present(ctx, e.view, row)
	if len(e.reveals) == 0 {
		return shown
	}
	line, err := e.Line(ctx, row.Tenant, row.Version)
	if err != nil {
		return shown // Present has told
	}
	if f, ok := line.Form.FieldOf(line.Pipeline.Pipeline.Contact.Identity); ok && shown.Identity != "" && e.reveals[line.groupObject(f.Group)] {
		shown.Identity = row.Identity
	}
	for _, path := range e.view.Fields() {
		f, ok := line.Form.FieldOf(path)
		if ok && f.Masked && row.Values[path] != nil && e.reveals[line.groupObject(f.Group)] {
			shown.set(answerColumn+path, row.Values[path])
		}
	}
	return shown
}

// Keys are the columns of the queue and those beside them, as far as the member may see them.
func (v QueueView) Keys() []string {
	var keys []string
	for _, list := range [][]Column{v.Columns, v.More} {
		for _, c := range list {
			if !v.withheld[c.Key] {
				keys = append(keys, c.Key)
			}
		}
	}
	return keys
}

// TitleOf is what a verb of the pipelines of a queue is called; nothing when none of them names it.
func (c *Conveyor) TitleOf(ctx context.Context, who actor.Actor, key, verb string) (schemas.Text, error) {
	v, err := c.Queue(ctx, who, key)
	if err != nil {
		return nil, ignoreMissing(err) // the member may not see the queue any more; the run is theirs all the same
	}
	lines, err := c.liveLines(ctx, who.Tenant)
	if err != nil {
		return nil, err
	}
	for _, line := range lines {
		for _, at := range v.Stages {
			if at.Pipeline != line.Pipeline.Pipeline.Key {
				continue
			}
			moves := line.Pipeline.Verb(at.Stage, verb)
			if i := slices.IndexFunc(moves, func(m *pipeline.Move) bool { return len(m.Title) > 0 }); i >= 0 {
				return moves[i].Title, nil
			}
		}
	}
	return nil, nil
}
