package httpapi

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// GetPolicies returns roles and policies.
func (a *API) GetPolicies(ctx context.Context, _ api.GetPoliciesRequestObject) (api.GetPoliciesResponseObject, error) {
	if err := a.demand(ctx, "policy", "read"); err != nil {
		return nil, err
	}
	roles, policies, revision, err := a.Tenants.Policies(ctx, callerOf(ctx).tenant.ID)
	if err != nil {
		return nil, err
	}
	return api.GetPolicies200JSONResponse(encodePolicies(roles, policies, revision)), nil
}

// ReplacePolicies swaps roles and policies. A set that would leave the member without the right to change it again is
// refused.
func (a *API) ReplacePolicies(ctx context.Context, r api.ReplacePoliciesRequestObject) (api.ReplacePoliciesResponseObject, error) {
	if err := a.demand(ctx, "policy", "manage"); err != nil {
		return nil, err
	}
	call := callerOf(ctx)
	roles, policies, err := decodePolicies(*r.Body)
	if err != nil {
		return nil, err
	}
	if !keepsKey(policies, call.who.Roles) {
		return nil, fault.New(fault.Conflict, "policy.last_key")
	}
	if err := a.Tenants.ReplacePolicies(ctx, call.tenant.ID, r.Body.Revision, roles, policies); err != nil {
		return nil, err
	}
	a.Decider.Forget(call.tenant.ID)
	roles, policies, revision, err := a.Tenants.Policies(ctx, call.tenant.ID)
	if err != nil {
		return nil, err
	}
	return api.ReplacePolicies200JSONResponse(encodePolicies(roles, policies, revision)), nil
}

func keepsKey(policies []tenant.Policy, roles []string) bool {
	keeps := false
	for _, p := range policies {
		covers := (p.Object == "policy" || p.Object == "*") && (p.Verb == "manage" || p.Verb == "*")
		if !covers || !slices.Contains(roles, p.Role) {
			continue
		}
		if p.Effect == "deny" {
			return false // beats all that allow
		}
		keeps = true
	}
	return keeps
}

func decodePolicies(set api.PolicySet) ([]tenant.Role, []tenant.Policy, error) {
	bad := fault.New(fault.Invalid, "policy.invalid")
	known := map[string]bool{}
	roles := make([]tenant.Role, len(set.Roles))
	for i, r := range set.Roles {
		if known[r.Key] || r.Key == "" || strings.ContainsAny(r.Key, "|* ") {
			bad = bad.At(fault.Violation{Path: "/roles/" + strconv.Itoa(i) + "/key", Key: "policy.role_key"})
		}
		known[r.Key] = true
		roles[i] = tenant.Role{Key: r.Key, Name: schemas.Text(r.Name)}
	}
	policies := make([]tenant.Policy, len(set.Policies))
	for i, p := range set.Policies {
		if !known[p.Role] {
			bad = bad.At(fault.Violation{
				Path: "/policies/" + strconv.Itoa(i) + "/role", Key: "member.unknown_role", Params: map[string]any{"role": p.Role},
			})
		}
		policies[i] = tenant.Policy{Role: p.Role, Object: p.Object, Verb: p.Verb, Effect: string(p.Effect)}
	}
	if len(bad.Violations) > 0 {
		return nil, nil, bad
	}
	return roles, policies, nil
}

func encodePolicies(roles []tenant.Role, policies []tenant.Policy, revision int64) api.PolicySet {
	out := api.PolicySet{Revision: revision}
	out.Roles = make([]struct {
		Key  string   `json:"key"`
		Name api.Text `json:"name"`
	}, len(roles))
	for i, r := range roles {
		out.Roles[i].Key, out.Roles[i].Name = r.Key, textOf(r.Name)
	}
	out.Policies = make([]struct {
		Effect api.PolicySetPoliciesEffect `json:"effect"`
		Object string                      `json:"object"`
		Role   string                      `json:"role"`
		Verb   string                      `json:"verb"`
	}, len(policies))
	for i, p := range policies {
		out.Policies[i].Role, out.Policies[i].Object = p.Role, p.Object
		out.Policies[i].Verb, out.Policies[i].Effect = p.Verb, api.PolicySetPoliciesEffect(p.Effect)
	}
	return out
}
