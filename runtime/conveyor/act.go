package conveyor

import (
	"context"
	"strings"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Action is a verb of the pipeline that somebody does to a case.
type Action struct {
	Case     string
	Verb     string
	Reason   string
	Note     string
	Step     string // which approval is given, where the verb asks for several; "" is the first that the member can give
	Revision int64  // of the case, as the member saw it; 0 acts without looking
}

// verbsOfTheirOwn have methods that bring what they need; they cannot be done by Act.
var verbsOfTheirOwn = map[string]bool{
	"start": true, "save": true, "submit": true, "answer": true, "edit": true, "request": true, "sign": true,
	"mend": true,
}

// Act does a verb. Returns fault.Denied with the deciding policy, fault.Conflict when the stage does not know the verb
// or a guard does not hold, fault.Invalid when a reason or note is missing, fault.Stale when the case has changed. An
// applicant who has begun and not handed in is refused with fault.Conflict where the pipeline is closed to those who have
// begun too; who handed in while it was open does what the pipeline lets them: confirms, asks for the link again, withdraws.
func (c *Conveyor) Act(ctx context.Context, who actor.Actor, in Action) (cases.Record, error) {
	if verbsOfTheirOwn[in.Verb] {
		return cases.Record{}, fault.New(fault.Invalid, "case.verb_of_its_own").With("verb", in.Verb)
	}
	var rec cases.Record
	err := c.with(ctx, hand{who, in.Case}, func(m *move) error {
		err := m.act(in)
		rec = m.rec
		return err
	})
	return rec, err
}

// act does a verb to an opened case.
func (m *move) act(in Action) error {
	if err := m.current(in.Revision); err != nil {
		return err
	}
	if m.rec.State.SubmittedAt == nil { // what was handed in may be open again, for who was asked for more
		if err := m.halted(); err != nil {
			return err
		}
	}
	if err := m.mayName(in.Reason, in.Verb); err != nil {
		return err
	}
	if err := m.freeFor(in.Verb); err != nil {
		return err
	}
	unheard := m.line.unheard(m.rec, in.Verb)
	_, err := m.pull(cases.Trigger{Verb: in.Verb, Data: cases.Data{Reason: in.Reason, Note: strings.TrimSpace(in.Note), Step: in.Step}})
	if unheard && (err == nil || fault.CodeOf(err) == fault.Conflict) { // who may not do it at all hears that
		return noContact()
	}
	return err
}

// mayName refuses a reason of a field group that the member may not read, as if there were none such.
func (m *move) mayName(reason, verb string) error {
	r, known := m.line.Pipeline.Reason(reason)
	if !known || m.who.Kind != actor.Member || m.allowed(m.groupObject(r.Group), "read") {
		return m.gateErr
	}
	if m.gateErr != nil {
		return m.gateErr
	}
	return fault.New(fault.Invalid, "case.reason_unknown").At(fault.Violation{Path: "/reason", Key: "case.reason_unknown"}).
		With("reason", reason).With("verb", verb)
}

// Claim gives the case to the member. Returns fault.Denied without the policy, fault.Conflict when another has it.
func (c *Conveyor) Claim(ctx context.Context, who actor.Actor, caseID string) error {
	return c.with(ctx, hand{who, caseID}, (*move).claim)
}

func (m *move) claim() error {
	if err := m.demand(m.stageObject(), "claim"); err != nil {
		return err
	}
	if m.rec.Assignee != "" && m.rec.Assignee != m.who.ID {
		return fault.New(fault.Conflict, "case.claimed_by_another")
	}
	if m.rec.Assignee == m.who.ID {
		return nil
	}
	m.give(m.who.ID)
	m.note("case.claimed", nil)
	return nil
}

// Release gives the case back to its queue. Returns fault.Denied without the policy, fault.Conflict when another has it: who
// may assign takes it from them by Assign.
func (c *Conveyor) Release(ctx context.Context, who actor.Actor, caseID string) error {
	return c.with(ctx, hand{who, caseID}, (*move).release)
}

func (m *move) release() error {
	if err := m.demand(m.stageObject(), "claim"); err != nil {
		return err
	}
	if m.rec.Assignee != "" && m.rec.Assignee != m.who.ID {
		return fault.New(fault.Conflict, "case.claimed_by_another")
	}
	if m.rec.Assignee == "" {
		return nil
	}
	m.give("")
	m.note("case.released", nil)
	return nil
}

// Note is an internal note on a case.
type Note struct {
	Case     string
	Text     string
	Group    string   // field group whose readers may read it, "" for the general one
	Mentions []string // ids of the members that it speaks to
}

// Note adds an internal note, read by those who may read its field group, and returns the id of its event: that of the
// first time when the request comes again. Returns fault.Invalid "note.not_for" when it speaks to somebody who may not read it.
func (c *Conveyor) Note(ctx context.Context, who actor.Actor, in Note) (string, error) {
	id := ""
	err := c.with(ctx, hand{who, in.Case}, func(m *move) error {
		if err := m.mayNote(in.Group); err != nil {
			return err
		}
		m.note("note.added", map[string]any{"note": in.Text, "group": groupOf(in.Group)})
		id = m.events[len(m.events)-1].ID
		m.made = id
		return m.mention(id, in.Group, in.Mentions)
	})
	if err != nil || id != "" {
		return id, err
	}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		id, _, err = done(ctx, tx)
		return err
	})
	return id, err
}

// Reveal returns a masked answer; that it was shown, to whom and why, is kept. Returns fault.Denied to who may not read the
// field group, or not reveal it; fault.NotFound for what is not masked, or not shown in the case.
func (c *Conveyor) Reveal(ctx context.Context, who actor.Actor, caseID, path, reason string) (any, error) {
	var value any
	err := c.with(ctx, hand{who, caseID}, func(m *move) error {
		f, ok := m.line.Form.FieldAt(path)
		if !ok || len(f.Fields) > 0 { // what stands in a group may be of another field group
			return fault.New(fault.NotFound, "field.not_found")
		}
		for _, verb := range []string{"read", "reveal"} {
			if err := m.demand(m.groupObject(f.Group), verb); err != nil {
				return err
			}
		}
		if !f.Masked || !m.resolve(form.Staff).Visible(path) {
			return fault.New(fault.NotFound, "field.not_found")
		}
		value, _ = submission.Get(m.sub.Answers, path)
		m.note("answer.revealed", map[string]any{"path": path, "reason": reason})
		return nil
	})
	return value, err
}

func (m *move) demand(object, verb string) error {
	if m.allowed(object, verb) {
		return nil
	}
	return m.denied(object, verb)
}

func (m *move) stageObject() string {
	return "pipeline/" + m.rec.Pipeline + "/stage/" + m.rec.State.Stage
}

func (m *move) groupObject(group string) string {
	return m.line.groupObject(group)
}
