package conveyor

import (
	"context"
	"fmt"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Mending is an answer that a member puts right.
type Mending struct {
	Case     string
	Path     string // JSON Pointer of the answer
	Value    any
	Note     string
	Revision int64 // of the case, as the member saw it; 0 mends without looking
}

// Mend puts one answer right where the pipeline knows the verb, with what it was before in the chain. An answer that the
// applicant gave is no longer as it was signed: rules find that in case.frozen, and the pipeline says that it is to be signed
// again. Returns fault.NotFound for what is no answer, fault.Denied without the policy of the stage or of the field group,
// fault.Invalid when the answer is wrong or as it was, fault.Conflict where the stage does not know the verb or a colleague
// works on the case, fault.Stale when it has changed.
func (c *Conveyor) Mend(ctx context.Context, who actor.Actor, in Mending) (cases.Record, error) {
	var rec cases.Record
	err := c.with(ctx, hand{who, in.Case}, func(m *move) error {
		if err := m.current(in.Revision); err != nil {
			return err
		}
		f, ok := m.line.Form.FieldAt(in.Path)
		if !ok || !mendable(f) {
			return fault.New(fault.NotFound, "field.not_found")
		}
		for _, verb := range []string{"read", "write"} {
			if err := m.demand(m.groupObject(f.Group), verb); err != nil {
				return err
			}
		}
		if err := m.freeFor("mend"); err != nil {
			return err
		}
		if err := m.mend(f, in); err != nil {
			return err
		}
		_, err := m.pull(cases.Trigger{Verb: "mend", Data: cases.Data{Note: in.Note}})
		rec = m.rec
		return err
	})
	return rec, err
}

func (m *move) mend(f field.Field, in Mending) error {
	before, _ := submission.Get(m.sub.Answers, in.Path)
	key := submission.Key(in.Path)
	answers := submission.Set(m.sub.Answers, in.Path, in.Value)
	clean, _ := m.line.Form.Clean(map[string]any{key: answers[key]}, form.Staff)
	if err := m.ownFilesOnly(clean); err != nil {
		return err
	}
	if changed, _ := m.put(clean, nil); len(changed) == 0 || f.Masked && in.Value == m.shown(f, before) {
		return fault.New(fault.Invalid, "mend.unchanged").At(fault.Violation{Path: in.Path, Key: "mend.unchanged"})
	}
	bad := fault.New(fault.Invalid, "submission.invalid")
	for _, v := range m.line.Form.ValidatePage(m.ctx, m.resolve(form.Staff), m.line.Form.PageOf(in.Path)) {
		if v.Path == in.Path && v.Severity != "warn" {
			bad = bad.At(v)
		}
	}
	if len(bad.Violations) > 0 {
		return bad
	}
	after, _ := submission.Get(m.sub.Answers, in.Path)
	m.note("answer.mended", map[string]any{
		"path": in.Path, "note": in.Note, "before": m.shown(f, before), "after": m.shown(f, after), "signed": !f.StaffOnly,
	})
	if !f.StaffOnly {
		m.thaw()
	}
	return nil
}

// shown is an answer as the chain tells it: text, masked where the field says so.
func (m *move) shown(f field.Field, value any) string {
	if value == nil {
		return ""
	}
	if kind, ok := m.Fields.Get(f.Type); ok && f.Masked {
		value = kind.Mask(f, value)
	}
	if text, ok := value.(string); ok {
		return text
	}
	return fmt.Sprint(value)
}
