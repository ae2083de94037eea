package httpapi

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/tenant"
)

// The cookies.
const (
	memberCookie    = "esteira_session"
	applicantCookie = "esteira_applicant"
)

// shownCase is the header by which a page says whose case it shows. A browser has one cookie and many tabs: what is typed in
// one must not go to the case that another has opened since.
const shownCase = "X-Esteira-Case"

// caller is what is known of a request before its verb runs.
type caller struct {
	tenant  tenant.Tenant
	who     actor.Actor
	member  tenant.Member
	session tenant.Session
	secret  string // of the member's session
	prefix  string // "/t/<slug>" or "" on a host of the tenant
	words   speaker
	key     string // of the request, when it may come again
	keyed   bool   // the operation takes such a key
	body    []byte // as it came, of an operation that checks its signature
	op      string // operation of the contract
	echo    echo.Context
}

type callerKey struct{}

func callerOf(ctx context.Context) *caller {
	c, ok := ctx.Value(callerKey{}).(*caller)
	if !ok {
		return &caller{} // a route outside the tenants: nobody, who may do nothing
	}
	return c
}

// findTenant looks the tenant up by path or host. One that is not there looks like any address that is not there.
func (a *API) findTenant(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		c.Response().Header().Set(echo.HeaderCacheControl, "no-store") // answers are somebody's data
		c.Response().Header().Set(echo.HeaderContentSecurityPolicy, nothing)
		var t tenant.Tenant
		var err error
		prefix := ""
		if slug := c.Param("tenant"); strings.HasPrefix(c.Path(), "/t/") {
			t, err = a.tenants.slug(ctx, slug)
			prefix = "/t/" + slug
		} else {
			t, err = a.tenants.host(ctx, hostOf(c.Request()))
		}
		if err != nil {
			return err
		}
		call := &caller{tenant: t, prefix: prefix, words: speak(c.Request()), echo: c}
		call.who = actor.Actor{Kind: actor.Applicant, Tenant: t.ID, Roles: []string{"applicant"}}
		call.from(c)
		c.SetRequest(c.Request().WithContext(context.WithValue(ctx, callerKey{}, call)))
		return next(c)
	}
}

// from notes where the request came from, as evidence wants it.
func (call *caller) from(c echo.Context) {
	call.who.IP, call.who.Agent = c.RealIP(), c.Request().UserAgent()
	// Behind a proxy the port is the proxy's, which would be false evidence.
	if host, port, err := net.SplitHostPort(c.Request().RemoteAddr); err == nil && host == call.who.IP {
		call.who.Port, _ = strconv.Atoi(port)
	}
}

func hostOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	return strings.ToLower(host)
}

// identify recognises the caller that an operation asks for. An applicant's cookie opens no desk, a member's no portal.
func (a *API) identify(c echo.Context, o *operation) error {
	call := callerOf(c.Request().Context())
	switch o.security {
	case "":
		return nil
	case "applicant":
		caseID, helper, err := a.Sealer.Whose(call.tenant.ID, cookie(c, applicantCookie))
		if err != nil {
			return err
		}
		if shown := c.Request().Header.Get(shownCase); shown != "" && shown != caseID {
			return fault.New(fault.Conflict, "portal.other_case")
		}
		who := session.Applicant(call.tenant.ID, caseID)
		if who.Helper, err = a.helper(c, helper); err != nil {
			return err
		}
		who.IP, who.Port, who.Agent = call.who.IP, call.who.Port, call.who.Agent
		call.who = who
		return nil
	case "member":
		return a.identifyMember(c, call)
	}
	return fault.New(fault.Unsigned, "session.over")
}

// helper is the member who types for the applicant: the one whom the cookie names, while they are logged in here.
func (a *API) helper(c echo.Context, id string) (*actor.Actor, error) {
	if id == "" {
		return nil, nil //nolint:nilnil // the applicant types
	}
	call := callerOf(c.Request().Context())
	m, _, err := a.Keeper.Recognise(c.Request().Context(), call.tenant.ID, cookie(c, memberCookie))
	if err == nil && m.ID != id {
		err = fault.New(fault.Unsigned, "portal.session_over")
	}
	if err != nil {
		return nil, err
	}
	who := session.Member(m)
	return &who, nil
}

func (a *API) identifyMember(c echo.Context, call *caller) error {
	call.secret = cookie(c, memberCookie)
	m, s, err := a.Keeper.Recognise(c.Request().Context(), call.tenant.ID, call.secret)
	if err != nil {
		return err
	}
	who := session.Member(m)
	who.IP, who.Port, who.Agent = call.who.IP, call.who.Port, call.who.Agent
	call.member, call.session, call.who = m, s, who
	return nil
}

func cookie(c echo.Context, name string) string {
	k, err := c.Cookie(name)
	if err != nil {
		return ""
	}
	return k.Value
}

// setCookie sets a cookie that scripts cannot read and other sites cannot send.
func (a *API) setCookie(ctx context.Context, k http.Cookie) {
	call := callerOf(ctx)
	k.Path = call.prefix + "/api"
	k.HttpOnly, k.Secure, k.SameSite = true, a.Secure, http.SameSiteStrictMode
	if k.Name == applicantCookie && call.echo.Request().Header.Get("X-Esteira-Frame") != "" {
		// In a frame of another site only such a cookie comes back; it is kept apart for each site around it.
		k.Secure, k.SameSite, k.Partitioned = true, http.SameSiteNoneMode, true
	}
	call.echo.SetCookie(&k)
}

// clientAddress tells the address of the caller; a header of a proxy is believed only from a trusted one.
func clientAddress(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}
