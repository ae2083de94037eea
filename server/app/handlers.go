package app

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/blob"
	"github.com/esteira/esteira/server/jobs"
	"github.com/esteira/esteira/server/store"
)

// How often work comes back by itself.
const (
	anchorEvery = 10 * time.Minute
	sweepEvery  = time.Minute
	forgetEvery = time.Hour
	countEvery  = time.Minute
	indexEvery  = 10 * time.Minute

	orphansEvery = 24 * time.Hour
	retainEvery  = 24 * time.Hour
)

// rescreenAgain is after how long cases that could not be screened anew are tried again.
const rescreenAgain = 5 * time.Minute

// maxMigrating is how long one job moves cases before another goes on: a job is cut off after some minutes.
const maxMigrating = 2 * time.Minute

// failTime is how long writing down that a job has failed may take.
const failTime = 10 * time.Second

func (a *App) openJobs(ctx context.Context) error {
	j, err := jobs.New(ctx, jobs.Options{
		URL: a.Config.DatabaseURL, Pool: a.Store.Pool(), Log: a.log, Tenants: a.tenantIDs,
		Apart: []string{"send", "check", "call", "examine"},
		Periodic: []jobs.Periodic{
			{Kind: "anchor", Every: anchorEvery, PerTenant: true},
			{Kind: "sweep", Every: sweepEvery},
			{Kind: "forget", Every: forgetEvery, PerTenant: true},
			{Kind: "orphans", Every: orphansEvery},
			{Kind: "retain", Every: retainEvery, PerTenant: true},
			{Kind: "count", Every: countEvery, PerTenant: true},
			{Kind: "index", Every: indexEvery, PerTenant: true},
		},
	})
	if err != nil {
		return err
	}
	a.Jobs = j
	a.Store.EnqueueWith(j)
	return nil
}

func (a *App) tenantIDs(ctx context.Context) ([]string, error) {
	tenants, err := a.Store.Tenants(ctx)
	ids := make([]string, len(tenants))
	for i, t := range tenants {
		ids[i] = t.ID
	}
	return ids, err
}

// handlers are all kinds of background work.
func (a *App) handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"timer": a.wake, "check": a.check, "send": a.send, "token": a.expireToken, "erase": a.eraseBlob,
		"call": a.call, "anchor": a.anchor, "sweep": a.sweep, "forget": a.forget,
		"orphans": a.sweepOrphans, "migrate": a.migrate, "examine": a.examine, "retain": a.retain, "list": a.readList, "rescreen": a.rescreen,
		"run":         a.workRun,
		"unreachable": a.unreachable, "resume": a.mailResumeLinks, "count": a.count, "index": a.index,
	}
}

func (a *App) wake(ctx context.Context, tenant string, args map[string]string, _ int) error {
	return final(a.Conveyor.Wake(ctx, tenant, args["case"]))
}

func (a *App) check(ctx context.Context, tenant string, args map[string]string, _ int) error {
	round, err := strconv.Atoi(args["round"])
	if err != nil {
		return jobs.Cancel(err)
	}
	attempt, err := strconv.Atoi(args["attempt"])
	if err != nil {
		return jobs.Cancel(err)
	}
	return final(a.Conveyor.RunCheck(ctx, tenant, conveyor.Asking{
		Case: args["case"], Check: args["check"], Round: round, Attempt: attempt,
	}))
}

func (a *App) send(ctx context.Context, tenant string, args map[string]string, _ int) error {
	err := a.Conveyor.Deliver(ctx, tenant, args["message"], a.channelsOf(tenant))
	if errors.Is(err, message.ErrRefused) {
		return jobs.Cancel(err)
	}
	return err
}

func (a *App) unreachable(ctx context.Context, tenant string, args map[string]string, _ int) error {
	return final(a.Conveyor.Unreachable(ctx, tenant, args["message"]))
}

func (a *App) mailResumeLinks(ctx context.Context, tenant string, args map[string]string, _ int) error {
	return a.Conveyor.MailResumeLinks(ctx, tenant, conveyor.Links{
		Request: args["request"], Cases: strings.Fields(args["cases"]), Pipeline: args["pipeline"], To: args["to"],
	})
}

func (a *App) expireToken(ctx context.Context, tenant string, args map[string]string, _ int) error {
	return final(a.Conveyor.ExpireToken(ctx, tenant, args["case"], args["sha256"]))
}

func (a *App) eraseBlob(ctx context.Context, _ string, args map[string]string, _ int) error {
	return a.Conveyor.Blobs.Delete(ctx, args["blob"])
}

func (a *App) call(ctx context.Context, tenant string, args map[string]string, _ int) error {
	return final(a.Conveyor.RunCall(ctx, tenant, args["case"], args["call"]))
}

// migrate moves cases to another version of their pipeline, and comes back as long as there are more. A migration whose
// job is not tried again has failed: another may begin.
func (a *App) migrate(ctx context.Context, tenant string, args map[string]string, attempt int) error {
	ended, err := a.migrateSome(ctx, tenant, args["migration"])
	if err == nil && !ended {
		return jobs.Snooze(time.Second)
	}
	if err == nil || !isFinal(err) && attempt < jobs.MaxAttempts {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), failTime) // its own time may be what is over
	defer cancel()
	a.log.WarnContext(ctx, "migration failed", "tenant", tenant, "migration", args["migration"], "error", err)
	failed := a.Conveyor.FailMigration(ctx, tenant, args["migration"])
	if failed != nil && !isFinal(failed) && attempt < jobs.MaxAttempts {
		return errors.Join(err, failed) // written when it is tried again
	}
	return jobs.Cancel(err)
}

// migrateSome goes on for a while. A panic comes back as an error: whoever waits for the migration is told that it failed.
func (a *App) migrateSome(ctx context.Context, tenant, id string) (ended bool, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("migrate: panic: %v\n%s", v, debug.Stack())
		}
	}()
	began := time.Now()
	return a.Conveyor.Migrate(ctx, tenant, id, func() bool { return time.Since(began) > maxMigrating })
}

func (a *App) anchor(ctx context.Context, tenant string, _ map[string]string, _ int) error {
	return a.Auditor.Anchor(ctx, tenant)
}

// sweep wakes cases whose timer is overdue: it mends what a lost job would leave undone. Tenants take turns, and one
// that takes long to fail is left until the next sweep, so that it keeps nobody else waiting.
func (a *App) sweep(ctx context.Context, _ string, _ map[string]string, _ int) error {
	due, failed := a.Store.DueTimers(ctx, a.now().Add(-sweepEvery))
	wasted := map[string]time.Duration{}
	for _, d := range inTurns(due) {
		if wasted[d.Tenant] >= patience {
			continue
		}
		began := time.Now()
		if err := a.sweepOne(ctx, d); err != nil {
			wasted[d.Tenant] += time.Since(began)
			a.log.WarnContext(ctx, "overdue case not woken", "tenant", d.Tenant, "case", d.Case, "error", err)
		}
	}
	return errors.Join(failed, ctx.Err())
}

// How long a sweep tries in vain with a tenant, and with one case.
const (
	patience  = 15 * time.Second
	sweepTime = 10 * time.Second
)

func (a *App) sweepOne(ctx context.Context, d store.Due) error {
	ctx, cancel := context.WithTimeout(ctx, sweepTime)
	defer cancel()
	return a.Conveyor.Wake(ctx, d.Tenant, d.Case)
}

// inTurns orders cases so that each tenant has its first before any has its second.
func inTurns(due []store.Due) []store.Due {
	turn := make(map[string]int, len(due))
	turns := make(map[store.Due]int, len(due))
	for _, d := range due {
		turns[d] = turn[d.Tenant]
		turn[d.Tenant]++
	}
	out := slices.Clone(due)
	slices.SortStableFunc(out, func(x, y store.Due) int { return turns[x] - turns[y] })
	return out
}

func (a *App) forget(ctx context.Context, tenant string, _ map[string]string, _ int) error {
	_, err := a.Store.Forget(ctx, tenant, a.now().Add(-7*24*time.Hour))
	return err
}

// orphansAge is far longer than any upload takes to be named by a row.
const orphansAge = 24 * time.Hour

// sweepOrphans deletes bytes that no document names: a crash between the bytes and their row leaves them. A database
// that names nothing at all says nothing about the bytes: it may wait to be restored.
func (a *App) sweepOrphans(ctx context.Context, _ string, _ map[string]string, _ int) error {
	before := time.Now().Add(-orphansAge) // files have the time of the machine
	tenants, err := a.tenantIDs(ctx)
	if err != nil {
		return err
	}
	names := blob.NewNames(tenants...)
	for _, id := range tenants {
		for key, err := range a.Store.Blobs(ctx, id) {
			if err != nil {
				return err // whose the others are cannot be told
			}
			names.Add(key)
		}
	}
	if names.Len() == 0 {
		return nil
	}
	n, err := a.documents.Sweep(ctx, names, before)
	sweptFiles.Add(float64(n))
	if n > 0 {
		a.log.InfoContext(ctx, "bytes deleted that no document names", "count", n)
	}
	return errors.Join(err, a.tellSwept(ctx, tenants, n))
}

// final keeps a job from being tried again when trying again cannot help.
func final(err error) error {
	if isFinal(err) {
		return jobs.Cancel(err)
	}
	return err
}

func isFinal(err error) bool {
	switch fault.CodeOf(err) {
	case fault.NotFound, fault.Conflict, fault.Invalid, fault.Denied:
		return true
	}
	return false
}

// channels sends each message over the channel that it names, as its tenant has it.
type channels struct {
	app    *App
	tenant string
}

func (a *App) channelsOf(tenant string) channels { return channels{a, tenant} }

// Name is that of no channel: it is only a switch.
func (channels) Name() string { return "" }

// Send hands the message to its channel; one that is not plugged in refuses for good.
func (c channels) Send(ctx context.Context, m message.Message) (string, error) {
	for _, installed := range c.app.channels {
		if installed.Name() != m.Channel {
			continue
		}
		channel, err := c.app.channelOf(ctx, c.tenant, installed)
		if err != nil {
			return "", err
		}
		return channel.Send(ctx, m)
	}
	return "", fmt.Errorf("%w: no channel %q is set up", message.ErrRefused, m.Channel)
}
