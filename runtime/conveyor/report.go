package conveyor

import (
	"context"
	"maps"
	"slices"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Report is what a system outside tells about a case.
type Report struct {
	Case  string
	ID    string // of the event where it happened; the same id a second time does nothing. "" for none
	Event string // account.blocked, account.moved, risk.raised…
	Facts map[string]any
}

// Reported is what came of a report.
type Reported struct {
	Stage    string
	Moved    bool // a transition was waiting for it
	Repeated bool // it was reported before
}

// Report keeps facts that a system outside knows and lets the pipeline act on what happened. An event that nothing waits for
// only leaves its facts. Returns fault.Denied without the policy "report" of the stage, fault.Invalid for a fact that the
// pipeline has not, that does not fit, or that is not for others to tell, and for an event that the engine keeps to itself.
func (c *Conveyor) Report(ctx context.Context, who actor.Actor, in Report) (Reported, error) {
	out := Reported{Repeated: true}
	err := c.with(ctx, hand{who, in.Case}, func(m *move) error {
		if err := m.demand(m.stageObject(), "report"); err != nil {
			return err
		}
		if err := m.tellable(in.Facts); err != nil {
			return err
		}
		id := "report/" + in.Event + "/" + in.ID
		if in.ID == "" {
			id += m.NewID()
		}
		out.Stage = m.rec.State.Stage
		if slices.Contains(m.rec.State.Seen, id) {
			return nil
		}
		// Who may report may set off what waits for it: a system outside knows no transitions.
		m.asks, m.who.Kind = "report", actor.Service
		m.note("event.reported", map[string]any{"event": in.Event, "facts": toAny(slices.Sorted(maps.Keys(in.Facts)))})
		d, err := m.pull(cases.Trigger{ID: id, Event: in.Event, Data: cases.Data{Set: in.Facts}})
		out = Reported{Stage: m.rec.State.Stage, Moved: d.Transition != ""}
		return err
	})
	if err != nil || out.Stage != "" {
		return out, err
	}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) error { // the same request was served before
		rec, err := tx.Case(in.Case)
		out.Stage = rec.State.Stage
		return err
	})
	return out, err
}

// tellable refuses facts that are not for others to tell. That they fit is for the engine to say.
func (m *move) tellable(facts map[string]any) error {
	for _, key := range slices.Sorted(maps.Keys(facts)) {
		if a, known := m.line.Pipeline.Attribute(key); known && !a.Reported {
			return fault.New(fault.Invalid, "case.fact_own").With("fact", key).
				At(fault.Violation{Path: "/facts/" + key, Key: "case.fact_own", Params: map[string]any{"fact": key}})
		}
	}
	return nil
}
