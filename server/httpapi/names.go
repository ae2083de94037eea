package httpapi

import (
	"context"
	"sync"
	"time"

	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// Each page of the desk names members by their id. What they are called is believed for this long; a change through
// this server is seen at once.
const namesFor = 30 * time.Second

// names remembers what the members of tenants are called.
type names struct {
	store tenant.Store
	now   func() time.Time

	mu       sync.Mutex
	byTenant map[string]knownNames
	changed  map[string]int64 // counts changes, so that what was read before one is not remembered after it
}

type knownNames struct {
	people api.People
	until  time.Time
}

func newNames(store tenant.Store, now func() time.Time) *names {
	return &names{store: store, now: now, byTenant: map[string]knownNames{}, changed: map[string]int64{}}
}

// of returns the names by id. The caller must not change them.
func (n *names) of(ctx context.Context, tenantID string) (api.People, error) {
	n.mu.Lock()
	known, changed := n.byTenant[tenantID], n.changed[tenantID]
	n.mu.Unlock()
	if n.now().Before(known.until) {
		return known.people, nil
	}
	members, err := n.store.Members(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	people := make(api.People, len(members))
	for _, m := range members {
		people[m.ID] = m.Name
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.changed[tenantID] != changed {
		return people, nil
	}
	if len(n.byTenant) >= maxTenants {
		clear(n.byTenant)
	}
	n.byTenant[tenantID] = knownNames{people, n.now().Add(namesFor)}
	return people, nil
}

// forget drops what is remembered of a tenant, after one of its members was changed.
func (n *names) forget(tenantID string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.byTenant, tenantID)
	n.changed[tenantID]++
}
