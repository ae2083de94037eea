package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"

	"github.com/esteira/esteira/schemas/fault"
)

// asFault is the one place where errors of databases become faults. Faults, and errors of callbacks, pass as they are.
func asFault(err error) error {
	if err == nil || fault.CodeOf(err) != "" || errors.Is(err, context.Canceled) {
		return err
	}
	switch {
	case errors.Is(err, sql.ErrNoRows), errors.Is(err, gorm.ErrRecordNotFound):
		return fault.New(fault.NotFound, "store.not_found").Because(err)
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fault.New(fault.Conflict, "store.taken").Because(err)
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return fault.New(fault.NotFound, "store.not_found").Because(err)
	case errors.Is(err, errClosed), errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone),
		errors.Is(err, context.DeadlineExceeded), isCut(err):
		return fault.New(fault.Unavailable, "store.unavailable").Because(err)
	}
	if code := codeOf(err); code != "" {
		return fault.New(code, keys[code]).Because(err)
	}
	return err
}

// isCut says that PostgreSQL ended the connection, or is not there to open one.
func isCut(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return strings.HasPrefix(e.Code, "08") || strings.HasPrefix(e.Code, "57P")
	}
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, pgx.ErrTxClosed) || pgconn.SafeToRetry(err)
}

var keys = map[fault.Code]string{
	fault.NotFound:    "store.not_found",
	fault.Conflict:    "store.taken",
	fault.Unavailable: "store.unavailable",
	fault.Invalid:     "store.text_unstorable",
}

func codeOf(err error) fault.Code {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return sqliteCodes[e.Code()]
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return postgresCodes[e.Code]
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return fault.Unavailable
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return fault.Unavailable
	}
	return ""
}

var sqliteCodes = map[int]fault.Code{
	2067: fault.Conflict, 1555: fault.Conflict, // unique, primary key
	787: fault.NotFound,                                                    // foreign key
	5:   fault.Unavailable, 261: fault.Unavailable, 517: fault.Unavailable, // busy
	13: fault.Unavailable, // full
}

var postgresCodes = map[string]fault.Code{
	"23505": fault.Conflict,
	"23503": fault.NotFound,
	"42501": fault.NotFound,                                                            // row-level security: the row would belong to another tenant
	"40001": fault.Unavailable, "40P01": fault.Unavailable, "55P03": fault.Unavailable, // retried, and still not through
	"53300": fault.Unavailable, "53100": fault.Unavailable,
	"22021": fault.Invalid, "22P05": fault.Invalid, // text with a NUL
}

func notFound(key string) error { return fault.New(fault.NotFound, key) }

func stale(key string) error { return fault.New(fault.Stale, key) }

func conflict(key string) error { return fault.New(fault.Conflict, key) }
