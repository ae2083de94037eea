package conveyor

import (
	"context"

	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// restore is the verb of a run that undoes another. Nobody asks for it by name.
const restore = "restore"

// passesOn are the verbs that change nothing but who has a case: what a run did by them can be undone.
var passesOn = map[string]bool{"claim": true, "release": true, "assign": true}

// perform does the act of a run to the opened case: exactly what the member could do to it alone.
func (m *move) perform(act queue.Act, i queue.Item) error {
	if err := m.demand(m.stageObject(), "read"); err != nil {
		return err
	}
	switch act.Verb {
	case "claim":
		return m.claim()
	case "release":
		return m.release()
	case "assign":
		return m.assignTo(Assignment{Member: act.Assignee, Reason: act.Note})
	case restore:
		return m.restore(i)
	}
	return m.act(Action{Case: i.Case, Verb: act.Verb, Reason: act.Reason, Note: act.Note, Revision: i.Revision})
}

// restore gives the case back to who had it before a run. Whoever has come to it since keeps it.
func (m *move) restore(i queue.Item) error {
	switch {
	case m.rec.Assignee != i.Given:
		return fault.New(fault.Stale, "run.passed_on")
	case i.Given == "" && i.Had == m.who.ID:
		return m.claim()
	case i.Given == m.who.ID && i.Had == "":
		return m.release()
	}
	if err := m.demand(m.stageObject(), "assign"); err != nil {
		return err
	}
	return m.handTo(i.Had, map[string]any{"undone": true})
}

// Undoable says whether what a run did can be taken back: it has ended, and all it changed is who has the cases.
func Undoable(o Outcome) bool {
	return o.Run.State != queue.Running && passesOn[o.Run.Act.Verb] && len(undone(o.Items)) > 0
}

// undone are the cases that a run gave to somebody, to be given back.
func undone(items []RunItem) []queue.Item {
	var out []queue.Item
	for _, i := range items {
		if i.State == queue.Acted && i.Had != i.Given {
			out = append(out, queue.Item{Case: i.Case, Revision: i.Revision, Had: i.Had, Given: i.Given})
		}
	}
	return out
}

// UndoRun begins a run that gives the cases of an ended one back to who had them before, with the rights that the member has
// now. A case that somebody else has since stays where it is. Returns fault.NotFound for the run of another, fault.Conflict
// run.not_undoable for one that is at work still or did more than pass cases on.
func (c *Conveyor) UndoRun(ctx context.Context, who actor.Actor, id string) (queue.Run, error) {
	o, err := c.Run(ctx, who, id)
	if err != nil {
		return queue.Run{}, err
	}
	if !Undoable(o) {
		return queue.Run{}, fault.New(fault.Conflict, "run.not_undoable")
	}
	return c.beginRun(ctx, who, queue.Run{Queue: o.Run.Queue, Act: queue.Act{Verb: restore}}, undone(o.Items))
}
