package httpapi

import (
	"context"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// GetPolicies returns roles and policies.
func (a *API) GetPolicies(ctx context.Context, _ api.GetPoliciesRequestObject) (api.GetPoliciesResponseObject, error) {
	set, err := a.Administration.Policies(ctx, callerOf(ctx).who)
	return api.GetPolicies200JSONResponse(encodePolicies(set)), err
}

// ReplacePolicies swaps roles and policies.
func (a *API) ReplacePolicies(ctx context.Context, r api.ReplacePoliciesRequestObject) (api.ReplacePoliciesResponseObject, error) {
	call := callerOf(ctx)
	set, err := a.Administration.ReplacePolicies(ctx, call.who, decodePolicies(*r.Body))
	if err != nil {
		return nil, err
	}
	a.Keeper.Forget()
	a.Decider.Forget(call.tenant.ID)
	return api.ReplacePolicies200JSONResponse(encodePolicies(set)), nil
}

func decodePolicies(in api.PolicySet) tenant.PolicySet {
	out := tenant.PolicySet{Revision: in.Revision, Roles: make([]tenant.Role, len(in.Roles)), Policies: make([]tenant.Policy, len(in.Policies))}
	for i, r := range in.Roles {
		out.Roles[i] = tenant.Role{Key: r.Key, Name: schemas.Text(r.Name), Description: schemas.Text(value(r.Description))}
	}
	for i, p := range in.Policies {
		out.Policies[i] = tenant.Policy{Role: p.Role, Object: p.Object, Verb: p.Verb, Effect: string(p.Effect)}
	}
	return out
}

func encodePolicies(set tenant.PolicySet) api.PolicySet {
	roles, policies := set.Roles, set.Policies
	out := api.PolicySet{Revision: set.Revision}
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
