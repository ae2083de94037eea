package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/app"
	"github.com/esteira/esteira/server/config"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

// clients is how many send at once.
const clients = 8

// place is a database with a tenant whose cases wait to be submitted.
type place struct {
	environ []string // what the server is configured with
	driver  string   // of database/sql; the store registers it
	url     string
	tenant  tenant.Tenant
	cases   []prepared
}

// prepared is one case in draft with all answers.
type prepared struct{ id, cookie string }

func (p *place) open(ctx context.Context) (*app.App, error) {
	c, err := config.Load(config.Sources{Environ: p.environ})
	if err != nil {
		return nil, err
	}
	return app.Open(ctx, app.Options{Config: c, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))})
}

// prepare makes the tenant and n cases in process, and takes their index rows away so that a submit has to write them:
// people who answer page by page have had some of them written before.
func (p *place) prepare(ctx context.Context, n int) error {
	if err := p.start(ctx, pages(), n, answers); err != nil {
		return err
	}
	db, err := p.database()
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "DELETE FROM answer_index WHERE field NOT LIKE ':%'")
	return errors.Join(err, db.Close())
}

// prepareLarge makes the tenant with the form of 300 fields, and one case.
func (p *place) prepareLarge(ctx context.Context) error {
	return p.start(ctx, largePage(), 1, func(int) map[string]any { return map[string]any{"field_1": 1} })
}

// prepareDesigns makes the tenant with somebody who designs, a form of 500 fields and a pipeline of 60 stages.
func (p *place) prepareDesigns(ctx context.Context) error {
	if err := p.start(ctx, pages(), 0, answers); err != nil {
		return err
	}
	a, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = errors.Join(a.Jobs.Stop(ctx), a.Stop(ctx)) }() // it was never started, so there is nothing to lose
	if err := a.Store.CreateMember(ctx, tenant.Member{
		ID: store.NewID(), Tenant: p.tenant.ID, Email: designer, Name: "Designer", Roles: []string{"administrator"}, Active: true,
		PasswordHash: session.HashPassword(designerPassword), CreatedAt: timeNow(),
	}); err != nil {
		return err
	}
	for kind, design := range map[definition.Kind]object{definition.Form: hugeDesign(), definition.Pipeline: largeDesign()} {
		body, err := json.Marshal(design)
		if err != nil {
			return err
		}
		draft := definition.Draft{Kind: kind, Key: design["key"].(string), Body: body} //nolint:forcetypeassert // ours
		if _, _, err := a.Library.Save(ctx, actor.Job(p.tenant.ID, "operator"), draft); err != nil {
			return err
		}
	}
	return nil
}

// start makes the tenant with a form, and n cases.
func (p *place) start(ctx context.Context, pages []any, n int, answers func(i int) map[string]any) error {
	a, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = errors.Join(a.Jobs.Stop(ctx), a.Stop(ctx)) }() // it was never started, so there is nothing to lose
	if p.tenant, err = a.CreateTenant(ctx, tenant.Tenant{Slug: "load", Name: "Load", DefaultLocale: "en", Locales: []string{"en"}}); err != nil {
		return err
	}
	t, err := template(pages)
	if err != nil {
		return err
	}
	if err := a.InstallTemplate(ctx, p.tenant, t); err != nil {
		return err
	}
	sealer := session.NewSealer(a.Config.Secret, timeNow)
	p.cases = make([]prepared, n)
	return spread(n, func(_, i int) error {
		rec, err := a.Conveyor.Start(ctx, actor.Actor{Kind: actor.Applicant, Tenant: p.tenant.ID}, conveyor.Start{
			Pipeline: pipelineKey, Locale: "en", Values: answers(i),
		})
		if err != nil {
			return fmt.Errorf("prepare case: %w", err)
		}
		cookie, _ := sealer.Seal(p.tenant.ID, rec.ID)
		p.cases[i] = prepared{rec.ID, cookie}
		return nil
	})
}

func (p *place) database() (*sql.DB, error) {
	db, err := sql.Open(p.driver, p.url)
	if err == nil && p.driver == "sqlite" {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// spread lets the clients share the numbers below n, and returns the first error.
func spread(n int, do func(client, i int) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, clients)
	for client := range clients {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if errs[client] = do(client, int(i)); errs[client] != nil {
					next.Store(int64(n))
					return
				}
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
