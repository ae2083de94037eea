package conveyor

import (
	"context"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/integration"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas"
)

// tellers are the columns that tell what the state of a case knows without being indexed, so that no list is sorted or
// filtered by them. Each gives nil where there is nothing to tell.
var tellers = map[string]func(k knower) any{
	"requests":  knower.requests,
	"items":     knower.items,
	"approvals": knower.approvals,
	"decider":   knower.decider,
	"purge":     knower.purge,
	"sends":     knower.sends,
	"response":  knower.response,
	"signers":   knower.signers,
	"datum":     knower.datum,
}

// Tally is how many there are of those that are needed.
type Tally struct {
	Given  int `json:"given"`
	Needed int `json:"needed"`
}

// knower asks one case.
type knower struct {
	*Conveyor
	ctx  context.Context //nolint:containedctx // lives as long as the question
	line *Line
	row  queue.Row
}

// requests counts how often the applicant was asked for something.
func (k knower) requests() any {
	n := 0
	for _, t := range k.line.Pipeline.Pipeline.Transitions {
		if t.Trigger.Verb == pipeline.Request {
			n += k.row.State.Taken[t.Key]
		}
	}
	return someCount(n)
}

// items counts what the applicant still owes.
func (k knower) items() any { return someCount(k.row.State.OpenItems) }

// approvals are those given towards a decision that needs several; of two decisions under way, of the later one.
func (k knower) approvals() any {
	given := k.row.State.Approvals
	if len(given) == 0 {
		return nil
	}
	latest := given[len(given)-1].Transition
	m, ok := k.line.Pipeline.Move(latest)
	if !ok || m.Approvals == nil {
		return nil
	}
	tally := Tally{Needed: m.Approvals.Needed()}
	for _, a := range given {
		if _, counts := m.Approvals.Step(a.Step); counts && a.Transition == latest {
			tally.Given++
		}
	}
	return tally
}

// decider is the member who made the last decision with a reason.
func (k knower) decider() any {
	if k.row.State.DecidedBy == "" {
		return nil
	}
	return k.row.State.DecidedBy
}

// purge is when a timer takes the case away; nothing as long as its guard, or a hold on the files, keeps it.
func (k knower) purge() any {
	for _, t := range k.row.State.Timers {
		m, ok := k.line.Pipeline.Move(t.Transition)
		if !ok || !takesAway(m) || !k.holds(m.Guard) {
			continue
		}
		if held, err := k.held(); err != nil || held {
			return nil
		}
		return t.DueAt.UTC().Format(time.RFC3339)
	}
	return nil
}

func takesAway(m *pipeline.Move) bool {
	return m.To == "" || slices.ContainsFunc(m.Effects, func(e pipeline.Action) bool { return e.Kind == "erase" })
}

// holds reads a guard with the facts of the case alone: a list has no answers at hand.
func (k knower) holds(guard *rule.Program) bool {
	if guard == nil {
		return true
	}
	facts := map[string]any{"stage": k.row.State.Stage, "reason": k.row.State.Reason}
	for key, v := range k.row.State.Attributes {
		facts[key] = v
	}
	ok, err := guard.Bool(k.ctx, rule.Data{Root: map[string]any{"case": facts}})
	return err == nil && ok
}

func (k knower) held() (held bool, err error) {
	err = k.Store.View(k.ctx, k.row.Tenant, func(tx Tx) error {
		held, err = tx.OnHold(k.row.ID)
		return err
	})
	return held, err
}

// sends is how many links to sign may go out today still, where the pipeline bounds them.
func (k knower) sends() any {
	sent := 0
	for _, at := range k.row.State.Tokens {
		if k.Store.Now().Sub(at) < 24*time.Hour {
			sent++
		}
	}
	for _, m := range k.line.Pipeline.From(k.row.State.Stage) {
		asks := slices.ContainsFunc(m.Effects, func(e pipeline.Action) bool { return e.Kind == "token" })
		if most, bounded := mostLinks(m.Transition.Guard); m.Trigger.Verb != "" && asks && bounded {
			return max(0, most-sent)
		}
	}
	return nil
}

// mostLinks is how many links to sign a guard lets out within 24 hours.
func mostLinks(guard *rule.Rule) (most int, bounded bool) {
	if guard == nil || guard.Query == nil || guard.Query.Not || guard.Query.Combinator != "and" {
		return 0, false
	}
	for _, n := range guard.Query.Rules {
		if n.Condition == nil || n.Condition.Field != "case.tokens24h" {
			continue
		}
		limit, isNumber := n.Condition.Value.(float64)
		switch {
		case isNumber && n.Condition.Operator == "<":
			return int(limit), true
		case isNumber && n.Condition.Operator == "<=":
			return int(limit) + 1, true
		}
	}
	return 0, false
}

// signers are those who signed, of those who have to: the holder, from when a link to sign is out.
func (k knower) signers() any {
	switch k.row.Token.State {
	case "":
		return nil
	case signature.Used:
		return Tally{Given: 1, Needed: 1}
	}
	return Tally{Needed: 1}
}

// datum is by what the person is not reached any more: the address once mail came back for good, the phone where something
// else failed beside it.
func (k knower) datum() any {
	var labels []schemas.Text
	for _, f := range k.line.failing(k.row.State) {
		labels = append(labels, f.Label)
	}
	if len(labels) == 0 {
		return nil
	}
	return labels
}

// response is what the system outside said last, in its own words.
func (k knower) response() any {
	if k.row.Call.State == "" {
		return nil
	}
	said := ""
	err := k.Store.View(k.ctx, k.row.Tenant, func(tx Tx) error {
		calls, err := tx.Calls(k.row.ID)
		said = ""
		if i := slices.IndexFunc(calls, func(c integration.Call) bool { return c.Answer.Message != "" }); i >= 0 {
			said = calls[i].Answer.Message
		}
		return err
	})
	if err != nil || said == "" {
		return nil
	}
	return said
}

func someCount(n int) any {
	if n == 0 {
		return nil
	}
	return n
}
