package store

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

type migrationSet struct {
	folder  string
	dialect goose.Dialect
}

var (
	sqliteMigrations   = migrationSet{"migrations/sqlite", goose.DialectSQLite3}
	postgresMigrations = migrationSet{"migrations/postgres", goose.DialectPostgres}
)

func migrate(ctx context.Context, set migrationSet, db *sql.DB) error {
	p, err := provider(set, db)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

func provider(set migrationSet, db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, set.folder)
	if err != nil {
		return nil, err
	}
	if set.dialect != goose.DialectPostgres {
		return goose.NewProvider(set.dialect, db, files)
	}
	// Several servers that start at once: one migrates, the others wait for it.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(set.dialect, db, files, goose.WithSessionLocker(locker))
}
