package conveyor

import (
	"context"
	"fmt"
	"strconv"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// maxFired bounds how many overdue timers one wake fires: a server that was off for months must not fire for ever.
const maxFired = 16

// Wake fires the timers of a case that are due. It is called by a job and is safe to call at any time.
func (c *Conveyor) Wake(ctx context.Context, tenant, caseID string) error {
	err := c.with(ctx, hand{actor.Job(tenant, "timer"), caseID}, func(m *move) error {
		for range maxFired {
			timers := m.rec.State.Timers
			if len(timers) == 0 || timers[0].DueAt.After(m.now()) {
				return nil
			}
			due := timers[0]
			id := fmt.Sprintf("timer/%s/%d/%d", due.Transition, due.Index, due.DueAt.UnixMilli())
			if _, err := m.pull(cases.Trigger{ID: id, Timer: &due}); err != nil {
				return err
			}
		}
		return nil
	})
	return ignoreMissing(err)
}

// Asking is one attempt at a check: which of which case, in which round, and how often it was asked in vain before.
type Asking struct {
	Case, Check    string
	Round, Attempt int
}

// RunCheck asks one check about a case and hands the result to the pipeline. It is called by a job; an attempt that
// was made already, of an older round, or of a case that moved on, does nothing. A result that the pipeline cannot take
// counts as unavailable, so that the case does not wait for ever.
func (c *Conveyor) RunCheck(ctx context.Context, tenant string, a Asking) error {
	q, typ, err := c.question(ctx, tenant, a.Case, a.Check)
	if err != nil {
		return ignoreMissing(err)
	}
	err = c.answered(ctx, tenant, a, c.consult(ctx, typ, q))
	if fault.CodeOf(err) == fault.Invalid {
		err = c.answered(ctx, tenant, a, check.Answer{Result: check.Unavailable})
	}
	return ignoreMissing(err)
}

func (c *Conveyor) answered(ctx context.Context, tenant string, a Asking, answer check.Answer) error {
	who := actor.Job(tenant, "check/"+a.Check)
	return c.with(ctx, hand{who, a.Case}, func(m *move) error {
		mark := m.rec.State.Checks[a.Check]
		if mark.Round != a.Round || mark.Attempt != a.Attempt || mark.Result != "pending" {
			return nil
		}
		result := check.Result{
			Tenant: tenant, Case: a.Case, Key: a.Check, Round: a.Round, Attempt: a.Attempt + 1, Result: answer.Result,
			Explanation: answer.Explanation, Evidence: answer.Evidence, At: m.now(),
		}
		before, err := m.tx.ResultsOf(a.Case, a.Check)
		if err != nil {
			return err
		}
		if err := m.tx.PutResult(result); err != nil {
			return err
		}
		m.note("check.completed", map[string]any{"check": a.Check, "result": answer.Result, "round": float64(a.Round)})
		err = m.sparing(func() error {
			_, err := m.pull(cases.Trigger{
				ID:    "check/" + a.Check + "/" + strconv.Itoa(a.Round) + "/" + strconv.Itoa(result.Attempt),
				Event: "check.completed",
				Data:  cases.Data{Check: a.Check, Result: answer.Result, Round: a.Round, Set: answer.Set},
			})
			return err
		})
		if err != nil || !worsened(before, result) {
			return err
		}
		_, err = m.pull(cases.Trigger{ID: "risk/" + a.Check + "/" + strconv.Itoa(a.Round), Event: pipeline.RiskRaised})
		return err
	})
}

// worsened tells whether a check came to a worse result than in the round before.
func worsened(before []check.Result, now check.Result) bool {
	if now.Result != check.Fail && now.Result != check.Unclear {
		return false
	}
	for _, r := range before {
		if r.Round < now.Round {
			return r.Result != check.Fail && r.Result != now.Result
		}
	}
	return false
}

func (c *Conveyor) question(ctx context.Context, tenant, caseID, key string) (check.Question, string, error) {
	profile, err := c.Tenants.Profile(ctx, tenant)
	if err != nil {
		return check.Question{}, "", err
	}
	q := check.Question{Tenant: tenant, Case: caseID, Key: key}
	typ := ""
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		m := &move{Conveyor: c, ctx: ctx, tx: tx, who: actor.Job(tenant, "check"), profile: profile}
		if err := m.load(caseID); err != nil {
			return err
		}
		for _, known := range m.line.Pipeline.Checks() {
			if known.Key != key {
				continue
			}
			typ, q.Fields, q.Config = known.Type, known.Fields, known.Config
			q.Answers, q.Today, q.Identity = m.sub.Answers, m.today(), m.rec.Identity
			q.Form, q.Facts = m.line.Form, m.facts()
			return m.gateErr
		}
		return fault.New(fault.NotFound, "check.not_found")
	})
	return q, typ, err
}

// consult asks the checker. One that is not there, fails or breaks is unavailable: the pipeline decides what that means.
func (c *Conveyor) consult(ctx context.Context, typ string, q check.Question) (answer check.Answer) {
	checker, ok := c.checkers[typ]
	if !ok {
		c.Log.WarnContext(ctx, "no such check", "tenant", q.Tenant, "case", q.Case, "check", q.Key, "type", typ)
		return check.Answer{Result: check.Unavailable}
	}
	defer func() {
		if value := recover(); value != nil {
			c.broke(q, typ, value)
			answer = check.Answer{Result: check.Unavailable}
		}
	}()
	answer, err := checker.Check(ctx, q)
	if err != nil {
		c.Log.WarnContext(ctx, "check failed", "tenant", q.Tenant, "case", q.Case, "check", q.Key, "type", typ, "error", discreet(err))
		return check.Answer{Result: check.Unavailable}
	}
	return answer
}

// Chain returns the events of a case, oldest first, for a member who may read it or the system.
func (c *Conveyor) Chain(ctx context.Context, tenant, caseID string) ([]event.Event, error) {
	return c.Store.Events(ctx, tenant, caseID)
}
