package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

// Tryouts keeps the sandboxes in which drafts are tried. All but Open return fault.NotFound "tryout.gone" for one that
// was closed, that another member opened, or that another replica keeps. It is closed when the member who opened it is
// no longer active or may no longer write definitions.
type Tryouts interface {
	// Open makes a sandbox. Returns fault.Denied without the policy to write definitions, fault.Invalid "tryout.refused"
	// with the findings when the draft cannot run.
	Open(ctx context.Context, who actor.Actor, what Tried) (api.Tryout, error)
	Tryout(ctx context.Context, who actor.Actor, id string) (api.Tryout, error)
	// Be signs the member in as a made person. Returns fault.NotFound "tryout.no_person" for one that is not there.
	Be(ctx context.Context, who actor.Actor, id, person string) (Being, error)
	// Advance returns fault.Invalid "tryout.no_way" when there is no such time ahead.
	Advance(ctx context.Context, who actor.Actor, id string, to Ahead) (api.Tryout, error)
	// Choose returns fault.NotFound "check.not_found" for a check that the pipeline does not have.
	Choose(ctx context.Context, who actor.Actor, id string, check, result string) (api.Tryout, error)
	Restart(ctx context.Context, who actor.Actor, id string) (api.Tryout, error)
	Scenario(ctx context.Context, who actor.Actor, id string) (pipeline.Scenario, error)
	Shut(ctx context.Context, who actor.Actor, id string) error
	// Leave closes all that a member has open.
	Leave(who actor.Actor)
}

// Tried is what is tried.
type Tried struct {
	library.Tried
	Locale string // of the names of the made people
}

// Being is a made person, signed in.
type Being struct {
	Slug   string // of the sandbox
	Secret string // of the session; "" for the applicant, who needs none
	Path   string // the page to show
}

// Ahead is a time ahead: exactly one of the three.
type Ahead struct {
	By   string // ISO 8601 duration
	To   *time.Time
	Next bool // when something is due
}

// OpenTryout opens a sandbox for a draft.
func (a *API) OpenTryout(ctx context.Context, r api.OpenTryoutRequestObject) (api.OpenTryoutResponseObject, error) {
	call := callerOf(ctx)
	what := Tried{
		Tried:  library.Tried{Kind: definition.Kind(r.Kind), Key: r.Key, Pipeline: value(r.Body.Pipeline)},
		Locale: value(r.Body.Locale),
	}
	if what.Locale == "" {
		what.Locale = call.words.locale
	}
	out, err := a.Tryouts.Open(ctx, call.who, what)
	return api.OpenTryout201JSONResponse(out), err
}

// GetTryout returns a try-out with what happened in it.
func (a *API) GetTryout(ctx context.Context, r api.GetTryoutRequestObject) (api.GetTryoutResponseObject, error) {
	out, err := a.Tryouts.Tryout(ctx, callerOf(ctx).who, r.Tryout)
	return api.GetTryout200JSONResponse(out), err
}

// CloseTryout closes a sandbox.
func (a *API) CloseTryout(ctx context.Context, r api.CloseTryoutRequestObject) (api.CloseTryoutResponseObject, error) {
	return api.CloseTryout204Response{}, a.Tryouts.Shut(ctx, callerOf(ctx).who, r.Tryout)
}

// ActAs sets the session cookie of a made person, below the addresses of the sandbox alone.
func (a *API) ActAs(ctx context.Context, r api.ActAsRequestObject) (api.ActAsResponseObject, error) {
	being, err := a.Tryouts.Be(ctx, callerOf(ctx).who, r.Tryout, r.Body.Person)
	if err != nil {
		return nil, err
	}
	if being.Secret != "" {
		callerOf(ctx).echo.SetCookie(&http.Cookie{
			Name: memberCookie, Value: being.Secret, Path: "/t/" + being.Slug + "/api",
			HttpOnly: true, Secure: a.Secure, SameSite: http.SameSiteStrictMode,
		})
	}
	return api.ActAs200JSONResponse{Path: being.Path}, nil
}

// AdvanceClock moves the clock of a sandbox on.
func (a *API) AdvanceClock(ctx context.Context, r api.AdvanceClockRequestObject) (api.AdvanceClockResponseObject, error) {
	out, err := a.Tryouts.Advance(ctx, callerOf(ctx).who, r.Tryout, Ahead{By: value(r.Body.By), To: r.Body.To, Next: value(r.Body.Next)})
	return api.AdvanceClock200JSONResponse(out), err
}

// ChooseCheckResult chooses what a check answers.
func (a *API) ChooseCheckResult(ctx context.Context, r api.ChooseCheckResultRequestObject) (api.ChooseCheckResultResponseObject, error) {
	out, err := a.Tryouts.Choose(ctx, callerOf(ctx).who, r.Tryout, r.Body.Check, string(r.Body.Result))
	return api.ChooseCheckResult200JSONResponse(out), err
}

// RestartTryout begins anew.
func (a *API) RestartTryout(ctx context.Context, r api.RestartTryoutRequestObject) (api.RestartTryoutResponseObject, error) {
	out, err := a.Tryouts.Restart(ctx, callerOf(ctx).who, r.Tryout)
	return api.RestartTryout201JSONResponse(out), err
}

// GetTryoutScenario returns what was done so far as a scenario.
func (a *API) GetTryoutScenario(ctx context.Context, r api.GetTryoutScenarioRequestObject) (api.GetTryoutScenarioResponseObject, error) {
	out, err := a.Tryouts.Scenario(ctx, callerOf(ctx).who, r.Tryout)
	return api.GetTryoutScenario200JSONResponse(out), err
}

// RunScenarios runs the scenarios of a draft, or one of them.
func (a *API) RunScenarios(ctx context.Context, r api.RunScenariosRequestObject) (api.RunScenariosResponseObject, error) {
	call := callerOf(ctx)
	report, err := a.Library.Rehearse(ctx, call.who, r.Key, value(r.Params.Scenario))
	if err != nil {
		return nil, err
	}
	out := api.RunScenarios200JSONResponse{Results: make([]api.ScenarioResult, len(report.Results)), Coverage: report.Coverage}
	for i, result := range report.Results {
		out.Results[i] = call.encodeResult(result)
	}
	return out, nil
}

func (call *caller) encodeResult(r library.Result) api.ScenarioResult {
	out := api.ScenarioResult{
		Scenario: r.Scenario, Passed: r.Passed(), Milliseconds: int(r.Took.Milliseconds()), Steps: make([]api.StepResult, len(r.Steps)),
	}
	for i, step := range r.Steps {
		out.Steps[i] = api.StepResult{Index: step.Index, Ok: step.Fault == nil, Stage: some(step.Stage)}
		if step.Fault != nil {
			out.Steps[i].Fault = &call.words.violations([]fault.Violation{*step.Fault}, nil)[0]
		}
	}
	return out
}
