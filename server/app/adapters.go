package app

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/access"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

// gate asks the policies for the runtime.
type gate struct{ decider *access.Decider }

// Ask says whether the actor may do the verb on the object, and which policy decided. Jobs of the system act for
// transitions that the pipeline gives to the system, and need no policy.
func (g gate) Ask(ctx context.Context, a actor.Actor, object, verb string) (bool, string, error) {
	if a.Kind == actor.System {
		return true, "system", nil
	}
	d, err := g.decider.Decide(ctx, a, object, verb)
	return d.Allowed, d.Rule, err
}

// profiles gives the runtime what it needs to know of a tenant, and remembers it for some seconds.
type profiles struct {
	store *store.Store
	url   string
	now   func() time.Time

	mu    sync.Mutex
	known map[string]conveyor.Profile
	read  time.Time
}

const profilesFor = 5 * time.Second

// Profile returns the profile of a tenant.
func (p *profiles) Profile(ctx context.Context, id string) (conveyor.Profile, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.known[id]; ok && p.now().Sub(p.read) < profilesFor {
		return known, nil
	}
	tenants, err := p.store.Tenants(ctx)
	if err != nil {
		return conveyor.Profile{}, err
	}
	p.known, p.read = make(map[string]conveyor.Profile, len(tenants)), p.now()
	for _, t := range tenants {
		if p.known[t.ID], err = p.profile(t); err != nil {
			return conveyor.Profile{}, err
		}
	}
	known, ok := p.known[id]
	if !ok {
		return known, fmt.Errorf("no tenant %s", id)
	}
	return known, nil
}

func (p *profiles) profile(t tenant.Tenant) (conveyor.Profile, error) {
	zone, err := time.LoadLocation(t.TimeZone)
	if err != nil {
		return conveyor.Profile{}, fmt.Errorf("tenant %s: %w", t.Slug, err)
	}
	out := conveyor.Profile{
		ID: t.ID, Name: t.Name, Zone: zone, DefaultLocale: t.DefaultLocale,
		URL: strings.TrimSuffix(p.url, "/") + "/t/" + t.Slug,
	}
	if len(t.Hosts) > 0 {
		scheme, _, _ := strings.Cut(p.url, "://")
		out.URL = scheme + "://" + t.Hosts[0]
	}
	return out, nil
}

// people finds the other cases of a person or company.
type people struct{ store *store.Store }

// Others returns the ids of the tenant's cases with an identity, without the case except.
func (p people) Others(ctx context.Context, tenantID, identity, except string) ([]string, error) {
	var ids []string
	err := p.store.View(ctx, tenantID, func(tx conveyor.Tx) error {
		var err error
		ids, err = tx.CasesWithIdentity(identity, except)
		return err
	})
	return ids, err
}

// clock rounds a clock to what is stored: UTC, milliseconds.
func clock(now func() time.Time) func() time.Time {
	return func() time.Time { return now().UTC().Truncate(time.Millisecond) }
}
