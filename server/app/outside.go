package app

import (
	"context"

	"github.com/esteira/esteira/plugins/all"
	"github.com/esteira/esteira/runtime/integration"
	"github.com/esteira/esteira/schemas/fault"
)

// systems are the systems outside of the tenants: each its own, else that of the installation. In a sandbox nobody is told.
type systems struct {
	app       *App
	installed []integration.Integration
}

// Call makes one attempt; a tenant that named nobody has an answer of its own, which is final.
func (s *systems) Call(ctx context.Context, tenant string, o integration.Order) (integration.Answer, error) {
	system, err := s.of(ctx, tenant)
	if err != nil {
		return integration.Answer{}, err
	}
	if system == nil {
		return integration.Answer{State: integration.Final, Code: "not_set_up"}, nil
	}
	return system.Call(ctx, o)
}

// reaches tells whether a tenant has a system outside.
func (s *systems) reaches(ctx context.Context, tenant string) (bool, error) {
	system, err := s.of(ctx, tenant)
	return system != nil, err
}

// of returns the system outside of a tenant, nil for none.
func (s *systems) of(ctx context.Context, tenant string) (integration.Integration, error) {
	if s.app.trial != nil {
		return nil, nil //nolint:nilnil // what is tried reaches nobody
	}
	for _, p := range all.Builtin() {
		if p.Tenant == nil || p.Tenant.Integration == nil {
			continue
		}
		kept, err := s.app.Store.PluginSettings(ctx, tenant, p.Name)
		if fault.CodeOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		settings, err := whole(s.app.vault, kept)
		if err != nil {
			return nil, err
		}
		system, err := p.Tenant.Integration(settings, s.app.Config.PrivateCalls)
		if err != nil || system != nil {
			return system, err
		}
	}
	if len(s.installed) > 0 {
		return s.installed[0], nil
	}
	return nil, nil //nolint:nilnil // nobody to tell
}
