package app

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/session"
)

// tryouts keeps the sandboxes that members have open, in memory: each lives on the server that opened it, and another
// replica answers that it is gone. It also leads the requests that are for a sandbox to it, and all others on.
type tryouts struct {
	*App
	next  http.Handler
	turns *turns // to make a sandbox, which takes a processor for a moment

	mu   sync.Mutex
	open []*tryout // the one that was used last at the end
}

// turnTime is how long anybody waits for a turn. With the time that a rehearsal has it stays within that of a response.
const turnTime = 45 * time.Second

// tryout is a sandbox that a member has open.
type tryout struct {
	*sandbox // nil while it is made: it only takes a place
	id       string
	owner    actor.Actor
	what     httpapi.Tried
	revision int64
	handler  http.Handler
	acting   string       // id of the made person whom the session is of
	ends     time.Time    // in real time, at the latest
	until    atomic.Int64 // in real time, Unix milliseconds, unless it is used before
	idle     *time.Timer
}

// Open makes a sandbox for a draft.
func (t *tryouts) Open(ctx context.Context, who actor.Actor, what httpapi.Tried) (api.Tryout, error) {
	play, revision, err := t.Library.Ready(ctx, who, what.Tried)
	if err != nil {
		return api.Tryout{}, err
	}
	in, err := t.likeness(ctx, play)
	if err != nil {
		return api.Tryout{}, err
	}
	in.locale = what.Locale
	if in.Pipeline, err = withoutScenarios(in.Pipeline); err != nil {
		return api.Tryout{}, err
	}
	give, err := t.turns.take(ctx, who.Tenant)
	if err != nil {
		return api.Tryout{}, err
	}
	defer give()
	one := &tryout{owner: who, what: what, revision: revision, ends: time.Now().Add(tryoutLife)}
	t.shutAll(t.reserve(one))
	if err := t.furnish(ctx, one, in); err != nil {
		return api.Tryout{}, err
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	return one.view(ctx)
}

// furnish makes the sandbox of a try-out that has its place, and closes the one that it takes the place of.
func (t *tryouts) furnish(ctx context.Context, one *tryout, in setting) error {
	s, err := t.openSandbox(ctx, in)
	if err == nil {
		if one.handler, err = s.openAPI(); err != nil {
			err = errors.Join(err, s.close())
		}
	}
	t.mu.Lock()
	if err != nil {
		t.open = slices.DeleteFunc(t.open, func(o *tryout) bool { return o == one })
		t.mu.Unlock()
		return err
	}
	one.sandbox, one.id = s, s.tenant.ID
	one.idle = time.AfterFunc(one.lasts(), func() { t.shutAll([]*tryout{one}) })
	before := slices.DeleteFunc(slices.Clone(t.open), func(o *tryout) bool { return o.sandbox == nil || o == one || !o.twin(one) })
	t.mu.Unlock()
	t.shutAll(before)
	return nil
}

// withoutScenarios is a pipeline as it runs. One that is wrong in a scenario alone can be tried, so that the scenario can
// be recorded anew.
func withoutScenarios(body json.RawMessage) (json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, err
	}
	delete(members, "scenarios")
	return json.Marshal(members)
}

// Tryout tells what happened in a sandbox so far.
func (t *tryouts) Tryout(ctx context.Context, who actor.Actor, id string) (api.Tryout, error) {
	return t.within(ctx, who, id, func(*tryout) error { return nil })
}

// within does something in a sandbox, with what is due before and after, and tells how it stands.
func (t *tryouts) within(ctx context.Context, who actor.Actor, id string, do func(*tryout) error) (api.Tryout, error) {
	one, err := t.mine(ctx, who, id)
	if err != nil {
		return api.Tryout{}, err
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	one.settle()
	err = do(one)
	if one.ctx.Err() != nil {
		return api.Tryout{}, fault.New(fault.NotFound, "tryout.gone") // it was closed meanwhile
	}
	if err != nil {
		return api.Tryout{}, err
	}
	one.settle()
	return one.view(ctx)
}

// Be signs the member in as a made person.
func (t *tryouts) Be(ctx context.Context, who actor.Actor, id, person string) (httpapi.Being, error) {
	one, err := t.mine(ctx, who, id)
	if err != nil {
		return httpapi.Being{}, err
	}
	out := httpapi.Being{Slug: one.tenant.Slug, Path: one.apply()}
	if person == pipeline.Applicant {
		return out, nil
	}
	i := slices.IndexFunc(one.people, func(p madePerson) bool { return p.ID == person })
	if i < 0 {
		return out, fault.New(fault.NotFound, "tryout.no_person")
	}
	one.mu.Lock()
	one.acting = person
	one.mu.Unlock()
	out.Path = one.desk()
	// By the clock of the sandbox the session must outlast all jumps; the sandbox itself ends with the day.
	out.Secret, err = session.NewKeeper(one.Store, time.Now).Pretend(ctx, one.people[i].Member, time.Now().AddDate(1000, 0, 0))
	return out, err
}

// Choose lets a check answer something from now on, and writes it down.
func (t *tryouts) Choose(ctx context.Context, who actor.Actor, id string, check, result string) (api.Tryout, error) {
	return t.within(ctx, who, id, func(one *tryout) error {
		known := func(c pipeline.Check) bool { return c.Key == check }
		if !slices.ContainsFunc(one.line.Pipeline.Pipeline.Checks, known) {
			return fault.New(fault.NotFound, "check.not_found")
		}
		one.trial.chosen.set(check, result)
		one.add(pipeline.ScenarioStep{Do: pipeline.DoCheck, Check: check, Result: result})
		return nil
	})
}

// Restart opens the same anew, with the drafts as they are now.
func (t *tryouts) Restart(ctx context.Context, who actor.Actor, id string) (api.Tryout, error) {
	one, err := t.mine(ctx, who, id)
	if err != nil {
		return api.Tryout{}, err
	}
	return t.Open(ctx, who, one.what)
}

// Scenario is what was done so far.
func (t *tryouts) Scenario(ctx context.Context, who actor.Actor, id string) (pipeline.Scenario, error) {
	one, err := t.mine(ctx, who, id)
	if err != nil {
		return pipeline.Scenario{}, err
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	p := one.line.Pipeline.Pipeline
	title := schemas.Text{}
	for _, locale := range p.Locales {
		title[locale] = p.Title.In(locale, p.DefaultLocale)
	}
	out := pipeline.Scenario{Key: "scenario", Title: title, StartsAt: &one.deeds.startsAt, Steps: one.copied()}
	if len(one.cases) > 0 {
		rec, err := one.record(ctx, one.cases[0])
		if err != nil {
			return out, err
		}
		if rec.Locale != p.DefaultLocale && slices.Contains(p.Locales, rec.Locale) {
			out.Locale = rec.Locale
		}
	}
	return out, nil
}

func (o *tryout) copied() []pipeline.ScenarioStep {
	return append([]pipeline.ScenarioStep{}, o.deeds.steps...)
}

// Shut closes a sandbox.
func (t *tryouts) Shut(ctx context.Context, who actor.Actor, id string) error {
	one, err := t.mine(ctx, who, id)
	if err != nil {
		return err
	}
	return t.shut(one)
}
