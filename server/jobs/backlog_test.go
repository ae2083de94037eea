package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/server/jobs"
)

// TestBacklogTellsWhatWaitsOfATenant counts what is due and what failed, and nothing of another tenant.
func TestBacklogTellsWhatWaitsOfATenant(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		job := func(kind string, at time.Time) cases.Job {
			return cases.Job{Kind: kind, At: at, Args: map[string]string{"case": "c"}}
		}
		r.enqueue(t, "a", job("note", time.Time{}), job("note", time.Now().Add(-time.Hour)), job("note", time.Now().Add(time.Hour)))
		r.enqueue(t, "b", job("bad", time.Time{}))
		is := func(tenant string, waiting, late int) jobs.Backlog {
			t.Helper()
			b, err := r.jobs.Backlog(ctx, tenant)
			must(t, err)
			if b.Waiting != waiting || b.Late != late || b.Oldest.IsZero() != (late == 0) {
				t.Fatalf("of %s: %+v, want %d waiting and %d late", tenant, b, waiting, late)
			}
			return b
		}
		if b := is("a", 2, 1); time.Since(b.Oldest) < 59*time.Minute || time.Since(b.Oldest) > 61*time.Minute || b.Failure != nil {
			t.Errorf("what waits for an hour: %+v", b)
		}
		is("b", 1, 0)
		r.start(t, map[string]jobs.Handler{"note": r.note, "bad": func(_ context.Context, _ string, _ map[string]string, attempt int) error {
			if attempt > 1 {
				return jobs.Snooze(time.Hour)
			}
			r.done <- "b c 1"
			return errors.New("no")
		}})
		r.wants(t, "a c 1", "a c 1", "b c 1")
		must(t, r.jobs.Stop(ctx)) // what a job ended in is written
		if b := is("b", 1, 1); b.Failure == nil || b.Failure.Kind != "bad" || b.Failure.ID == "" || time.Since(b.Failure.At) > time.Minute {
			t.Errorf("what failed: %+v", b.Failure)
		}
		if b := is("a", 0, 0); b.Failure != nil {
			t.Errorf("a is told of a job of another: %+v", b.Failure)
		}
	})
}
