package store

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	gormpostgres "gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/esteira/esteira/schemas/fault"
)

// maxTries is how often a transaction that PostgreSQL gave up runs in all.
const maxTries = 6

type postgresEngine struct {
	db   *sql.DB
	gorm *gorm.DB
}

func openPostgres(ctx context.Context, o Options) (engine, *gorm.DB, error) {
	db, err := sql.Open("pgx", o.URL)
	if err != nil {
		return nil, nil, err
	}
	if o.Readers < 6 {
		o.Readers = 16
	}
	db.SetMaxOpenConns(o.Readers)
	db.SetMaxIdleConns(o.Readers)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		return nil, nil, joinClose(err, db.Close())
	}
	g, err := gorm.Open(gormpostgres.New(gormpostgres.Config{Conn: db}), gormConfig())
	if err != nil {
		return nil, nil, joinClose(err, db.Close())
	}
	return &postgresEngine{db: db, gorm: g}, g, nil
}

func (e *postgresEngine) pool() *sql.DB { return e.db }

func (e *postgresEngine) close() error { return e.db.Close() }

func (e *postgresEngine) gates() (begins, views gate) {
	n := e.db.Stats().MaxOpenConnections
	return make(gate, n/2), make(gate, n/2-2)
}

func (e *postgresEngine) migrate(ctx context.Context) error {
	return migrate(ctx, postgresMigrations, e.db)
}

func (e *postgresEngine) backup(context.Context, string) error {
	return fault.New(fault.Unsupported, "store.backup.postgres")
}

func (e *postgresEngine) alone(context.Context) error { return nil }

func (e *postgresEngine) write(ctx context.Context, tenant string, fn func(*conn) error) error {
	var err error
	for try := range maxTries {
		if err = e.once(ctx, tenant, fn); !again(err) {
			return err
		}
		pause := time.Duration(rand.IntN(5<<try)+1) * time.Millisecond //nolint:gosec // spreads tries, hides nothing
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
	return err
}

// again says whether the database asks for the transaction to be run once more.
func again(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

func (e *postgresEngine) once(ctx context.Context, tenant string, fn func(*conn) error) error {
	return e.within(ctx, nil, func(c *conn) error {
		if err := c.walled(tenant); err != nil {
			return err
		}
		if err := fn(c); err != nil {
			return err
		}
		if err := c.flush(); err != nil {
			return err
		}
		return c.tx.Commit()
	})
}

func (e *postgresEngine) read(ctx context.Context, tenant string, fn func(*conn) error) error {
	return e.within(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}, func(c *conn) error {
		c.readOnly = true
		if err := c.walled(tenant); err != nil {
			return err
		}
		if err := fn(c); err != nil {
			return err
		}
		return c.flush() // a write that waits is an error here
	})
}

// within runs fn in a transaction, which is rolled back unless fn commits it.
func (e *postgresEngine) within(ctx context.Context, o *sql.TxOptions, fn func(*conn) error) error {
	one, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer one.Close() //nolint:errcheck // it goes back to the pool
	sqlTx, err := one.BeginTx(ctx, o)
	if err != nil {
		return err
	}
	defer sqlTx.Rollback() //nolint:errcheck // after a commit it does nothing
	return fn(&conn{ctx: ctx, tx: sqlTx, gorm: e.gorm, pipe: &pipe{ctx: ctx, conn: one}})
}

// walled limits the transaction to the rows of a tenant by row-level security.
func (c *conn) walled(tenant string) error {
	return c.later(nil, "SELECT set_config('app.tenant', ?, true)", tenant)
}
