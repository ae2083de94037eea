package conveyor

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// How long tokens work.
const (
	signatureLife = 24 * time.Hour
	resumeLife    = 7 * 24 * time.Hour
)

// issue makes a signature token, revokes the older ones, and sends it. The text of the token goes into the message and
// is kept nowhere else.
func (m *move) issue(w cases.Work) error {
	if err := m.revoke(); err != nil {
		return err
	}
	if m.sub.SHA256 == "" || m.sub.SHA256 != m.fingerprint() {
		m.freeze() // a signature is always bound to the answers as they stand
	}
	m.describe()                                               // the address may have been changed by what asks for the token
	life, address := m.life(w), cmp.Or(m.asked(), m.rec.Email) // signing by it is what confirms a new address
	text, sha := signature.NewToken()
	t := signature.Token{
		ID: m.NewID(), Tenant: m.rec.Tenant, Case: m.rec.ID, Purpose: signature.ForSignature, SHA256: sha,
		State: signature.Created, Answers: m.sub.SHA256, To: address, CreatedAt: m.now(), ExpiresAt: m.now().Add(life),
	}
	if err := m.tx.InsertToken(t); err != nil {
		return err
	}
	m.note("token.issued", map[string]any{"token": t.ID, "sha256": sha, "expiresAt": t.ExpiresAt.Format(time.RFC3339)})
	m.rec.Token = cases.TokenMark{State: t.State, ExpiresAt: &t.ExpiresAt, Sends: m.rec.Token.Sends + 1}
	name := w.Name
	if name == "" {
		name = "signature_request"
	}
	err := m.sendTo(letter{name: name, key: w.Key, to: address, token: t.ID, extra: map[string]string{
		"link":     m.profile.URL + "/sign#token=" + text,
		"datetime": message.Apart(message.Moment(t.ExpiresAt, m.profile.Zone, m.rec.Locale), m.rec.Locale),
	}})
	if err != nil {
		return err
	}
	return m.tx.Enqueue(cases.Job{Kind: "token", Key: t.ID, At: t.ExpiresAt, Args: map[string]string{
		"case": m.rec.ID, "token": t.ID, "sha256": sha,
	}})
}

func (m *move) life(w cases.Work) time.Duration {
	text, _ := w.With["ttl"].(string)
	if d, err := pipeline.ParseDuration(text); err == nil {
		return d.Add(m.now(), m.profile.Zone).Sub(m.now())
	}
	return signatureLife
}

// quash makes those live tokens of a purpose worthless that are chosen, and returns them.
func (m *move) quash(purpose string, chosen func(signature.Token) bool) ([]signature.Token, error) {
	tokens, err := m.tx.Tokens(m.rec.ID, purpose)
	if err != nil {
		return nil, err
	}
	var out []signature.Token
	for _, t := range tokens {
		if !t.Live() || !chosen(t) {
			continue
		}
		t.State = signature.Revoked
		if err := m.tx.UpdateToken(t); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func anyLink(signature.Token) bool { return true }

// revoke makes the signature tokens of the case worthless.
func (m *move) revoke() error { return m.revokeThose(anyLink) }

func (m *move) revokeThose(chosen func(signature.Token) bool) error {
	revoked, err := m.quash(signature.ForSignature, chosen)
	for _, t := range revoked {
		m.rec.Token.State = t.State
		m.note("token.revoked", map[string]any{"token": t.ID})
	}
	return err
}

// readdressed makes links worthless that were mailed to an address which is no longer the applicant's: it may be
// somebody else's. A link to sign may be for the address that it is to confirm.
func (m *move) readdressed() error {
	isMoved := m.email != "" && m.email != m.rec.Email
	if isMoved || m.subDirty && m.rec.Token.State != "" {
		address := cmp.Or(m.asked(), m.rec.Email)
		if err := m.revokeThose(func(t signature.Token) bool { return t.To != address }); err != nil {
			return err
		}
	}
	if !isMoved {
		return nil
	}
	elsewhere := func(t signature.Token) bool { return t.To != m.rec.Email }
	for _, purpose := range []string{signature.ForResume, forStop} {
		if _, err := m.quash(purpose, elsewhere); err != nil {
			return err
		}
	}
	return nil
}

var errEarly = errors.New("the token still works")

// ExpireToken ends a token whose time is over and tells the pipeline. It is called by a job and does nothing for a
// token that was used or revoked meanwhile. It returns an error, to be called again, when the time is not over yet.
func (c *Conveyor) ExpireToken(ctx context.Context, tenant, caseID, sha string) error {
	who := actor.Job(tenant, "token")
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		t, err := m.tx.TokenByHash(sha)
		if err != nil || !t.Live() {
			return ignoreMissing(err)
		}
		if m.now().Before(t.ExpiresAt) {
			return errEarly // the clock that set the job off is ahead of this one
		}
		t.State = signature.Expired
		if err := m.tx.UpdateToken(t); err != nil {
			return err
		}
		m.rec.Token.State = t.State
		m.note("token.expired", map[string]any{"token": t.ID})
		_, err = m.pull(cases.Trigger{ID: "token.expired/" + t.ID, Event: "token.expired"})
		return err
	})
}

func ignoreMissing(err error) error {
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// resumeLink makes a token to continue the case on another device, which a message carries, and returns the link.
func (m *move) resumeLink(messageID string) (string, error) {
	text, sha := signature.NewToken()
	err := m.tx.InsertToken(signature.Token{
		ID: m.NewID(), Tenant: m.rec.Tenant, Case: m.rec.ID, Purpose: signature.ForResume, SHA256: sha,
		State: signature.Created, To: m.rec.Email, CreatedAt: m.now(), ExpiresAt: m.now().Add(resumeLife), Message: messageID,
	})
	return m.profile.URL + "/resume#token=" + text, err
}

// SendResumeLink mails the applicant a link to go on elsewhere. Returns fault.Conflict "resume.no_address" when no
// e-mail address was given yet.
func (c *Conveyor) SendResumeLink(ctx context.Context, who actor.Actor, caseID string) error {
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		m.describe()
		if m.rec.Email == "" {
			return fault.New(fault.Conflict, "resume.no_address")
		}
		return m.send("resume_link", "resume/"+m.NewID(), nil)
	})
}

// cutOff is what is wrong with a text that cannot be a token: it was not copied whole.
func cutOff() error {
	return fault.New(fault.Invalid, "token.cut_off")
}

// Resume uses up a resume token and returns the case that it opens. Returns fault.Gone when the token was used, is
// over, or is unknown: which of these is not told; fault.Invalid for a text that is no token at all.
func (c *Conveyor) Resume(ctx context.Context, tenant, text string) (cases.Record, error) {
	if !signature.Whole(text) {
		return cases.Record{}, cutOff()
	}
	gone := fault.New(fault.Gone, "resume.gone")
	var rec cases.Record
	err := c.Store.Begin(ctx, tenant, func(tx Tx) error {
		t, err := tx.TokenByHash(signature.Hash(text))
		if fault.CodeOf(err) == fault.NotFound {
			return gone
		}
		if err != nil {
			return err
		}
		if t.Purpose != signature.ForResume && t.Purpose != forHandover || !t.Live() || !tx.Now().Before(t.ExpiresAt) {
			return gone
		}
		at := tx.Now()
		t.State, t.UsedAt = signature.Used, &at
		if err := tx.UpdateToken(t); err != nil {
			return err
		}
		if rec, err = tx.Case(t.Case); err != nil {
			return err
		}
		return followed(tx, t.Message)
	})
	return rec, err
}
