package jobs_test

import (
	"context"
	"testing"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/server/jobs"
	"github.com/esteira/esteira/server/store/storetest"
)

func TestJobsOfTheDeadAreTakenBack(t *testing.T) {
	for name, engine := range map[string]struct {
		database storetest.Database
		dead     string // who had the job, as the engine writes it
	}{"sqlite": {storetest.SQLite, `["host_dead"]`}, "postgres": {storetest.Postgres, `{host_dead}`}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, engine.database(t))
			r.enqueue(t, "a", cases.Job{Kind: "note", Args: map[string]string{"case": "c1"}})
			_, err := r.Pool().Exec("UPDATE river_job SET state = 'running', attempt = 1, attempted_at = CURRENT_TIMESTAMP, attempted_by = '" + engine.dead + "'")
			must(t, err)
			r.start(t, map[string]jobs.Handler{"note": r.note})
			r.wants(t, "a c1 2")
		})
	}
}

// What a process has in hand is its own for as long as it lives, also when PostgreSQL has cut all its connections; what it
// has ended without that being written is done again.
func TestJobsInHandAreKept(t *testing.T) {
	t.Parallel()
	r := newRig(t, storetest.Postgres(t))
	begun, end := make(chan struct{}), make(chan struct{})
	r.start(t, map[string]jobs.Handler{"note": func(ctx context.Context, tenant string, args map[string]string, attempt int) error {
		if args["case"] == "slow" {
			close(begun)
			<-end
		}
		return r.note(ctx, tenant, args, attempt)
	}})
	r.enqueue(t, "a", cases.Job{Kind: "note", Args: map[string]string{"case": "slow"}})
	<-begun
	var name string
	must(t, r.Pool().QueryRow("SELECT attempted_by[1] FROM river_job WHERE state = 'running'").Scan(&name))
	_, err := r.Pool().Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	must(t, err)
	r.enqueue(t, "a", cases.Job{Kind: "other", Args: map[string]string{"case": "lost"}})
	_, err = r.Pool().Exec("UPDATE river_job SET kind = 'note', state = 'running', attempt = 1, attempted_at = now(), attempted_by = ARRAY[$1] WHERE kind = 'other'", name)
	must(t, err)
	r.wants(t, "a lost 2")
	close(end)
	r.wants(t, "a slow 1")
	r.wantsNoMore(t)
}

// Another process that lives keeps what it has in hand.
func TestJobsOfTheLivingAreLeft(t *testing.T) {
	t.Parallel()
	r := newRig(t, storetest.Postgres(t))
	begun, end := make(chan struct{}), make(chan struct{})
	r.start(t, map[string]jobs.Handler{"note": func(ctx context.Context, tenant string, args map[string]string, attempt int) error {
		close(begun)
		<-end
		return r.note(ctx, tenant, args, attempt)
	}})
	r.enqueue(t, "a", cases.Job{Kind: "note", Args: map[string]string{"case": "c1"}})
	<-begun
	other, err := jobs.New(ctx, jobs.Options{URL: r.url, Pool: r.Pool()})
	must(t, err)
	must(t, other.Start(ctx, map[string]jobs.Handler{"note": r.note}))
	var running int
	must(t, r.Pool().QueryRow("SELECT count(*) FROM river_job WHERE state = 'running'").Scan(&running))
	must(t, other.Stop(ctx))
	close(end)
	r.wants(t, "a c1 1")
	if running != 1 {
		t.Error("the job was taken from who had it in hand")
	}
}
