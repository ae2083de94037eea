package httpapi

import (
	"context"
	"strconv"
	"strings"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/access"
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

// ReplacePolicies swaps roles and policies; members lose roles that are gone. A set is refused with which nobody could
// manage policies or members any more.
func (a *API) ReplacePolicies(ctx context.Context, r api.ReplacePoliciesRequestObject) (api.ReplacePoliciesResponseObject, error) {
	if err := a.demand(ctx, "policy", "manage"); err != nil {
		return nil, err
	}
	call := callerOf(ctx)
	roles, policies, err := decodePolicies(*r.Body)
	if err != nil {
		return nil, err
	}
	// Whoever changes a member's rights in between makes the revision stale, so what is found here still holds then.
	members, err := a.Tenants.Members(ctx, call.tenant.ID)
	if err != nil {
		return nil, err
	}
	if err := keepsKeys(access.NewJudge(policies), members); err != nil {
		return nil, err
	}
	if err := a.Tenants.ReplacePolicies(ctx, call.tenant.ID, r.Body.Revision, roles, policies); err != nil {
		return nil, err
	}
	a.Keeper.Forget()
	a.Decider.Forget(call.tenant.ID)
	roles, policies, revision, err := a.Tenants.Policies(ctx, call.tenant.ID)
	if err != nil {
		return nil, err
	}
	return api.ReplacePolicies200JSONResponse(encodePolicies(roles, policies, revision)), nil
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
		roles[i] = tenant.Role{Key: r.Key, Name: schemas.Text(r.Name), Description: schemas.Text(value(r.Description))}
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
		Description *api.Text `json:"description,omitempty"`
		Key         string    `json:"key"`
		Name        api.Text  `json:"name"`
	}, len(roles))
	for i, r := range roles {
		out.Roles[i].Key, out.Roles[i].Name, out.Roles[i].Description = r.Key, textOf(r.Name), someText(r.Description)
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
