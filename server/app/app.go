// Package app joins everything: it is the only place that knows every part, and the only one that knows which parts
// a configuration asks for.
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/audit"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/server/access"
	"github.com/esteira/esteira/server/blob"
	"github.com/esteira/esteira/server/config"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/jobs"
	"github.com/esteira/esteira/server/pdf"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
	"github.com/esteira/esteira/server/web"
)

// App is the running product.
type App struct {
	Config         config.Config
	Store          *store.Store
	Jobs           *jobs.Jobs
	Conveyor       *conveyor.Conveyor
	Library        *library.Library
	Administration *tenant.Administration
	Auditor        *audit.Auditor
	Decider        *access.Decider
	Handler        http.Handler

	log       *slog.Logger
	now       func() time.Time
	pages     *web.Handler // nil serves none
	trial     *trial       // nil but in a sandbox
	tryouts   *tryouts     // nil in a sandbox
	channels  []message.Channel
	systems   *systems // outside
	vault     *tenant.Vault
	documents documents
	lists     *lists
	stopping  chan struct{} // closed when Stop begins
	stop      sync.Once
	server    *http.Server
	listener  net.Listener
}

// Options are what a caller may set beside the configuration.
type Options struct {
	Config config.Config
	Log    *slog.Logger
	Now    func() time.Time // nil means time.Now
	Dist   fs.FS            // the built screens; nil serves none
}

// Open builds the product without starting it: the store is migrated, nothing listens, no job runs.
func Open(ctx context.Context, o Options) (*App, error) {
	a := &App{Config: o.Config, log: o.Log, now: o.Now}
	if a.now == nil {
		a.now = time.Now
	}
	schemas.RegisterFormats(field.Formats())
	for _, step := range []func(context.Context) error{a.openStore, a.openRuntime, a.openJobs} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, a.close())
		}
	}
	a.tryouts = newTryouts(a)
	a.Library.Rehearsal = rehearsing{a}
	if o.Dist != nil {
		pages, err := web.New(o.Dist, documentOrigins(a.Config)...)
		if err != nil {
			return nil, errors.Join(err, a.close())
		}
		a.pages = pages
		pages.Framers = a.framers
	}
	handler, err := a.openAPI()
	if err != nil {
		return nil, errors.Join(err, a.close())
	}
	a.tryouts.next = handler
	a.Handler = a.tryouts
	return a, nil
}

func (a *App) openStore(ctx context.Context) error {
	s, err := store.Open(ctx, store.Options{URL: a.Config.DatabaseURL, Now: clock(a.now), Log: a.log, Volatile: a.trial != nil})
	if err != nil {
		return err
	}
	a.Store = s
	a.Decider, err = access.New(s, access.Options{Now: a.now})
	return err
}

func (a *App) openRuntime(ctx context.Context) error {
	var err error
	disk := blob.DiskOptions{Now: a.now}
	if a.trial != nil {
		disk.BaseURL, disk.Volatile = "/t/"+a.trial.slug, true
	}
	if a.documents, err = a.openBlobs(ctx, disk); err != nil {
		return err
	}
	if a.vault, err = tenant.NewVault(a.Config.Secret); err != nil {
		return err
	}
	checks, err := a.openPlugins()
	if err != nil {
		return err
	}
	var watch func(*rule.Program, bool)
	if a.trial != nil {
		watch = a.trial.watch
	}
	fields, gate, seal := field.Builtin(), gate{a.Decider}, signature.NewSealer(a.Config.Secret)
	a.Conveyor = conveyor.New(conveyor.Parts{
		Store: a.Store, Tenants: &profiles{store: a.Store, systems: a.systems, url: a.Config.PublicURL, now: a.now}, Gate: gate,
		Staff: people{a.Store}, Blobs: a.documents, Scanner: a.scanner(), Fields: fields, Checks: checks, Outside: a.systems, Seal: seal, Press: pdf.Press{},
		NewID: store.NewID, Log: a.log, Watch: watch,
	})
	types, err := typesOf(checks)
	if err != nil {
		return err
	}
	a.Library = &library.Library{
		Store: a.Store, Gate: gate, Fields: fields, Checks: types, Staff: people{a.Store}, NewID: store.NewID, Now: a.now,
		Apart: a.trial != nil,
	}
	a.Administration = &tenant.Administration{
		Store: a.Store, Library: a.Library, Judge: access.Judgement{}, Vault: a.vault, Plugins: a.settable(), Storage: storage{a}, System: newSystem(a), Files: a.documents, Hash: session.HashPassword, Log: a.log,
	}
	a.Auditor = &audit.Auditor{Store: a.Store, NewID: store.NewID, Now: a.now, Sealed: seal.Verify}
	return nil
}

// openPlugins makes what is plugged in ready, and returns the checks: those of the product and those of plugins. In a
// try-out its own answers stand in for both.
func (a *App) openPlugins() ([]check.Checker, error) {
	host, err := plug(a.Config)
	if err != nil {
		return nil, err
	}
	a.channels = host.Channels
	a.systems = &systems{app: a, installed: host.Integrations}
	a.lists = newLists(a.Store)
	checks := check.Builtin(people{a.Store})
	if a.trial != nil {
		return a.trial.answering(checks), nil
	}
	return append(append(checks, check.NewScreening(a.lists)), a.outfitted(host.Checks)...), nil
}

func (a *App) openAPI() (http.Handler, error) {
	a.stopping = make(chan struct{})
	parts := httpapi.Parts{
		Conveyor: a.Conveyor, Cockpit: &conveyor.Cockpit{Conveyor: a.Conveyor, Reader: a.Store, Clock: a.now}, Library: a.Library, Tenants: a.Store, Queues: a.Store, Outbox: a.Store, Auditor: a.Auditor,
		Decider: a.Decider, Keeper: session.NewKeeper(a.Store, a.now), Sealer: session.NewSealer(a.Config.Secret, a.now),
		Log: a.log, Now: a.now, NewID: store.NewID, Metrics: promhttp.Handler(), Ready: a.Store.Ping,
		MetricsToken: a.Config.MetricsToken, ShowBodies: a.Config.Outbox, Secure: strings.HasPrefix(a.Config.PublicURL, "https://"), TrustedProxies: a.Config.TrustedProxies,
		Bounces: bounces{a}, Channels: func(tenant string) message.Channel { return a.channelsOf(tenant) },
		Files: a.documents.files(), Administration: a.Administration, Watch: a.Store.Watch, Stopping: a.stopping,
	}
	if a.pages != nil {
		parts.UI = a.pages
	}
	if a.tryouts != nil {
		parts.Tryouts = a.tryouts
	}
	if a.trial != nil {
		a.trial.furnish(&parts)
	}
	return httpapi.New(parts)
}

// Start works on jobs and listens. Addr tells where, when the configuration left the port open.
func (a *App) Start(ctx context.Context) error {
	if err := a.Store.Alone(ctx); err != nil {
		return fmt.Errorf("another server is running on this database; stop it first, or use PostgreSQL for several: %w", err)
	}
	if err := sweepSandboxes(a.Config.Data); err != nil {
		return fmt.Errorf("sweep what a crash left: %w", err)
	}
	if err := a.Jobs.Start(ctx, a.handlers()); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.Config.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", a.Config.Addr, err)
	}
	a.listener = listener
	a.server = &http.Server{
		Handler: a.Handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	go func() {
		if err := a.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("the server stopped listening", "error", err)
		}
	}()
	return nil
}

// Addr is the address that Start listens on.
func (a *App) Addr() string { return a.listener.Addr().String() }

// Stop takes no new requests, lets those at work and the jobs finish until ctx ends, and closes the store. It also
// closes what was only opened, or began to start.
func (a *App) Stop(ctx context.Context) error {
	var err error
	a.stop.Do(func() {
		if a.stopping != nil {
			close(a.stopping)
		}
	})
	if a.server != nil {
		err = a.server.Shutdown(ctx)
	}
	if a.tryouts != nil {
		err = errors.Join(err, a.tryouts.close())
	}
	if a.Jobs != nil {
		err = errors.Join(err, a.Jobs.Stop(ctx))
	}
	if a.Store != nil {
		err = errors.Join(err, a.Store.Close())
	}
	return err
}

func (a *App) close() error { return a.Stop(context.Background()) }
