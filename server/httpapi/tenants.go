package httpapi

import (
	"context"
	"sync"
	"time"

	"github.com/esteira/esteira/server/tenant"
)

// Each request begins with the question which tenant it is for. The answer is believed for this long.
const tenantsFor = 2 * time.Second

// maxTenants bounds what is remembered; past it all is forgotten.
const maxTenants = 20_000

// tenants finds the tenant of a request, and remembers it for a moment.
type tenants struct {
	store tenant.Store
	now   func() time.Time

	mu     sync.RWMutex
	bySlug map[string]knownTenant
	byHost map[string]knownTenant
}

type knownTenant struct {
	tenant.Tenant
	until time.Time
}

func newTenants(store tenant.Store, now func() time.Time) *tenants {
	return &tenants{store: store, now: now, bySlug: map[string]knownTenant{}, byHost: map[string]knownTenant{}}
}

func (t *tenants) slug(ctx context.Context, slug string) (tenant.Tenant, error) {
	return t.find(ctx, t.bySlug, slug, t.store.TenantBySlug)
}

func (t *tenants) host(ctx context.Context, host string) (tenant.Tenant, error) {
	return t.find(ctx, t.byHost, host, t.store.TenantByHost)
}

// forget drops what is remembered of a tenant, after it was changed.
func (t *tenants) forget(changed tenant.Tenant) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.bySlug, changed.Slug)
	for _, host := range changed.Hosts {
		delete(t.byHost, host)
	}
}

// find asks the store when it has not lately. That there is no such tenant is not remembered: anybody can ask for those.
func (t *tenants) find(
	ctx context.Context, by map[string]knownTenant, key string, ask func(context.Context, string) (tenant.Tenant, error),
) (tenant.Tenant, error) {
	now := t.now()
	t.mu.RLock()
	known := by[key]
	t.mu.RUnlock()
	if now.Before(known.until) {
		return known.Tenant, nil
	}
	found, err := ask(ctx, key)
	if err != nil {
		return found, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(by) >= maxTenants {
		clear(by)
	}
	by[key] = knownTenant{found, now.Add(tenantsFor)}
	return found, nil
}
