package conveyor

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// How long links of the portal work, and what they are for.
const (
	handoverLife = 10 * time.Minute

	forHandover = "handover"
)

// mayDiscard tells whether there is a draft that its applicant may throw away: what was handed in is evidence.
func (m *move) mayDiscard() bool {
	stage, ok := m.line.Pipeline.Stage(m.rec.State.Stage)
	return ok && !m.rec.State.Removed && m.rec.State.SubmittedAt == nil && stage.Kind == pipeline.Applicant
}

// DiscardDraft erases what an applicant typed and uploaded, and ends the case: for who changed their mind before handing
// in. Returns fault.Conflict "portal.handed_in" afterwards.
func (c *Conveyor) DiscardDraft(ctx context.Context, who actor.Actor, caseID string) error {
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		if m.rec.State.Removed {
			return nil
		}
		if !m.mayDiscard() {
			return fault.New(fault.Conflict, "portal.handed_in")
		}
		m.note("case.discarded", nil)
		if err := m.revoke(); err != nil {
			return err
		}
		return m.vanish()
	})
}

// token makes a token for a purpose of the portal and returns its text, which is kept nowhere.
func (m *move) token(purpose string, life time.Duration) (string, error) {
	text, sha := signature.NewToken()
	return text, m.tx.InsertToken(signature.Token{
		ID: m.NewID(), Tenant: m.rec.Tenant, Case: m.rec.ID, Purpose: purpose, SHA256: sha,
		State: signature.Created, To: m.rec.Email, CreatedAt: m.now(), ExpiresAt: m.now().Add(life),
	})
}

// itemLink is the address of one item of the checklist, for the applicant alone.
func (m *move) itemLink(item string) (string, error) {
	text, err := m.token(signature.ForResume, resumeLife)
	return m.profile.URL + "/i/" + item + "#token=" + text, err
}

// HandOver is a link by which another device of the same person goes on, once and within some minutes.
type HandOver struct {
	URL       string
	ExpiresAt time.Time
}

// HandOver makes such a link to an item of the checklist, or to a page ("page/photos"), or to how things stand ("").
func (c *Conveyor) HandOver(ctx context.Context, who actor.Actor, caseID, to string) (HandOver, error) {
	var h HandOver
	err := c.with(ctx, hand{who, caseID}, func(m *move) error {
		if _, err := m.quash(forHandover, anyLink); err != nil {
			return err
		}
		text, err := m.token(forHandover, handoverLife)
		h = HandOver{URL: m.profile.URL + "/resume#token=" + text, ExpiresAt: m.now().Add(handoverLife)}
		if to != "" {
			h.URL += "&to=" + to
		}
		m.note("handover.made", nil)
		return err
	})
	return h, err
}

// GiveFeedback keeps what an applicant thought of it; a later word takes the place of an earlier one.
func (c *Conveyor) GiveFeedback(ctx context.Context, who actor.Actor, f portal.Feedback) error {
	return c.with(ctx, hand{who, f.Case}, func(m *move) error {
		f.Pipeline, f.Version, f.At, f.Words = m.rec.Pipeline, m.rec.Version, m.now(), strings.TrimSpace(f.Words)
		m.note("feedback.given", map[string]any{"score": float64(f.Score)})
		return m.tx.PutFeedback(f)
	})
}

// Feedback returns what applicants thought since a moment, newest first. Returns fault.Denied without the policy.
func (c *Conveyor) Feedback(ctx context.Context, who actor.Actor, since time.Time) ([]portal.Feedback, error) {
	ok, rule, err := c.Gate.Ask(ctx, who, "feedback", "read")
	if err == nil && !ok {
		err = fault.New(fault.Denied, "policy.denied").With("object", "feedback").With("verb", "read").With("rule", rule)
	}
	if err != nil {
		return nil, err
	}
	return c.Store.Feedbacks(ctx, who.Tenant, since)
}

// Happened is one thing that happened, as an applicant may know it.
type Happened struct {
	Key  string // started, submitted, requested, answered, refused, link, signed, completed, rejected, closed, wrote
	At   time.Time
	Text schemas.Text // what it is about, where that has a name
}

// Story returns what happened to a case for its applicant, newest first: nothing of how staff or checks came to it.
func (c *Conveyor) Story(ctx context.Context, who actor.Actor, caseID string) ([]Happened, error) {
	var line *Line
	err := c.glance(ctx, hand{who, caseID}, func(m *move) error { line = m.line; return nil })
	if err != nil {
		return nil, err
	}
	events, err := c.Store.Events(ctx, who.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	out := []Happened{}
	for _, e := range events {
		h := Happened{Key: told[e.Name], At: e.At}
		switch e.Name {
		case "case.moved":
			to, _ := e.Data["to"].(string)
			stage, _ := line.Pipeline.Stage(to)
			h.Key = outcomes[stage.Outcome]
		case "document.judged":
			if e.Data["verdict"] != "refused" {
				continue
			}
		}
		if h.Key != "" {
			out = append(out, h)
		}
	}
	slices.Reverse(out)
	return out, nil
}

// told are the events that an applicant is told of.
var told = map[string]string{
	"case.started": "started", "submission.submitted": "submitted", "submission.edited": "edited", "request.made": "requested",
	"request.answered": "answered", "document.judged": "refused", "token.issued": "link", "signature.given": "signed",
}

var outcomes = map[string]string{"completed": "completed", "rejected": "rejected", "expired": "closed", "closed": "closed"}
