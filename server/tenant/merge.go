package tenant

import (
	"slices"

	"github.com/esteira/esteira/builder/library"
)

// Merge adds the roles and policies that a template brings to those of a tenant. What the tenant has stays.
func Merge(roles []Role, policies []Policy, t library.Template) ([]Role, []Policy) {
	for _, r := range t.Roles {
		if !slices.ContainsFunc(roles, func(known Role) bool { return known.Key == r.Key }) {
			roles = append(roles, Role(r))
		}
	}
	for _, p := range t.Policies {
		if added := Policy(p); !slices.Contains(policies, added) {
			policies = append(policies, added)
		}
	}
	return roles, policies
}
