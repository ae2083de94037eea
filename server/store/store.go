// Package store keeps everything in a database: SQLite for one machine, PostgreSQL for more.
//
// It gives rows and transactions, and implements the interfaces that the runtime and the server declare. It decides
// nothing: rules live in the verbs. It alone knows gorm, goose and the two databases.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"github.com/esteira/esteira/runtime/audit"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

// Options say how a store is opened.
type Options struct {
	URL     string           // sqlite:///path/esteira.db or postgres://…
	Now     func() time.Time // nil means time.Now
	Readers int              // connections for reading; 0 means 4 on SQLite, 16 for all on PostgreSQL
	Log     *slog.Logger     // nil means slog.Default()
	// Volatile lets a crash of the machine take everything: for what nobody keeps. On SQLite it spares waiting for the disk.
	Volatile bool
}

// JobInserter adds jobs inside the transaction of the rows they speak of. The Args of each job carry "tenant".
type JobInserter interface {
	InsertTx(ctx context.Context, tx *sql.Tx, jobs []cases.Job) error
}

// Store keeps everything of all tenants. It is safe for use by many goroutines.
type Store struct {
	engine   engine
	gorm     *gorm.DB
	now      func() time.Time
	log      *slog.Logger
	inserter atomic.Pointer[JobInserter]
	// Callbacks of Begin and View may read by the Store while they hold a connection. The gates leave some connections
	// to those reads, so that callbacks never wait for each other.
	begins, views gate
	bell          bell   // of what transactions have changed
	counts        counts // of the cases in each stage
	grids         grids  // of the answers of large tenants
}

// engine is what the two databases do differently.
type engine interface {
	// write runs fn in a transaction of a tenant and returns when it is durable.
	write(ctx context.Context, tenant string, fn func(*conn) error) error
	// read runs fn in a read-only transaction of a tenant.
	read(ctx context.Context, tenant string, fn func(*conn) error) error
	migrate(ctx context.Context) error
	backup(ctx context.Context, path string) error
	alone(ctx context.Context) error
	// gates say how many callbacks of Begin and of View may run at once; nil is no limit.
	gates() (begins, views gate)
	pool() *sql.DB
	close() error
}

type gate chan struct{}

func (g gate) enter(ctx context.Context) error {
	if g == nil {
		return nil
	}
	select {
	case g <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g gate) leave() {
	if g != nil {
		<-g
	}
}

// Open opens the database and brings its tables up to date. Returns fault.Invalid for a URL it does not know.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := connect(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := s.engine.migrate(ctx); err != nil {
		return nil, fmt.Errorf("store: migrate: %w", joinClose(err, s.Close()))
	}
	return s, nil
}

func connect(ctx context.Context, o Options) (*Store, error) {
	s := &Store{now: o.Now, log: o.Log}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	var err error
	switch {
	case strings.HasPrefix(o.URL, "sqlite://"):
		s.engine, s.gorm, err = openSQLite(o)
	case strings.HasPrefix(o.URL, "postgres://"), strings.HasPrefix(o.URL, "postgresql://"):
		s.engine, s.gorm, err = openPostgres(ctx, o)
	default:
		return nil, fault.New(fault.Invalid, "store.url.unknown")
	}
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	s.begins, s.views = s.engine.gates()
	s.bell.log, s.bell.heard = s.log, s.heard
	if strings.HasPrefix(o.URL, "postgres") {
		s.bell.url = o.URL
	}
	return s, nil
}

// EnqueueWith names who adds jobs. Call it before the first Begin: a transaction that enqueues without it fails.
func (s *Store) EnqueueWith(j JobInserter) { s.inserter.Store(&j) }

// Pool is the database itself, for the jobs that live in it. On SQLite it has one connection, which is shared with
// the writer: whoever writes through it waits its turn and never meets a locked database.
func (s *Store) Pool() *sql.DB { return s.engine.pool() }

// Close ends all work. Transactions that wait get fault.Unavailable.
func (s *Store) Close() error {
	s.bell.stop()
	s.grids.close()
	return s.engine.close()
}

// Alone keeps every other server from this database until the Store is closed: on SQLite two would do the same jobs, each
// with caches of its own. It waits two seconds for one that is stopping. Returns fault.Conflict when there is another
// server. PostgreSQL is made for several, and is never refused.
func (s *Store) Alone(ctx context.Context) error { return s.engine.alone(ctx) }

// Ping says whether the database answers. Returns fault.Unavailable otherwise.
func (s *Store) Ping(ctx context.Context) error {
	return s.read(ctx, "", func(c *conn) error {
		_, err := c.exists("SELECT 1")
		return err
	})
}

// Backup writes a copy of the database to a new file while work goes on. Returns fault.Conflict when the file
// exists, fault.Unsupported on PostgreSQL, which has pg_dump.
func (s *Store) Backup(ctx context.Context, path string) error {
	return asFault(s.engine.backup(ctx, path))
}

// Now is the time by which the store goes.
func (s *Store) Now() time.Time { return s.moment() }

// moment is the time of a transaction: UTC, milliseconds, as it will be read back.
func (s *Store) moment() time.Time { return instant(s.now()) }

// write runs steps in one transaction, up to the first that fails.
func (s *Store) write(ctx context.Context, tenant string, steps ...func(*conn) error) error {
	return asFault(s.engine.write(ctx, tenant, func(c *conn) error {
		for _, step := range steps {
			if err := step(c); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (s *Store) read(ctx context.Context, tenant string, fn func(*conn) error) error {
	return asFault(s.engine.read(ctx, tenant, fn))
}

func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

var (
	_ conveyor.Store = (*Store)(nil)
	_ conveyor.Tx    = (*tx)(nil)
	_ tenant.Store   = (*Store)(nil)
	_ queue.Reader   = (*Store)(nil)
	_ audit.Store    = (*Store)(nil)
)
