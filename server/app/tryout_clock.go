package app

import (
	"context"
	"errors"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/httpapi/api"
)

// The bounds of one move of the clock: how far it goes, and how long that may take.
const (
	farthest    = 10 * 366 * 24 * time.Hour
	advanceTime = 20 * time.Second
)

// Advance moves the clock of a sandbox on. It stands still on the way, and is written down as far as it came, when the
// request ends before.
func (t *tryouts) Advance(ctx context.Context, who actor.Actor, id string, ahead httpapi.Ahead) (api.Tryout, error) {
	return t.within(ctx, who, id, func(one *tryout) error {
		now := one.clock.now()
		to, length, ok := one.aim(ahead)
		if !ok || to.Before(now) || to.Sub(now) > farthest {
			return fault.New(fault.Invalid, "tryout.no_way")
		}
		limited, cancel := context.WithTimeout(ctx, advanceTime)
		defer cancel()
		err := one.waits(limited, to, length)
		if errors.Is(err, errTooMuch) || limited.Err() != nil && ctx.Err() == nil {
			return fault.New(fault.Unavailable, "tryout.too_much").Because(err)
		}
		return err
	})
}

// aim is the time that is meant, and how long it is until then; ok is false when it cannot be told.
func (o *tryout) aim(ahead httpapi.Ahead) (to time.Time, length string, ok bool) {
	now := o.clock.now()
	switch {
	case ahead.By != "" && ahead.To == nil && !ahead.Next:
		d, err := pipeline.ParseDuration(ahead.By)
		return d.Add(now, o.zone()), ahead.By, err == nil && !d.Negative
	case ahead.To != nil && ahead.By == "" && !ahead.Next:
		to = *ahead.To
	case ahead.Next && ahead.By == "" && ahead.To == nil:
		due, any := o.due()
		if !any {
			return to, "", false
		}
		to = due.At
	default:
		return to, "", false
	}
	to = to.Add(time.Second - 1).Truncate(time.Second)
	return to, between(now, to, o.zone()), true
}
