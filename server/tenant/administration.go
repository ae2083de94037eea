package tenant

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Administration is the verbs on what belongs to a tenant as a whole: members, roles and policies, brand, plugins, and the
// definitions that change together with policies. Each asks the policies first, and writes all of it in one transaction or
// nothing. Of members, roles, policies, brand, plugins and retention the chain of the tenant says what was changed, and by whom;
// definitions say so in their versions.
type Administration struct {
	Store   Store
	Library *library.Library // whose gate, clock and ids are those of the administration too
	Judge   Judge
	Vault   *Vault
	Plugins []Plugged
	Storage Storage
	System  System
	Files   Files
	Hash    func(password string) string
	Log     *slog.Logger
}

// Judge says what policies allow that may not be in force.
type Judge interface {
	// Allows tells whether somebody with these roles has a right, and the policy that decides.
	Allows(policies []Policy, roles []string, r Right) (allowed bool, rule string, err error)
	// Keeps returns fault.Conflict "policy.last_key" or "member.last_key" for policies by which no active member could
	// manage policies, or members, any more.
	Keeps(policies []Policy, members []Member) error
}

// demand returns fault.Denied with the deciding policy unless somebody may do a verb on an object outside cases.
func (a *Administration) demand(ctx context.Context, who actor.Actor, r Right) error {
	allowed, rule, err := a.Library.Gate.Ask(ctx, who, r.Object, r.Verb)
	if err != nil || allowed {
		return err
	}
	return denied(r, rule)
}

func denied(r Right, rule string) error {
	return fault.New(fault.Denied, "policy.denied").With("object", r.Object).With("verb", r.Verb).With("rule", rule)
}

// home is the tenant that an actor belongs to. Returns fault.NotFound when there is none.
func (a *Administration) home(ctx context.Context, who actor.Actor) (Tenant, error) {
	tenants, err := a.Store.Tenants(ctx)
	if err != nil {
		return Tenant{}, err
	}
	i := slices.IndexFunc(tenants, func(t Tenant) bool { return t.ID == who.Tenant })
	if i < 0 {
		return Tenant{}, fault.New(fault.NotFound, "tenant.not_found")
	}
	return tenants[i], nil
}

// Request is what somebody asks for, with the key that it may come again with.
type Request[T any] struct {
	Who  actor.Actor
	Key  string
	What T
}

// administer runs fn in one transaction of the actor's tenant. What is written through its office is told in the chain.
func (a *Administration) administer(ctx context.Context, who actor.Actor, fn func(*scribe) error) error {
	return a.Store.Administer(ctx, who.Tenant, func(o Office) error { return fn(&scribe{Office: o, who: who, newID: a.Library.NewID}) })
}

// asked is who asks for something, and the key that it may come again with.
type asked struct {
	who actor.Actor
	key string
}

// once does what a request asks for, unless one with its key was done, and returns the id that it led to. Work is got
// ready before the transaction begins, and done inside it.
func (a *Administration) once(ctx context.Context, by asked, ready func() (func(*scribe) (string, error), error)) (string, error) {
	var ref string
	if by.key != "" {
		var done bool
		err := a.administer(ctx, by.who, func(d *scribe) (err error) {
			ref, done, err = d.Performed(by.key)
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
	err = a.administer(ctx, by.who, func(d *scribe) error {
		if by.key == "" {
			ref, err = do(d)
			return err
		}
		before, done, err := d.Performed(by.key)
		if err != nil || done {
			ref = before
			return err
		}
		if ref, err = do(d); err != nil {
			return err
		}
		return d.Perform(by.key, ref)
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
