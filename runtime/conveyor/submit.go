package conveyor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// Submit hands in all answers: validates them, drops those that rules hide, freezes the rest, keeps the evidence of
// the consents, and lets the pipeline go on. Returns fault.Invalid with a violation per field at fault, fault.Conflict
// when there is nothing to submit here, fault.Stale when the answers are not those that the person saw.
func (c *Conveyor) Submit(ctx context.Context, who actor.Actor, in HandIn) (ApplicantView, error) {
	return c.handIn(ctx, hand{who, in.Case}, func(m *move) (cases.Trigger, error) {
		return cases.Trigger{Verb: "submit"}, m.submit(in)
	})
}

// HandIn is the answers of a case, handed in as the person saw them.
type HandIn struct {
	Case     string
	Locale   string
	Revision int64  // of the answers; 0 hands in without looking
	TimeZone string // of the browser; "" where it says none
}

// Answer hands in the items that were requested. Returns fault.Invalid when one of them is still owed, wrong or as it
// was when it was asked for, fault.Stale when the answers are not those that the person saw.
func (c *Conveyor) Answer(ctx context.Context, who actor.Actor, in HandIn) (ApplicantView, error) {
	return c.handIn(ctx, hand{who, in.Case}, func(m *move) (cases.Trigger, error) {
		if m.mode() != "requested" {
			return cases.Trigger{}, fault.New(fault.Conflict, "request.nothing_asked")
		}
		if err := m.submit(in); err != nil {
			return cases.Trigger{}, err
		}
		paths, err := m.closeItems()
		return cases.Trigger{Verb: "answer", Data: cases.Data{Items: paths}}, err
	})
}

// Edit takes the case back so that the applicant may change answers; the pipeline says what that revokes. Returns
// fault.Conflict where the pipeline is closed to those who have begun too: they could not hand it in again.
func (c *Conveyor) Edit(ctx context.Context, who actor.Actor, caseID string) (ApplicantView, error) {
	return c.handIn(ctx, hand{who, caseID}, func(m *move) (cases.Trigger, error) {
		if err := m.halted(); err != nil {
			return cases.Trigger{}, err
		}
		m.thaw()
		m.note("submission.edited", nil)
		return cases.Trigger{Verb: "edit"}, nil
	})
}

// handIn returns the case as it is afterwards, read in the same transaction.
func (c *Conveyor) handIn(ctx context.Context, h hand, prepare func(*move) (cases.Trigger, error)) (ApplicantView, error) {
	var v ApplicantView
	err := c.with(ctx, h, func(m *move) error {
		t, err := prepare(m)
		if err != nil {
			return err
		}
		if _, err := m.pull(t); err != nil {
			return err
		}
		m.measure()
		m.after = func() (err error) {
			v, err = m.applicantView()
			return err
		}
		return nil
	})
	if err == nil && v.Record.ID == "" { // the request came again: its verb was not run
		return c.ApplicantView(ctx, h.who, h.caseID)
	}
	return v, err
}

func (m *move) submit(in HandIn) error {
	if len(m.line.Pipeline.Verb(m.rec.State.Stage, "submit")) == 0 && m.mode() != "requested" {
		return fault.New(fault.Conflict, "submission.closed")
	}
	if err := m.halted(); err != nil {
		return err
	}
	if in.Revision > 0 && in.Revision != m.sub.Revision {
		return fault.New(fault.Stale, "submission.stale")
	}
	if err := m.livesIn(in.TimeZone); err != nil {
		return err
	}
	state := m.resolve(form.Applicant)
	if found := m.line.Form.Validate(m.ctx, state); blocking(found) {
		return fault.New(fault.Invalid, "submission.invalid").At(found...)
	}
	if err := m.unflagged(); err != nil {
		return err
	}
	if err := m.asksEarly(true); err != nil {
		return err
	}
	m.speaks(in.Locale)
	answers, dropped := form.Prune(m.resolve(form.Staff))
	m.sub.Answers, m.reindex = answers, true
	m.changed()
	for _, pointer := range dropped {
		delete(m.sub.Sources, submission.Key(pointer))
	}
	m.freeze()
	consents := m.line.Form.Consents(state, m.rec.Locale)
	at := m.now()
	m.rec.State.SubmittedAt = &at
	m.note("submission.submitted", map[string]any{
		"sha256": m.sub.SHA256, "form": m.line.FormID, "locale": m.rec.Locale, "dropped": toAny(dropped),
		"consents": consentData(consents),
	})
	return nil
}

// freeze fixes what the applicant gave, which is what a signature is bound to. What staff add is not part of it.
func (m *move) freeze() {
	at := m.now()
	m.sub.FrozenAt, m.sub.SHA256 = &at, m.fingerprint()
	m.subDirty = true
}

// fingerprint is the SHA-256 of what the applicant gave, as it stands.
func (m *move) fingerprint() string {
	given, _ := m.line.Form.Clean(m.sub.Answers, form.Applicant)
	sum := sha256.Sum256(event.AppendCanonical(nil, given))
	return hex.EncodeToString(sum[:])
}

func (m *move) thaw() {
	m.sub.FrozenAt, m.sub.SHA256 = nil, ""
	m.subDirty = true
}

func consentData(consents []form.Consent) []any {
	out := make([]any, len(consents))
	for i, c := range consents {
		out[i] = map[string]any{"path": c.Path, "given": c.Given, "locale": c.Locale, "sha256": c.Hash}
	}
	return out
}
