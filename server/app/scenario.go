package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/fault"
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
