package conveyor

import (
	"context"
	"slices"

	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/actor"
)

// CockpitCases are the cases behind a figure.
type CockpitCases struct {
	Rows     []queue.Row
	View     QueueView // to present them with
	Total    int64     // behind the figure
	Withheld int       // of this page, because the member may not read them
	Cursor   string
}

// casesAtOnce is how many cases a page of the list has.
const casesAtOnce = 50

// Cases returns the cases behind a figure, as far as the member may read the stage where they stand. Returns
// fault.Denied without the policy to read figures, or what each member did.
func (c *Cockpit) Cases(ctx context.Context, who actor.Actor, f cockpit.Filter, at cockpit.Place) (CockpitCases, error) {
	var out CockpitCases
	if err := c.may(ctx, who, readVerb); err != nil {
		return out, err
	}
	land, err := c.terrain(ctx, who.Tenant, f.Pipeline)
	if err != nil {
		return out, err
	}
	if at, err = c.located(&inquiry{Cockpit: c, ctx: ctx, who: who, in: Inquiry{Filter: f}, land: land}, at); err != nil {
		return out, err
	}
	if out.Total, err = c.totalAt(ctx, who.Tenant, f, at); err != nil {
		return out, err
	}
	may, err := c.readable(ctx, who, f.Pipeline, land)
	if err != nil {
		return out, err
	}
	for stage := range may {
		out.View.Stages = append(out.View.Stages, queue.Stage{Pipeline: f.Pipeline, Stage: stage})
	}
	if err := c.withhold(ctx, who, &out.View, land.lines); err != nil {
		return out, err
	}
	at.Limit = casesAtOnce + 1
	ids, err := c.Reader.CasesAt(ctx, who.Tenant, f, at)
	if err != nil {
		return out, err
	}
	if len(ids) > casesAtOnce {
		ids = ids[:casesAtOnce]
		out.Cursor = ids[casesAtOnce-1]
	}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) error { return out.read(tx, ids, may) })
	return out, err
}

// read reads cases, of those that stand at a stage that may be read.
func (l *CockpitCases) read(tx Tx, ids []string, may map[string]bool) error {
	for _, id := range ids {
		rec, err := tx.Case(id)
		if err != nil {
			return err
		}
		if !may[rec.State.Stage] {
			l.Withheld++
			continue
		}
		l.Rows = append(l.Rows, queue.Row{Record: rec})
	}
	return nil
}

// located finishes a place whose row of the report does not say itself which cases it counts.
func (c *Cockpit) located(q *inquiry, at cockpit.Place) (cockpit.Place, error) {
	var err error
	switch at.Kind {
	case cockpit.Channel, cockpit.Language, cockpit.Device:
		if at.Step == unknownWay {
			at.Step = ""
		}
	case cockpit.Reason:
		at.Reasons, err = q.reasonsOf(at.Step)
	case cockpit.Worker:
		if err = c.may(q.ctx, q.who, peopleVerb); err != nil {
			return at, err
		}
		if q.profile, err = c.Tenants.Profile(q.ctx, q.who.Tenant); err != nil {
			return at, err
		}
		at.Span, err = q.span()
	}
	return at, err
}

// sums are the fates that the summary of steps tells.
var sums = []string{"", cockpit.There, cockpit.Gone, cockpit.Ended, cockpit.Stopped}

func (c *Cockpit) totalAt(ctx context.Context, tenant string, f cockpit.Filter, at cockpit.Place) (int64, error) {
	if _, err := c.Reader.FoldTallies(ctx, tenant); err != nil {
		return 0, err
	}
	if at.Kind != cockpit.Stage && at.Kind != cockpit.Page || !slices.Contains(sums, at.Fate) {
		return c.Reader.CountAt(ctx, tenant, f, at)
	}
	groups, err := c.Reader.Steps(ctx, tenant, f, "kind", "step", "fate")
	total := int64(0)
	for _, g := range groups {
		if g.Keys[0] == at.Kind && g.Keys[1] == at.Step && fits(at.Fate, g.Keys[2]) {
			total += g.N
		}
	}
	return total, err
}

func fits(wanted, fate string) bool {
	return wanted == "" || wanted == fate || wanted == cockpit.Stopped && fate != cockpit.Gone
}

// readable are the stages of which the member may read the cases; "" is that of cases that were removed, which hold
// nothing of a person any more.
func (c *Cockpit) readable(ctx context.Context, who actor.Actor, key string, land *terrain) (map[string]bool, error) {
	may := map[string]bool{}
	removed, _, err := c.Gate.Ask(ctx, who, "case", readVerb)
	if err != nil {
		return nil, err
	}
	may[""] = removed
	for _, stage := range land.stages {
		ok, _, err := c.Gate.Ask(ctx, who, "pipeline/"+key+"/stage/"+stage.key, readVerb)
		if err != nil {
			return nil, err
		}
		may[stage.key] = ok
	}
	for stage, ok := range may {
		if !ok {
			delete(may, stage)
		}
	}
	return may, nil
}
