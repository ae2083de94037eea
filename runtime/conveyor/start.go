package conveyor

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
)

// Start is what a case begins with.
type Start struct {
	Pipeline string
	Locale   string
	Channel  string
	Values   map[string]any
	Invites  bool // a link goes out to the person, who is not here
	Assists  bool // the member goes on with it for the person, who is here
}

// Start opens a case on the newest version of a pipeline and returns it. The actor is an applicant without a case, or
// a member who fills in for one. Returns fault.NotFound when nothing was published under that key, fault.Conflict
// opening.later, opening.closed or opening.paused while it is not open.
func (c *Conveyor) Start(ctx context.Context, who actor.Actor, in Start) (cases.Record, error) {
	live, err := c.Store.Live(ctx, who.Tenant, definition.Pipeline, in.Pipeline)
	if err != nil {
		return cases.Record{}, err
	}
	line, err := c.Line(ctx, who.Tenant, live.ID)
	if err != nil {
		return cases.Record{}, err
	}
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return cases.Record{}, err
	}
	id := c.NewID()
	if who.Kind == actor.Applicant {
		who.ID, who.Case = id, id
	}
	var rec cases.Record
	err = c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		if known, before, err := done(ctx, tx); err != nil || before {
			if err == nil {
				rec, err = tx.Case(known)
			}
			return err
		}
		opening, err := tx.Opening(in.Pipeline)
		if err == nil {
			err = opening.Refuse(tx.Now())
		}
		if err != nil {
			return err
		}
		m := &move{Conveyor: c, ctx: ctx, tx: tx, who: who, profile: profile, line: line, isNew: true, started: true, watch: c.Watch}
		if err := m.begin(id, live.ID, in); err != nil {
			return err
		}
		rec = m.rec
		return keep(ctx, tx, id)
	})
	return rec, err
}

// begin makes the case and its submission, and lets it enter its first stage.
func (m *move) begin(id, version string, in Start) error {
	m.rec = cases.Record{
		ID: id, Tenant: m.who.Tenant, Reference: reference(), Pipeline: in.Pipeline, Version: version,
		Locale: m.locale(in.Locale), Channel: in.Channel, Attempts: 1, State: cases.State{Case: id},
	}
	m.sub = m.blank()
	m.sub.Answers, m.sub.Sources = map[string]any{}, submission.Sources{}
	clean, _ := m.line.Form.Clean(in.Values, form.Applicant)
	if err := m.ownFilesOnly(clean); err != nil {
		return err
	}
	m.put(clean, nil)
	m.subDirty = true
	if _, err := m.pull(cases.Trigger{Verb: "start"}); err != nil {
		return err
	}
	if in.Invites {
		if err := m.invite(); err != nil {
			return err
		}
	}
	if in.Assists {
		if err := m.assist(); err != nil {
			return err
		}
	}
	m.measure()
	return m.write()
}

// locale returns the wanted language when the form speaks it, else the form's own first.
func (m *move) locale(wanted string) string {
	f := m.line.Form.Form()
	for _, l := range f.Locales {
		if strings.EqualFold(l, wanted) {
			return l
		}
	}
	for _, l := range f.Locales {
		if base, _, _ := strings.Cut(l, "-"); strings.EqualFold(base, strings.SplitN(wanted, "-", 2)[0]) {
			return l
		}
	}
	return f.DefaultLocale
}

// Letters and digits that nobody mixes up when they read them out: no 0, O, 1, I, L, U.
const referenceAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// reference returns "K7PM-3QX9": 39 bits, unique in the tenant by a constraint of the store.
func reference() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	var s strings.Builder
	for i, x := range b {
		if i == 4 {
			s.WriteByte('-')
		}
		s.WriteByte(referenceAlphabet[int(x)%len(referenceAlphabet)])
	}
	return s.String()
}
