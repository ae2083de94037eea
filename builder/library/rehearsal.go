package library

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Rehearsal plays the scenarios of a pipeline with the real engine, apart from all that is real.
type Rehearsal interface {
	// Rehearse says how each scenario went. Returns fault.Invalid when the definitions cannot run.
	Rehearse(ctx context.Context, p Play) (Report, error)
}

// Play is a pipeline with what it would run with.
type Play struct {
	Tenant                    string // whose people, zone and calendar count
	Pipeline, Form, Checklist json.RawMessage
	// Roles and Policies come along with the pipeline, beside those that the tenant has.
	Roles    []Role
	Policies []Policy
	// Only is the key of the one scenario that is played; "" means all.
	Only string
}

// Report is how the scenarios of a pipeline went, in their order, and what of it they saw.
type Report struct {
	Results  []Result
	Coverage Coverage
}

// Result is how one scenario went.
type Result struct {
	Scenario string // key
	Steps    []StepResult
	Took     time.Duration
}

// StepResult is how one step went. A scenario ends with the first that fails.
type StepResult struct {
	Index int
	Stage string           // where the case stands afterwards, "" before it starts
	Fault *fault.Violation // nil when all came as expected
}

// Passed tells whether all came as expected.
func (r Result) Passed() bool { return len(r.Steps) == 0 || r.Steps[len(r.Steps)-1].Fault == nil }

// Findings are the steps that failed, at their places in the pipeline.
func (r Report) Findings() []fault.Violation {
	var found []fault.Violation
	for _, result := range r.Results {
		if !result.Passed() {
			found = append(found, *result.Steps[len(result.Steps)-1].Fault)
		}
	}
	return found
}

// StepPath is where a step of a scenario stands in its pipeline, as a JSON Pointer.
func StepPath(scenario, step int) string {
	return "/scenarios/" + strconv.Itoa(scenario) + "/steps/" + strconv.Itoa(step)
}

// Coverage is what of a pipeline and its form was seen at work: all of each list, in the order of the definition, with
// 0 for what was not.
type Coverage struct {
	Stages      []StageSeen      `json:"stages"`
	Transitions []TransitionSeen `json:"transitions"`
	Rules       []RuleSeen       `json:"rules"`
}

// StageSeen counts how often cases came to a stage.
type StageSeen struct {
	Key    string `json:"key"`
	Visits int    `json:"visits"`
}

// TransitionSeen counts how often a transition was taken.
type TransitionSeen struct {
	Key   string `json:"key"`
	Taken int    `json:"taken"`
}

// RuleSeen counts how often a rule held and how often it did not.
type RuleSeen struct {
	Kind  string `json:"kind"` // "pipeline" or "form": which definition the path is in
	Path  string `json:"path"` // JSON Pointer
	True  int    `json:"true"`
	False int    `json:"false"`
}

// rehearsed refuses a version of a pipeline whose scenarios do not go as they should.
func (l *Library) rehearsed(ctx context.Context, v definition.Version) error {
	if v.Kind != definition.Pipeline || l.Rehearsal == nil {
		return nil
	}
	p, err := decode[pipeline.Pipeline](v.Body)
	if err != nil || len(p.Scenarios) == 0 {
		return err
	}
	play := Play{Tenant: v.Tenant, Pipeline: v.Body, Roles: l.brings.Roles, Policies: l.brings.Policies}
	asked, err := l.Store.Live(ctx, v.Tenant, definition.Form, p.Form)
	if err != nil {
		return err
	}
	play.Form = asked.Body
	if p.Checklist != "" {
		list, err := l.Store.Live(ctx, v.Tenant, definition.Checklist, p.Checklist)
		if err != nil {
			return err
		}
		play.Checklist = list.Body
	}
	report, err := l.Rehearsal.Rehearse(ctx, play)
	if err != nil {
		return err
	}
	if bad := report.Findings(); len(bad) > 0 {
		return fault.New(fault.Invalid, "scenario.failed").At(bad...)
	}
	return nil
}

// Rehearse plays the scenarios of a pipeline's draft, or the only one that is wanted, with the drafts of what it refers
// to, else their newest versions. Returns the faults of Ready, and fault.NotFound scenario.not_found when the draft does
// not have the one.
func (l *Library) Rehearse(ctx context.Context, who actor.Actor, key, only string) (Report, error) {
	if l.Rehearsal == nil {
		return Report{}, fault.New(fault.Conflict, "tryout.inside")
	}
	play, _, err := l.Ready(ctx, who, Tried{Kind: definition.Pipeline, Key: key})
	if err != nil {
		return Report{}, err
	}
	play.Only = only
	return l.Rehearsal.Rehearse(ctx, play)
}
