package app

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
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
	"github.com/esteira/esteira/server/tenant"
)

// The bounds of what is tried at once.
const (
	tryoutIdle      = 30 * time.Minute
	tryoutLife      = 8 * time.Hour // however much it is used
	tryoutsOfTenant = 5
	tryoutsOfAll    = 20
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

func newTryouts(a *App) *tryouts { return &tryouts{App: a, turns: newTurns(2, turnTime)} }

// ServeHTTP leads a request to the sandbox that its address names. Links to documents there are below its own address.
func (t *tryouts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	below, _ := strings.CutPrefix(r.URL.Path, "/t/")
	slug, rest, _ := strings.Cut(below, "/")
	if below == r.URL.Path || !tenant.IsSandbox(slug) {
		t.next.ServeHTTP(w, r)
		return
	}
	found := t.find(func(one *tryout) bool { return one.tenant.Slug == slug })
	if found == nil || t.lapsed(r.Context(), found) != nil {
		http.NotFound(w, r)
		return
	}
	if strings.HasPrefix(rest, "files/") {
		http.StripPrefix("/t/"+slug, found.handler).ServeHTTP(w, r)
		return
	}
	found.handler.ServeHTTP(w, r)
}

// find returns the try-out for which something holds, now used; nil when there is none.
func (t *tryouts) find(is func(*tryout) bool) *tryout {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.IndexFunc(t.open, func(o *tryout) bool { return o.sandbox != nil && is(o) })
	if i < 0 {
		return nil
	}
	one := t.open[i]
	t.open = append(slices.Delete(t.open, i, i+1), one)
	one.idle.Reset(one.lasts())
	return one
}

// lasts is how long it stays open from now on, unless it is used; until says so.
func (o *tryout) lasts() time.Duration {
	left := min(tryoutIdle, time.Until(o.ends))
	o.until.Store(time.Now().Add(left).UnixMilli())
	return left
}

// mine returns a try-out of this member, or fault.NotFound "tryout.gone".
func (t *tryouts) mine(ctx context.Context, who actor.Actor, id string) (*tryout, error) {
	one := t.find(func(one *tryout) bool {
		return one.id == id && one.owner.Tenant == who.Tenant && one.owner.ID == who.ID
	})
	if one == nil {
		return nil, fault.New(fault.NotFound, "tryout.gone")
	}
	return one, t.lapsed(ctx, one)
}

// lapsed closes a try-out whose member may no longer try anything, and returns fault.NotFound "tryout.gone" then.
func (t *tryouts) lapsed(ctx context.Context, one *tryout) error {
	owner, err := t.Store.Member(ctx, one.owner.Tenant, one.owner.ID)
	may := err == nil && owner.Active
	if may {
		may, _, err = gate{t.Decider}.Ask(ctx, session.Member(owner), "definition", "write")
	}
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	if may {
		return nil
	}
	t.shutAll([]*tryout{one})
	return fault.New(fault.NotFound, "tryout.gone")
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

// twin tells whether both are of one member and one definition: of two, the one that was there first goes.
func (o *tryout) twin(other *tryout) bool {
	return o.owner.Tenant == other.owner.Tenant && o.owner.ID == other.owner.ID && o.what.Tried == other.what.Tried
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

// reserve takes a place for a try-out before there is anything of it, and returns those that have to go for it: the
// longest unused past the bounds. One of the same member and definition gives its own place, and stays until the new
// one is there.
func (t *tryouts) reserve(one *tryout) []*tryout {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []*tryout
	within := func(bound int, counts func(*tryout) bool) {
		in := slices.DeleteFunc(slices.Clone(t.open), func(o *tryout) bool { return o.twin(one) || !counts(o) })
		i := slices.IndexFunc(in, func(o *tryout) bool { return o.sandbox != nil })
		if len(in) < bound || i < 0 {
			return
		}
		out = append(out, in[i])
		t.open = slices.DeleteFunc(t.open, func(o *tryout) bool { return o == in[i] })
	}
	within(tryoutsOfTenant, func(o *tryout) bool { return o.owner.Tenant == one.owner.Tenant })
	within(tryoutsOfAll, func(*tryout) bool { return true })
	t.open = append(t.open, one)
	return out
}

// shutAll closes try-outs and tells the log what could not be cleared away.
func (t *tryouts) shutAll(list []*tryout) {
	for _, one := range list {
		if err := t.shut(one); err != nil {
			t.log.Error("a sandbox was not cleared away", "error", err)
		}
	}
}

func (t *tryouts) shut(one *tryout) error {
	t.mu.Lock()
	t.open = slices.DeleteFunc(t.open, func(o *tryout) bool { return o == one })
	t.mu.Unlock()
	one.idle.Stop()
	return one.sandbox.close()
}

// close closes all.
func (t *tryouts) close() error {
	t.mu.Lock()
	list := slices.DeleteFunc(slices.Clone(t.open), func(o *tryout) bool { return o.sandbox == nil })
	t.mu.Unlock()
	var err error
	for _, one := range list {
		err = errors.Join(err, t.shut(one))
	}
	return err
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

// The bounds of one move of the clock: how far it goes, and how long that may take.
const (
	farthest    = 10 * 366 * 24 * time.Hour
	advanceTime = 20 * time.Second
)

// Advance moves the clock of a sandbox on. It stands still on the way, and is written down as far as it came, when the
// request ends before.
func (t *tryouts) Advance(ctx context.Context, who actor.Actor, id string, ahead httpapi.Ahead) (api.Tryout, error) {
	return t.within(ctx, who, id, func(one *tryout) error {
		now := one.clock.now()
		to, length, ok := one.aim(ahead)
		if !ok || to.Before(now) || to.Sub(now) > farthest {
			return fault.New(fault.Invalid, "tryout.no_way")
		}
		limited, cancel := context.WithTimeout(ctx, advanceTime)
		defer cancel()
		err := one.waits(limited, to, length)
		if errors.Is(err, errTooMuch) || limited.Err() != nil && ctx.Err() == nil {
			return fault.New(fault.Unavailable, "tryout.too_much").Because(err)
		}
		return err
	})
}

// aim is the time that is meant, and how long it is until then; ok is false when it cannot be told.
func (o *tryout) aim(ahead httpapi.Ahead) (to time.Time, length string, ok bool) {
	now := o.clock.now()
	switch {
	case ahead.By != "" && ahead.To == nil && !ahead.Next:
		d, err := pipeline.ParseDuration(ahead.By)
		return d.Add(now, o.zone()), ahead.By, err == nil && !d.Negative
	case ahead.To != nil && ahead.By == "" && !ahead.Next:
		to = *ahead.To
	case ahead.Next && ahead.By == "" && ahead.To == nil:
		due, any := o.due()
		if !any {
			return to, "", false
		}
		to = due.At
	default:
		return to, "", false
	}
	to = to.Add(time.Second - 1).Truncate(time.Second)
	return to, between(now, to, o.zone()), true
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

// Leave closes all that a member has open.
func (t *tryouts) Leave(who actor.Actor) {
	t.mu.Lock()
	list := slices.DeleteFunc(slices.Clone(t.open), func(o *tryout) bool {
		return o.sandbox == nil || o.owner.Tenant != who.Tenant || o.owner.ID != who.ID
	})
	t.mu.Unlock()
	t.shutAll(list)
}
