package tenant

import (
	"context"
	"strconv"

	"github.com/esteira/esteira/schemas/actor"
)

// Exported is a list that somebody took out of the product.
type Exported struct {
	Queue   string
	Format  string
	Columns int
	Reason  string // why masked answers were shown; "" when they were not
	Ended   bool   // the file has left, with so many rows
	Rows    int
}

// NoteExport tells the chain of the tenant that a list is being exported, or was. Returns fault.Denied without the policy.
func (a *Administration) NoteExport(ctx context.Context, who actor.Actor, e Exported) error {
	if err := a.demand(ctx, who, Right{"queue", "export"}); err != nil {
		return err
	}
	name, changes := "queue.export_started", []Difference{{What: "queue", Name: e.Queue}, {What: "format", After: e.Format}}
	if e.Ended {
		name, changes = "queue.exported", append(changes, Difference{What: "rows", After: strconv.Itoa(e.Rows)})
	} else {
		changes = append(changes, Difference{What: "columns", After: strconv.Itoa(e.Columns)})
	}
	if e.Reason != "" {
		changes = append(changes, Difference{What: "reveal", After: e.Reason})
	}
	return a.administer(ctx, who, func(d *scribe) error { return d.note(name, "", changes) })
}
