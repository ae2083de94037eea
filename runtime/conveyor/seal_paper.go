package conveyor

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// sealPapers writes the signed form of each paper: the paper itself, and a last page with all that the evidence holds.
func (m *move) sealPapers(e signature.Evidence) error {
	papers, err := m.toSign()
	if err != nil {
		return err
	}
	for _, p := range papers {
		template, ok := m.line.Pipeline.Paper(p.Name)
		if !ok {
			continue
		}
		sheet, err := m.sheetOf(template, p.CreatedAt)
		if err != nil {
			return err
		}
		if sheet.Seal, err = m.sealOf(p, e); err != nil {
			return err
		}
		content, err := m.Press.Print(sheet)
		if err != nil {
			return err
		}
		sealed := p
		sealed.ID, sealed.Key, sealed.Seals, sealed.Evidence = m.NewID(), "sealed/"+p.ID, p.SHA256, e.ID
		sealed.SHA256, sealed.CreatedAt, sealed.Content = paper.Hash(content), m.now(), content
		if _, err := m.tx.InsertPaper(sealed); err != nil {
			return err
		}
		m.note("paper.sealed", map[string]any{"paper": sealed.ID, "name": p.Name, "sha256": sealed.SHA256, "of": p.SHA256, "evidence": e.ID})
	}
	return nil
}

// sealOf is the last page of a signed paper.
func (m *move) sealOf(p paper.Paper, e signature.Evidence) (*paper.Part, error) {
	var record map[string]any
	if err := json.Unmarshal(e.Record, &record); err != nil {
		return nil, err
	}
	part := &paper.Part{Heading: paper.Word("signature", m.rec.Locale), Paragraphs: []string{m.verifyText("evidenceText")}}
	line := func(word string, isCode bool, path ...string) {
		if said := m.evidenceText(record, path); said != "" {
			part.Lines = append(part.Lines, paper.Line{Label: paper.Word(word, m.rec.Locale), Value: said, IsCode: isCode})
		}
	}
	part.Lines = append(part.Lines, paper.Line{Label: paper.Word("documentHash", m.rec.Locale), Value: p.SHA256, IsCode: true})
	line("answersHash", true, "answersSha256")
	line("versions", true, "pipelineVersion", "formVersion")
	line("signer", false, "signer.name")
	line("taxId", false, "signer.taxIdMasked")
	line("email", false, "signer.email")
	line("auth", false, "signer.auth")
	line("signedAt", false, "act.at")
	line("ip", false, "act.ip", "act.port")
	line("agent", false, "act.userAgent")
	line("language", false, "act.acceptLanguage")
	line("zone", false, "act.timeZone")
	line("screen", false, "act.screen")
	line("viewed", false, "act.viewedSeconds")
	line("scrolled", false, "act.scrolledToEnd")
	line("terms", true, "terms.id", "terms.lang", "terms.sha256")
	line("token", true, "token.id")
	line("tokenHash", true, "token.sha256")
	line("created", false, "token.created")
	line("sent", false, "token.sent")
	line("carrier", true, "token.carrier")
	line("opened", false, "token.opened")
	line("used", false, "token.used")
	line("expires", false, "token.expires")
	line("attempts", false, "token.attempts")
	line("prev", true, "prev")
	line("hash", true, "hash")
	line("seal", true, "serverSignature")
	return part, nil
}

// evidenceText reads values out of a record by their paths, and writes them as one text.
func (m *move) evidenceText(record map[string]any, paths []string) string {
	var said []string
	for _, path := range paths {
		var value any = record
		for key := range strings.SplitSeq(path, ".") {
			inner, _ := value.(map[string]any)
			value = inner[key]
		}
		switch v := value.(type) {
		case nil:
		case bool:
			said = append(said, paper.Word(map[bool]string{true: "yes", false: "no"}[v], m.rec.Locale))
		case []any:
			for _, one := range v {
				said = append(said, m.asRead(fmt.Sprint(one)))
			}
		default:
			if text := m.asRead(fmt.Sprint(v)); text != "" {
				said = append(said, text)
			}
		}
	}
	return strings.Join(said, " · ")
}

// asRead writes a moment as the reader does before the exact one of the record, and says what a word of the record means.
func (m *move) asRead(text string) string {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return message.Moment(at, m.profile.Zone, m.rec.Locale) + " · " + text
	}
	if text == "email_token" {
		return paper.Word(text, m.rec.Locale)
	}
	return text
}

// Verified is what is known of a file that somebody holds.
type Verified struct {
	Paper     paper.Paper // without its content
	Reference string
	Title     string
	Company   string
	Signed    *signature.Evidence // of a paper that was signed
	Genuine   bool                // the evidence carries the seal of this server
}

// Verify says what is known of a file with this SHA-256. Who has the file knows what stands in it. Returns fault.NotFound
// for one that was not written here, or was changed since.
func (c *Conveyor) Verify(ctx context.Context, tenant, sha256, locale string) (Verified, error) {
	var v Verified
	profile, err := c.Tenants.Profile(ctx, tenant)
	if err != nil {
		return v, err
	}
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		p, err := tx.PaperByHash(strings.ToLower(sha256))
		if err != nil {
			return err
		}
		rec, err := tx.Case(p.Case)
		if err != nil {
			return err
		}
		line, err := c.Line(ctx, tenant, rec.Version)
		if err != nil {
			return err
		}
		p.Content = nil
		v = Verified{Paper: p, Reference: rec.Reference, Company: profile.Name, Title: paper.Word(paper.Receipt, locale)}
		if template, ok := line.Pipeline.Paper(p.Name); ok {
			v.Title = template.Title.In(locale, profile.DefaultLocale)
		}
		return c.verifySignature(tx, &v)
	})
	if fault.CodeOf(err) == fault.NotFound {
		err = fault.New(fault.NotFound, "papers.not_found")
	}
	return v, err
}

// verifySignature finds the evidence of a signed paper, or of one whose signed form is another file.
func (c *Conveyor) verifySignature(tx Tx, v *Verified) error {
	records, err := tx.EvidenceOf(v.Paper.Case)
	if err != nil {
		return err
	}
	for _, e := range records {
		if e.ID != v.Paper.Evidence && !strings.Contains(string(e.Record), v.Paper.SHA256) {
			continue
		}
		v.Signed, v.Genuine = &e, c.genuine(e)
	}
	return nil
}

// genuine says whether a record is as this server sealed it.
func (c *Conveyor) genuine(e signature.Evidence) bool {
	var record map[string]any
	if json.Unmarshal(e.Record, &record) != nil {
		return false
	}
	seal, _ := record["serverSignature"].(string)
	delete(record, "hash")
	delete(record, "serverSignature")
	return c.Seal.Verify(event.AppendCanonical(nil, record), seal)
}

// signedPapers are the papers that a signature is bound to, as its evidence has them.
func (m *move) signedPapers() ([]any, error) {
	papers, err := m.toSign()
	out := make([]any, len(papers))
	for i, p := range papers {
		out[i] = map[string]any{
			"id": p.ID, "name": p.Name, "sha256": p.SHA256, "mime": "application/pdf", "bytes": float64(len(p.Content)),
			"written": p.CreatedAt.UTC().Format(time.RFC3339),
		}
	}
	return out, err
}

// carrierOf is the id that the channel gave the message of a token.
func (m *move) carrierOf(t signature.Token) (string, error) {
	if t.Message == "" {
		return "", nil
	}
	msg, err := m.tx.Message(t.Message)
	return msg.Provider, ignoreMissing(err)
}
