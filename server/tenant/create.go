package tenant

import (
	"context"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/schemas/actor"
)

// New is a tenant with what it begins with.
type New struct {
	Tenant    Tenant
	Members   []Member           // at least one administrator, to be of use
	Templates []library.Template // installed in this order
	Key       string             // of the request that makes it, "" for none
}

// Create adds a tenant with its first roles, policies, templates and members: all of it or nothing. Returns
// fault.Invalid for a slug that cannot be, or a template with errors, fault.Conflict when the slug is taken.
func (a *Administration) Create(ctx context.Context, n New) error {
	if err := CheckSlug(n.Tenant.Slug); err != nil {
		return err
	}
	roles, policies := FirstPolicies()
	operator := actor.Job(n.Tenant.ID, "operator")
	stage := a.Library.Stage()
	for _, t := range n.Templates {
		if _, err := stage.Install(ctx, operator, t); err != nil {
			return err
		}
		roles, policies = Merge(roles, policies, t)
	}
	return a.administer(ctx, operator, func(d *scribe) error {
		if err := d.CreateTenant(n.Tenant); err != nil {
			return err
		}
		if err := commit(d, stage); err != nil {
			return err
		}
		if err := d.SetPolicies(roles, policies); err != nil {
			return err
		}
		for _, m := range n.Members {
			m.Tenant = n.Tenant.ID
			if err := d.CreateMember(m); err != nil {
				return err
			}
		}
		if n.Key == "" {
			return nil
		}
		return d.Perform(n.Key, n.Tenant.ID)
	})
}
