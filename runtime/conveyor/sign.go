package conveyor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// Offer is what a signature token asks to be signed.
type Offer struct {
	Record    cases.Record
	Form      *form.Compiled
	Answers   map[string]any
	Documents []document.Document // that the answers name
	SHA256    string              // of the answers; what is signed
	Papers    []Offered           // that were written of them, and are signed with them
	Expires   time.Time
}

// Offered is a paper that is to be signed.
type Offered struct {
	paper.Paper
	Title schemas.Text
}

// Hashes are those of the papers, as an Act that signs them names them.
func (o Offer) Hashes() []string {
	out := make([]string, len(o.Papers))
	for i, p := range o.Papers {
		out[i] = p.SHA256
	}
	return out
}

// Act is how the person signed, for the evidence.
type Act struct {
	Token         string
	Accept        bool
	AnswersSHA256 string // of what the person was shown
	PapersSHA256  []string
	Locale        string
	AcceptLang    string
	TimeZone      string
	Screen        string
	ViewedSeconds int
	ScrolledToEnd bool
	Terms         Terms
}

// Terms are the words that the person accepted by signing.
type Terms struct {
	ID     string // names the wording, in all languages
	Locale string // in which it was read
	SHA256 string // of the text
}

// OpenSignature shows what a token is for. It signs nothing: mail scanners open links too. Returns fault.Gone with a
// key that says why a token no longer works.
func (c *Conveyor) OpenSignature(ctx context.Context, who actor.Actor, text string) (Offer, error) {
	var offer Offer
	err := c.withToken(ctx, who, text, func(m *move, t signature.Token) error {
		if t.State != signature.Opened {
			at := m.now()
			t.State, t.OpenedAt = signature.Opened, &at
			m.rec.Token.State = t.State
			m.note("token.opened", map[string]any{"token": t.ID})
			if err := m.tx.UpdateToken(t); err != nil {
				return err
			}
			if err := followed(m.tx, t.Message); err != nil {
				return err
			}
		}
		answers, _ := m.line.Form.Clean(m.sub.Answers, form.Applicant)
		offer = Offer{Record: m.rec, Form: m.line.Form, Answers: answers, SHA256: m.sub.SHA256, Expires: t.ExpiresAt}
		documents, err := m.tx.Documents(m.rec.ID)
		for _, d := range documents {
			if given, _ := submission.Get(answers, d.Field); holds(given, d.ID) {
				offer.Documents = append(offer.Documents, d)
			}
		}
		if err != nil {
			return err
		}
		papers, err := m.toSign()
		for _, p := range papers {
			template, _ := m.line.Pipeline.Paper(p.Name)
			offer.Papers = append(offer.Papers, Offered{p, template.Title})
		}
		return err
	})
	return offer, err
}

// holds tells whether the answer of a file field names a document.
func holds(answer any, id string) bool {
	ids, _ := answer.([]any)
	return slices.Contains(ids, any(id))
}

// Sign uses the token up, keeps the evidence, and lets the pipeline go on. Returns fault.Gone for a token that no
// longer works, fault.Conflict when the answers are not those that were shown, fault.Invalid without acceptance. A
// pipeline that is closed, also to those who have begun, does not keep anybody from it: all was handed in while it was open,
// and the link would end meanwhile.
func (c *Conveyor) Sign(ctx context.Context, who actor.Actor, act Act) (signature.Evidence, cases.Record, error) {
	if !act.Accept {
		return signature.Evidence{}, cases.Record{}, fault.New(fault.Invalid, "signature.accept")
	}
	var evidence signature.Evidence
	var rec cases.Record
	err := c.withToken(ctx, who, act.Token, func(m *move, t signature.Token) error {
		if now := m.fingerprint(); act.AnswersSHA256 != now || t.Answers != now || m.sub.SHA256 != now {
			return fault.New(fault.Conflict, "signature.changed")
		}
		if err := m.sameShown(act.PapersSHA256); err != nil {
			return err
		}
		at := m.now()
		t.State, t.UsedAt, t.Attempts = signature.Used, &at, t.Attempts+1
		if err := m.tx.UpdateToken(t); err != nil {
			return err
		}
		m.rec.Token.State = t.State
		m.confirm(t.To)
		var err error
		if evidence, err = m.testify(t, act); err != nil {
			return err
		}
		if err := m.sealPapers(evidence); err != nil {
			return err
		}
		_, err = m.pull(cases.Trigger{ID: "sign/" + t.ID, Verb: "sign"})
		rec = m.rec
		return err
	})
	if err == nil && evidence.ID == "" {
		return c.signed(ctx, who.Tenant, act.Token)
	}
	return evidence, rec, err
}

// sameShown returns fault.Conflict unless the papers that were shown are those that stand.
func (m *move) sameShown(hashes []string) error {
	papers, err := m.toSign()
	if err != nil {
		return err
	}
	same := slices.EqualFunc(papers, hashes, func(p paper.Paper, sha string) bool { return p.SHA256 == sha })
	if !same {
		return fault.New(fault.Conflict, "signature.changed")
	}
	return nil
}

// signed returns what a signature led to that was given by the same request before.
func (c *Conveyor) signed(ctx context.Context, tenant, text string) (e signature.Evidence, rec cases.Record, err error) {
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		t, err := tx.TokenByHash(signature.Hash(text))
		if err != nil {
			return err
		}
		if t.State != signature.Used { // the key was that of another signature
			return fault.New(fault.Conflict, "signature.changed")
		}
		if rec, err = tx.Case(t.Case); err != nil {
			return err
		}
		records, err := tx.EvidenceOf(t.Case)
		if err == nil && len(records) > 0 {
			e = records[len(records)-1]
		}
		return err
	})
	return e, rec, err
}

// withToken opens the case of a live signature token. The person is its applicant: the token is what proves it.
func (c *Conveyor) withToken(ctx context.Context, who actor.Actor, text string, verb func(*move, signature.Token) error) error {
	if !signature.Whole(text) {
		return cutOff()
	}
	sha := signature.Hash(text)
	var caseID string
	err := c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		t, err := tx.TokenByHash(sha)
		caseID = t.Case
		return err
	})
	if fault.CodeOf(err) == fault.NotFound {
		return fault.New(fault.Gone, "token.unknown")
	}
	if err != nil {
		return err
	}
	who.Kind, who.ID, who.Case, who.Roles = actor.Applicant, caseID, caseID, []string{"applicant"}
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		t, err := m.tx.TokenByHash(sha)
		if err != nil {
			return err
		}
		if err := usable(t, m.now()); err != nil {
			return err
		}
		return verb(m, t)
	})
}

func usable(t signature.Token, now time.Time) error {
	switch {
	case t.Purpose != signature.ForSignature:
		return fault.New(fault.Gone, "token.unknown")
	case t.State == signature.Used:
		return fault.New(fault.Gone, "token.used")
	case t.State == signature.Revoked:
		return fault.New(fault.Gone, "token.revoked")
	case !t.Live() || !now.Before(t.ExpiresAt):
		return fault.New(fault.Gone, "token.expired")
	}
	return nil
}

// testify writes the evidence record (simple electronic signature, Lei 14.063/2020 art. 4): who, what, how, when, and
// the hash of the event before, sealed by the server.
func (m *move) testify(t signature.Token, act Act) (signature.Evidence, error) {
	snapshot := m.snapshot()
	papers, err := m.signedPapers()
	if err != nil {
		return signature.Evidence{}, err
	}
	carrier, err := m.carrierOf(t)
	if err != nil {
		return signature.Evidence{}, err
	}
	record := map[string]any{
		"case": m.rec.ID, "reference": m.rec.Reference, "pipelineVersion": m.line.Version, "formVersion": m.line.FormID,
		"answersSha256": m.sub.SHA256, "answers": snapshot.ID, "documents": papers,
		"terms": map[string]any{"id": act.Terms.ID, "lang": act.Terms.Locale, "sha256": act.Terms.SHA256},
		"signer": map[string]any{
			"name": m.rec.Name, "taxIdMasked": m.maskIdentity(m.line, m.rec.Identity), "email": m.rec.Email, "role": "holder",
			"auth": []any{"email_token"},
		},
		"token": map[string]any{
			"id": t.ID, "sha256": t.SHA256, "created": stamp(&t.CreatedAt), "sent": stamp(t.SentAt),
			"opened": stamp(t.OpenedAt), "used": stamp(t.UsedAt), "expires": stamp(&t.ExpiresAt),
			"message": t.Message, "carrier": carrier, "attempts": float64(t.Attempts),
		},
		"act": map[string]any{
			"at": stamp(t.UsedAt), "ip": m.who.IP, "port": float64(m.who.Port), "userAgent": m.who.Agent,
			"acceptLanguage": act.AcceptLang, "locale": act.Locale, "timeZone": act.TimeZone, "screen": act.Screen,
			"viewedSeconds": float64(act.ViewedSeconds), "scrolledToEnd": act.ScrolledToEnd,
		},
		"prev": m.rec.LastHash,
	}
	body := event.AppendCanonical(nil, record)
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	record["hash"], record["serverSignature"] = hash, m.Seal.Sign(body)
	e := signature.Evidence{
		ID: m.NewID(), Tenant: m.rec.Tenant, Case: m.rec.ID, Record: event.AppendCanonical(nil, record), Hash: hash, At: m.now(),
	}
	m.note("signature.given", map[string]any{"evidence": e.ID, "hash": hash, "token": t.ID})
	return e, m.tx.InsertEvidence(e)
}

// snapshot keeps what was signed, as the signature's hash has it. It can be erased with the answers; the hash stays.
func (m *move) snapshot() event.Personal {
	given, _ := m.line.Form.Clean(m.sub.Answers, form.Applicant)
	part := event.Personal{
		ID: m.NewID(), Tenant: m.rec.Tenant, Case: m.rec.ID, Body: string(event.AppendCanonical(nil, given)),
	}
	m.parts = append(m.parts, part)
	return part
}

func stamp(at *time.Time) any {
	if at == nil {
		return nil
	}
	return at.UTC().Format("2006-01-02T15:04:05.000Z")
}
