package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/server/jobs"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/store/storetest"
	"github.com/esteira/esteira/server/tenant"
)

var ctx = context.Background()

// both runs a test on each database.
func both(t *testing.T, test func(*testing.T, *rig)) {
	t.Helper()
	for name, database := range map[string]storetest.Database{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newRig(t, database(t)))
		})
	}
}

type rig struct {
	*store.Store
	url  string
	jobs *jobs.Jobs
	done chan string
}

func newRig(t *testing.T, url string, periodic ...jobs.Periodic) *rig {
	t.Helper()
	s, err := store.Open(ctx, store.Options{URL: url})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	r := &rig{Store: s, url: url, done: make(chan string, 10_000)}
	r.jobs, err = jobs.New(ctx, jobs.Options{
		URL: url, Pool: s.Pool(), Poll: 20 * time.Millisecond, Look: 200 * time.Millisecond, Periodic: periodic,
		Tenants: func(context.Context) ([]string, error) { return []string{"a", "b"}, nil },
	})
	must(t, err)
	s.EnqueueWith(r.jobs)
	for _, id := range []string{"a", "b"} {
		must(t, s.CreateTenant(ctx, tenant.Tenant{ID: id, Slug: id, CreatedAt: time.Now()}))
	}
	return r
}

func (r *rig) start(t *testing.T, handlers map[string]jobs.Handler) {
	t.Helper()
	must(t, r.jobs.Start(ctx, handlers))
	t.Cleanup(func() { must(t, r.jobs.Stop(ctx)) })
}

func (r *rig) enqueue(t *testing.T, tenant string, list ...cases.Job) {
	t.Helper()
	must(t, r.Begin(ctx, tenant, func(tx conveyor.Tx) error {
		for _, j := range list {
			if err := tx.Enqueue(j); err != nil {
				return err
			}
		}
		return nil
	}))
}

// note tells what a handler was given.
func (r *rig) note(_ context.Context, tenant string, args map[string]string, attempt int) error {
	r.done <- fmt.Sprint(tenant, " ", args["case"], " ", attempt)
	return nil
}

func (r *rig) wants(t *testing.T, want ...string) {
	t.Helper()
	missing := map[string]int{}
	for _, w := range want {
		missing[w]++
	}
	for range want {
		select {
		case got := <-r.done:
			if missing[got]--; missing[got] < 0 {
				t.Fatalf("unexpected job %q", got)
			}
		case <-time.After(2 * time.Minute):
			t.Fatalf("jobs are missing: %v", missing)
		}
	}
}

func (r *rig) wantsNoMore(t *testing.T) {
	t.Helper()
	r.enqueue(t, "a", cases.Job{Kind: "note", Args: map[string]string{"case": "last"}}) // jobs of one time run in order
	r.wants(t, "a last 1")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestJobsGoWithTheTransaction(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		job := cases.Job{Kind: "note", Args: map[string]string{"case": "c1"}}
		gone := errors.New("gone")
		err := r.Begin(ctx, "a", func(tx conveyor.Tx) error {
			must(t, tx.Enqueue(job))
			return gone
		})
		if !errors.Is(err, gone) {
			t.Fatal(err)
		}
		r.start(t, map[string]jobs.Handler{"note": r.note})
		r.enqueue(t, "a", job, job)
		r.enqueue(t, "b", job)
		r.wants(t, "a c1 1", "a c1 1", "b c1 1")
		r.wantsNoMore(t)
	})
}

func TestKeyIsEnqueuedOnce(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.start(t, map[string]jobs.Handler{"note": r.note, "other": r.note})
		job := cases.Job{Kind: "note", Key: "k", Args: map[string]string{"case": "c1"}}
		r.enqueue(t, "a", job, job)
		r.wants(t, "a c1 1")
		job.Args = map[string]string{"case": "c2"}
		r.enqueue(t, "a", job) // done meanwhile, and still the same key
		r.enqueue(t, "b", job)
		job.Kind = "other"
		r.enqueue(t, "a", job)
		r.wants(t, "b c2 1", "a c2 1")
		r.wantsNoMore(t)
	})
}

func TestRetrySnoozeCancel(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		var snoozed atomic.Bool
		r.start(t, map[string]jobs.Handler{
			"fails": func(ctx context.Context, tenant string, args map[string]string, attempt int) error {
				if attempt == 1 {
					return errors.New("first time")
				}
				return r.note(ctx, tenant, args, attempt)
			},
			"snoozes": func(ctx context.Context, tenant string, args map[string]string, attempt int) error {
				if snoozed.CompareAndSwap(false, true) {
					return jobs.Snooze(10 * time.Millisecond)
				}
				return r.note(ctx, tenant, args, attempt)
			},
			"cancels": func(ctx context.Context, tenant string, args map[string]string, attempt int) error {
				return jobs.Cancel(errors.Join(errors.New("never"), r.note(ctx, tenant, args, attempt)))
			},
			"panics": func(ctx context.Context, tenant string, args map[string]string, attempt int) error {
				if attempt == 1 {
					panic("on purpose")
				}
				return r.note(ctx, tenant, args, attempt)
			},
		})
		for i, kind := range []string{"fails", "snoozes", "cancels", "panics"} {
			r.enqueue(t, "a", cases.Job{Kind: kind, Args: map[string]string{"case": fmt.Sprint(i)}})
		}
		r.wants(t, "a 0 2", "a 1 1", "a 2 1", "a 3 2")
	})
}

func TestScheduled(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		r.start(t, map[string]jobs.Handler{"note": r.note})
		at := time.Now().Add(time.Second)
		r.enqueue(t, "a", cases.Job{Kind: "note", At: at, Args: map[string]string{"case": "later"}})
		r.wants(t, "a later 1")
		if early := time.Until(at); early > 0 {
			t.Fatalf("%v early", early)
		}
	})
}

func TestPeriodic(t *testing.T) {
	for name, database := range map[string]storetest.Database{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, database(t), jobs.Periodic{Kind: "anchor", Every: time.Hour, PerTenant: true}, jobs.Periodic{Kind: "sweep", Every: time.Hour})
			r.start(t, map[string]jobs.Handler{"anchor": r.note, "sweep": r.note})
			r.wants(t, "a  1", "b  1", "  1")
		})
	}
}

func TestStopWaits(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		begun := make(chan struct{})
		var ended atomic.Bool
		must(t, r.jobs.Start(ctx, map[string]jobs.Handler{"slow": func(context.Context, string, map[string]string, int) error {
			close(begun)
			time.Sleep(300 * time.Millisecond)
			ended.Store(true)
			return nil
		}}))
		r.enqueue(t, "a", cases.Job{Kind: "slow"})
		<-begun
		must(t, r.jobs.Stop(ctx))
		if !ended.Load() {
			t.Fatal("Stop did not wait")
		}
	})
}

// TestNobodyIsLocked lets 8 writers and the jobs that they enqueue write at once, each job by a transaction of its own.
func TestNobodyIsLocked(t *testing.T) {
	both(t, func(t *testing.T, r *rig) {
		const writers, each = 8, 50
		r.start(t, map[string]jobs.Handler{
			"write": func(ctx context.Context, tenantID string, args map[string]string, attempt int) error {
				if err := r.Administer(ctx, tenantID, func(o tenant.Office) error { return o.Perform(args["case"], "") }); err != nil {
					t.Error(err)
				}
				return r.note(ctx, tenantID, args, attempt)
			},
		})
		var want []string
		var group sync.WaitGroup
		for w := range writers {
			for i := range each {
				want = append(want, fmt.Sprintf("a %d-%d 1", w, i))
			}
			group.Go(func() {
				for i := range each {
					r.enqueue(t, "a", cases.Job{Kind: "write", Args: map[string]string{"case": fmt.Sprintf("%d-%d", w, i)}})
				}
			})
		}
		group.Wait()
		r.wants(t, want...)
	})
}
