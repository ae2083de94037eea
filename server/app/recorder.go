package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
)

// maxSteps is how long a scenario may be.
const maxSteps = 200

// deeds are what people did in a sandbox, as a scenario says it.
type deeds struct {
	startsAt time.Time
	steps    []pipeline.ScenarioStep
	served   map[string]bool // keys of requests: one that comes again is nothing new
	latest   int             // number of the case that was acted on last, from 0
	quiet    bool            // the last step led to nothing: a save that goes on with it may be one with it
	full     bool            // there were more steps than a scenario can have
}

// witness lets one thing after the other happen, does what becomes due by it, and writes down what people did. The
// clock goes on with each step that is written down, as it does when the step is played.
func (s *sandbox) witness(ctx context.Context, d *httpapi.Deed, do func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil {
		return fault.New(fault.NotFound, "tryout.gone") // it was closed while this waited
	}
	if d.Step.Do == "" || s.deeds.served[d.Key] {
		err := do()
		s.settle()
		return err
	}
	s.doneBy(&d.Step, d.Who)
	merges := s.goesOn(d)
	now := s.clock.now()
	if !merges {
		s.clock.add(stepTime)
	}
	before, err := s.standings()
	if err != nil {
		return err
	}
	err = do()
	s.settle()
	if !s.notes(ctx, note{d, before, merges, err}) && (err != nil || d.Look) {
		s.clock.set(now) // it was no step
	}
	return err
}

// doneBy writes down who does a step.
func (s *sandbox) doneBy(step *pipeline.ScenarioStep, who actor.Actor) {
	step.As = pipeline.Applicant
	for _, made := range s.people {
		if who.Kind == actor.Member && made.ID == who.ID {
			step.As, step.Person = made.role.Key, made.number
		}
	}
	if step.Person == 1 {
		step.Person = 0
	}
}

// goesOn tells whether a save goes on with the page that was saved last.
func (s *sandbox) goesOn(d *httpapi.Deed) bool {
	if d.Step.Do != pipeline.DoSave || !s.deeds.quiet || len(s.deeds.steps) == 0 {
		return false
	}
	last := s.deeds.steps[len(s.deeds.steps)-1]
	return last.Do == d.Step.Do && last.As == d.Step.As && last.Person == d.Step.Person && last.Page == d.Step.Page &&
		last.Case == numbered(slices.Index(s.cases, d.Case))
}

// numbered is the number of a case as steps say it: the first is not said.
func numbered(index int) int {
	if index <= 0 {
		return 0
	}
	return index + 1
}

// note is an act with what it led to.
type note struct {
	*httpapi.Deed
	before []standing
	merges bool
	err    error
}

// notes writes an act down, and tells whether it did: not what was refused because of how it was written, as people
// mend that on the spot, and not what is beyond the length of a scenario.
func (s *sandbox) notes(ctx context.Context, n note) bool {
	refused := ""
	if n.err == nil && n.Look {
		return false
	}
	if n.err != nil {
		f, ok := errors.AsType[*fault.Fault](n.err)
		if !ok || !slices.Contains([]fault.Code{fault.Denied, fault.Conflict, fault.Gone}, f.Code) {
			return false
		}
		refused = f.Key
	}
	if !s.locates(ctx, n.Deed) {
		return false
	}
	if n.Key != "" {
		s.deeds.served[n.Key] = true
	}
	at := slices.Index(s.cases, n.Case)
	n.Step.Case, s.deeds.latest = numbered(at), at
	n.Step.Answers = s.withoutFiles(n.Step.Answers)
	n.Step.Expect = s.expected(at, n.before, n.Step.Do)
	n.Step.Expect.Refused = refused
	s.deeds.quiet = refused == "" && len(n.Step.Expect.Messages) == 0 && at < len(n.before) && n.before[at].stage == n.Step.Expect.Stage
	if n.merges && refused == "" {
		s.merge(n.Step)
		return true
	}
	if n.merges {
		s.clock.add(stepTime) // it is a step of its own after all
	}
	return s.add(n.Step)
}

func (s *sandbox) add(step pipeline.ScenarioStep) bool {
	if s.deeds.full = s.deeds.full || len(s.deeds.steps) >= maxSteps; s.deeds.full {
		return false
	}
	s.deeds.steps = append(s.deeds.steps, step)
	return true
}

func (s *sandbox) merge(step pipeline.ScenarioStep) {
	last := &s.deeds.steps[len(s.deeds.steps)-1]
	answers := maps.Clone(last.Answers)
	if answers == nil {
		answers = map[string]any{}
	}
	maps.Copy(answers, step.Answers)
	last.Answers = answers
	last.Expect = step.Expect
}

// locates fills in what an act is about, where only the case tells, and tells whether that can be found.
func (s *sandbox) locates(ctx context.Context, d *httpapi.Deed) bool {
	if d.Step.Do == pipeline.Start && d.Case != "" {
		s.cases = append(s.cases, d.Case)
	}
	if d.Token != "" {
		for _, id := range s.cases {
			if token, err := s.newestLink(ctx, id); err == nil && token == d.Token {
				d.Case = id // only the newest link is followed when the step is played
			}
		}
	}
	if !slices.Contains(s.cases, d.Case) {
		return false
	}
	if d.Document == "" {
		return d.Step.Do != pipeline.DoUpload || d.Step.Field != ""
	}
	err := s.Store.View(ctx, s.tenant.ID, func(tx conveyor.Tx) error {
		doc, err := tx.Document(d.Document)
		d.Step.Field = doc.Field
		return err
	})
	return err == nil
}

// withoutFiles leaves out the files that answers name: they have steps of their own, and ids that no other run has.
func (s *sandbox) withoutFiles(answers map[string]any) map[string]any {
	out := maps.Clone(answers)
	for key, value := range answers {
		if !s.line.Form.HoldsFiles(key) {
			continue
		}
		if out[key] = withFiles(s.line.Form.FieldAt, "/"+schemas.Token(key), value, nil); out[key] == nil {
			delete(out, key)
		}
	}
	return out
}

// standings is how all cases stand.
func (s *sandbox) standings() ([]standing, error) {
	out := make([]standing, len(s.cases))
	for i := range s.cases {
		var err error
		if out[i], err = s.standing(i); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// expected is what came of a step: where the case stands, what was sent, and after what changes it what is owed.
func (s *sandbox) expected(at int, before []standing, do string) *pipeline.Expectation {
	now, err := s.standing(at)
	if err != nil {
		return &pipeline.Expectation{}
	}
	if at < len(before) {
		now = now.since(before[at])
	}
	out := &pipeline.Expectation{Stage: now.stage}
	if len(now.sent) > 0 { // that none is sent must be wished for
		out.Messages = now.sent
	}
	if do == pipeline.Request || do == pipeline.Answer {
		out.Owed = now.owed
	}
	return out
}

// waits moves the clock, and writes down how far it came. Returns the errors of until.
func (s *sandbox) waits(ctx context.Context, to time.Time, length string) error {
	before, err := s.standings()
	if err != nil {
		return err
	}
	from := s.clock.now()
	stopped := s.until(ctx, to)
	if stopped != nil {
		length = between(from, s.clock.now(), s.zone())
	}
	step := pipeline.ScenarioStep{Do: pipeline.DoWait, For: length, Case: numbered(s.deeds.latest)}
	step.Expect = s.expected(s.deeds.latest, before, step.Do)
	s.add(step)
	return stopped
}

// between is the time between two instants as an ISO 8601 duration, in days of a zone and whole seconds, rounded up.
func between(from, to time.Time, zone *time.Location) string {
	from = from.In(zone)
	days := int(to.Sub(from) / (24 * time.Hour))
	for from.AddDate(0, 0, days).After(to) {
		days--
	}
	rest := to.Sub(from.AddDate(0, 0, days))
	rest = (rest + time.Second - 1).Truncate(time.Second)
	out, clock := "P", ""
	if days > 0 {
		out += strconv.Itoa(days) + "D"
	}
	for _, unit := range []struct {
		length time.Duration
		letter string
	}{{time.Hour, "H"}, {time.Minute, "M"}, {time.Second, "S"}} {
		if n := int(rest / unit.length); n > 0 {
			clock += strconv.Itoa(n) + unit.letter
		}
		rest %= unit.length
	}
	if clock == "" && days > 0 {
		return out
	}
	if clock == "" {
		clock = "0S"
	}
	return out + "T" + clock
}
