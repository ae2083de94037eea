package httpapi

import (
	"context"
	"net/http"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/tenant"
)

// LogIn signs a member in.
func (a *API) LogIn(ctx context.Context, r api.LogInRequestObject) (api.LogInResponseObject, error) {
	call := callerOf(ctx)
	secret, s, err := a.Keeper.Open(ctx, session.LogIn{
		Tenant: call.tenant.ID, Email: r.Body.Email, Password: r.Body.Password, IP: call.who.IP, Agent: call.who.Agent,
	})
	if err != nil {
		return nil, err
	}
	m, err := a.Tenants.Member(ctx, call.tenant.ID, s.Member)
	if err != nil {
		return nil, err
	}
	a.setCookie(ctx, http.Cookie{Name: memberCookie, Value: secret, Expires: s.ExpiresAt})
	out, err := a.sessionOf(ctx, m, s)
	return api.LogIn200JSONResponse(out), err
}

// GetSession says who is signed in.
func (a *API) GetSession(ctx context.Context, _ api.GetSessionRequestObject) (api.GetSessionResponseObject, error) {
	call := callerOf(ctx)
	out, err := a.sessionOf(ctx, call.member, call.session)
	return api.GetSession200JSONResponse(out), err
}

// LogOut signs the member out.
func (a *API) LogOut(ctx context.Context, _ api.LogOutRequestObject) (api.LogOutResponseObject, error) {
	call := callerOf(ctx)
	if err := a.Keeper.Close(ctx, call.tenant.ID, call.secret); err != nil {
		return nil, err
	}
	a.listeners.end(call.tenant.ID, call.secret)
	if a.Tryouts != nil {
		a.Tryouts.Leave(call.who)
	}
	a.setCookie(ctx, http.Cookie{Name: memberCookie, MaxAge: -1})
	return api.LogOut204Response{}, nil
}

// menu is what the screens ask before they show an entry.
var menu = [][2]string{
	{"cockpit", "read"},
	{"cockpit", "people"},
	{"definition", "read"},
	{"definition", "write"},
	{"definition", "publish"},
	{"member", "read"},
	{"member", "manage"},
	{"policy", "read"},
	{"policy", "manage"},
	{"outbox", "read"},
	{"outbox", "resend"},
	{"ladder", "manage"},
	{"calendar", "manage"},
	{"audit", "read"},
	{"brand", "manage"},
	{"plugin", "manage"},
	{"list", "read"},
	{"list", "manage"},
	{"feedback", "read"},
	{"queue", "manage"},
	{"queue", "share"},
	{"queue", "export"},
	{"storage", "read"},
	{"storage", "manage"},
}

func (a *API) sessionOf(ctx context.Context, m tenant.Member, s tenant.Session) (api.Session, error) {
	out := api.Session{
		Tenant: callerOf(ctx).tenant.Slug, Member: encodeMember(m), Roles: list(m.Roles), ExpiresAt: s.ExpiresAt,
		Permissions: []string{},
	}
	if a.Witness != nil {
		return out, nil // a sandbox has none of what the menu leads to
	}
	who := session.Member(m)
	for _, entry := range menu {
		d, err := a.Decider.Decide(ctx, who, entry[0], entry[1])
		if err != nil {
			return out, err
		}
		if d.Allowed {
			out.Permissions = append(out.Permissions, entry[0]+" "+entry[1])
		}
	}
	begins, err := a.begins(ctx, who)
	if begins {
		out.Permissions = append(out.Permissions, "pipeline start")
	}
	return out, err
}

// begins tells whether a member may start cases of some live pipeline.
func (a *API) begins(ctx context.Context, who actor.Actor) (bool, error) {
	open, err := a.Conveyor.Entrances(ctx, who.Tenant)
	if err != nil {
		return false, err
	}
	for _, e := range open {
		d, err := a.Decider.Decide(ctx, who, "pipeline/"+e.Pipeline, "start")
		if err != nil || d.Allowed {
			return d.Allowed, err
		}
	}
	return false, nil
}

func encodeMember(m tenant.Member) api.Member {
	return api.Member{
		Id: m.ID, Email: m.Email, Name: m.Name, Roles: list(m.Roles), Active: m.Active, Locale: some(m.Locale),
	}
}
