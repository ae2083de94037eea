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
	sqlTx, err := e.begin(ctx, tenant, nil)
	if err != nil {
		return err
	}
	defer sqlTx.Rollback() //nolint:errcheck // after a commit it does nothing
	if err := fn(&conn{ctx: ctx, tx: sqlTx, gorm: e.gorm, postgres: true}); err != nil {
		return err
	}
	return sqlTx.Commit()
}

func (e *postgresEngine) read(ctx context.Context, tenant string, fn func(*conn) error) error {
	sqlTx, err := e.begin(ctx, tenant, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return err
	}
	defer sqlTx.Rollback() //nolint:errcheck // nothing was written
	return fn(&conn{ctx: ctx, tx: sqlTx, gorm: e.gorm, postgres: true, readOnly: true})
}

// begin starts a transaction that row-level security limits to the tenant.
func (e *postgresEngine) begin(ctx context.Context, tenant string, o *sql.TxOptions) (*sql.Tx, error) {
	sqlTx, err := e.db.BeginTx(ctx, o)
	if err != nil {
		return nil, err
	}
	if _, err := sqlTx.ExecContext(ctx, "SELECT set_config('app.tenant', $1, true)", tenant); err != nil {
		return nil, joinClose(err, sqlTx.Rollback())
	}
	return sqlTx, nil
}
