package store_test

import (
	"os"
	"testing"

	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/store/storetest"
)

func TestMain(m *testing.M) {
	store.SetDatabase(storetest.Postgres) // which imports store, so the inner tests cannot
	os.Exit(m.Run())
}

func TestSQLite(t *testing.T) { storetest.Run(t, storetest.SQLite) }

func TestPostgres(t *testing.T) { storetest.Run(t, storetest.Postgres) }

// The jobs of these go to a table of the test; server/jobs measures the same with its own.
func BenchmarkSQLite(b *testing.B) { storetest.Speed(b, storetest.SQLite, storetest.JobTable) }

func BenchmarkPostgres(b *testing.B) { storetest.Speed(b, storetest.Postgres, storetest.JobTable) }
