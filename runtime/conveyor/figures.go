package conveyor

import (
	"context"

	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Figures are one table of them.
type Figures struct {
	Columns []string // of the values, in their order
	Rows    []FigureRow
	Total   int64 // cases that began in the period
}

// FigureRow is one line of a report. A value that is missing is not known.
type FigureRow struct {
	Key    string
	Name   schemas.Text
	Kind   string // of a stage
	Of     string // what it is a part of
	OfName schemas.Text
	Few    bool // fewer than tooFew cases: no figures
	Values map[string]float64
}

// tooFew is below which a group is not broken down: its figures would tell of a person.
const tooFew = 5

// Inquiry says which figures, on which cases.
type Inquiry struct {
	Figures string
	Filter  cockpit.Filter
	Members []string // whose work; nil for everybody's
}

// inquiry is one at work.
type inquiry struct {
	*Cockpit
	ctx     context.Context
	who     actor.Actor
	in      Inquiry
	land    *terrain
	profile Profile
}

// reports are how each is drawn up, by key.
var reports = map[string]func(*inquiry) (Figures, error){
	"stages": (*inquiry).stages, "pages": (*inquiry).pages, "idle": (*inquiry).idle, "reminders": (*inquiry).reminders,
	"devices":   func(q *inquiry) (Figures, error) { return q.ways("device") },
	"channels":  func(q *inquiry) (Figures, error) { return q.ways("channel") },
	"languages": func(q *inquiry) (Figures, error) { return q.ways("locale") },
	"fields":    (*inquiry).fields, "ageing": (*inquiry).ageing, "level": (*inquiry).level, "trend": (*inquiry).trend,
	"people": (*inquiry).people, "minutes": (*inquiry).minutes, "reasons": (*inquiry).reasons, "approvals": (*inquiry).approvals,
	"feedback": (*inquiry).feedback,
}

// Figures draws up a table of figures. Returns fault.Denied without the policy, fault.NotFound for a pipeline that was
// never published, fault.Invalid for a period that ends before it begins.
func (c *Cockpit) Figures(ctx context.Context, who actor.Actor, in Inquiry) (Figures, error) {
	if err := c.may(ctx, who, readVerb); err != nil {
		return Figures{}, err
	}
	if in.Figures == "people" {
		if err := c.may(ctx, who, peopleVerb); err != nil {
			return Figures{}, err
		}
	}
	draw, ok := reports[in.Figures]
	if !ok {
		return Figures{}, fault.New(fault.NotFound, "route.not_found")
	}
	if in.Filter.To < in.Filter.From {
		return Figures{}, fault.New(fault.Invalid, "request.invalid").At(fault.Violation{Path: "/to", Key: "format"})
	}
	q := &inquiry{Cockpit: c, ctx: ctx, who: who, in: in}
	var err error
	if q.profile, err = c.Tenants.Profile(ctx, who.Tenant); err != nil {
		return Figures{}, err
	}
	if q.land, err = c.terrain(ctx, who.Tenant, in.Filter.Pipeline); err != nil {
		return Figures{}, err
	}
	if _, err := c.Reader.FoldTallies(ctx, who.Tenant); err != nil {
		return Figures{}, err
	}
	return draw(q)
}

func (q *inquiry) steps(by ...string) ([]cockpit.Group, error) {
	return q.Reader.Steps(q.ctx, q.who.Tenant, q.in.Filter, by...)
}
