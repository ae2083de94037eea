package conveyor

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Ask is what staff want of an applicant.
type Ask struct {
	Case     string
	Items    []AskedItem
	Note     string
	Days     int   // in which the applicant should answer; 0 for those that are usual
	Revision int64 // of the case, as the member saw it; 0 asks without looking
}

// AskedItem is one thing wanted: the place of a field, and what to do about it.
type AskedItem struct{ Path, Note string }

// Request asks the applicant for exactly these items. Returns fault.Invalid when one is not a field that the applicant
// sees, fault.Denied with the deciding policy, fault.Conflict when the stage knows no requests, fault.Stale when the
// case has changed since the member looked.
func (c *Conveyor) Request(ctx context.Context, who actor.Actor, in Ask) (cases.Record, error) {
	var rec cases.Record
	err := c.with(ctx, hand{who, in.Case}, func(m *move) error {
		if err := m.current(in.Revision); err != nil {
			return err
		}
		if err := m.freeFor("request"); err != nil {
			return err
		}
		paths, err := m.askable(in.Items)
		if err != nil {
			return err
		}
		if err := m.insertItems(in.Items, in.Days); err != nil {
			return err
		}
		m.note("request.made", map[string]any{"items": toAny(paths), "note": in.Note})
		m.thaw()
		if _, err := m.pull(cases.Trigger{Verb: "request", Data: cases.Data{Items: paths, Note: in.Note}}); err != nil {
			return err
		}
		rec = m.rec
		return nil
	})
	return rec, err
}

// current refuses a member who has not seen what the case has become.
func (m *move) current(revision int64) error {
	if revision > 0 && (revision < m.rec.State.Changed || revision > m.rec.Revision) {
		return fault.New(fault.Stale, "case.stale")
	}
	return nil
}

func (m *move) askable(items []AskedItem) ([]string, error) {
	state := m.resolve(form.Applicant)
	paths := make([]string, 0, len(items))
	bad := fault.New(fault.Invalid, "request.unknown_field")
	for _, item := range items {
		f, _ := m.line.Form.FieldAt(item.Path)
		if m.who.Kind == actor.Member && !m.allowed(m.groupObject(f.Group), "read") || !state.Visible(item.Path) {
			bad = bad.At(fault.Violation{Path: item.Path, Key: "request.unknown_field"})
		}
		paths = append(paths, item.Path)
	}
	if len(bad.Violations) > 0 {
		return nil, bad
	}
	return paths, nil
}

// usualDays is how long the applicant has, when nobody says.
const usualDays = 10

// insertItems adds items that are due in so many days, or in those that are usual.
func (m *move) insertItems(items []AskedItem, days int) error {
	due := m.now().Add(time.Duration(cmp.Or(days, usualDays)) * 24 * time.Hour)
	for _, item := range items {
		id := m.NewID()
		answer, _ := submission.Get(m.sub.Answers, item.Path)
		err := m.tx.InsertItem(request.Item{
			ID: id, Tenant: m.rec.Tenant, Case: m.rec.ID, Path: item.Path, Note: item.Note, State: "open",
			Was: request.Fingerprint(id, answer), CreatedAt: m.now(), CreatedBy: m.who.ID, DueAt: &due,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// mended refuses items that stand as they did when they were asked for. One that the form no longer asks, or works out
// itself, can stay as it is.
func (m *move) mended(items []request.Item) error {
	bad := fault.New(fault.Invalid, "request.unchanged")
	state := m.resolve(form.Applicant)
	for _, item := range items {
		answer, _ := submission.Get(m.sub.Answers, item.Path)
		f, _ := m.line.Form.FieldAt(item.Path)
		if item.State == request.Open && item.Was == request.Fingerprint(item.ID, answer) && state.Visible(item.Path) && f.Formula == nil {
			bad = bad.At(fault.Violation{Path: item.Path, Key: "request.unchanged"})
		}
	}
	if len(bad.Violations) > 0 {
		return bad
	}
	return nil
}

// closeItems marks the open items as answered and returns their paths. Returns fault.Invalid for those left unchanged.
func (m *move) closeItems() ([]string, error) {
	items, err := m.tx.Items(m.rec.ID)
	if err != nil {
		return nil, err
	}
	if err := m.mended(items); err != nil {
		return nil, err
	}
	var paths []string
	at := m.now()
	for _, item := range items {
		if item.State != "open" {
			continue
		}
		item.State, item.AnsweredAt = "answered", &at
		if err := m.tx.UpdateItem(item); err != nil {
			return nil, err
		}
		paths = append(paths, item.Path)
	}
	m.note("request.answered", map[string]any{"items": toAny(paths)})
	return paths, nil
}

// owed are the places that the applicant may change while only requested items are open: the items themselves, and
// what changing them made necessary.
func (m *move) owed() ([]string, error) {
	items, err := m.tx.Items(m.rec.ID)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, item := range items {
		if item.State == "open" {
			paths = append(paths, item.Path)
		}
	}
	for _, v := range m.line.Form.Validate(m.ctx, m.resolve(form.Applicant)) {
		if _, answered := submission.Get(m.sub.Answers, v.Path); !answered && !slices.Contains(paths, v.Path) {
			paths = append(paths, v.Path)
		}
	}
	return paths, nil
}
