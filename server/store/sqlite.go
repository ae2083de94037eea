package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"modernc.org/sqlite"

	"github.com/esteira/esteira/schemas/fault"
)

// dialect is gorm's SQLite over the driver in pure Go, whose errors gorm does not know.
type dialect struct{ gormsqlite.Dialector }

// Translate gives gorm's names to the errors of the driver.
func (dialect) Translate(err error) error {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	switch e.Code() {
	case 2067, 1555: // UNIQUE, PRIMARY KEY
		return gorm.ErrDuplicatedKey
	case 787: // FOREIGN KEY
		return gorm.ErrForeignKeyViolated
	case 275: // CHECK
		return gorm.ErrCheckConstraintViolated
	}
	return err
}

// Each part of the DSN was proved by a failing run without it: immediate, or a read that turns into a write fails as
// locked; both time settings, or times of mixed zones sort wrong as text; FULL, or a power cut takes what was promised;
// temp_store in memory, or each savepoint writes its journal to a file.
const (
	forAll     = "?_time_format=sqlite&_timezone=UTC&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=cache_size(-4000)&_pragma=temp_store(2)"
	forWriting = forAll + "&_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)"
	forReading = forAll + "&_txlock=deferred&_pragma=query_only(1)"
)

type sqliteEngine struct {
	*writer
	reading    *sql.DB
	statements *statements
	gorm       *gorm.DB
	file       string       // as a driver names it
	release    func() error // of the lock of a server, nil while there is none
}

func openSQLite(o Options) (engine, *gorm.DB, error) {
	path, err := filepath.Abs(strings.TrimPrefix(o.URL, "sqlite://"))
	if err != nil {
		return nil, nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, nil, err
	}
	// A "?" or "%" in a folder's name would begin the settings.
	file := "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	settings := forWriting
	if o.Volatile {
		settings = strings.Replace(settings, "synchronous(FULL)", "synchronous(OFF)", 1)
	}
	writing, err := sql.Open("sqlite", file+settings)
	if err != nil {
		return nil, nil, err
	}
	writing.SetMaxOpenConns(1)
	if err := writing.Ping(); err != nil { // makes the file, which readers cannot
		return nil, nil, joinClose(err, writing.Close())
	}
	reading, err := sql.Open("sqlite", file+forReading)
	if err != nil {
		return nil, nil, joinClose(err, writing.Close())
	}
	if o.Readers < 2 {
		o.Readers = 4
	}
	reading.SetMaxOpenConns(o.Readers)
	reading.SetMaxIdleConns(o.Readers)
	g, err := gorm.Open(dialect{gormsqlite.Dialector{Conn: reading}}, gormConfig())
	if err != nil {
		return nil, nil, joinClose(err, reading.Close(), writing.Close())
	}
	return &sqliteEngine{writer: startWriter(writing, g), reading: reading, statements: newStatements(), gorm: g, file: file}, g, nil
}

func gormConfig() *gorm.Config {
	return &gorm.Config{SkipDefaultTransaction: true, TranslateError: true, DisableAutomaticPing: true, Logger: logger.Discard}
}

func (e *sqliteEngine) read(ctx context.Context, _ string, fn func(*conn) error) error {
	sqlTx, err := e.reading.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	err = fn(&conn{ctx: ctx, tx: sqlTx, gorm: e.gorm, statements: e.statements, readOnly: true})
	_ = sqlTx.Rollback() // nothing was written
	e.statements.prepare(context.WithoutCancel(ctx), e.reading)
	return err
}

func (e *sqliteEngine) gates() (begins, views gate) {
	return nil, make(gate, e.reading.Stats().MaxOpenConnections-1)
}

func (e *sqliteEngine) migrate(ctx context.Context) error {
	return migrate(ctx, sqliteMigrations, e.pool())
}

func (e *sqliteEngine) backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return fault.New(fault.Conflict, "store.backup.exists")
	}
	// By the writer's connection, between two of its transactions: the readers' may not even write elsewhere.
	_, err := e.pool().ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

// alone locks a file beside the database for as long as this process lives: SQLite knows how on every system, and a crash
// leaves nothing behind. Who is stopping has two seconds to be gone.
func (e *sqliteEngine) alone(ctx context.Context) error {
	guard, err := sql.Open("sqlite", e.file+"-server?_txlock=exclusive&_pragma=busy_timeout(2000)")
	if err != nil {
		return err
	}
	lock, err := guard.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return fault.New(fault.Conflict, "store.served").Because(joinClose(err, guard.Close()))
	}
	e.release = func() error { return joinClose(lock.Rollback(), guard.Close()) }
	return nil
}

func (e *sqliteEngine) close() error {
	e.writer.stop()
	e.statements.close()
	err := errors.Join(e.reading.Close(), e.pool().Close())
	if e.release != nil {
		err = joinClose(err, e.release())
		e.release = nil
	}
	return err
}

func joinClose(err error, closed ...error) error {
	return errors.Join(append([]error{err}, closed...)...)
}
