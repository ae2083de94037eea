// Package access decides who may do what: one casbin enforcer per tenant, built from its policies when first asked,
// with a cache of decisions that lives as long as the version of the policies.
//
// Everything is denied unless a policy allows it; a policy that denies beats all that allow. The rule that decided
// comes back as the reason.
package access

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/tenant"
)

// Decision is the answer to "may this actor do this verb on this object", with the rule that decided.
type Decision struct {
	Allowed bool
	// Rule is "role object verb effect" of the deciding policy, or "" when no policy speaks of it.
	Rule string
}

// Policies gives the policies of a tenant.
type Policies interface {
	Policies(ctx context.Context, tenantID string) ([]tenant.Role, []tenant.Policy, int64, error)
	PolicyVersion(ctx context.Context, tenantID string) (int64, error)
}

// Options of a Decider. The zero value of each field means its default.
type Options struct {
	Tenants int           // enforcers kept in memory; default 10 000
	Recheck time.Duration // how long a policy version is believed before it is read again; default 1 s
	Now     func() time.Time
}

// Decider answers for all tenants. It is safe for concurrent use.
type Decider struct {
	source  Policies
	options Options
	wards   *lru.Cache[string, *ward]
	loading sync.Map // tenant id → *sync.Mutex, so that one load serves all who wait
}

// ward is one tenant's enforcer at one policy version.
type ward struct {
	version   int64
	checkedAt atomic.Int64 // unix nanoseconds
	enforcer  *enforcer
	decisions sync.Map // question → Decision
	size      atomic.Int64
}

type question struct{ roles, object, verb string }

// maxDecisions bounds the memory of one tenant's decision cache; past it the cache starts anew.
const maxDecisions = 4096

// New returns a Decider that reads policies from source.
func New(source Policies, o Options) (*Decider, error) {
	if o.Tenants == 0 {
		o.Tenants = 10_000
	}
	if o.Recheck == 0 {
		o.Recheck = time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	wards, err := lru.New[string, *ward](o.Tenants)
	if err != nil {
		return nil, err
	}
	return &Decider{source: source, options: o, wards: wards}, nil
}

// Decide says whether the actor may do the verb on the object, by the policies of the actor's own tenant. Any error
// (a store that does not answer) means no.
func (d *Decider) Decide(ctx context.Context, a actor.Actor, object, verb string) (Decision, error) {
	w, err := d.ward(ctx, a.Tenant)
	if err != nil {
		return Decision{}, err
	}
	q := question{roles: subject(a.Roles), object: object, verb: verb}
	if known, ok := w.decisions.Load(q); ok {
		return known.(Decision), nil //nolint:forcetypeassert // only Decisions are stored
	}
	decision, err := w.enforcer.decide(q)
	if err != nil {
		return Decision{}, err
	}
	if w.size.Add(1) > maxDecisions {
		w.decisions.Clear()
		w.size.Store(1)
	}
	w.decisions.Store(q, decision)
	return decision, nil
}

// Forget drops what is cached of a tenant, so that the next question reads its policies anew.
func (d *Decider) Forget(tenantID string) { d.wards.Remove(tenantID) }

func (d *Decider) ward(ctx context.Context, tenantID string) (*ward, error) {
	if w, ok := d.wards.Get(tenantID); ok && d.fresh(w) {
		return w, nil
	}
	gate, _ := d.loading.LoadOrStore(tenantID, new(sync.Mutex))
	mutex := gate.(*sync.Mutex) //nolint:forcetypeassert // only mutexes are stored
	mutex.Lock()
	defer mutex.Unlock()
	return d.reload(ctx, tenantID)
}

func (d *Decider) fresh(w *ward) bool {
	return d.options.Now().UnixNano()-w.checkedAt.Load() < int64(d.options.Recheck)
}

func (d *Decider) reload(ctx context.Context, tenantID string) (*ward, error) {
	old, cached := d.wards.Get(tenantID)
	if cached && d.fresh(old) {
		return old, nil
	}
	if cached {
		version, err := d.source.PolicyVersion(ctx, tenantID)
		if err != nil {
			return nil, err
		}
		if version == old.version {
			old.checkedAt.Store(d.options.Now().UnixNano())
			return old, nil
		}
	}
	_, policies, version, err := d.source.Policies(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	e, err := newEnforcer(policies)
	if err != nil {
		return nil, err
	}
	w := &ward{version: version, enforcer: e}
	w.checkedAt.Store(d.options.Now().UnixNano())
	d.wards.Add(tenantID, w)
	return w, nil
}
