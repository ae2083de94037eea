package jobs_test

import (
	"testing"

	"github.com/esteira/esteira/server/jobs"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/store/storetest"
)

// These are submissions whose job is River's.
func BenchmarkSQLite(b *testing.B) { storetest.Speed(b, storetest.SQLite, river(b)) }

func BenchmarkPostgres(b *testing.B) { storetest.Speed(b, storetest.Postgres, river(b)) }

func river(b *testing.B) func(string, *store.Store) store.JobInserter {
	b.Helper()
	return func(url string, s *store.Store) store.JobInserter {
		j, err := jobs.New(ctx, jobs.Options{URL: url, Pool: s.Pool()})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = j.Stop(ctx) })
		return j
	}
}
