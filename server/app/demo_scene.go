package app

import (
	"fmt"
	"strings"
	"time"

	layout "github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/session"
)

// scene is one case of the demo in the making. Its verbs are those that people have; after the first that fails the
// rest do nothing, and err tells.
type scene struct {
	*rehearsal
	person  person
	answers map[string]any
	who     actor.Actor // the applicant
	key     string      // of the request that starts the case, "" for none
	err     error
}

// do runs one verb after people have taken some time.
func (s *scene) do(took time.Duration, verb func() error) {
	if s.err == nil {
		s.err = s.forward(s.clock.now().Add(took))
	}
	if s.err == nil {
		s.err = verb()
	}
}

// passes lets time go by.
func (s *scene) passes(d time.Duration) { s.do(d, func() error { return nil }) }

// starts opens the case.
func (s *scene) starts(pipeline string) {
	s.do(0, func() error {
		who := actor.Actor{Kind: actor.Applicant, Tenant: s.tenant.ID, Roles: []string{"applicant"}, Agent: s.person.agent()}
		rec, err := s.Conveyor.Start(conveyor.WithKey(s.ctx, s.key), who, conveyor.Start{Pipeline: pipeline, Locale: s.locale(), Channel: "web"})
		s.who = session.Applicant(s.tenant.ID, rec.ID)
		s.who.IP, s.who.Port, s.who.Agent = "203.0.113.7", 52_100, s.person.agent()
		return err
	})
}

func (s *scene) locale() string {
	if s.person.locale != "" {
		return s.person.locale
	}
	return "pt-BR"
}

// fills goes on page by page, as the form leads, and stops before a page; conveyor.CheckAnswers fills all.
func (s *scene) fills(until string) {
	page := ""
	var pages map[string]layout.Page
	s.do(20*time.Second, func() error {
		v, err := s.Conveyor.ApplicantView(s.ctx, s.who, s.who.Case)
		if err != nil {
			return err
		}
		page = v.Outlook.Next()
		pages, err = formPages(v)
		return err
	})
	for s.err == nil && page != until && page != conveyor.CheckAnswers {
		at, filling := page, s.filling(pages[page])
		s.do(time.Duration(filling.Seconds)*time.Second, func() error {
			if err := s.attach(at); err != nil {
				return err
			}
			saved, err := s.Conveyor.SavePage(s.ctx, s.who, conveyor.Save{
				Case: s.who.Case, Page: at, Values: s.answers, Proceed: true, Locale: s.locale(),
				Filling: filling,
			})
			if err == nil && saved.Next == "" {
				err = fault.New(fault.Invalid, "page "+at).At(saved.Violations...)
			}
			page = saved.Next
			return err
		})
	}
}

// papers are the documents by page and field.
var papers = map[string][]string{
	"photos": {"doc_front", "doc_back"}, "proof": {"addr_proof"}, "documents": {"doc_articles", "doc_powers"},
}

var paperTitles = map[string]string{
	"doc_front": "Carteira de exemplo · frente", "doc_back": "Carteira de exemplo · verso", "addr_proof": "Conta de luz de exemplo",
	"doc_articles": "Contrato social de exemplo", "doc_powers": "Procuração de exemplo",
}

func (s *scene) attach(page string) error {
	for _, field := range papers[page] {
		if err := s.upload(field); err != nil {
			return fmt.Errorf("%s: %w", field, err)
		}
	}
	return nil
}

func (s *scene) upload(field string) error {
	title, name := paperTitles[field], field+".pdf"
	content := sheet(title)
	if page := papers["documents"]; field != page[0] && field != page[1] {
		var err error
		name = field + ".jpg"
		content, err = card(title, s.person.latin(), "CPF "+demoCPF(s.person.number), s.person.city+" · "+s.person.uf)
		if err != nil {
			return err
		}
	}
	_, err := s.Conveyor.Upload(s.ctx, s.who, conveyor.Upload{Case: s.who.Case, Field: "/" + field, Name: name, Content: content})
	return err
}

// latin is the name as the font of the cards can write it.
func (p person) latin() string {
	if p.locale == "ar" {
		return "Layla Mithal"
	}
	return p.name
}

// submits hands everything in and lets the checks run.
func (s *scene) submits() {
	s.fills(conveyor.CheckAnswers)
	s.do(time.Minute, func() error {
		_, err := s.Conveyor.Submit(s.ctx, s.who, conveyor.HandIn{Case: s.who.Case, Locale: s.locale()})
		return err
	})
	s.passes(2 * time.Second)
}

// does lets the applicant do a verb of the pipeline.
func (s *scene) does(verb string) {
	s.do(2*time.Minute, func() error {
		_, err := s.Conveyor.Act(s.ctx, s.who, conveyor.Action{Case: s.who.Case, Verb: verb})
		return err
	})
	s.passes(time.Second)
}

// acts is a verb of a member.
func (s *scene) acts(word string, a conveyor.Action) {
	s.do(3*time.Minute, func() error {
		a.Case = s.who.Case
		_, err := s.Conveyor.Act(s.ctx, s.members[word], a)
		return err
	})
	s.passes(time.Second)
}

// asks requests items from the applicant.
func (s *scene) asks(word, note string, items ...conveyor.AskedItem) {
	s.do(4*time.Minute, func() error {
		_, err := s.Conveyor.Request(s.ctx, s.members[word], conveyor.Ask{Case: s.who.Case, Items: items, Note: note})
		return err
	})
	s.passes(time.Second)
}

// claims takes the case for a member, who leaves a note.
func (s *scene) claims(word, note string) {
	s.do(time.Minute, func() error {
		if err := s.Conveyor.Claim(s.ctx, s.members[word], s.who.Case); err != nil {
			return err
		}
		group := "registration"
		if word == "compliance" {
			group = word // what it looks into is not for others
		}
		_, err := s.Conveyor.Note(s.ctx, s.members[word], conveyor.Note{Case: s.who.Case, Text: note, Group: group})
		return err
	})
}

// replies uploads what was asked for again, and hands it in.
func (s *scene) replies(fields ...string) {
	s.do(5*time.Minute, func() error {
		for _, field := range fields {
			if err := s.upload(field); err != nil {
				return err
			}
		}
		_, err := s.Conveyor.Answer(s.ctx, s.who, conveyor.HandIn{Case: s.who.Case, Locale: s.locale()})
		return err
	})
	s.passes(2 * time.Second)
}

// signs opens the link of the last letter and signs.
func (s *scene) signs() {
	var offer conveyor.Offer
	token := ""
	s.do(10*time.Minute, func() error {
		var err error
		if token, err = s.token(); err != nil {
			return err
		}
		offer, err = s.Conveyor.OpenSignature(s.ctx, s.who, token)
		return err
	})
	s.do(95*time.Second, func() error {
		_, _, err := s.Conveyor.Sign(s.ctx, s.who, conveyor.Act{
			Token: token, Accept: true, AnswersSHA256: offer.SHA256, PapersSHA256: offer.Hashes(), Locale: s.locale(), AcceptLang: s.locale(),
			TimeZone: "America/Sao_Paulo", Screen: s.person.screen(), ViewedSeconds: 95, ScrolledToEnd: true,
			Terms: httpapi.TermsIn(s.locale(), s.locale()),
		})
		return err
	})
	s.passes(time.Second)
}

// token reads the last letter that asks for a signature, as the applicant does.
func (s *scene) token() (string, error) {
	var messages []message.Message
	err := s.Store.View(s.ctx, s.tenant.ID, func(tx conveyor.Tx) error {
		var err error
		messages, err = tx.Messages(s.who.Case)
		return err
	})
	token := ""
	for _, m := range messages {
		if _, after, ok := strings.Cut(m.Body, "/sign#token="); ok {
			token = strings.Fields(after)[0]
		}
	}
	if err == nil && token == "" {
		err = fmt.Errorf("no letter of %d asks for a signature", len(messages))
	}
	return strings.TrimRight(token, ".,;)"), err
}

// judges accepts or refuses the first document of a field.
func (s *scene) judges(word, field, verdict, reason string) {
	s.do(time.Minute, func() error {
		v, err := s.Conveyor.StaffView(s.ctx, s.members[word], s.who.Case)
		if err != nil {
			return err
		}
		for _, d := range v.Documents {
			if d.Field == field && d.State == document.Stored {
				_, err = s.Conveyor.JudgeDocument(s.ctx, s.members[word], conveyor.Verdict{
					Case: s.who.Case, Document: d.ID, State: verdict, Reason: reason,
				})
				return err
			}
		}
		return fault.New(fault.NotFound, "document.not_found")
	})
}
