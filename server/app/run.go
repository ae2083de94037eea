package app

import (
	"context"
	"errors"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/jobs"
	"github.com/esteira/esteira/server/session"
)

// maxRunning is how long one job is at a run before another goes on.
const maxRunning = 2 * time.Minute

// workRun does an act to many cases, as the member who began it and with the rights that they have now. It comes back as long
// as there are more.
func (a *App) workRun(ctx context.Context, tenant string, args map[string]string, attempt int) error {
	ended, err := a.runSome(ctx, tenant, args["run"])
	if err == nil && !ended {
		return jobs.Snooze(time.Second)
	}
	if err == nil || !isFinal(err) && attempt < jobs.MaxAttempts {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), failTime)
	defer cancel()
	a.log.WarnContext(ctx, "run failed", "tenant", tenant, "run", args["run"], "error", err)
	return jobs.Cancel(errors.Join(err, a.Conveyor.FailRun(ctx, tenant, args["run"])))
}

func (a *App) runSome(ctx context.Context, tenant, id string) (ended bool, err error) {
	var run queue.Run
	err = a.Store.View(ctx, tenant, func(tx conveyor.Tx) (err error) {
		run, err = tx.Run(id)
		return err
	})
	if err != nil {
		return false, err
	}
	m, err := a.Store.Member(ctx, tenant, run.By)
	if err != nil {
		return false, err
	}
	if !m.Active { // nobody acts in the name of somebody who has left
		return false, fault.New(fault.Denied, "session.over")
	}
	began := time.Now()
	return a.Conveyor.WorkRun(ctx, session.Member(m), id, func() bool { return time.Since(began) > maxRunning })
}
