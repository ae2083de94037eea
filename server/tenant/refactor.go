package tenant

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/refactor"
)

// Refactoring is a change that was looked at, and is to be made.
type Refactoring struct {
	Change    refactor.Change
	Revisions map[string]int64 // of the drafts that were looked at, by "kind/key"
}

// Mend shows what a change does to definitions and policies; nothing is stored. Returns the faults of library.Mend.
func Mend(ctx context.Context, s Store, l *library.Library, r Request[refactor.Change]) (library.Mending, error) {
	_, policies, _, err := s.Policies(ctx, r.Who.Tenant)
	if err != nil {
		return library.Mending{}, err
	}
	plain := make([]library.Policy, len(policies))
	for i, p := range policies {
		plain[i] = library.Policy(p)
	}
	return l.Mend(ctx, r.Who, r.What, plain)
}

// Refactor makes a change: the drafts of all other definitions that name what is changed, and the policies, in one
// transaction. The definition itself is left to whoever has it open. Returns fault.Stale when a draft has moved on since it
// was looked at, and the faults of Mend.
func Refactor(ctx context.Context, s Store, l *library.Library, r Request[Refactoring]) (library.Mending, error) {
	m, err := Mend(ctx, s, l, Request[refactor.Change]{Who: r.Who, What: r.What.Change})
	if err != nil {
		return m, err
	}
	stage := l.Stage()
	if err := stage.Apply(ctx, r.Who, m, r.What.Revisions); err != nil {
		return m, err
	}
	return m, s.Administer(ctx, r.Who.Tenant, func(o Office) error {
		if err := commit(o, stage); err != nil {
			return err
		}
		if len(m.Renamed) == 0 {
			return nil
		}
		return renameObjects(o, r.What.Change.Object)
	})
}

// Restore takes a change back: drafts as they were before it, whose revisions are those that it made, and the objects of
// policies by their new names. Returns fault.Stale when a draft has moved on since.
func Restore(ctx context.Context, s Store, l *library.Library, r Request[[]definition.Draft], objects map[string]string) error {
	stage := l.Stage()
	for _, d := range r.What {
		if _, _, err := stage.Save(ctx, r.Who, d); err != nil {
			return err
		}
	}
	return s.Administer(ctx, r.Who.Tenant, func(o Office) error {
		if err := commit(o, stage); err != nil || len(objects) == 0 {
			return err
		}
		return renameObjects(o, func(object string) string {
			if before, ok := objects[object]; ok {
				return before
			}
			return object
		})
	})
}

func renameObjects(o Office, renamed func(string) string) error {
	roles, policies, err := o.Policies()
	if err != nil {
		return err
	}
	for i := range policies {
		policies[i].Object = renamed(policies[i].Object)
	}
	return o.SetPolicies(roles, policies)
}
