package app

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/jobs"
	"github.com/esteira/esteira/server/tenant"
)

// movable is a clock that is set by hand.
type movable struct{ nanos atomic.Int64 }

func (m *movable) now() time.Time      { return time.Unix(0, m.nanos.Load()) }
func (m *movable) set(at time.Time)    { m.nanos.Store(at.UnixNano()) }
func (m *movable) add(d time.Duration) { m.nanos.Add(int64(d)) }

// waiting takes the jobs that transactions enqueue, in place of the queue, and keeps them until their time comes on
// the clock.
type waiting struct {
	clock *movable

	mu    sync.Mutex
	known map[string]bool
	jobs  []cases.Job
}

// InsertTx keeps jobs. One whose key is known is left out, as the queue does.
func (w *waiting) InsertTx(_ context.Context, _ *sql.Tx, list []cases.Job) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, job := range list {
		name := job.Args["tenant"] + "/" + job.Kind + "/" + job.Key
		if job.Key != "" && w.known[name] {
			continue
		}
		w.known[name] = true
		if job.At.IsZero() {
			job.At = w.clock.now()
		}
		w.jobs = append(w.jobs, job)
	}
	return nil
}

// next takes out the earliest job that is due at a time.
func (w *waiting) next(at time.Time) (cases.Job, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	first := -1
	for i, job := range w.jobs {
		if !job.At.After(at) && (first < 0 || job.At.Before(w.jobs[first].At)) {
			first = i
		}
	}
	if first < 0 {
		return cases.Job{}, false
	}
	job := w.jobs[first]
	w.jobs = append(w.jobs[:first], w.jobs[first+1:]...)
	return job, true
}

// back puts back a job that was taken out and not done. Any other of its time comes after it.
func (w *waiting) back(job cases.Job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.jobs = slices.Insert(w.jobs, 0, job)
}

// ahead are the jobs that wait, the earliest first.
func (w *waiting) ahead() []cases.Job {
	w.mu.Lock()
	defer w.mu.Unlock()
	jobs := slices.Clone(w.jobs)
	slices.SortStableFunc(jobs, func(a, b cases.Job) int { return a.At.Compare(b.At) })
	return jobs
}

// forget drops what waits.
func (w *waiting) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.jobs = nil
	clear(w.known)
}

// rehearsal plays cases through on a clock of its own: what a job or a timer would have done in the meantime is done
// when the clock passes its time, so that weeks go by in a moment and nothing is left over for the real queue but
// what still lies ahead.
type rehearsal struct {
	*App
	ctx     context.Context // as long as the seeding of one tenant
	clock   *movable
	waiting *waiting
	work    map[string]jobs.Handler
	tenant  tenant.Tenant
	members map[string]actor.Actor // by the word in their address
}

// forward moves the clock, and does on the way what is due.
func (r *rehearsal) forward(to time.Time) error {
	for {
		job, due := r.waiting.next(to)
		if !due {
			break
		}
		if job.At.After(r.clock.now()) {
			r.clock.set(job.At)
		}
		err := r.work[job.Kind](r.ctx, job.Args["tenant"], job.Args, 1)
		if pause, wants := jobs.Snoozed(err); wants {
			job.At = to.Add(pause) // not on the way: weeks may go by in which nobody answers
			r.waiting.back(job)
			continue
		}
		if err != nil {
			return fmt.Errorf("job %s %s: %w", job.Kind, job.Key, err)
		}
	}
	r.clock.set(to)
	return nil
}
