package tenant

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"time"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Ladder returns when and how often the tenant reaches people. Returns fault.Denied without the policy.
func (a *Administration) Ladder(ctx context.Context, who actor.Actor) (message.Ladder, error) {
	if err := a.demand(ctx, who, Right{"ladder", "manage"}); err != nil {
		return message.Ladder{}, err
	}
	home, err := a.home(ctx, who)
	return home.Ladder, err
}

// SaveLadder changes when and how often the tenant reaches people, and returns it as it is kept. Returns fault.Denied
// without the policy, fault.Invalid "ladder.invalid" with what is wrong, fault.Stale when somebody changed it since.
func (a *Administration) SaveLadder(ctx context.Context, who actor.Actor, l message.Ladder) (message.Ladder, error) {
	if err := a.demand(ctx, who, Right{"ladder", "manage"}); err != nil {
		return l, err
	}
	if err := checkLadder(&l); err != nil {
		return l, err
	}
	err := a.administer(ctx, who, func(d *scribe) error {
		kept, before, err := d.SaveLadder(l)
		if err != nil {
			return err
		}
		changes, err := ladderDifferences(before, kept)
		if err != nil {
			return err
		}
		l = kept
		return d.note("ladder.changed", "", changes)
	})
	return l, err
}

// checkLadder brings a ladder into the form that it is kept in. Quiet hours have a beginning and an end, and never fill
// the whole week: nothing would go out any more.
func checkLadder(l *message.Ladder) error {
	bad := fault.New(fault.Invalid, "ladder.invalid")
	for path, clock := range map[string]string{"/quietFrom": l.QuietFrom, "/quietUntil": l.QuietUntil} {
		if at, err := time.Parse("15:04", clock); clock != "" && (err != nil || at.Format("15:04") != clock) {
			bad = bad.At(fault.Violation{Path: path, Key: "ladder.clock"})
		}
	}
	if (l.QuietFrom == "") != (l.QuietUntil == "") || l.QuietFrom != "" && l.QuietFrom == l.QuietUntil {
		bad = bad.At(fault.Violation{Path: "/quietUntil", Key: "ladder.both"})
	}
	slices.Sort(l.QuietDays)
	l.QuietDays = slices.Compact(l.QuietDays)
	if len(l.QuietDays) > 6 {
		bad = bad.At(fault.Violation{Path: "/quietDays", Key: "ladder.all_days"})
	}
	if l.PerDay > 0 && l.PerWeek > 0 && l.PerWeek < l.PerDay {
		bad = bad.At(fault.Violation{Path: "/perWeek", Key: "ladder.week_below_day"})
	}
	if len(bad.Violations) > 0 {
		return bad
	}
	return nil
}

func ladderDifferences(before, after message.Ladder) ([]Difference, error) {
	said := func(l message.Ladder) (map[string]string, error) {
		l.Revision = 0
		b, err := json.Marshal(l)
		if err != nil {
			return nil, err
		}
		values := map[string]any{}
		if err := json.Unmarshal(b, &values); err != nil {
			return nil, err
		}
		return texts(values)
	}
	was, err := said(before)
	if err != nil {
		return nil, err
	}
	is, err := said(after)
	return mapDifferences("setting", was, is), err
}

// Trial is a wording that is sent to try a channel out.
type Trial struct {
	Channel string
	To      string // of a text message, the number that it goes to; an e-mail goes to who asks
}

var trialNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// Tested says in the chain of the tenant that a wording was sent to try a channel out: to themselves, for whoever may change
// definitions; to any number, for whoever sets the channel up. Returns fault.Denied without the policy, fault.Invalid
// "message.test_number" for a number that is none.
func (a *Administration) Tested(ctx context.Context, who actor.Actor, t Trial) error {
	right := Right{"definition", "write"}
	if t.Channel == message.SMS {
		right = Right{"plugin", "manage"}
	}
	if err := a.demand(ctx, who, right); err != nil {
		return err
	}
	if t.Channel == message.SMS && !trialNumber.MatchString(t.To) {
		return fault.New(fault.Invalid, "message.test_number").At(fault.Violation{Path: "/to", Key: "message.test_number"})
	}
	return a.administer(ctx, who, func(d *scribe) error { return d.tell("message.tested", t.Channel, nil) })
}
