package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/tenant"
)

// stepTime is how long each step takes. The same second passes when steps are recorded, so that a run and what was
// recorded have the same times.
const stepTime = time.Second

// rehearsing plays the scenarios of a pipeline in one sandbox, one after the other.
type rehearsing struct{ *App }

// rehearsalTime is how long all scenarios of a pipeline may take together. One of twenty steps takes a fraction of a
// second; what takes minutes lets years go by again and again.
const rehearsalTime = time.Minute

// Rehearse says how each scenario went. Returns the faults of openSandbox, fault.Unavailable "tryout.busy" when others
// do not let it begin, and "scenario.too_long" when the scenarios take longer than a server has time for: that time
// begins with its turn.
func (r rehearsing) Rehearse(ctx context.Context, p library.Play) (library.Report, error) {
	give, err := r.tryouts.turns.take(ctx, p.Tenant)
	if err != nil {
		return library.Report{}, err
	}
	defer give()
	limited, cancel := context.WithTimeout(apart(ctx), rehearsalTime)
	defer cancel()
	report, err := r.rehearse(limited, p)
	if errors.Is(err, errTooMuch) || limited.Err() != nil && ctx.Err() == nil {
		return report, fault.New(fault.Unavailable, "scenario.too_long").Because(err)
	}
	return report, err
}

func (r rehearsing) rehearse(ctx context.Context, p library.Play) (library.Report, error) {
	in, err := r.likeness(ctx, p)
	if err != nil {
		return library.Report{}, err
	}
	s, err := r.openSandbox(ctx, in)
	if err != nil {
		return library.Report{}, err
	}
	report, err := s.plays(ctx, p.Only)
	return report, errors.Join(err, s.close())
}

// likeness is the setting of a sandbox that is as the tenant is. A tenant that is not there yet has what all begin with.
func (a *App) likeness(ctx context.Context, p library.Play) (setting, error) {
	in := setting{Play: p}
	tenants, err := a.Store.Tenants(ctx)
	if err != nil {
		return in, err
	}
	i := slices.IndexFunc(tenants, func(t tenant.Tenant) bool { return t.ID == p.Tenant })
	if i >= 0 {
		in.tenant = tenants[i]
		in.roles, in.policies, _, err = a.Store.Policies(ctx, p.Tenant)
	} else {
		in.tenant = tenant.Tenant{Name: "Esteira", CreatedAt: a.now()}.WithDefaults()
		in.roles, in.policies = tenant.FirstPolicies()
	}
	in.roles, in.policies = tenant.Merge(in.roles, in.policies, library.Template{Roles: p.Roles, Policies: p.Policies})
	in.locale = in.tenant.DefaultLocale
	return in, err
}

// plays goes through the scenarios of the pipeline, or plays the only one that is wanted.
func (s *sandbox) plays(ctx context.Context, only string) (library.Report, error) {
	report := library.Report{Results: []library.Result{}}
	for i, scenario := range s.line.Pipeline.Pipeline.Scenarios {
		if only != "" && scenario.Key != only {
			continue
		}
		result, err := s.play(ctx, i, scenario)
		if err != nil {
			return report, err
		}
		report.Results = append(report.Results, result)
	}
	report.Coverage = s.seen.coverage(s.line)
	if only != "" && len(report.Results) == 0 {
		return report, fault.New(fault.NotFound, "scenario.not_found")
	}
	return report, nil
}

// play plays one scenario and clears away what came of it, so that the next finds nothing of it.
func (s *sandbox) play(ctx context.Context, index int, scenario pipeline.Scenario) (library.Result, error) {
	began := time.Now()
	result := library.Result{Scenario: scenario.Key, Steps: make([]library.StepResult, 0, len(scenario.Steps))}
	p := &player{sandbox: s, ctx: ctx, locale: scenario.Locale}
	if p.locale == "" {
		p.locale = s.line.Pipeline.Pipeline.DefaultLocale
	}
	if scenario.StartsAt != nil {
		s.clock.set(scenario.StartsAt.Truncate(time.Second))
	}
	for j, step := range scenario.Steps {
		if err := ctx.Err(); err != nil {
			return result, err
		}
		done, err := p.does(step)
		if err != nil {
			return result, fmt.Errorf("scenario %s, step %d: %w", scenario.Key, j, err)
		}
		if done.Index = j; done.Fault != nil {
			done.Fault.Path = library.StepPath(index, j)
		}
		result.Steps = append(result.Steps, done)
		if done.Fault != nil {
			break
		}
	}
	result.Took = time.Since(began)
	return result, s.clear(ctx)
}

// clear removes all cases, and what lies ahead for them.
func (s *sandbox) clear(ctx context.Context) error {
	for _, id := range s.cases {
		rec, err := s.record(ctx, id)
		if err != nil {
			return err
		}
		s.seen.keep(rec.State.Taken)
		if err := s.Conveyor.Discard(ctx, s.tenant.ID, id); err != nil {
			return err
		}
	}
	s.cases = nil
	s.waiting.forget()
	s.trial.chosen.clear()
	return nil
}

func (s *sandbox) record(ctx context.Context, caseID string) (cases.Record, error) {
	var rec cases.Record
	err := s.Store.View(ctx, s.tenant.ID, func(tx conveyor.Tx) (err error) {
		rec, err = tx.Case(caseID)
		return err
	})
	return rec, err
}

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
		_, err := c.Note(p.ctx, who, id, step.Note, "")
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

// save keeps a page. The files that it holds stay as they are: those of the recorded run are not there.
func (p *player) save(step pipeline.ScenarioStep, who actor.Actor, id string) error {
	values := make(map[string]any, len(step.Answers))
	for key, value := range step.Answers {
		values[key] = value
	}
	err := p.Store.View(p.ctx, p.tenant.ID, func(tx conveyor.Tx) error {
		sub, err := tx.Submission(id)
		for key := range values {
			if p.line.Form.HoldsFiles(key) && err == nil {
				values[key] = withFiles(p.line.Form.FieldAt, "/"+key, values[key], sub.Answers[key])
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	_, err = p.Conveyor.SavePage(p.ctx, who, conveyor.Save{Case: id, Page: step.Page, Values: values, Proceed: true, Locale: p.locale})
	return err
}

// upload gives a sample file.
func (p *player) upload(step pipeline.ScenarioStep, who actor.Actor, id string) error {
	in := conveyor.Upload{Case: id, Field: step.Field, Name: "sample.pdf", Content: sheet("Sample")}
	if step.File != pipeline.PageFile {
		content, err := samplePhoto()
		if err != nil {
			return err
		}
		in.Name, in.Content = "sample.jpg", content
	}
	_, err := p.Conveyor.Upload(p.ctx, who, in)
	return err
}

// withFile does something to the file of a field that was not judged yet, else to its first.
func (p *player) withFile(step pipeline.ScenarioStep, id string, do func(document.Document) error) error {
	var held []document.Document
	err := p.Store.View(p.ctx, p.tenant.ID, func(tx conveyor.Tx) error {
		all, err := tx.Documents(id)
		for _, d := range all {
			if d.Field == step.Field && d.State != document.Replaced {
				held = append(held, d)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(held) == 0 {
		return fault.New(fault.Invalid, "scenario.no_file").With("name", step.Field)
	}
	i := slices.IndexFunc(held, func(d document.Document) bool { return d.State == document.Stored })
	return do(held[max(0, i)])
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
		Token: token, Accept: true, AnswersSHA256: offer.SHA256, Locale: p.locale, AcceptLang: p.locale,
		TimeZone: p.tenant.TimeZone, Screen: "390x844", ViewedSeconds: 60, ScrolledToEnd: true, Terms: httpapi.TermsIn(p.locale, p.locale),
	})
	return err
}

// standing is how a case stands.
type standing struct {
	stage string
	sent  []string // keys of all messages, in order
	owed  []string
}

// standing looks at a case; one that was not started stands nowhere.
func (s *sandbox) standing(at int) (standing, error) {
	var out standing
	if at >= len(s.cases) {
		return out, nil
	}
	err := s.Store.View(s.ctx, s.tenant.ID, func(tx conveyor.Tx) error {
		rec, err := tx.Case(s.cases[at])
		if err != nil {
			return err
		}
		out.stage = rec.State.Stage
		messages, err := tx.Messages(rec.ID)
		if err != nil {
			return err
		}
		for _, m := range messages {
			out.sent = append(out.sent, m.Template)
		}
		items, err := tx.Items(rec.ID)
		for _, item := range items {
			if item.State == "open" {
				out.owed = append(out.owed, item.Path)
			}
		}
		return err
	})
	return out, err
}

// since leaves the messages that were sent after an earlier look.
func (s standing) since(before standing) standing {
	s.sent = s.sent[min(len(before.sent), len(s.sent)):]
	return s
}

// judge says what came otherwise than expected; nil when nothing did.
func (p *player) judge(step pipeline.ScenarioStep, refused *fault.Fault, got standing) *fault.Violation {
	want := pipeline.Expectation{}
	if step.Expect != nil {
		want = *step.Expect
	}
	switch {
	case refused != nil && want.Refused == "":
		return &fault.Violation{Key: "scenario.refused", Params: map[string]any{"why": refused}}
	case refused != nil && refused.Key != want.Refused:
		return &fault.Violation{Key: "scenario.otherwise", Params: map[string]any{"want": p.meant(step), "why": refused}}
	case refused == nil && want.Refused != "":
		return &fault.Violation{Key: "scenario.done", Params: map[string]any{"want": p.meant(step)}}
	case want.Stage != "" && want.Stage != got.stage:
		return &fault.Violation{Key: "scenario.stage", Params: map[string]any{"want": p.stageName(want.Stage), "got": p.stageName(got.stage)}}
	case want.Messages != nil && !slices.Equal(want.Messages, got.sent):
		return &fault.Violation{Key: "scenario.messages", Params: map[string]any{"want": listed(want.Messages), "got": listed(got.sent)}}
	case want.Owed != nil && !slices.Equal(slices.Sorted(slices.Values(want.Owed)), slices.Sorted(slices.Values(got.owed))):
		return &fault.Violation{Key: "scenario.owed", Params: map[string]any{"want": listed(want.Owed), "got": listed(got.owed)}}
	}
	return nil
}

// meant is the fault that somebody wrote down by its key, with what can be told of it beforehand.
func (p *player) meant(step pipeline.ScenarioStep) *fault.Fault {
	var title any = step.Do
	for _, t := range p.line.Pipeline.Pipeline.Transitions {
		if t.Trigger.Verb == step.Do && len(t.Title) > 0 {
			title = t.Title
		}
	}
	f := &fault.Fault{Code: fault.Denied, Key: step.Expect.Refused}
	return f.With("verb", title).With("title", title).With("did", "…").With("count", "…").With("n", "…")
}

func (p *player) stageName(key string) schemas.Text {
	if stage, ok := p.line.Pipeline.Stage(key); ok {
		return stage.Name
	}
	return schemas.Text{"und": "–"}
}

func listed(keys []string) string {
	if len(keys) == 0 {
		return "–"
	}
	return strings.Join(keys, ", ")
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

// withFiles puts the files that a case holds in place of those that an answer names.
func withFiles(at func(string) (field.Field, bool), pointer string, value, held any) any {
	if asked, ok := at(pointer); ok && (asked.Type == "file" || asked.Type == "image") {
		return held
	}
	switch v := value.(type) {
	case map[string]any:
		before, _ := held.(map[string]any)
		out := maps.Clone(v)
		for key := range v {
			out[key] = withFiles(at, pointer+"/"+schemas.Token(key), v[key], before[key])
		}
		return out
	case []any:
		before, _ := held.([]any)
		out := slices.Clone(v)
		for i := range v {
			var was any
			if i < len(before) {
				was = before[i]
			}
			out[i] = withFiles(at, pointer+"/"+strconv.Itoa(i), v[i], was)
		}
		return out
	}
	return value
}

// samplePhoto is made once: drawing it takes longer than most scenarios.
var samplePhoto = sync.OnceValues(func() ([]byte, error) { return card("Sample", "Try-out") })
