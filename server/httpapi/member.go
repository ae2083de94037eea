package httpapi

import (
	"context"
	"net/mail"
	"slices"
	"strings"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/access"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/session"
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
	if err := a.demand(ctx, "member", "read"); err != nil {
		return nil, err
	}
	members, err := a.Tenants.Members(ctx, callerOf(ctx).tenant.ID)
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
	if err := a.demand(ctx, "member", "manage"); err != nil {
		return nil, err
	}
	call := callerOf(ctx)
	address, err := mail.ParseAddress(r.Body.Email)
	if err != nil || address.Address != r.Body.Email {
		return nil, fault.New(fault.Invalid, "member.invalid").At(fault.Violation{Path: "/email", Key: "email"})
	}
	if err := a.knownRoles(ctx, r.Body.Roles); err != nil {
		return nil, err
	}
	m := tenant.Member{
		ID: a.NewID(), Tenant: call.tenant.ID, Email: strings.ToLower(r.Body.Email), Name: r.Body.Name, Roles: r.Body.Roles,
		Active: true, Locale: value(r.Body.Locale), CreatedAt: a.Now(),
	}
	told := *r.Body
	told.Password = "" // a key must not tell of it
	id, err := tenant.Once(ctx, a.Tenants, call.tenant.ID, call.keyAbout(told), func() (func(tenant.Office) (string, error), error) {
		m.PasswordHash = session.HashPassword(r.Body.Password)
		return func(o tenant.Office) (string, error) { return m.ID, o.CreateMember(m) }, nil
	})
	if err != nil {
		return nil, err
	}
	a.names.forget(call.tenant.ID)
	added, err := a.Tenants.Member(ctx, call.tenant.ID, id)
	return api.AddMember201JSONResponse(encodeMember(added)), err
}

// ChangeMember changes a member. Nobody takes away their own right to manage members, and somebody who manages policies
// and somebody who manages members always stay.
func (a *API) ChangeMember(ctx context.Context, r api.ChangeMemberRequestObject) (api.ChangeMemberResponseObject, error) {
	if err := a.demand(ctx, "member", "manage"); err != nil {
		return nil, err
	}
	call := callerOf(ctx)
	m, err := a.changeMember(ctx, r)
	for tries := 0; tries < 4 && fault.CodeOf(err) == fault.Stale; tries++ {
		m, err = a.changeMember(ctx, r) // somebody changed rights in between: judged anew
	}
	if err != nil {
		return nil, err
	}
	if !m.Active || r.Body.Password != nil {
		if err := a.Tenants.DeleteSessionsOf(ctx, call.tenant.ID, m.ID); err != nil {
			return nil, err
		}
	}
	a.names.forget(call.tenant.ID)
	a.Keeper.Forget()
	a.Decider.Forget(call.tenant.ID)
	return api.ChangeMember200JSONResponse(encodeMember(m)), nil
}

func (a *API) changeMember(ctx context.Context, r api.ChangeMemberRequestObject) (tenant.Member, error) {
	call := callerOf(ctx)
	_, policies, version, err := a.Tenants.Policies(ctx, call.tenant.ID)
	if err != nil {
		return tenant.Member{}, err
	}
	members, err := a.Tenants.Members(ctx, call.tenant.ID)
	if err != nil {
		return tenant.Member{}, err
	}
	at := slices.IndexFunc(members, func(m tenant.Member) bool { return m.ID == r.Member })
	if at < 0 {
		return tenant.Member{}, fault.New(fault.NotFound, "store.not_found")
	}
	m := members[at]
	deactivates := r.Body.Active != nil && !*r.Body.Active
	if m.ID == call.member.ID && (deactivates || r.Body.Roles != nil && !sameRoles(*r.Body.Roles, m.Roles)) {
		return m, fault.New(fault.Conflict, "member.oneself")
	}
	if r.Body.Roles != nil {
		if err := a.knownRoles(ctx, *r.Body.Roles); err != nil {
			return m, err
		}
		m.Roles = *r.Body.Roles
	}
	m.Name, m.Active, m.Locale = orElse(r.Body.Name, m.Name), orElse(r.Body.Active, m.Active), orElse(r.Body.Locale, m.Locale)
	if r.Body.Password != nil {
		m.PasswordHash = session.HashPassword(*r.Body.Password)
	}
	members[at] = m
	if err := keepsKeys(access.NewJudge(policies), members); err != nil {
		return m, err
	}
	return m, a.Tenants.ChangeMember(ctx, version, m)
}

func sameRoles(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func (a *API) knownRoles(ctx context.Context, roles []string) error {
	known, _, _, err := a.Tenants.Policies(ctx, callerOf(ctx).tenant.ID)
	if err != nil {
		return err
	}
	for _, role := range roles {
		if !slices.ContainsFunc(known, func(r tenant.Role) bool { return r.Key == role }) {
			return fault.New(fault.Invalid, "member.invalid").At(fault.Violation{
				Path: "/roles", Key: "member.unknown_role", Params: map[string]any{"role": role},
			})
		}
	}
	return nil
}

func orElse[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}
