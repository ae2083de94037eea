package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/server/session"
)

const (
	replicas   = 3
	dueAtOnce  = 2000
	leastFired = 100.0 // timers a second, by all of them
)

// replicas has three servers on one database fire timers that are all due at once, and counts how often each fired.
func (b *bench) replicas(ctx context.Context) error {
	c, err := openCluster(b.dir)
	if err != nil {
		return err
	}
	if err := c.exec("CREATE DATABASE replicas OWNER " + postgresRole); err != nil {
		return err
	}
	data := filepath.Join(b.dir, "replicas")
	p := &place{
		environ: []string{"ESTEIRA_DATA=" + data, "ESTEIRA_DATABASE_URL=" + c.named("replicas", postgresRole)},
		driver:  "pgx", url: c.named("replicas", c.url.User.Username()),
	}
	if err := p.handedIn(ctx, dueAtOnce); err != nil {
		return err
	}
	db, err := p.database()
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // the files are thrown away
	servers := make([]*server, replicas)
	for i := range servers {
		if servers[i], err = serve(ctx, b.binary, p.environ); err != nil {
			return err
		}
		defer servers[i].stop() //nolint:errcheck // a figure was taken
	}
	took, err := fire(ctx, db)
	if err != nil {
		return err
	}
	var fired, doubles int
	err = db.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM events WHERE name = 'case.moved' AND data->>'to' = 'expired' GROUP BY case_id) e").Scan(&fired, &doubles)
	if err == nil && (fired != dueAtOnce || doubles > 0) {
		err = fmt.Errorf("%d of %d timers fired, %d of them more than once", fired, dueAtOnce, doubles)
	}
	b.add(
		figure{what: "three servers: timers that are due at once", measured: float64(fired) / took.Seconds(), promised: leastFired, atLeast: true, unit: "/s"},
		figure{what: "three servers: timers that fired twice", measured: float64(doubles), unit: ""},
	)
	return err
}

// handedIn makes cases whose timers run.
func (p *place) handedIn(ctx context.Context, n int) error {
	if err := p.start(ctx, pages(), n, answers); err != nil {
		return err
	}
	a, err := p.open(ctx)
	if err != nil {
		return err
	}
	err = spread(n, func(_, i int) error {
		id := p.cases[i].id
		_, err := a.Conveyor.Submit(ctx, session.Applicant(p.tenant.ID, id), conveyor.HandIn{Case: id, Locale: "en"})
		return err
	})
	return errors.Join(err, a.Jobs.Stop(ctx), a.Stop(ctx))
}

// fire lets five days go by for all cases, and returns how long it took until all had lapsed.
func fire(ctx context.Context, db *sql.DB) (time.Duration, error) {
	const earlier = "to_jsonb((%s)::timestamptz - interval '6 days')"
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	for _, text := range []string{
		"UPDATE cases SET due_at = due_at - interval '6 days', state = state || jsonb_build_object('timers', (SELECT jsonb_agg(t || jsonb_build_object('dueAt', " +
			fmt.Sprintf(earlier, "t->>'dueAt'") + ")) FROM jsonb_array_elements(state->'timers') t))",
		"UPDATE river_job SET state = 'available', scheduled_at = now() WHERE kind = 'timer'",
	} {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return 0, errors.Join(err, tx.Rollback())
		}
	}
	if err := tx.Commit(); err != nil {
		return 0, err
	}
	began := time.Now()
	for left := dueAtOnce; left > 0; time.Sleep(20 * time.Millisecond) {
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM cases WHERE stage <> 'expired'").Scan(&left); err != nil {
			return 0, err
		}
		if time.Since(began) > 3*time.Minute {
			return 0, fmt.Errorf("%d timers have not fired after 3 minutes", left)
		}
	}
	return time.Since(began), nil
}
