package app

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/config"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
	"github.com/esteira/esteira/ui"
)

// Call is one call of the command.
type Call struct {
	Args     []string
	Environ  []string // "NAME=value"
	In       io.Reader
	Out, Err io.Writer
	Version  string

	override map[string]string
}

const usage = `Usage: esteira COMMAND

  serve [--demo] [--data DIR]        run the server; --demo adds two tenants to try it with
  migrate                            bring the database up to date, and stop
  tenant create SLUG NAME EMAIL      add a tenant with an administrator; the password is read from standard input
  tenant calendar SLUG               set working hours and holidays, read as JSON from standard input:
                                     {"hours": {"mon": "09:00-18:00"}, "holidays": ["2026-12-25 Christmas"]}
  template install SLUG TEMPLATE     install and publish a template (a key or a file)
  export SLUG FOLDER                 write all that a tenant has designed, as files for version control
  import [--apply] SLUG FOLDER       say what such files would change for a tenant; with --apply, change it
  check FOLDER                       say what is wrong with such files, and play their scenarios; needs no database
  audit verify [SLUG]                verify event chains and anchors; exit 1 when something is broken
  cockpit rebuild [SLUG]             work the figures of the cockpit out again, from the events of all cases
  backup FILE                        write a copy of the SQLite database
  health [URL]                       ask a running server whether it is ready
  version

Settings are read from ESTEIRA_* variables; see deployments/compose/.env.example.
`

// Run carries out a call of the command.
func Run(ctx context.Context, call Call) error {
	commands := map[string]func(context.Context, Call) error{
		"serve": serve, "migrate": migrate, "tenant": tenantCommand, "template": templateCommand, "export": exportCommand,
		"import": importCommand, "check": checkCommand, "audit": auditCommand,
		"cockpit": cockpitCommand, "backup": backup, "health": health, "version": printVersion,
	}
	if len(call.Args) == 0 {
		call.Args = []string{"serve"}
	}
	command, ok := commands[call.Args[0]]
	if !ok {
		_, _ = io.WriteString(call.Err, usage)
		return fmt.Errorf("no command %q", call.Args[0])
	}
	call.Args = call.Args[1:]
	return command(ctx, call)
}

func printVersion(_ context.Context, call Call) error {
	_, err := fmt.Fprintln(call.Out, call.Version)
	return err
}

func settings(call Call) (config.Config, *slog.Logger, error) {
	c, err := config.Load(config.Sources{Environ: call.Environ, Override: call.override})
	if err != nil {
		return c, nil, err
	}
	return c, slog.New(slog.NewJSONHandler(call.Err, &slog.HandlerOptions{Level: c.LogLevel})), nil
}

func serve(ctx context.Context, call Call) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(call.Err)
	demo := flags.Bool("demo", false, "add two tenants to try the product with")
	data := flags.String("data", "", "folder for what is kept on this machine")
	if err := flags.Parse(call.Args); err != nil {
		return err
	}
	call.override = map[string]string{}
	if *data != "" {
		call.override["ESTEIRA_DATA"] = *data
	}
	if *demo {
		call.override["ESTEIRA_OUTBOX"], call.override["ESTEIRA_PRIVATE_CALLS"] = "true", "true"
	}
	c, log, err := settings(call)
	if err != nil {
		return err
	}
	if !ui.Built {
		log.Warn("this binary carries no screens; run make build for one that does")
	}
	if !*demo {
		return run(ctx, call, serving{config: c, log: log})
	}
	core, stop, err := startCore(ctx)
	if err != nil {
		return fmt.Errorf("core system of the demo: %w", err)
	}
	if err := Demo(ctx, c, log, core); err != nil {
		return errors.Join(fmt.Errorf("demo tenants: %w", err), stop())
	}
	return errors.Join(run(ctx, call, serving{config: c, log: log, demo: true}), stop())
}

type serving struct {
	config config.Config
	log    *slog.Logger
	demo   bool
}

// settled is when a server has started and has done its first housekeeping: both take more memory than running does.
const settled = 4 * time.Second

// graceful is how long requests and jobs may take to finish when the server is told to stop.
const graceful = 20 * time.Second

func run(ctx context.Context, call Call, s serving) error {
	options := Options{Config: s.config, Log: s.log}
	if ui.Built {
		options.Dist = ui.Dist
	}
	a, err := Open(ctx, options)
	if err != nil {
		return err
	}
	if err := a.documents.SelfTest(ctx); err != nil {
		return errors.Join(fmt.Errorf("documents cannot be kept: %w", err), a.close())
	}
	if err := a.Start(ctx); err != nil {
		return errors.Join(err, a.Stop(context.WithoutCancel(ctx)))
	}
	defer time.AfterFunc(settled, debug.FreeOSMemory).Stop()
	s.log.Info("esteira is up", "version", call.Version, "listening", a.Addr(), "settings", s.config.String())
	if s.demo {
		_, _ = io.WriteString(call.Out, demoWelcome(s.config.PublicURL))
	}
	<-ctx.Done()
	s.log.Info("stopping")
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceful)
	defer cancel()
	return a.Stop(stopping)
}

// closed opens the product without starting it, for one command.
func closed(ctx context.Context, call Call, do func(*App) error) error {
	c, log, err := settings(call)
	if err != nil {
		return err
	}
	a, err := Open(ctx, Options{Config: c, Log: log})
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.close())
}

func migrate(ctx context.Context, call Call) error {
	return closed(ctx, call, func(*App) error {
		_, err := fmt.Fprintln(call.Out, "the database is up to date")
		return err
	})
}

func backup(ctx context.Context, call Call) error {
	if len(call.Args) != 1 {
		return errors.New("say where to: esteira backup FILE")
	}
	return closed(ctx, call, func(a *App) error { return a.Store.Backup(ctx, call.Args[0]) })
}

func tenantCommand(ctx context.Context, call Call) error {
	if len(call.Args) == 2 && call.Args[0] == "calendar" {
		return tenantCalendar(ctx, call)
	}
	if len(call.Args) != 4 || call.Args[0] != "create" {
		return errors.New("say: esteira tenant create SLUG NAME EMAIL, or esteira tenant calendar SLUG")
	}
	password, err := io.ReadAll(io.LimitReader(call.In, 1024))
	if err != nil {
		return err
	}
	secret := strings.TrimRight(string(password), "\r\n")
	if len(secret) < 12 {
		return errors.New("give a password of 12 characters or more on standard input")
	}
	return closed(ctx, call, func(a *App) error {
		_, err := a.found(ctx, tenant.New{
			Tenant: tenant.Tenant{Slug: call.Args[1], Name: call.Args[2], Ladder: tenant.FirstLadder()},
			Members: []tenant.Member{{
				ID: store.NewID(), Email: strings.ToLower(call.Args[3]), Name: call.Args[3], Active: true,
				Roles: []string{"administrator"}, PasswordHash: session.HashPassword(secret), CreatedAt: a.now(),
			}},
		})
		return err
	})
}

// tenantCalendar sets when a tenant works. What waits already keeps its moment.
func tenantCalendar(ctx context.Context, call Call) error {
	var set tenant.Calendar
	decoder := json.NewDecoder(io.LimitReader(call.In, 64<<10))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&set); err != nil {
		return err
	}
	if _, err := set.Working(time.UTC); err != nil {
		return err
	}
	return closed(ctx, call, func(a *App) error {
		t, err := a.Store.TenantBySlug(ctx, call.Args[1])
		if err != nil {
			return err
		}
		set.Revision = t.WorkingTime().Revision + 1
		t.Calendar = &set
		return a.Store.UpdateTenant(ctx, t)
	})
}

func templateCommand(ctx context.Context, call Call) error {
	if len(call.Args) != 3 || call.Args[0] != "install" {
		return errors.New("say: esteira template install SLUG TEMPLATE")
	}
	return closed(ctx, call, func(a *App) error {
		t, err := a.Store.TenantBySlug(ctx, call.Args[1])
		if err != nil {
			return err
		}
		chosen, err := library.Find(call.Args[2])
		if body, ferr := os.ReadFile(call.Args[2]); err != nil && ferr == nil {
			chosen, err = library.Read(body)
		}
		if err != nil {
			return err
		}
		return a.InstallTemplate(ctx, t, chosen)
	})
}

// InstallTemplate installs a template as the operator does, with its roles and policies.
func (a *App) InstallTemplate(ctx context.Context, t tenant.Tenant, chosen library.Template) error {
	_, err := a.Administration.Install(ctx, tenant.Request[library.Template]{Who: actor.Job(t.ID, "operator"), What: chosen})
	return err
}

// CreateTenant adds a tenant with what every tenant needs: an administrator who may do everything outside cases.
func (a *App) CreateTenant(ctx context.Context, t tenant.Tenant) (tenant.Tenant, error) {
	return a.found(ctx, tenant.New{Tenant: t})
}

// found adds a tenant with all that it begins with, or nothing.
func (a *App) found(ctx context.Context, n tenant.New) (tenant.Tenant, error) {
	if tenant.IsSandbox(n.Tenant.Slug) { // its addresses would lead to no tenant
		return n.Tenant, fault.New(fault.Invalid, "tenant.slug_reserved").With("slug", n.Tenant.Slug)
	}
	n.Tenant.ID, n.Tenant.CreatedAt = store.NewID(), a.now()
	n.Tenant = n.Tenant.WithDefaults()
	return n.Tenant, a.Administration.Create(ctx, n)
}

// named returns the tenants that a command speaks of: the one whose slug is given, or all.
func (a *App) named(ctx context.Context, slugs []string) ([]tenant.Tenant, error) {
	tenants, err := a.Store.Tenants(ctx)
	if err != nil || len(slugs) == 0 {
		return tenants, err
	}
	at := slices.IndexFunc(tenants, func(t tenant.Tenant) bool { return t.Slug == slugs[0] })
	if at < 0 {
		return nil, fmt.Errorf("there is no tenant %q", slugs[0])
	}
	return tenants[at : at+1], nil
}

func auditCommand(ctx context.Context, call Call) error {
	if len(call.Args) == 0 || call.Args[0] != "verify" {
		return errors.New("say: esteira audit verify [SLUG]")
	}
	return closed(ctx, call, func(a *App) error {
		tenants, err := a.named(ctx, call.Args[1:])
		if err != nil {
			return err
		}
		sound := true
		for _, t := range tenants {
			report, err := a.Auditor.Verify(ctx, t.ID, nil)
			if err != nil {
				return err
			}
			sound = sound && report.OK
			_, _ = fmt.Fprintf(call.Out, "%s: ok=%v cases=%d events=%d anchors=%d root=%s\n", t.Slug, report.OK, report.Cases,
				report.Events, report.Anchors, report.Root)
			for _, b := range report.Broken {
				_, _ = fmt.Fprintf(call.Out, "  %+v\n", b)
			}
		}
		if !sound {
			return errors.New("the audit log is broken")
		}
		return nil
	})
}

func health(ctx context.Context, call Call) error {
	url := "http://127.0.0.1:8080"
	if len(call.Args) > 0 {
		url = call.Args[0]
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	if err := response.Body.Close(); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", response.Status)
	}
	return nil
}
