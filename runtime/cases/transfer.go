package cases

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/fault"
)

// Transfer is how a case goes on under another version of its pipeline.
type Transfer struct {
	ID    string   // of the trigger; the same id a second time does nothing
	Stage string   // where it goes on; "" is where it stands
	Items []string // places asked of the applicant, as the verb request of the stage asks
}

// Adopt returns a state as a version of the pipeline can go on with it, and what of it the version does not know: an
// attribute as "case.<key>". The stage is kept, whether the version has it or not.
func Adopt(v *pipeline.Compiled, s State) (adopted State, lost []string) {
	s = s.clone()
	for key, value := range s.Attributes {
		if a, ok := v.Attribute(key); !ok || !a.Fits(value) {
			lost = append(lost, "case."+key)
			delete(s.Attributes, key)
		}
	}
	maps.DeleteFunc(s.Checks, func(key string, _ CheckMark) bool {
		return !slices.ContainsFunc(v.Checks(), func(q *pipeline.Question) bool { return q.Key == key })
	})
	for _, moments := range []map[string]time.Time{s.Fired, s.Later} {
		maps.DeleteFunc(moments, func(key string, _ time.Time) bool {
			transition, _ := cutTimer(key)
			m, ok := v.Move(transition)
			return !ok || m.Trigger.Timer == nil
		})
	}
	if stage, ok := v.Stage(s.Stage); ok {
		s.Outcome = stage.Outcome
	}
	slices.Sort(lost)
	s.tidy()
	return s, lost
}

// Move carries a transfer out under the version that the case goes to: the state is adopted, the stage is entered where
// it is another, the items are requested, and all timers are planned afresh; a reminder whose moment has passed is not
// made up for. Whether the actor may is the caller's to ask. It returns fault.Conflict migration.no_stage when the
// version does not have the stage, migration.no_request when it knows no request there, and ErrCascade. Approvals are
// void when the case is at another stage, or a fact or a check is gone.
func Move(ctx context.Context, v *pipeline.Compiled, s State, t Transfer, f Facts) (Decision, error) {
	if t.ID != "" && slices.Contains(s.Seen, t.ID) {
		return Decision{State: s, Repeated: true}, nil
	}
	stage := cmp.Or(t.Stage, s.Stage)
	if _, ok := v.Stage(stage); !ok {
		return Decision{}, fault.New(fault.Conflict, "migration.no_stage").With("stage", stage)
	}
	waited := !(&run{s: s}).settled()
	adopted, lost := Adopt(v, s)
	r := newRun(ctx, v, adopted, f)
	r.t = Trigger{ID: t.ID}
	switch { // approvals were given to a case that knew these
	case len(lost) > 0:
		r.void("facts")
	case len(adopted.Checks) != len(s.Checks):
		r.void("checks")
	}
	switch {
	case stage != s.Stage:
		r.emit("case.moved", map[string]any{"from": s.Stage, "to": stage})
		r.enter(stage)
	case waited && r.settled(): // what it waited for is no check any more
		r.next = append(r.next, pipeline.ChecksCompleted)
	}
	if err := r.askFor(t.Items); err != nil {
		return Decision{}, err
	}
	if err := r.cascade(); err != nil {
		return Decision{}, err
	}
	r.missReminders(s.Timers)
	r.finish()
	return r.out, nil
}

// Asks says whether Move could ask the applicant for items where the case stands.
func Asks(ctx context.Context, v *pipeline.Compiled, s State, f Facts) bool {
	stage, _ := v.Stage(s.Stage)
	return stage.Answers == "requested" || newRun(ctx, v, s, f).first(v.Verb(s.Stage, pipeline.Request)) != nil
}

// askFor adds items to those that the applicant owes, and goes where the verb request leads.
func (r *run) askFor(items []string) error {
	if len(items) == 0 {
		return nil
	}
	stage, _ := r.v.Stage(r.s.Stage)
	m := r.first(r.v.Verb(r.s.Stage, pipeline.Request))
	if m == nil && stage.Answers != "requested" {
		return fault.New(fault.Conflict, "migration.no_request").With("stage", r.s.Stage)
	}
	r.t.Verb, r.t.Data.Items = pipeline.Request, items
	if err := r.absorb(); err != nil {
		return err
	}
	if m != nil {
		r.take(m, cause{"verb", pipeline.Request})
	}
	return nil
}

// missReminders marks those as fired that the version before did not plan and whose moment has passed: nobody is reminded
// because the rules were changed.
func (r *run) missReminders(known []Timer) {
	r.plan()
	for _, t := range r.s.Timers {
		m, _ := r.v.Move(t.Transition)
		planned := slices.ContainsFunc(known, func(k Timer) bool {
			return k.Transition == t.Transition && k.Index == t.Index && k.DueAt.Equal(t.DueAt)
		})
		if m.To == m.From && !t.DueAt.After(r.now) && !planned {
			r.s.Fired[timerKey(t)] = t.DueAt
		}
	}
}

// Ways lists the transitions from where the case stands whose conditions hold now, by key; one that the same person may
// not do who did an earlier step ends with "/separated".
func Ways(ctx context.Context, v *pipeline.Compiled, s State, f Facts) []string {
	r := newRun(ctx, v, s, f)
	var open []string
	for _, m := range v.From(s.Stage) {
		if !r.holds(m.Guard, m.Key) {
			continue
		}
		key := m.Key
		if m.Demands != nil && len(m.Demands.NotBy) > 0 && r.separates(m) {
			key += "/separated"
		}
		open = append(open, key)
	}
	return open
}

// Facts are what rules of the form may read of a case beside its answers.
func (s State) Facts(previous map[string]any) map[string]any {
	checks := make(map[string]any, len(s.Checks))
	for key, mark := range s.Checks {
		checks[key] = map[string]any{"result": mark.Standing()}
	}
	facts := maps.Clone(s.Attributes)
	if facts == nil {
		facts = map[string]any{}
	}
	facts["stage"] = s.Stage
	return map[string]any{"checks": checks, "case": facts, "previous": previous}
}
