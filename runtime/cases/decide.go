package cases

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// ErrCascade says that stages pass a case on to each other without end. A pipeline without lint errors may still do
// so when its guards agree on it.
var ErrCascade = errors.New("cases: cascade of transitions without end")

const (
	maxCascade = 16
	maxSeen    = 32
)

// Decide returns what a trigger does to a case. It is pure: the same arguments give the same decision.
//
// It returns fault.Conflict case.removed, case.verb_not_here (params verb, title, stage, verbs) or case.guard (title) when
// the state does not allow the verb; fault.Denied case.denied (verb, object, stage) or case.maker_checker when this
// actor may not; fault.Conflict case.approval_given or case.approval_waits, fault.Denied case.approved_another, fault.Invalid
// case.unknown_step when this approval is not theirs to give now; fault.Conflict case.items_open; fault.Invalid case.reason_required, case.reason_unknown,
// case.note_required, case.items_required when a demand is not met, case.unknown_attribute, case.bad_attribute,
// case.unknown_check, case.bad_result or case.engine_event when the trigger itself is wrong. It returns ErrCascade
// when transitions set each other off without end. A timer that is no longer planned, an event that nothing waits
// for, and a trigger that was seen before are no errors.
func Decide(ctx context.Context, v *pipeline.Compiled, s State, t Trigger, f Facts) (Decision, error) {
	if t.ID != "" && slices.Contains(s.Seen, t.ID) {
		return Decision{State: s, Repeated: true}, nil
	}
	r := newRun(ctx, v, s, f)
	r.t = t
	if err := r.dispatch(); err != nil {
		return Decision{}, err
	}
	if err := r.cascade(); err != nil {
		return Decision{}, err
	}
	r.finish()
	return r.out, nil
}

// run is one decision in the making. It works on its own copy of the state.
type run struct {
	ctx  context.Context //nolint:containedctx // lives as long as one call
	v    *pipeline.Compiled
	s    State
	t    Trigger
	f    Facts
	now  time.Time
	out  Decision
	next []string // events of the engine still to be handled
	data *rule.Data

	reason string // of the transition being taken
	way    way    // how its verb is done
}

func newRun(ctx context.Context, v *pipeline.Compiled, s State, f Facts) *run {
	if f.Location == nil {
		f.Location = time.UTC
	}
	if f.Calendar == nil {
		f.Calendar = pipeline.OfficeHours(f.Location)
	}
	r := &run{ctx: ctx, v: v, s: s.clone(), f: f, now: f.Now.UTC().Truncate(time.Millisecond)}
	r.s.Tokens = slices.DeleteFunc(r.s.Tokens, func(t time.Time) bool { return r.now.Sub(t) >= 24*time.Hour })
	return r
}

func (r *run) dispatch() error {
	switch {
	case r.t.Timer != nil:
		r.timer(*r.t.Timer)
		return nil
	case r.t.Event != "":
		return r.event()
	}
	return r.verb()
}

// verb is what a person does: it is done or refused, never passed over.
func (r *run) verb() error {
	if r.s.Removed {
		return fault.New(fault.Conflict, "case.removed").With("verb", r.t.Verb)
	}
	moves := r.v.Verb(r.s.Stage, r.t.Verb)
	if len(moves) == 0 {
		return fault.New(fault.Conflict, "case.verb_not_here").
			With("verb", r.t.Verb).With("title", r.titleOf(r.t.Verb)).With("stage", r.s.Stage).With("verbs", r.v.Verbs(r.s.Stage))
	}
	if err := r.absorb(); err != nil {
		return err
	}
	m, err := r.choose(moves, r.t.Verb)
	if err != nil {
		return err
	}
	if err := r.meet(m); err != nil {
		return err
	}
	if m.Approvals != nil {
		if complete, err := r.approve(m); err != nil || !complete {
			return err
		}
		r.acted(m)
	}
	r.refuse()
	r.note(m)
	r.take(m, cause{"verb", r.t.Verb})
	return nil
}

// titleOf is what a button of the verb says wherever the pipeline knows it, else the verb itself.
func (r *run) titleOf(verb string) schemas.Text {
	for _, t := range r.v.Pipeline.Transitions {
		if t.Trigger.Verb == verb && len(t.Title) > 0 {
			return t.Title
		}
	}
	return schemas.Text{"und": verb}
}

// event is what happened elsewhere: it moves the case when something waits for it.
func (r *run) event() error {
	if slices.Contains([]string{pipeline.StageEntered, pipeline.CheckUnavailable, pipeline.ChecksCompleted}, r.t.Event) {
		return fault.New(fault.Invalid, "case.engine_event").With("event", r.t.Event)
	}
	if r.s.Removed {
		return nil
	}
	switch r.t.Event {
	case pipeline.CheckAsked:
		return r.askAgain()
	case pipeline.CheckOverruled:
		return r.overrule()
	case pipeline.CheckReady:
		return r.ready()
	}
	if r.t.Event == pipeline.CheckCompleted {
		settled, err := r.mark()
		if err != nil || !settled {
			return err
		}
	} else if err := r.set(r.t.Data.Set); err != nil {
		return err
	}
	moves := byActor(r.v.Event(r.s.Stage, r.t.Event), r.t.Actor.Kind)
	m := r.first(moves)
	if m == nil {
		return nil
	}
	if !r.permits(m, r.t.Event) {
		return r.denied(m, r.t.Event)
	}
	if r.t.Event == pipeline.AnswersOwed || r.t.Event == pipeline.DocumentFlagged {
		r.owe(r.t.Data.Items)
	}
	r.take(m, cause{"event", r.t.Event})
	return nil
}

// cascade handles the events that transitions set off.
func (r *run) cascade() error {
	for taken := 0; len(r.next) > 0; {
		event := r.next[0]
		r.next = r.next[1:]
		m := r.first(r.v.Event(r.s.Stage, event))
		if m == nil || r.s.Removed {
			continue
		}
		if taken++; taken > maxCascade {
			return ErrCascade
		}
		r.take(m, cause{"event", event})
	}
	return nil
}

func (r *run) finish() {
	r.plan()
	if r.t.ID != "" {
		r.s.Seen = append(r.s.Seen, r.t.ID)
		r.s.Seen = r.s.Seen[max(0, len(r.s.Seen)-maxSeen):]
	}
	r.s.tidy()
	r.out.State = r.s
}

// absorb takes in what came with a verb, before guards look at it.
func (r *run) absorb() error {
	d := r.t.Data
	if person := r.t.Actor.Kind == actor.Applicant || r.t.Actor.Kind == actor.Member; person && len(d.Set) > 0 {
		return fault.New(fault.Denied, "case.denied").With("verb", "set").With("stage", r.s.Stage)
	}
	if err := r.set(d.Set); err != nil {
		return err
	}
	switch r.t.Verb {
	case pipeline.Request:
		r.owe(d.Items)
	case pipeline.Answer:
		r.s.Items = slices.DeleteFunc(r.s.Items, func(item string) bool { return slices.Contains(d.Items, item) })
	}
	r.s.OpenItems = len(r.s.Items)
	r.data = nil
	return nil
}

// owe adds items that the applicant is asked for.
func (r *run) owe(items []string) {
	for _, item := range items {
		if !slices.Contains(r.s.Items, item) {
			r.s.Items = append(r.s.Items, item)
		}
	}
	r.s.OpenItems = len(r.s.Items)
	r.data = nil
}

// Excuse gives the state in which the applicant does not owe an item any more.
func (s State) Excuse(item string) State {
	s.Items = slices.DeleteFunc(slices.Clone(s.Items), func(i string) bool { return i == item })
	s.OpenItems = len(s.Items)
	return s
}

// note writes down who did the verb and what was decided.
func (r *run) note(m *pipeline.Move) {
	by := r.t.Actor
	r.reason = r.t.Data.Reason
	r.act(Act{Verb: r.t.Verb, Kind: string(by.Kind), By: by.ID, For: r.way.name, Stage: r.s.Stage, At: r.now})
	if by.Kind == actor.Applicant {
		r.s.ActivityAt = r.now
	}
	if r.t.Verb == pipeline.Submit {
		submitted := r.now
		r.s.SubmittedAt = &submitted
	}
	if by.Kind == actor.Member && m.To != m.From {
		r.s.Reason, r.s.Note, r.s.DecidedBy = r.t.Data.Reason, r.t.Data.Note, by.ID
		r.data = nil
	}
}

// act writes down who did a verb; of each person and verb the latest is kept.
func (r *run) act(done Act) {
	same := func(a Act) bool {
		return a.Verb == done.Verb && a.Kind == done.Kind && a.By == done.By && a.For == done.For
	}
	r.s.Acts = append(slices.DeleteFunc(r.s.Acts, same), done)
}
