package httpapi

import (
	"context"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// demand asks the policies for something outside cases. Returns fault.Denied with the deciding policy.
func (a *API) demand(ctx context.Context, object, verb string) error {
	d, err := a.Decider.Decide(ctx, callerOf(ctx).who, object, verb)
	if err != nil || d.Allowed {
		return err
	}
	return fault.New(fault.Denied, "policy.denied").With("object", object).With("verb", verb).With("rule", d.Rule)
}

// ListMembers returns the members of the tenant.
func (a *API) ListMembers(ctx context.Context, _ api.ListMembersRequestObject) (api.ListMembersResponseObject, error) {
	members, err := a.Administration.Members(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	out := api.ListMembers200JSONResponse{Members: make([]api.Member, len(members))}
	for i, m := range members {
		out.Members[i] = encodeMember(m)
	}
	return out, nil
}

// AddMember adds a member.
func (a *API) AddMember(ctx context.Context, r api.AddMemberRequestObject) (api.AddMemberResponseObject, error) {
	call := callerOf(ctx)
	told := *r.Body
	told.Password = "" // a key must not tell of it
	added, err := a.Administration.AddMember(ctx, tenant.Request[tenant.NewMember]{Who: call.who, Key: call.keyAbout(told), What: tenant.NewMember{
		Email: r.Body.Email, Name: r.Body.Name, Password: r.Body.Password, Locale: value(r.Body.Locale), Roles: r.Body.Roles,
	}})
	if err != nil {
		return nil, err
	}
	a.names.forget(call.tenant.ID)
	return api.AddMember201JSONResponse(encodeMember(added)), nil
}

// ChangeMember changes a member.
func (a *API) ChangeMember(ctx context.Context, r api.ChangeMemberRequestObject) (api.ChangeMemberResponseObject, error) {
	call := callerOf(ctx)
	m, err := a.Administration.ChangeMember(ctx, call.who, tenant.MemberChange{
		Member: r.Member, Name: r.Body.Name, Locale: r.Body.Locale, Password: r.Body.Password, Roles: r.Body.Roles, Active: r.Body.Active,
	})
	if err != nil {
		return nil, err
	}
	a.names.forget(call.tenant.ID)
	a.Keeper.Forget()
	a.Decider.Forget(call.tenant.ID)
	return api.ChangeMember200JSONResponse(encodeMember(m)), nil
}
