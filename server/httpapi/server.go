// Package httpapi is the product over HTTP: it decodes a request, calls one verb, and encodes what comes back. It is
// the only importer of echo, and the only place that knows which status a fault has.
//
// The routes are those of schemas/openapi.yaml, under /t/{tenant}/api/v1 and, on a host name that belongs to a tenant,
// under /api/v1.
package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/runtime/audit"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/server/access"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/tenant"
)

// Outbox lists the messages of a tenant, newest first.
type Outbox interface {
	Outbox(ctx context.Context, tenant string, q message.Query) ([]message.Message, string, error)
}

// Bounces takes in what outside systems say of messages.
type Bounces interface {
	// Report returns fault.Unsigned "bounce.unsigned" for a signature that is not of the tenant's secret, fault.Invalid for
	// what says nothing, fault.NotFound for a message that the tenant does not have.
	Report(ctx context.Context, tenant string, s Signed) error
}

// Signed is a body from outside with its signature.
type Signed struct {
	Channel                  string // whose secret signs it
	ID, Timestamp, Signature string // as the Standard Webhooks have it

	Old  string // X-Signature, as it was before
	Body []byte
	At   time.Time // when it arrived
}

// Parts are what the API is made of. All are required but Files, UI, Watch, Stopping, Tryouts and Witness.
type Parts struct {
	Conveyor *conveyor.Conveyor
	Cockpit  *conveyor.Cockpit
	Library  *library.Library
	Tenants  tenant.Store
	Queues   queue.Reader
	Outbox   Outbox
	Auditor  *audit.Auditor
	Bounces  Bounces
	Channels func(tenant string) message.Channel // as the tenant has them
	Decider  *access.Decider
	Keeper   *session.Keeper
	Sealer   *session.Sealer
	Log      *slog.Logger
	Now      func() time.Time
	NewID    func() string

	Administration *tenant.Administration

	// Watch, which may be nil, tells of each case that has changed. Stopping is closed when the server begins to stop.
	Watch    func(func(queue.Change))
	Stopping <-chan struct{}

	Tryouts Tryouts // nil inside a sandbox: nothing is tried in there
	Witness Witness // nil everywhere else

	Files   http.Handler // serves /files/… when documents lie on local disk
	UI      http.Handler // serves the pages
	Metrics http.Handler
	Ready   func(context.Context) error

	MetricsToken   string // lets who has it read the metrics; without it, only this machine itself
	ShowBodies     bool   // the outbox shows the text of messages: development only
	Secure         bool   // cookies only over TLS
	TrustedProxies []netip.Prefix
}

// API implements the contract.
type API struct {
	Parts
	limits  *limits
	tenants *tenants
	names   *names

	candidates *candidates
	listeners  *listeners
}

var _ api.StrictServerInterface = (*API)(nil)

// New returns the handler of the whole server.
func New(p Parts) (http.Handler, error) {
	a := &API{Parts: p, limits: newLimits(p.Now), tenants: newTenants(p.Tenants, p.Now), names: newNames(p.Tenants, p.Now)}
	a.candidates = &candidates{known: map[candidateKey]candidate{}}
	a.listeners = newListeners()
	if p.Watch != nil {
		p.Watch(a.listeners.tell)
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = a.fail
	e.IPExtractor = clientAddress(p.TrustedProxies)
	e.Use(a.observe, a.recoverPanic, secureHeaders)

	contract, err := api.GetSpec()
	if err != nil {
		return nil, err
	}
	guard, err := newGuard(contract)
	if err != nil {
		return nil, err
	}
	var around []api.StrictMiddlewareFunc
	if a.Witness != nil {
		around = append(around, a.witnessed)
	}
	strict := api.NewStrictHandler(a, around)
	for _, base := range []string{"/t/:tenant/api/v1", "/api/v1"} {
		group := e.Group(base, packed(), a.findTenant, a.guarded(guard), a.limited, a.remembered)
		api.RegisterHandlers(group, strict)
	}
	e.POST("/t/:tenant/stop", a.stopByOneClick, a.findTenant)
	e.POST("/stop", a.stopByOneClick, a.findTenant)
	a.mountRest(e)
	return e, nil
}

// mountRest adds what lies outside the contract: health, metrics, files, pages.
func (a *API) mountRest(e *echo.Echo) {
	e.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", a.ready)
	e.GET("/openapi.yaml", contractFile)
	if a.Metrics != nil {
		e.GET("/metrics", a.metrics)
	}
	if a.Files != nil {
		e.GET("/files/*", echo.WrapHandler(a.Files))
	}
	if a.UI != nil {
		e.GET("/*", echo.WrapHandler(a.UI))
		e.HEAD("/*", echo.WrapHandler(a.UI))
	}
}

func (a *API) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
	defer cancel()
	if err := a.Ready(ctx); err != nil {
		a.Log.ErrorContext(ctx, "not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// contractFile serves the contract, so that a program can be written against the very server it will talk to.
func contractFile(c echo.Context) error {
	body, err := schemas.Files.ReadFile("openapi.yaml")
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/yaml", body)
}
