package tenant

import (
	"context"
	"regexp"
	"strconv"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// PolicySet is all roles and policies of a tenant.
type PolicySet struct {
	Roles    []Role
	Policies []Policy
	Revision int64 // the policy version
}

// roleKey is the form of a role's key, which stands in policies, files and addresses.
var roleKey = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

// Check returns fault.Invalid for roles that have no key, a bad one or that of another, and for policies of no role.
func (s PolicySet) Check() error {
	bad := fault.New(fault.Invalid, "policy.invalid")
	known := map[string]bool{}
	for i, r := range s.Roles {
		if known[r.Key] || !roleKey.MatchString(r.Key) {
			bad = bad.At(fault.Violation{Path: "/roles/" + strconv.Itoa(i) + "/key", Key: "policy.role_key"})
		}
		known[r.Key] = true
	}
	for i, p := range s.Policies {
		if !known[p.Role] {
			bad = bad.At(fault.Violation{
				Path: "/policies/" + strconv.Itoa(i) + "/role", Key: "member.unknown_role", Params: map[string]any{"role": p.Role},
			})
		}
	}
	if len(bad.Violations) > 0 {
		return bad
	}
	return nil
}

// Policies returns roles and policies. Returns fault.Denied without the policy.
func (a *Administration) Policies(ctx context.Context, who actor.Actor) (PolicySet, error) {
	if err := a.demand(ctx, who, Right{"policy", "read"}); err != nil {
		return PolicySet{}, err
	}
	return a.policies(ctx, who.Tenant)
}

func (a *Administration) policies(ctx context.Context, tenantID string) (s PolicySet, err error) {
	s.Roles, s.Policies, s.Revision, err = a.Store.Policies(ctx, tenantID)
	return s, err
}

// ReplacePolicies swaps roles and policies; members lose roles that are gone. Returns the faults of Check, fault.Denied
// without the policy, fault.Stale when somebody changed rights since, fault.Conflict for a set with which nobody could
// manage policies or members any more.
func (a *Administration) ReplacePolicies(ctx context.Context, who actor.Actor, s PolicySet) (PolicySet, error) {
	if err := a.demand(ctx, who, Right{"policy", "manage"}); err != nil {
		return s, err
	}
	if err := s.Check(); err != nil {
		return s, err
	}
	err := a.administer(ctx, who, func(d *scribe) error {
		_, _, version, err := d.Policies()
		if err != nil {
			return err
		}
		members, err := d.Members()
		if err != nil {
			return err
		}
		if err := a.Judge.Keeps(s.Policies, members); err != nil {
			return err
		}
		if version != s.Revision {
			return fault.New(fault.Stale, "policy.stale")
		}
		return d.SetPolicies(s.Roles, s.Policies)
	})
	if err != nil {
		return s, err
	}
	return a.policies(ctx, who.Tenant)
}
