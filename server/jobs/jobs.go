// Package jobs keeps background work durable: what a transaction enqueues is done after it commits, at least once, also
// when the machine stops in between.
//
// It carries work to handlers and knows nothing of what they do. It alone knows River.
package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/esteira/esteira/runtime/cases"
)

// Options say where jobs live.
type Options struct {
	URL     string        // of the store: postgres://… or sqlite://…
	Pool    *sql.DB       // of the store; on SQLite its one writing connection
	Workers int           // jobs at a time; 0 means 4 for each processor
	Poll    time.Duration // how often SQLite is asked for jobs; 0 means 150 ms
	Look    time.Duration // how often a server on PostgreSQL looks for jobs of servers that are gone; 0 means 3 s
	Log     *slog.Logger  // nil means slog.Default()

	// Apart are kinds that wait for somebody outside. Each has workers of its own, so that one that hangs keeps only its own
	// kind waiting.
	Apart []string

	// Tenants lists the tenants for Periodic jobs that run once for each.
	Tenants  func(context.Context) ([]string, error)
	Periodic []Periodic
}

// Periodic is work that comes back by itself. Of several servers one does it.
type Periodic struct {
	Kind      string // of the job that its handler gets
	Every     time.Duration
	PerTenant bool // one job for each tenant, in place of one job without a tenant
}

// Handler does one job. It may run more than once for one job. The tenant is "" for periodic work that is about none.
// attempt counts from 1. An error means that it is tried again later, unless it is made by Snooze or Cancel.
type Handler func(ctx context.Context, tenant string, args map[string]string, attempt int) error

// Snooze is the error of a handler that wants to be called again after a time; it is not counted as an attempt.
func Snooze(d time.Duration) error { return river.JobSnooze(d) }

// Snoozed says whether an error is one of Snooze, and after which time.
func Snoozed(err error) (time.Duration, bool) {
	if snooze, ok := errors.AsType[*river.JobSnoozeError](err); ok {
		return snooze.Duration, true
	}
	return 0, false
}

// Cancel is the error of a handler whose job will never succeed: it is not tried again.
func Cancel(err error) error { return river.JobCancel(err) }

// MaxAttempts is how often a job is tried before it is set aside for a person to look at: for about a day.
const MaxAttempts = 14

// Finished jobs are kept for some time to be looked at. While they are, their keys count as taken: the rows of the
// domain have keys of their own that hold for ever.
const (
	keepCompleted = 24 * time.Hour
	keepFailed    = 30 * 24 * time.Hour
)

// Jobs are the background work of one server.
type Jobs struct {
	options Options
	adding  adder
	working worker
	pg      *pgxpool.Pool
	name    string // of this process, in the jobs that it works on
	inHand  hands  // the jobs that are worked on here
	life    life   // on PostgreSQL
}

// adder and worker are clients of River, whose types differ by driver.
type adder interface {
	InsertManyFastTx(ctx context.Context, tx *sql.Tx, params []river.InsertManyParams) (int, error)
}

type worker interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

// New brings the tables of jobs up to date. Work begins with Start.
func New(ctx context.Context, o Options) (*Jobs, error) {
	if o.Workers == 0 {
		o.Workers = 4 * runtime.NumCPU()
	}
	if o.Poll == 0 {
		o.Poll = 150 * time.Millisecond
	}
	if o.Look == 0 {
		o.Look = lookEvery
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	// River tells of every service that starts; what goes wrong is enough.
	o.Log = slog.New(quiet{o.Log.Handler()})
	j := &Jobs{options: o, name: lifeName()}
	var err error
	if strings.HasPrefix(o.URL, "postgres") {
		err = j.openPostgres(ctx)
	} else {
		err = j.openSQLite(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return j, nil
}

func (j *Jobs) openSQLite(ctx context.Context) error {
	driver := riversqlite.New(j.options.Pool)
	if err := migrate(ctx, driver, j.options.Log); err != nil {
		return err
	}
	var err error
	j.adding, err = river.NewClient(driver, &river.Config{Logger: j.options.Log, MaxAttempts: MaxAttempts})
	return err
}

func (j *Jobs) openPostgres(ctx context.Context) error {
	pool, err := pgxpool.New(ctx, j.options.URL)
	if err != nil {
		return err
	}
	j.pg = pool
	if err := j.migratePostgres(ctx); err != nil {
		pool.Close()
		return err
	}
	j.adding, err = river.NewClient(riverdatabasesql.New(j.options.Pool), &river.Config{Logger: j.options.Log, MaxAttempts: MaxAttempts})
	return err
}

// lockNumber is River's migration in the space of advisory locks.
const lockNumber = 7_305_810_420_181

// migratePostgres lets one of several servers that start at once migrate while the others wait.
func (j *Jobs) migratePostgres(ctx context.Context) error {
	conn, err := j.pg.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lockNumber)); err != nil {
		return err
	}
	err = migrate(ctx, riverpgxv5.New(j.pg), j.options.Log)
	_, unlock := conn.Exec(ctx, "SELECT pg_advisory_unlock($1)", int64(lockNumber))
	return errors.Join(err, unlock)
}

func migrate[T any](ctx context.Context, driver riverdriver.Driver[T], log *slog.Logger) error {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: log})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// InsertTx adds jobs inside a transaction: they exist when it commits. A job whose key the tenant has already used for
// the kind is left out. Args["tenant"] names the tenant.
func (j *Jobs) InsertTx(ctx context.Context, tx *sql.Tx, list []cases.Job) error {
	params := make([]river.InsertManyParams, 0, len(list))
	for _, job := range list {
		params = append(params, j.insertion(job))
	}
	_, err := j.adding.InsertManyFastTx(ctx, tx, params)
	if err != nil {
		return fmt.Errorf("jobs: insert: %w", err)
	}
	return nil
}

// Start begins to work on jobs of the kinds that have a handler.
func (j *Jobs) Start(ctx context.Context, handlers map[string]Handler) error {
	config, err := j.config(handlers)
	if err != nil {
		return err
	}
	if j.pg != nil {
		j.working, err = river.NewClient(riverpgxv5.New(j.pg), config)
	} else {
		j.working, err = river.NewClient(riversqlite.New(j.options.Pool), config)
	}
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	if err := j.takeBack(ctx); err != nil {
		return fmt.Errorf("jobs: take back: %w", err)
	}
	// River ends work when the context of Start does; Stop is the one way here.
	if err := j.working.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("jobs: start: %w", err)
	}
	return nil
}

// Stop takes no new jobs and waits for those at work. When ctx ends first their contexts are cancelled: they will be
// tried again.
func (j *Jobs) Stop(ctx context.Context) error {
	var err error
	if j.working != nil {
		if err = j.working.Stop(ctx); errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			err = j.working.StopAndCancel(last)
		}
	}
	if j.life.quit != nil {
		j.life.quit()
		j.life.done.Wait()
	}
	j.life.end()
	if j.pg != nil {
		j.pg.Close()
	}
	return err
}

func (j *Jobs) config(handlers map[string]Handler) (*river.Config, error) {
	workers := river.NewWorkers()
	for kind, h := range handlers {
		if err := j.add(workers, kind, h); err != nil {
			return nil, err
		}
	}
	periodic, err := j.periodic(workers)
	if err != nil {
		return nil, err
	}
	return &river.Config{
		ID:                          j.name,
		Logger:                      j.options.Log,
		Workers:                     workers,
		Queues:                      j.queues(),
		PeriodicJobs:                periodic,
		RetryPolicy:                 backoff{},
		MaxAttempts:                 MaxAttempts,
		JobTimeout:                  5 * time.Minute,
		RescueStuckJobsAfter:        10 * time.Minute,
		FetchCooldown:               min(j.options.Poll, 100*time.Millisecond),
		FetchPollInterval:           j.pollInterval(),
		CompletedJobRetentionPeriod: keepCompleted,
		CancelledJobRetentionPeriod: keepFailed,
		DiscardedJobRetentionPeriod: keepFailed,
	}, nil
}

// queues are one for each kind that is apart, and one for all others.
func (j *Jobs) queues() map[string]river.QueueConfig {
	out := map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: j.options.Workers}}
	for _, kind := range j.options.Apart {
		out[kind] = river.QueueConfig{MaxWorkers: j.options.Workers}
	}
	return out
}

// pollInterval is short where nobody tells of new jobs.
func (j *Jobs) pollInterval() time.Duration {
	if j.pg != nil {
		return time.Second
	}
	return j.options.Poll
}

// quiet lets warnings and errors through. What was only cut short, because the server stops, is a warning.
type quiet struct{ slog.Handler }

// Handle tells a record.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if strings.Contains(a.Value.String(), context.Canceled.Error()) {
			r.Level = min(r.Level, slog.LevelWarn)
		}
		return true
	})
	return q.Handler.Handle(ctx, r)
}

// WithAttrs stays quiet.
func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }

// WithGroup stays quiet.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }

// Enabled says whether a level is told.
func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}
