package conveyor

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/integration"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
)

// Outside makes the calls of tenants.
type Outside interface {
	// Call makes one attempt; a tenant without any system outside has a Final answer. An error is one of ours.
	Call(ctx context.Context, tenant string, o integration.Order) (integration.Answer, error)
}

// call plans a call of a system outside: what it is told is what stands now. One that still waits is overtaken.
func (m *move) call(w cases.Work) error {
	if err := m.overtake(); err != nil {
		return err
	}
	c := integration.Call{
		ID: m.NewID(), Tenant: m.rec.Tenant, Case: m.rec.ID, Name: w.Name, Key: w.Key, Stage: m.rec.State.Stage,
		Attempt: 1, State: integration.Waiting, DueAt: m.now(), Sent: m.told(w.With),
	}
	if at := moment(w, "at"); at != nil {
		c.DueAt = *at
	}
	before, err := m.tx.Calls(m.rec.ID)
	if err != nil {
		return err
	}
	if len(before) > 0 && before[0].Name == c.Name && before[0].Stage == c.Stage && !before[0].DueAt.Before(m.rec.State.EnteredAt) {
		c.Attempt = before[0].Attempt + 1
	}
	added, err := m.tx.InsertCall(c)
	if err != nil || !added {
		return err
	}
	m.rec.Call.Name, m.rec.Call.State, m.rec.Call.Attempt, m.rec.Call.NextAt = c.Name, c.State, c.Attempt, &c.DueAt
	return m.tx.Enqueue(cases.Job{Kind: "call", Key: c.ID, At: c.DueAt, Args: map[string]string{"case": m.rec.ID, "call": c.ID}})
}

// told are the answers that a call tells: those that its settings name, of staff too, else all that the applicant gave.
func (m *move) told(with map[string]any) map[string]any {
	fields, limited := with["fields"].([]any)
	if !limited {
		given, _ := m.line.Form.Clean(m.sub.Answers, form.Applicant)
		return given
	}
	given, _ := m.line.Form.Clean(m.sub.Answers, form.Staff)
	return maps.Collect(func(yield func(string, any) bool) {
		for _, f := range fields {
			key, _ := f.(string)
			if value, answered := given[key]; answered && !yield(key, value) {
				return
			}
		}
	})
}

// overtake makes the call that waits needless.
func (m *move) overtake() error {
	if m.rec.Call.State != integration.Waiting {
		return nil
	}
	calls, err := m.tx.Calls(m.rec.ID)
	if err != nil {
		return err
	}
	for _, c := range calls {
		if c.State != integration.Waiting {
			continue
		}
		c.State = integration.Overtaken
		if err := m.tx.UpdateCall(c); err != nil {
			return err
		}
	}
	m.rec.Call.State, m.rec.Call.NextAt = integration.Overtaken, nil
	return nil
}

// RunCall makes a call that was planned and hands what comes of it to the pipeline. It is called by a job; a call that
// was answered or overtaken meanwhile is not made. It returns an error, to be called again, when it could not be tried.
func (c *Conveyor) RunCall(ctx context.Context, tenant, caseID, id string) error {
	o, ok, err := c.order(ctx, tenant, caseID, id)
	if err != nil || !ok {
		return ignoreMissing(err)
	}
	answer, err := c.Outside.Call(ctx, tenant, o)
	if err != nil {
		return err
	}
	return ignoreMissing(c.called(ctx, tenant, o, answer))
}

func (c *Conveyor) order(ctx context.Context, tenant, caseID, id string) (o integration.Order, ok bool, err error) {
	profile, err := c.Tenants.Profile(ctx, tenant)
	if err != nil {
		return o, false, err
	}
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		m := &move{Conveyor: c, ctx: ctx, tx: tx, who: actor.Job(tenant, "call"), profile: profile}
		if err := m.loadCase(caseID); err != nil {
			return err
		}
		call, err := tx.Call(id)
		if err != nil || call.State != integration.Waiting {
			return err
		}
		if call.DueAt.After(m.now()) {
			return errEarly // the clock that set the job off is ahead of this one
		}
		ok = true
		o = integration.Order{
			ID: call.ID, Name: call.Name, Tenant: profile.Slug, Case: caseID, Reference: m.rec.Reference, Pipeline: m.rec.Pipeline,
			Attempt: call.Attempt, At: m.now(), Answers: call.Sent, Facts: m.reportable(),
		}
		return nil
	})
	return o, ok, err
}

// reportable are the facts that a system outside may tell: what it told is sent back to it.
func (m *move) reportable() map[string]any {
	out := map[string]any{}
	for _, a := range m.line.Pipeline.Pipeline.Attributes {
		if value, known := m.rec.State.Attributes[a.Key]; known && a.Reported {
			out[a.Key] = value
		}
	}
	return out
}

// called keeps what came of a call and tells the pipeline.
func (c *Conveyor) called(ctx context.Context, tenant string, o integration.Order, answer integration.Answer) error {
	return c.with(ctx, hand{actor.Job(tenant, "call/"+o.Name), o.Case}, func(m *move) error {
		call, err := m.tx.Call(o.ID)
		if err != nil || call.State != integration.Waiting {
			return err
		}
		at := m.now()
		answer.Field = pointerOf(answer.Field)
		call.State, call.At, call.Answer = answer.State, &at, answer
		if err := m.tx.UpdateCall(call); err != nil {
			return err
		}
		m.rec.Call = cases.CallMark{Name: call.Name, State: call.State, Attempt: call.Attempt, Code: answer.Code, Field: answer.Field}
		data := map[string]any{"call": call.Name, "attempt": float64(call.Attempt)}
		name, happened := "call.made", "integration.ok"
		if answer.State != integration.Done {
			name, happened = "call.failed", "integration.failed"
			data["code"], data["result"] = answer.Code, answer.State
		}
		m.note(name, data)
		_, err = m.pull(cases.Trigger{ID: "call/" + call.ID, Event: happened, Data: cases.Data{Set: m.learned(answer)}})
		return err
	})
}

// learned are the facts of an answer that the pipeline lets a system outside tell, and whether it may pass where the
// pipeline asks for that.
func (m *move) learned(answer integration.Answer) map[string]any {
	set := map[string]any{}
	for _, a := range m.line.Pipeline.Pipeline.Attributes {
		if value, told := answer.Facts[a.Key]; told && a.Reported && a.Fits(value) {
			set[a.Key] = value
		}
		if a.Key == "retryable" && a.Fits(true) && answer.State != integration.Done {
			set[a.Key] = answer.State == integration.Retryable
		}
	}
	return set
}

// CallView is a call as a member may see it.
type CallView struct {
	integration.Call
	Label schemas.Text // of the field at fault
	Sent  []Datum      // of readable groups; masked fields are masked
	Whole bool         // nothing of what was sent is withheld: the answer may be shown as it came
}

// Calls returns what systems outside were told of a case, newest first. Returns fault.Denied when the stage may not be
// read.
func (c *Conveyor) Calls(ctx context.Context, who actor.Actor, caseID string) ([]CallView, error) {
	var out []CallView
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand(m.stageObject(), "read"); err != nil {
			return err
		}
		calls, err := m.tx.Calls(caseID)
		b := m.dossier()
		for _, call := range calls {
			out = append(out, b.callView(call))
		}
		return err
	})
	return out, err
}

func (b *dossier) callView(call integration.Call) CallView {
	v := CallView{Call: call, Whole: true}
	if f, ok := b.line.Form.FieldAt(call.Answer.Field); ok {
		v.Label = f.Label
	}
	for _, key := range slices.Sorted(maps.Keys(call.Sent)) {
		f, ok := b.line.Form.FieldOf(key)
		if !ok {
			continue
		}
		if !b.reads(f.Group) || b.isContainer(f) && !b.readsWithin(f.Fields, f.Group) {
			v.Whole = false
			continue
		}
		d := Datum{Path: "/" + schemas.Token(key), Label: f.Label, Type: f.Type, Group: groupOf(f.Group), Value: call.Sent[key]}
		v.Whole = v.Whole && !f.Masked
		if kind, known := b.Fields.Get(f.Type); known && f.Masked {
			d.Value, d.Masked = kind.Mask(f, d.Value), true
		}
		if b.isContainer(f) { // its own dossier lines show it field by field
			d.Value = nil
		}
		v.Sent = append(v.Sent, d)
	}
	return v
}

// readsWithin tells whether all fields of a container may be read; they have its group where they have none.
func (b *dossier) readsWithin(fields []field.Field, above string) bool {
	return !slices.ContainsFunc(fields, func(f field.Field) bool {
		if f.Group == "" {
			f.Group = above
		}
		if len(f.Fields) > 0 {
			return !b.readsWithin(f.Fields, f.Group)
		}
		return !b.reads(f.Group)
	})
}

// pointerOf is the place of a field as a system outside may name it: address.city and /address/city are one.
func pointerOf(name string) string {
	if name == "" || strings.HasPrefix(name, "/") {
		return name
	}
	return "/" + strings.ReplaceAll(name, ".", "/")
}
