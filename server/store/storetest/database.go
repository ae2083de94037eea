package storetest

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/esteira/esteira/server/store"
)

// SQLite gives databases in files of their own.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite://" + filepath.Join(t.TempDir(), "a folder? 100%", "esteira.db")
}

// Postgres gives databases on the server that ESTEIRA_TEST_POSTGRES names, whose user must be a superuser. Each has an
// owner of its own without that right, as in production: row-level security does not hold a superuser back.
//
// Without the variable it fails, so that nobody takes half the proof for the whole; with -short it skips.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("ESTEIRA_TEST_POSTGRES")
	if server == "" {
		if testing.Short() {
			t.Skip("ESTEIRA_TEST_POSTGRES is not set")
		}
		t.Fatal("ESTEIRA_TEST_POSTGRES is not set: name a PostgreSQL server (postgres://…) or run with -short")
	}
	at, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + store.NewID()
	admin(t, server, fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", name, name), fmt.Sprintf("CREATE DATABASE %s OWNER %s", name, name))
	t.Cleanup(func() { admin(t, server, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name), "DROP ROLE "+name) })
	at.User, at.Path = url.UserPassword(name, name), "/"+name
	return at.String()
}

func admin(t testing.TB, server string, texts ...string) {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // a test's own
	for _, text := range texts {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
}
