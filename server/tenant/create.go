package tenant

import (
	"context"
	"strings"

	"github.com/esteira/esteira/builder/definition"
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
func Create(ctx context.Context, s Store, l *library.Library, n New) error {
	if err := CheckSlug(n.Tenant.Slug); err != nil {
		return err
	}
	roles, policies := FirstPolicies()
	stage := l.Stage()
	for _, t := range n.Templates {
		if _, err := stage.Install(ctx, actor.Job(n.Tenant.ID, "operator"), t); err != nil {
			return err
		}
		roles, policies = Merge(roles, policies, t)
	}
	return s.Administer(ctx, n.Tenant.ID, func(o Office) error {
		if err := o.CreateTenant(n.Tenant); err != nil {
			return err
		}
		if err := commit(o, stage); err != nil {
			return err
		}
		if err := o.SetPolicies(roles, policies); err != nil {
			return err
		}
		for _, m := range n.Members {
			m.Tenant = n.Tenant.ID
			if err := o.CreateMember(m); err != nil {
				return err
			}
		}
		if n.Key == "" {
			return nil
		}
		return o.Perform(n.Key, n.Tenant.ID)
	})
}

// Install adds the definitions of a template, and its roles and policies to those of the tenant: all of it or nothing.
// The same request a second time, by its key, gives the versions that it gave before. Returns the faults of
// library.Install.
func Install(ctx context.Context, s Store, l *library.Library, r Request[library.Template]) ([]definition.Version, error) {
	ids, err := Once(ctx, s, r.Who.Tenant, r.Key, func() (func(Office) (string, error), error) {
		stage := l.Stage()
		versions, err := stage.Install(ctx, r.Who, r.What)
		return func(o Office) (string, error) {
			if err := commit(o, stage); err != nil {
				return "", err
			}
			roles, policies, err := o.Policies()
			if err != nil {
				return "", err
			}
			roles, policies = Merge(roles, policies, r.What)
			return idsOf(versions), o.SetPolicies(roles, policies)
		}, err
	})
	if err != nil {
		return nil, err
	}
	var out []definition.Version
	for id := range strings.FieldsSeq(ids) {
		v, err := s.Version(ctx, r.Who.Tenant, id)
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
// key, gives the drafts that it gave before. Returns the faults of library.Duplicate.
func Duplicate(ctx context.Context, s Store, l *library.Library, r Request[Copy]) ([]definition.Draft, error) {
	names, err := Once(ctx, s, r.Who.Tenant, r.Key, func() (func(Office) (string, error), error) {
		drafts, err := l.Duplicate(ctx, r.Who, r.What.Copy)
		return func(o Office) (string, error) {
			var names []string
			for _, d := range drafts {
				if err := o.SaveDraft(d); err != nil {
					return "", err
				}
				names = append(names, string(d.Kind)+"/"+d.Key)
			}
			if !r.What.Policies {
				return strings.Join(names, " "), nil
			}
			roles, policies, err := o.Policies()
			if err != nil {
				return "", err
			}
			return strings.Join(names, " "), o.SetPolicies(roles, opened(policies, r.What.Keys))
		}, err
	})
	if err != nil {
		return nil, err
	}
	var out []definition.Draft
	for name := range strings.FieldsSeq(names) {
		kind, key, _ := strings.Cut(name, "/")
		d, err := s.Draft(ctx, r.Who.Tenant, definition.Kind(kind), key)
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
func Publish(ctx context.Context, s Store, l *library.Library, r Request[library.Publication]) (definition.Version, error) {
	id, err := Once(ctx, s, r.Who.Tenant, r.Key, func() (func(Office) (string, error), error) {
		stage := l.Stage()
		v, err := stage.Propose(ctx, r.Who, r.What)
		return func(o Office) (string, error) {
			if err := commit(o, stage); err != nil || r.What.Name == "" {
				return v.ID, err
			}
			return v.ID, o.NameVersion(definition.Name{Version: v.ID, Name: r.What.Name, At: l.Now(), By: r.Who.ID})
		}, err
	})
	if err != nil {
		return definition.Version{}, err
	}
	return s.Version(ctx, r.Who.Tenant, id)
}

// Request is what somebody asks for, with the key that it may come again with.
type Request[T any] struct {
	Who  actor.Actor
	Key  string
	What T
}

// Once does what a request asks for, unless one with its key was done, and returns the id that it led to. Work is got
// ready before the transaction begins, and done inside it.
func Once(ctx context.Context, s Store, tenant, key string, ready func() (func(Office) (string, error), error)) (string, error) {
	var ref string
	if key != "" {
		var done bool
		err := s.Administer(ctx, tenant, func(o Office) (err error) {
			ref, done, err = o.Performed(key)
			return err
		})
		if err != nil || done {
			return ref, err
		}
	}
	do, err := ready()
	if err != nil {
		return "", err
	}
	err = s.Administer(ctx, tenant, func(o Office) error {
		if key == "" {
			ref, err = do(o)
			return err
		}
		before, done, err := o.Performed(key)
		if err != nil || done {
			ref = before
			return err
		}
		if ref, err = do(o); err != nil {
			return err
		}
		return o.Perform(key, ref)
	})
	return ref, err
}

// commit writes what was staged.
func commit(o Office, stage *library.Stage) error {
	for _, v := range stage.Versions {
		if _, err := o.PublishVersion(v); err != nil {
			return err
		}
	}
	for _, d := range stage.Drafts {
		if err := o.SaveDraft(d); err != nil {
			return err
		}
	}
	return nil
}

func idsOf(versions []definition.Version) string {
	ids := make([]string, len(versions))
	for i, v := range versions {
		ids[i] = v.ID
	}
	return strings.Join(ids, " ")
}
