package app

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/message"
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
	store   *store.Store
	systems *systems
	url     string
	now     func() time.Time

	mu      sync.Mutex
	tenants map[string]tenant.Tenant
	made    map[string]conveyor.Profile // from them, when first asked: one tenant's bad zone is that tenant's trouble
	read    time.Time
}

const profilesFor = 5 * time.Second

// Profile returns the profile of a tenant.
func (p *profiles) Profile(ctx context.Context, id string) (conveyor.Profile, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.tenants[id]; !known || p.now().Sub(p.read) >= profilesFor {
		if err := p.refresh(ctx); err != nil {
			return conveyor.Profile{}, err
		}
	}
	if made, ok := p.made[id]; ok {
		return made, nil
	}
	t, ok := p.tenants[id]
	if !ok {
		return conveyor.Profile{}, fmt.Errorf("no tenant %s", id)
	}
	made, err := p.profile(t)
	if err != nil {
		return made, err
	}
	if made.Integrated, err = p.systems.reaches(ctx, id); err != nil {
		return made, err
	}
	p.made[id] = made
	return made, nil
}

func (p *profiles) refresh(ctx context.Context) error {
	tenants, err := p.store.Tenants(ctx)
	if err != nil {
		return err
	}
	p.tenants, p.made, p.read = make(map[string]tenant.Tenant, len(tenants)), map[string]conveyor.Profile{}, p.now()
	for _, t := range tenants {
		p.tenants[t.ID] = t
	}
	return nil
}

func (p *profiles) profile(t tenant.Tenant) (conveyor.Profile, error) {
	zone, err := time.LoadLocation(t.TimeZone)
	if err != nil {
		return conveyor.Profile{}, fmt.Errorf("tenant %s: %w", t.Slug, err)
	}
	calendar, err := t.Calendar.Working(zone)
	if err != nil {
		return conveyor.Profile{}, fmt.Errorf("tenant %s: %w", t.Slug, err)
	}
	out := conveyor.Profile{
		ID: t.ID, Slug: t.Slug, Name: t.Name, Zone: zone, Calendar: calendar, DefaultLocale: t.DefaultLocale,
		Look: message.Look{
			Name: t.Name, Accent: t.Brand.Accent, Contact: t.Brand.Contact, Logo: t.Brand.Logo, Footer: t.Brand.Footer, Privacy: t.Brand.Privacy,
		},
		Ladder: t.Ladder,
		URL:    strings.TrimSuffix(p.url, "/") + "/t/" + t.Slug,
	}
	if len(t.Hosts) > 0 {
		scheme, _, _ := strings.Cut(p.url, "://")
		out.URL = scheme + "://" + t.Hosts[0]
	}
	return out, nil
}

// people finds the other cases of a person or company, and who works for a tenant.
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

// Active returns the members of a tenant who may log in.
func (p people) Active(ctx context.Context, tenantID string) ([]pipeline.Person, error) {
	members, err := p.store.Members(ctx, tenantID)
	var out []pipeline.Person
	for _, m := range members {
		if m.Active {
			out = append(out, pipeline.Person{ID: m.ID, Name: m.Name, Roles: m.Roles})
		}
	}
	return out, err
}

// Colleagues returns the members who may log in, and who of them is away.
func (p people) Colleagues(ctx context.Context, tenantID string) ([]conveyor.Colleague, error) {
	members, err := p.store.Members(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	now := p.store.Now()
	absences, err := p.store.Absences(ctx, tenantID, now)
	var out []conveyor.Colleague
	for _, m := range members {
		if !m.Active {
			continue
		}
		one := conveyor.Colleague{ID: m.ID, Name: m.Name, Email: m.Email, Locale: m.Locale, Roles: m.Roles}
		for _, a := range absences {
			if a.Member == m.ID && a.At(now) {
				one.Away, one.Substitute, one.Decides = true, a.Substitute, a.Decides
			}
		}
		out = append(out, one)
	}
	return out, err
}

// clock rounds a clock to what is stored: UTC, milliseconds.
func clock(now func() time.Time) func() time.Time {
	return func() time.Time { return now().UTC().Truncate(time.Millisecond) }
}
