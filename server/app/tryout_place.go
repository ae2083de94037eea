package app

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
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

// twin tells whether both are of one member and one definition: of two, the one that was there first goes.
func (o *tryout) twin(other *tryout) bool {
	return o.owner.Tenant == other.owner.Tenant && o.owner.ID == other.owner.ID && o.what.Tried == other.what.Tried
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

// Leave closes all that a member has open.
func (t *tryouts) Leave(who actor.Actor) {
	t.mu.Lock()
	list := slices.DeleteFunc(slices.Clone(t.open), func(o *tryout) bool {
		return o.sandbox == nil || o.owner.Tenant != who.Tenant || o.owner.ID != who.ID
	})
	t.mu.Unlock()
	t.shutAll(list)
}
