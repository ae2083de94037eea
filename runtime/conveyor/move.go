package conveyor

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// move is one verb at work on one case inside one transaction.
type move struct {
	*Conveyor
	ctx     context.Context
	tx      Tx
	who     actor.Actor
	profile Profile
	line    *Line

	rec    cases.Record
	before cases.Record // as it was found
	sub    submission.Submission
	events []event.Event
	parts  []event.Personal // what the events say of people
	aside  []event.Event    // those of them that some who see the case may not know of
	common *sieve           // holds back what some who see the case may not know of

	watch      func(*rule.Program, bool) // what rules come to, while a verb is at work
	isNew      bool
	reminds    bool // a timer set it off: what is sent is a reminder, unless the case moves on
	edited     bool // an answer has changed
	started    bool // the case began by this verb
	passed     bool // the applicant went on from a page for the first time
	cameBack   bool // the applicant was away
	counted    cockpit.Tally
	subDirty   bool
	factsDirty bool   // a fact that a queue shows is another
	reindex    bool   // what queues find may have changed
	email      string // address of the applicant as it was found
	made       string // id of what the verb made, when it is not the case
	resolved   *form.State
	earlier    *map[string]any   // answers of the case before, once they were read
	earlierOf  string            // whose they are
	after      func() error      // what is read when everything is written
	rule       string            // policy that decided last
	asks       string            // the verb that the policies are asked in place of the engine's, "" for none
	inNameOf   []cases.Principal // in whose name the member may decide, once that was asked
	knowsNames bool
	gateErr    error // of what was asked or read where no error could be returned
}

// hand is what every verb on a case is given.
type hand struct {
	who    actor.Actor
	caseID string
}

// with opens a case for a verb, runs it, and writes what it changed. Returns fault.NotFound when the actor's tenant
// has no such case, or the actor is the applicant of another.
func (c *Conveyor) with(ctx context.Context, h hand, verb func(*move) error) error {
	_, err := c.once(ctx, h, verb)
	return err
}

// once is with that also says whether the verb ran: it does not when the same request was served before.
func (c *Conveyor) once(ctx context.Context, h hand, verb func(*move) error) (ran bool, err error) {
	if h.who.Kind == actor.Applicant && h.who.Case != h.caseID {
		return false, fault.New(fault.NotFound, "case.not_found")
	}
	profile, err := c.Tenants.Profile(ctx, h.who.Tenant)
	if err != nil {
		return false, err
	}
	err = c.Store.Begin(ctx, h.who.Tenant, func(tx Tx) error {
		ran = false // another try
		m := &move{Conveyor: c, ctx: ctx, tx: tx, who: h.who, profile: profile, watch: c.Watch}
		if err := m.load(h.caseID); err != nil {
			return err
		}
		// Asked once the case is locked: the same request, sent twice at once, has waited for the first to end. Asked before
		// the policies: what was served may have moved the case to where its sender may not see it.
		if _, before, err := done(ctx, tx); err != nil || before {
			return err
		}
		if err := m.seen(); err != nil {
			return err
		}
		if err := m.helps(); err != nil {
			return err
		}
		ran = true
		if err := verb(m); err != nil {
			return m.labelled(err)
		}
		if err := keep(ctx, tx, m.ref()); err != nil {
			return err
		}
		if err := m.write(); err != nil || m.after == nil {
			return err
		}
		return m.after()
	})
	return ran, err
}

// labelled names the fields that the violations of a fault are about as the form does.
func (m *move) labelled(err error) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return err
	}
	for i, v := range f.Violations {
		asked, known := m.line.Form.FieldAt(v.Path)
		if _, named := v.Params["f"]; named || !known {
			continue
		}
		params := maps.Clone(v.Params)
		if params == nil {
			params = map[string]any{}
		}
		params["f"] = asked.Label
		f.Violations[i].Params = params
	}
	return err
}

// ref is the id that a request led to: that of the case, unless the verb made something of its own.
func (m *move) ref() string {
	if m.made != "" {
		return m.made
	}
	return m.rec.ID
}

func (m *move) load(caseID string) error {
	if err := m.loadCase(caseID); err != nil {
		return err
	}
	return m.loadAnswers()
}

func (m *move) loadCase(caseID string) error {
	rec, err := m.tx.Case(caseID)
	if err != nil {
		return err
	}
	m.rec, m.before, m.email = rec, rec, rec.Email
	m.line, err = m.Line(m.ctx, m.who.Tenant, rec.Version)
	return err
}

func (m *move) loadAnswers() error {
	var err error
	m.sub, err = m.tx.Submission(m.rec.ID)
	if fault.CodeOf(err) == fault.NotFound { // the answers were erased; the case goes on without
		m.sub = m.blank()
		return nil
	}
	return err
}

// blank is a submission without answers, as it is after they were erased.
func (m *move) blank() submission.Submission {
	return submission.Submission{Case: m.rec.ID, Tenant: m.rec.Tenant, FormVersion: m.line.FormID}
}

// now is the one time of the transaction.
func (m *move) now() time.Time { return m.tx.Now() }

func (m *move) today() string { return m.now().In(m.profile.Zone).Format(time.DateOnly) }

// resolve evaluates the form on the answers as they stand, for an audience ("applicant" or "staff"). What was worked out
// is kept until changed says that answers or facts are others.
func (m *move) resolve(audience string) *form.State {
	if m.resolved == nil {
		m.resolved = m.line.Form.Resolve(m.ctx, form.View{
			Answers: m.sub.Answers, Facts: m.facts(), Today: m.today(), Audience: audience, Watch: m.watch,
		})
	}
	return m.resolved.For(audience)
}

// changed is called when answers, or what rules read of the case, have changed.
func (m *move) changed() { m.resolved = nil }

// facts are what rules of the form may read beside its answers.
func (m *move) facts() map[string]any { return m.rec.State.Facts(m.previous()) }

// note adds an event to the chain of the case.
func (m *move) note(name string, data map[string]any) {
	data = m.hide(name, data)
	e := event.Event{
		ID: m.NewID(), Tenant: m.rec.Tenant, Case: m.rec.ID, Seq: m.rec.LastSeq + 1, Name: name, At: m.now(),
		Actor: m.hand(), Data: data,
	}
	e = event.Seal(m.rec.LastHash, e)
	m.rec.LastSeq, m.rec.LastHash = e.Seq, e.Hash
	m.events = append(m.events, e)
	switch {
	case quiet[name]:
	case m.isForAll(e):
		m.rec.NewsSeq = e.Seq
	default:
		m.aside = append(m.aside, e)
	}
}

// hand is who an event says that did it.
func (m *move) hand() actor.Actor {
	by := m.who.Hand()
	return actor.Actor{Kind: by.Kind, Tenant: m.rec.Tenant, ID: by.ID, Name: by.Name}
}

// pull hands a trigger to the engine and carries out what it decides.
func (m *move) pull(t cases.Trigger) (cases.Decision, error) {
	t.Actor, m.reminds = m.who, t.Timer != nil
	if t.ID == "" {
		t.ID = m.NewID()
	}
	facts := m.engineFacts()
	facts.Answers, facts.Watch = m.sound(), m.watch
	decision, err := cases.Decide(m.ctx, m.line.Pipeline, m.rec.State, t, facts)
	if m.gateErr != nil {
		return cases.Decision{}, m.gateErr
	}
	if err != nil {
		return cases.Decision{}, m.explain(err)
	}
	m.unanswered(decision.Failures)
	if decision.Repeated {
		return decision, nil
	}
	if t.Verb == "save" { // a saved page has an event of its own that says more
		decision.Events = slices.DeleteFunc(decision.Events, func(e cases.Planned) bool {
			return e.Name == "case.moved" && e.Data["from"] == e.Data["to"]
		})
	}
	return decision, m.follow(decision)
}

// follow carries out what the engine decided.
func (m *move) follow(decision cases.Decision) error {
	before := m.rec.State.Stage
	m.factsDirty = m.factsDirty || m.factsDiffer(m.rec.State, decision.State)
	m.rec.State = decision.State
	m.changed()
	for _, e := range decision.Events {
		m.note(e.Name, e.Data)
	}
	if before != decision.State.Stage {
		m.reindex = true // rules may read the stage
		m.enter()
		if err := m.pass(before); err != nil {
			return err
		}
		if err := m.overtake(); err != nil {
			return err
		}
	}
	m.reminds = m.reminds && before == decision.State.Stage
	for _, w := range decision.Effects {
		if err := m.carry(w); err != nil {
			return err
		}
	}
	return nil
}

// enter sets what depends on the stage that the case now stands in.
func (m *move) enter() {
	m.rec.LevelAt = m.levelOf(m.rec.State.Stage, m.rec.State.EnteredAt)
}

// levelOf is when the service level of a stage ends for a case that enters it at a moment; nil for never.
func (m *move) levelOf(key string, entered time.Time) *time.Time {
	stage, ok := m.line.Pipeline.Stage(key)
	if !ok || stage.ServiceLevel == "" {
		return nil
	}
	level, err := pipeline.ParseDuration(stage.ServiceLevel)
	if err != nil {
		return nil // lint refuses it
	}
	at := level.Add(entered, m.profile.Zone)
	if stage.Kind == pipeline.Staff { // people work in working hours, machines and applicants at any
		at = m.profile.calendar().Add(entered, level)
	}
	return &at
}

// seen refuses whatever a member would do to a case that they may not see, even where a policy allows the verb.
func (m *move) seen() error {
	if m.who.Kind != actor.Member {
		return nil
	}
	return m.demand(m.stageObject(), "read")
}

func (m *move) allowed(object, verb string) bool {
	ok, rule, err := m.Gate.Ask(m.ctx, m.who, object, verb)
	m.rule = rule
	if err != nil {
		m.gateErr = err
	}
	return ok && err == nil
}

// explain adds to a denial the policy that decided it.
func (m *move) explain(err error) error {
	f, ok := err.(*fault.Fault) //nolint:errorlint // Decide returns faults bare
	if ok && f.Code == fault.Denied {
		return f.With("rule", m.rule)
	}
	return err
}

// look opens a case for reading. What verb changes is not kept.
func (c *Conveyor) look(ctx context.Context, h hand, verb func(*move) error) error {
	return c.glance(ctx, h, func(m *move) error {
		if err := m.loadAnswers(); err != nil {
			return err
		}
		return verb(m)
	})
}

// glance is look without the answers.
func (c *Conveyor) glance(ctx context.Context, h hand, verb func(*move) error) error {
	if h.who.Kind == actor.Applicant && h.who.Case != h.caseID {
		return fault.New(fault.NotFound, "case.not_found")
	}
	profile, err := c.Tenants.Profile(ctx, h.who.Tenant)
	if err != nil {
		return err
	}
	return c.Store.View(ctx, h.who.Tenant, func(tx Tx) error {
		m := &move{Conveyor: c, ctx: ctx, tx: tx, who: h.who, profile: profile}
		if err := m.loadCase(h.caseID); err != nil {
			return err
		}
		if err := m.helps(); err != nil {
			return err
		}
		return verb(m)
	})
}
