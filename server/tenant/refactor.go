package tenant

import (
	"context"
	"slices"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas/fault"
)

// Refactoring is a change that was looked at, and is to be made.
type Refactoring struct {
	Change    refactor.Change
	Revisions map[string]int64 // of the drafts that were looked at, by "kind/key"
	Guard     Guard
}

// Guard refuses policies that somebody may not bring into force, or nobody should: as they are, and as they would be. It is
// asked inside the transaction that writes them.
type Guard func(before, after []Policy) error

// Mend shows what a change does to definitions and policies; nothing is stored. Returns the faults of library.Mend.
func Mend(ctx context.Context, s Store, l *library.Library, r Request[refactor.Change]) (library.Mending, error) {
	_, policies, _, err := s.Policies(ctx, r.Who.Tenant)
	if err != nil {
		return library.Mending{}, err
	}
	return l.Mend(ctx, r.Who, r.What, plain(policies))
}

func plain(policies []Policy) []library.Policy {
	out := make([]library.Policy, len(policies))
	for i, p := range policies {
		out[i] = library.Policy(p)
	}
	return out
}

// Refactor makes a change, in one transaction: the drafts of all other definitions that name what is changed, and policies
// for what is renamed beside those that there are, which the live versions go by. The definition itself is left to whoever
// has it open. Returns fault.Stale when a draft has moved on since it was looked at, and the faults of Mend and of the guard.
func Refactor(ctx context.Context, s Store, l *library.Library, r Request[Refactoring]) (library.Mending, error) {
	m, err := Mend(ctx, s, l, Request[refactor.Change]{Who: r.Who, What: r.What.Change})
	if err != nil {
		return m, err
	}
	stage := l.Stage()
	if err := stage.Apply(ctx, r.Who, m, r.What.Revisions); err != nil {
		return m, err
	}
	err = s.Administer(ctx, r.Who.Tenant, func(o Office) error {
		if err := commit(o, stage); err != nil {
			return err
		}
		return guarded(o, r.What.Guard, func(policies []Policy) []Policy {
			m.Policies = library.Twins(r.What.Change, plain(policies)) // they may be others by now
			return withTwins(policies, m.Policies)
		})
	})
	return m, err
}

// Restoring takes a change back, or makes it again after that.
type Restoring struct {
	Pipeline string             // the key of the one whose stage was renamed, "" for none
	Drafts   []definition.Draft // as they were before the change, or after it; their revisions are those that there are
	Policies []library.Twin     // whose added ones go
	Again    bool               // they come again instead
	Guard    Guard
}

// Restore takes a change back. Of the policies, only those go that the change added, and only beside the ones that they were
// added to. Returns fault.Stale when a draft has moved on since, fault.Invalid for policies that no rename of a stage of
// the pipeline adds, and the faults of the guard.
func Restore(ctx context.Context, s Store, l *library.Library, r Request[Restoring]) error {
	for _, t := range r.What.Policies {
		if r.What.Pipeline == "" || !refactor.IsBeside(r.What.Pipeline, t.Object, t.After) {
			return fault.New(fault.Invalid, "refactor.invalid")
		}
	}
	stage := l.Stage()
	for _, d := range r.What.Drafts {
		if _, _, err := stage.Save(ctx, r.Who, d); err != nil {
			return err
		}
	}
	return s.Administer(ctx, r.Who.Tenant, func(o Office) error {
		if err := commit(o, stage); err != nil {
			return err
		}
		return guarded(o, r.What.Guard, func(policies []Policy) []Policy {
			if r.What.Again {
				return withTwins(policies, r.What.Policies)
			}
			return withoutTwins(policies, r.What.Policies)
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

// guarded writes other policies, where there are others and the guard lets them.
func guarded(o Office, guard Guard, change func([]Policy) []Policy) error {
	roles, before, err := o.Policies()
	if err != nil {
		return err
	}
	after := change(before)
	if slices.Equal(before, after) {
		return nil
	}
	if err := guard(before, after); err != nil {
		return err
	}
	return o.SetPolicies(roles, after)
}
