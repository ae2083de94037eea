package tenant

import (
	"context"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
)

// Install adds the definitions of a template, and its roles and policies to those of the tenant: all of it or nothing.
// The same request a second time, by its key, gives the versions that it gave before. Returns the faults of
// library.Install, and fault.Denied for roles or policies without the policy to manage them.
func (a *Administration) Install(ctx context.Context, r Request[library.Template]) ([]definition.Version, error) {
	brings := len(r.What.Policies)+len(r.What.Roles) > 0
	if brings {
		if err := a.demand(ctx, r.Who, Right{"policy", "manage"}); err != nil {
			return nil, err
		}
	}
	ids, err := a.once(ctx, asked{r.Who, r.Key}, func() (func(*scribe) (string, error), error) {
		stage := a.Library.Stage()
		versions, err := stage.Install(ctx, r.Who, r.What)
		return func(d *scribe) (string, error) {
			if err := commit(d, stage); err != nil {
				return "", err
			}
			if !brings {
				return idsOf(versions), nil
			}
			roles, policies, _, err := d.Policies()
			if err != nil {
				return "", err
			}
			roles, policies = Merge(roles, policies, r.What)
			return idsOf(versions), d.SetPolicies(roles, policies)
		}, err
	})
	if err != nil {
		return nil, err
	}
	var out []definition.Version
	for id := range strings.FieldsSeq(ids) {
		v, err := a.Store.Version(ctx, r.Who.Tenant, id)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// Copy is a definition to be duplicated; with Policies roles may do with the copy what they may do with the original.
type Copy struct {
	library.Copy
	Policies bool
}

// Duplicate makes drafts under new keys of a definition: all of them or none. The same request a second time, by its
// key, gives the drafts that it gave before. Returns the faults of library.Duplicate, and fault.Denied for policies without
// the policy to manage them.
func (a *Administration) Duplicate(ctx context.Context, r Request[Copy]) ([]definition.Draft, error) {
	if r.What.Policies {
		if err := a.demand(ctx, r.Who, Right{"policy", "manage"}); err != nil {
			return nil, err
		}
	}
	names, err := a.once(ctx, asked{r.Who, r.Key}, func() (func(*scribe) (string, error), error) {
		drafts, err := a.Library.Duplicate(ctx, r.Who, r.What.Copy)
		return func(d *scribe) (string, error) {
			var names []string
			for _, draft := range drafts {
				if err := d.SaveDraft(draft); err != nil {
					return "", err
				}
				names = append(names, string(draft.Kind)+"/"+draft.Key)
			}
			if !r.What.Policies {
				return strings.Join(names, " "), nil
			}
			roles, policies, _, err := d.Policies()
			if err != nil {
				return "", err
			}
			return strings.Join(names, " "), d.SetPolicies(roles, opened(policies, r.What.Keys))
		}, err
	})
	if err != nil {
		return nil, err
	}
	var out []definition.Draft
	for name := range strings.FieldsSeq(names) {
		kind, key, _ := strings.Cut(name, "/")
		d, err := a.Store.Draft(ctx, r.Who.Tenant, definition.Kind(kind), key)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// opened are policies with those for new keys that there are for the old.
func opened(policies []Policy, keys map[string]string) []Policy {
	kept := make([]library.Policy, len(policies))
	for i, p := range policies {
		kept[i] = library.Policy(p)
	}
	_, out := Merge(nil, policies, library.Template{Policies: library.PoliciesOf(kept, keys)})
	return out
}

// Publish makes a version of a draft, with its name, and of the pipelines that take it over: all of it or nothing. The
// same request a second time, by its key, gives the version that it gave before. Returns the faults of library.Propose.
func (a *Administration) Publish(ctx context.Context, r Request[library.Publication]) (definition.Version, error) {
	id, err := a.once(ctx, asked{r.Who, r.Key}, func() (func(*scribe) (string, error), error) {
		stage := a.Library.Stage()
		v, err := stage.Propose(ctx, r.Who, r.What)
		return func(d *scribe) (string, error) {
			if err := commit(d, stage); err != nil || r.What.Name == "" {
				return v.ID, err
			}
			return v.ID, d.NameVersion(definition.Name{Version: v.ID, Name: r.What.Name, At: a.Library.Now(), By: r.Who.ID})
		}, err
	})
	if err != nil {
		return definition.Version{}, err
	}
	return a.Store.Version(ctx, r.Who.Tenant, id)
}
