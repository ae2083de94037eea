package conveyor

import (
	"context"
	"slices"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Withdraw takes back one item that the applicant was asked for. Returns fault.Denied with the deciding policy unless the
// member may request, fault.NotFound for no item that they read, fault.Conflict when it is not open, or is all that the
// applicant is waited for.
func (c *Conveyor) Withdraw(ctx context.Context, who actor.Actor, caseID, item string) (cases.Record, error) {
	var rec cases.Record
	err := c.with(ctx, hand{who, caseID}, func(m *move) error {
		if !m.mayWithdraw() {
			return m.denied(m.stageObject(), "request")
		}
		if err := m.free(); err != nil {
			return err
		}
		err := m.withdraw(item)
		rec = m.rec
		return err
	})
	return rec, err
}

// mayWithdraw is whether the member may request somewhere in the pipeline: who asks takes back, also where nobody asks.
func (m *move) mayWithdraw() bool {
	p := m.line.Pipeline.Pipeline
	return slices.ContainsFunc(p.Transitions, func(t pipeline.Transition) bool {
		return t.Trigger.Verb == pipeline.Request && slices.Contains(t.By, string(m.who.Kind)) && m.allowed(p.ObjectOf(t), pipeline.Request)
	})
}

func (m *move) withdraw(id string) error {
	items, err := m.tx.Items(m.rec.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(items, func(i request.Item) bool { return i.ID == id })
	if i < 0 || !m.readsItem(items[i]) {
		return fault.New(fault.NotFound, "request.not_found")
	}
	if items[i].State != request.Open {
		return fault.New(fault.Conflict, "request.not_open")
	}
	if f := m.lastItem(items); f != nil {
		return f
	}
	items[i].State = request.Withdrawn
	if err := m.tx.UpdateItem(items[i]); err != nil {
		return err
	}
	if path := items[i].Path; !slices.ContainsFunc(items, func(i request.Item) bool { return i.Path == path && i.State == request.Open }) {
		m.rec.State = m.rec.State.Excuse(path)
	}
	m.note("request.withdrawn", map[string]any{"items": []any{items[i].Path}})
	return nil
}

// readsItem is whether the member may read what an item is about.
func (m *move) readsItem(item request.Item) bool {
	f, ok := m.line.Form.FieldAt(item.Path)
	return !ok || m.allowed(m.groupObject(f.Group), "read")
}

// lastItem refuses to take back the only thing that a case waits for: with nothing to answer it would wait for ever.
func (m *move) lastItem(items []request.Item) *fault.Fault {
	open := 0
	for _, item := range items {
		if item.State == request.Open {
			open++
		}
	}
	if open == 1 && m.mode() == "requested" {
		return fault.New(fault.Conflict, "request.last")
	}
	return nil
}

// withdrawal says in which cases an item can be taken back.
func (b *dossier) withdrawal(v *StaffView) error {
	items, err := b.tx.Items(b.rec.ID)
	if err != nil || !slices.ContainsFunc(items, func(i request.Item) bool { return i.State == request.Open }) {
		return err
	}
	why := b.taken
	if why == nil {
		why = b.lastItem(items)
	}
	v.offer("withdraw", b.mayWithdraw(), why)
	return nil
}
