package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/app"
	"github.com/esteira/esteira/server/session"
)

const (
	freeCases  = 100_000
	operators  = 50
	nexts      = 20              // that each operator asks for
	mostNext   = 30.0            // milliseconds
	mostLook   = time.Second / 2 // an operator looks at a case no longer than this, which is quicker than anybody is
	everyLate  = 10              // one of so many is late
	everyFirst = 4               // one of so many has a priority
)

// next has fifty operators take cases from a queue of a hundred thousand that nobody has.
func (b *bench) next(ctx context.Context) error {
	data := filepath.Join(b.dir, "next")
	sqlite := &place{
		environ: []string{"ESTEIRA_DATA=" + data}, driver: "sqlite",
		url: "file:" + filepath.Join(data, "esteira.db") + sqliteSettings,
	}
	c, err := openCluster(b.dir)
	if err != nil {
		return err
	}
	if err := c.exec("CREATE DATABASE next OWNER " + postgresRole); err != nil {
		return err
	}
	postgres := &place{
		environ: []string{"ESTEIRA_DATA=" + data + "-pg", "ESTEIRA_DATABASE_URL=" + c.named("next", postgresRole)},
		driver:  "pgx", url: c.named("next", c.url.User.Username()),
	}
	return errors.Join(b.nextOn(ctx, "PostgreSQL", postgres), b.nextOn(ctx, "SQLite", sqlite))
}

func (b *bench) nextOn(ctx context.Context, name string, p *place) error {
	if err := p.queued(ctx); err != nil {
		return err
	}
	a, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer a.Stop(context.WithoutCancel(ctx)) //nolint:errcheck // the files are thrown away
	took, err := asked(ctx, a, p.tenant.ID)
	if err != nil {
		return err
	}
	b.add(
		figure{what: name + ": next of 100 000, 50 operators, median", measured: took[len(took)/2], unit: "ms"},
		figure{what: name + ": next of 100 000, 50 operators, p95", measured: took[len(took)*95/100], promised: mostNext, unit: "ms"},
	)
	return nil
}

// queued makes a tenant whose queue holds the cases: one that was handed in, many times.
func (p *place) queued(ctx context.Context) error {
	if err := p.start(ctx, pages(), 1, answers); err != nil {
		return err
	}
	a, err := p.open(ctx)
	if err != nil {
		return err
	}
	_, err = a.Conveyor.Submit(ctx, session.Applicant(p.tenant.ID, p.cases[0].id), conveyor.HandIn{Case: p.cases[0].id, Locale: "en"})
	if err := errors.Join(err, a.Jobs.Stop(ctx), a.Stop(ctx)); err != nil {
		return err
	}
	db, err := p.database()
	if err != nil {
		return err
	}
	return errors.Join(p.fill(db), db.Close())
}

func (p *place) fill(db *sql.DB) error {
	if err := cloneDrafts(db, p.cases[0].id, 1, freeCases-1); err != nil {
		return err
	}
	digit := fmt.Sprintf("CASE WHEN id = '%s' THEN 1 ELSE CAST(SUBSTR(id, LENGTH(id) - 3) AS integer) END", p.cases[0].id) // the others' ids end in their number
	statements := []string{
		fmt.Sprintf("UPDATE cases SET news_seq = 0, priority = CASE WHEN (%[1]s) %% %[2]d = 0 THEN 1 ELSE 0 END", digit, everyFirst),
		fmt.Sprintf("UPDATE cases SET level_at = entered_at WHERE (%s) %% %d = 0", digit, everyLate),
		"ANALYZE",
	}
	for _, text := range statements {
		if _, err := db.Exec(text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return nil
}

// asked lets the operators work, and returns how long each waited for a case, in milliseconds, shortest first. It fails when a
// case was given twice.
func asked(ctx context.Context, a *app.App, tenantID string) ([]float64, error) {
	var mu sync.Mutex
	var took []float64
	var failed error
	given := map[string]int{}
	var all sync.WaitGroup
	for i := range operators {
		who := actor.Actor{Kind: actor.Member, Tenant: tenantID, ID: fmt.Sprintf("operator-%d", i), Roles: []string{"analyst"}}
		all.Go(func() {
			last := ""
			for range nexts {
				time.Sleep(rand.N(mostLook)) //nolint:gosec // spreads what people do
				began := time.Now()
				id, err := a.Conveyor.Next(ctx, who, "approval", last)
				spent := time.Since(began)
				mu.Lock()
				took = append(took, float64(spent.Microseconds())/1000)
				given[id]++
				failed = errors.Join(failed, err)
				mu.Unlock()
				last = id
			}
		})
	}
	all.Wait()
	for id, times := range given {
		if id == "" || times > 1 {
			failed = errors.Join(failed, fmt.Errorf("case %q was given %d times", id, times))
		}
	}
	slices.Sort(took)
	return took, failed
}
