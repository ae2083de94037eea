package jobs

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/fault"
)

// work is what River keeps of a job. The fields marked unique make its key.
type work struct {
	kind   string
	Tenant string            `json:"tenant" river:"unique"`
	Key    string            `json:"key,omitempty" river:"unique"`
	With   map[string]string `json:"with,omitempty"`
}

// Kind tells River which worker does it.
func (w work) Kind() string { return w.kind }

// everyState makes a key count for as long as River keeps the job.
var everyState = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStateCancelled, rivertype.JobStateCompleted, rivertype.JobStateDiscarded,
	rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

func (j *Jobs) insertion(job cases.Job) river.InsertManyParams {
	w := work{kind: job.Kind, Tenant: job.Args["tenant"], Key: job.Key, With: maps.Clone(job.Args)}
	delete(w.With, "tenant")
	opts := &river.InsertOpts{ScheduledAt: job.At, MaxAttempts: MaxAttempts}
	if slices.Contains(j.options.Apart, job.Kind) {
		opts.Queue = job.Kind
	}
	if job.Key != "" {
		opts.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: everyState}
	}
	return river.InsertManyParams{Args: w, InsertOpts: opts}
}

// doer does the jobs of one kind.
type doer struct {
	river.WorkerDefaults[work]
	handle Handler
	inHand *hands
}

// Work does one job.
func (d doer) Work(ctx context.Context, job *river.Job[work]) error {
	d.inHand.begin(job.ID)
	defer d.inHand.end(job.ID)
	args := job.Args.With
	if args == nil {
		args = map[string]string{}
	}
	err := d.handle(ctx, job.Args.Tenant, args, job.Attempt)
	if f, isFault := errors.AsType[*fault.Fault](err); isFault && f.Key == "store.unavailable" {
		return Snooze(away) // without a database nothing was tried
	}
	return err
}

// away is how long a job waits that found no database.
const away = 2 * time.Second

// add gives a kind its handler. River panics on a kind it does not like.
func (j *Jobs) add(workers *river.Workers, kind string, h Handler) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("jobs: kind %q: %v", kind, v)
		}
	}()
	river.AddWorkerArgs(workers, work{kind: kind}, doer{handle: h, inHand: &j.inHand})
	return nil
}

// periodic makes the jobs that come back by themselves. Work per tenant comes as a tick that adds one job for each.
func (j *Jobs) periodic(workers *river.Workers) ([]*river.PeriodicJob, error) {
	var out []*river.PeriodicJob
	for _, p := range j.options.Periodic {
		kind := p.Kind
		if p.PerTenant {
			kind += ".tick"
			if err := j.add(workers, kind, j.fanOut(p)); err != nil {
				return nil, err
			}
		}
		construct := func() (river.JobArgs, *river.InsertOpts) {
			// A tick that is still waiting makes a second one useless.
			return work{kind: kind}, &river.InsertOpts{MaxAttempts: 3, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waitingStates}}
		}
		out = append(out, river.NewPeriodicJob(river.PeriodicInterval(p.Every), construct, &river.PeriodicJobOpts{RunOnStart: true}))
	}
	return out, nil
}

var waitingStates = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// fanOut adds one job for each tenant. The key is the period, so that a tick tried twice adds them once.
func (j *Jobs) fanOut(p Periodic) Handler {
	return func(ctx context.Context, _ string, _ map[string]string, _ int) error {
		tenants, err := j.options.Tenants(ctx)
		if err != nil || len(tenants) == 0 {
			return err
		}
		key := time.Now().UTC().Truncate(p.Every).Format(time.RFC3339)
		list := make([]cases.Job, 0, len(tenants))
		for _, t := range tenants {
			list = append(list, cases.Job{Kind: p.Kind, Key: key, Args: map[string]string{"tenant": t}})
		}
		tx, err := j.options.Pool.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
		if err := j.InsertTx(ctx, tx, list); err != nil {
			return err
		}
		return tx.Commit()
	}
}

// backoff is how long a job waits after each attempt that failed; the last one is kept up.
type backoff struct{}

var pauses = []time.Duration{
	time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 3 * time.Hour,
}

// NextRetry is when a job that failed is tried again.
func (backoff) NextRetry(job *rivertype.JobRow) time.Time {
	return time.Now().UTC().Add(pauses[min(len(job.Errors), len(pauses)-1)])
}
