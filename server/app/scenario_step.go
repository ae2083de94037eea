package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/session"
)

// player does the steps of one scenario by the verbs that people have.
type player struct {
	*sandbox
	ctx    context.Context //nolint:containedctx // as long as one scenario
	locale string
}

// does carries out a step and compares what came of it with what was expected. Only what is no matter of the
// definitions comes back as an error.
func (p *player) does(step pipeline.ScenarioStep) (library.StepResult, error) {
	at := max(1, step.Case) - 1
	before, err := p.standing(at)
	if err != nil {
		return library.StepResult{}, err
	}
	refused, err := p.act(step, at)
	if err != nil {
		return library.StepResult{}, err
	}
	p.settle()
	after, err := p.standing(at)
	if err != nil {
		return library.StepResult{}, err
	}
	return library.StepResult{Stage: after.stage, Fault: p.judge(step, refused, after.since(before))}, nil
}

// act carries out a step; refused is why it could not be.
func (p *player) act(step pipeline.ScenarioStep, at int) (refused *fault.Fault, err error) {
	switch {
	case step.As == "" && step.Do == pipeline.DoWait:
		length, err := pipeline.ParseDuration(step.For)
		if err == nil {
			err = p.until(p.ctx, length.Add(p.clock.now(), p.zone()))
		}
		return nil, err
	case step.As == "" && step.Do == pipeline.DoCheck:
		p.trial.chosen.set(step.Check, step.Result)
		return nil, nil
	}
	p.clock.add(stepTime)
	who, f := p.who(step, at)
	if f != nil {
		return f, nil
	}
	switch {
	case step.Do == pipeline.Start:
		err = p.start(step, who)
	case who.Kind == actor.Member:
		err = p.atDesk(step, who, p.cases[at])
	default:
		err = p.atPortal(step, who)
	}
	if errors.Is(err, cases.ErrCascade) {
		return fault.New(fault.Conflict, "scenario.cascade"), nil
	}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f, nil
	}
	return nil, err
}

func (s *sandbox) zone() *time.Location {
	zone, err := time.LoadLocation(s.tenant.TimeZone)
	if err != nil {
		return time.UTC // the tenant could not have been made
	}
	return zone
}

// who is the actor of a step, who stands before the case that it is about.
func (p *player) who(step pipeline.ScenarioStep, at int) (actor.Actor, *fault.Fault) {
	if step.Do == pipeline.Start {
		return actor.Actor{Kind: actor.Applicant, Tenant: p.tenant.ID, Roles: []string{"applicant"}}, nil
	}
	if at >= len(p.cases) {
		return actor.Actor{}, fault.New(fault.Invalid, "scenario.no_case").With("n", at+1)
	}
	if step.As == pipeline.Applicant {
		return session.Applicant(p.tenant.ID, p.cases[at]), nil
	}
	for _, made := range p.people {
		if made.role.Key == step.As && made.number == max(1, step.Person) {
			return session.Member(made.Member), nil
		}
	}
	return actor.Actor{}, fault.New(fault.NotFound, "scenario.nobody").With("role", step.As)
}

func (p *player) start(step pipeline.ScenarioStep, who actor.Actor) error {
	rec, err := p.Conveyor.Start(p.ctx, who, conveyor.Start{
		Pipeline: p.line.Pipeline.Pipeline.Key, Locale: p.locale, Channel: "web", Values: step.Answers,
	})
	if err == nil {
		p.cases = append(p.cases, rec.ID)
	}
	return err
}

// atPortal does what an applicant does to the case that they stand before.
func (p *player) atPortal(step pipeline.ScenarioStep, who actor.Actor) error {
	c, id := p.Conveyor, who.Case
	switch step.Do {
	case pipeline.DoSave:
		return p.save(step, who, id)
	case pipeline.DoUpload:
		return p.upload(step, who, id)
	case pipeline.DoRemove:
		return p.withFile(step, id, func(d document.Document) error { return c.RemoveDocument(p.ctx, who, id, d.ID) })
	case pipeline.Submit:
		_, err := c.Submit(p.ctx, who, conveyor.HandIn{Case: id, Locale: p.locale})
		return err
	case pipeline.Answer:
		_, err := c.Answer(p.ctx, who, conveyor.HandIn{Case: id, Locale: p.locale})
		return err
	case "edit":
		_, err := c.Edit(p.ctx, who, id)
		return err
	case "sign":
		return p.sign(who, id)
	}
	_, err := c.Act(p.ctx, who, conveyor.Action{Case: id, Verb: step.Do})
	return err
}

// atDesk does what a member does. A verb of the pipeline goes before a word of the house of the same name.
func (p *player) atDesk(step pipeline.ScenarioStep, who actor.Actor, id string) error {
	c, do := p.Conveyor, step.Do
	if do != pipeline.Request && do != pipeline.DoSave && p.line.Pipeline.Knows(do) {
		do = "" // an action like any other
	}
	switch do {
	case pipeline.Request:
		ask := conveyor.Ask{Case: id, Note: step.Note}
		for _, path := range step.Items {
			ask.Items = append(ask.Items, conveyor.AskedItem{Path: path})
		}
		_, err := c.Request(p.ctx, who, ask)
		return err
	case pipeline.DoSave:
		return p.save(step, who, id)
	case pipeline.DoClaim:
		return c.Claim(p.ctx, who, id)
	case pipeline.DoRelease:
		return c.Release(p.ctx, who, id)
	case pipeline.DoNote:
		_, err := c.Note(p.ctx, who, conveyor.Note{Case: id, Text: step.Note})
		return err
	case pipeline.DoJudge:
		return p.withFile(step, id, func(d document.Document) error {
			_, err := c.JudgeDocument(p.ctx, who, conveyor.Verdict{Case: id, Document: d.ID, State: step.Verdict, Reason: step.Reason})
			return err
		})
	}
	_, err := c.Act(p.ctx, who, conveyor.Action{Case: id, Verb: step.Do, Reason: step.Reason, Note: step.Note})
	return err
}

// sign follows the newest link and signs.
func (p *player) sign(who actor.Actor, id string) error {
	token, err := p.newestLink(p.ctx, id)
	if err != nil {
		return err
	}
	if token == "" {
		return fault.New(fault.Invalid, "scenario.no_link")
	}
	offer, err := p.Conveyor.OpenSignature(p.ctx, who, token)
	if err != nil {
		return err
	}
	_, _, err = p.Conveyor.Sign(p.ctx, who, conveyor.Act{
		Token: token, Accept: true, AnswersSHA256: offer.SHA256, PapersSHA256: offer.Hashes(), Locale: p.locale, AcceptLang: p.locale,
		TimeZone: p.tenant.TimeZone, Screen: "390x844", ViewedSeconds: 60, ScrolledToEnd: true, Terms: httpapi.TermsIn(p.locale, p.locale),
	})
	return err
}

// newestLink is the token of the last link to sign that a case was sent; "" when there is none.
func (s *sandbox) newestLink(ctx context.Context, caseID string) (string, error) {
	token := ""
	err := s.Store.View(ctx, s.tenant.ID, func(tx conveyor.Tx) error {
		messages, err := tx.Messages(caseID)
		for _, m := range messages {
			if _, after, ok := strings.Cut(m.Body, "/sign#token="); ok {
				token = strings.TrimRight(strings.Fields(after)[0], ".,;)")
			}
		}
		return err
	})
	return token, err
}
