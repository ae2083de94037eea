package tenant

import (
	"context"
	"slices"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Refactoring is a change that was looked at, and is to be made.
type Refactoring struct {
	Change    refactor.Change
	Revisions map[string]int64 // of the drafts that were looked at, by "kind/key"
}

// Mend shows what a change does to definitions and policies; nothing is stored. Who may neither read policies nor manage them
// learns only how many speak of what is changed. Returns the faults of library.Mend, and fault.Denied where policies would be
// added and the actor may not manage them.
func (a *Administration) Mend(ctx context.Context, who actor.Actor, c refactor.Change) (library.Mending, error) {
	m, err := a.mend(ctx, who, c)
	if err == nil && slices.ContainsFunc(m.Policies, library.Twin.IsAdded) {
		err = a.demand(ctx, who, Right{"policy", "manage"})
	}
	if err != nil {
		return library.Mending{}, err
	}
	return a.seen(ctx, who, m)
}

// seen is what a change does as far as the actor may see it.
func (a *Administration) seen(ctx context.Context, who actor.Actor, m library.Mending) (library.Mending, error) {
	for _, verb := range []string{"read", "manage"} {
		if allowed, _, err := a.Library.Gate.Ask(ctx, who, "policy", verb); allowed || err != nil {
			return m, err
		}
	}
	m.Policies, m.Untold = nil, len(m.Policies)
	return m, nil
}

func (a *Administration) mend(ctx context.Context, who actor.Actor, c refactor.Change) (library.Mending, error) {
	_, policies, _, err := a.Store.Policies(ctx, who.Tenant)
	if err != nil {
		return library.Mending{}, err
	}
	return a.Library.Mend(ctx, who, c, plain(policies))
}

func plain(policies []Policy) []library.Policy {
	out := make([]library.Policy, len(policies))
	for i, p := range policies {
		out[i] = library.Policy(p)
	}
	return out
}

// Refactor makes a change in one transaction: the drafts of the definition itself and of all others that name what is
// changed, each from the revision that was looked at, and policies for what is renamed beside those that there are, which
// the live versions go by. Returns fault.Stale when a draft has moved on since it was looked at, fault.Denied for policies
// without the policy to manage them, the faults of Judge.Keeps, and those of Mend.
func (a *Administration) Refactor(ctx context.Context, who actor.Actor, r Refactoring) (library.Mending, error) {
	m, err := a.mend(ctx, who, r.Change)
	if err != nil {
		return m, err
	}
	stage := a.Library.Stage()
	if err := stage.Apply(ctx, who, m, r.Revisions); err != nil {
		return m, err
	}
	err = a.administer(ctx, who, func(d *scribe) error {
		if err := commit(d, stage); err != nil {
			return err
		}
		return a.guarded(d, func(policies []Policy) []Policy {
			m.Policies = library.Twins(r.Change, plain(policies)) // they may be others by now
			return withTwins(policies, m.Policies)
		})
	})
	if err != nil {
		return m, err
	}
	return a.seen(ctx, who, m)
}

// Restoring takes a change back, or makes it again after that.
type Restoring struct {
	Pipeline string             // the key of the one whose stage was renamed, "" for none
	Drafts   []definition.Draft // as they were before the change, or after it; their revisions are those that there are
	Policies []library.Twin     // whose added ones go
	Again    bool               // they come again instead
}

// Restore takes a change back. Of the policies, only those go that the change added, and only beside the ones that they were
// added to. Returns fault.Stale when a draft has moved on since, fault.Invalid for policies that no rename of a stage of
// the pipeline adds, fault.Denied and the faults of Judge.Keeps as Refactor does.
func (a *Administration) Restore(ctx context.Context, who actor.Actor, r Restoring) error {
	for _, t := range r.Policies {
		if r.Pipeline == "" || !refactor.IsBeside(r.Pipeline, t.Object, t.After) {
			return fault.New(fault.Invalid, "refactor.invalid")
		}
	}
	stage := a.Library.Stage()
	if err := stage.Restore(ctx, who, r.Drafts); err != nil {
		return err
	}
	return a.administer(ctx, who, func(d *scribe) error {
		if err := commit(d, stage); err != nil {
			return err
		}
		return a.guarded(d, func(policies []Policy) []Policy {
			if r.Again {
				return withTwins(policies, r.Policies)
			}
			return withoutTwins(policies, r.Policies)
		})
	})
}

// withTwins are policies with those that a change adds beside them.
func withTwins(policies []Policy, twins []library.Twin) []Policy {
	var added []library.Policy
	for _, t := range twins {
		if t.IsAdded() && slices.Contains(policies, Policy(t.Policy)) {
			added = append(added, t.Added())
		}
	}
	_, out := Merge(nil, slices.Clone(policies), library.Template{Policies: added})
	return out
}

// withoutTwins are policies without those that a change added. One whose original is gone stays: it is the last of its kind.
func withoutTwins(policies []Policy, twins []library.Twin) []Policy {
	return slices.DeleteFunc(slices.Clone(policies), func(p Policy) bool {
		return slices.ContainsFunc(twins, func(t library.Twin) bool {
			return Policy(t.Added()) == p && slices.Contains(policies, Policy(t.Policy))
		})
	})
}

// guarded writes other policies, where there are others, for whoever may manage them by those that are in force then, and
// leaves somebody who can go on.
func (a *Administration) guarded(d *scribe, change func([]Policy) []Policy) error {
	roles, before, _, err := d.Policies()
	if err != nil {
		return err
	}
	after, manage := change(before), Right{"policy", "manage"}
	if slices.Equal(before, after) {
		return nil
	}
	allowed, rule, err := a.Judge.Allows(before, d.who.Roles, manage)
	if err != nil {
		return err
	}
	if !allowed {
		return denied(manage, rule)
	}
	members, err := d.Members()
	if err != nil {
		return err
	}
	if err := a.Judge.Keeps(after, members); err != nil {
		return err
	}
	return d.SetPolicies(roles, after)
}
