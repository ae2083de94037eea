package conveyor

import (
	"context"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
)

// warnAfter is how much of a service level may be used up before it is warned of.
const warnAfter = 0.75

// WarnAt returns when three quarters of the time that a case may stay at its stage are used up, in the working time of the
// tenant where staff work; nil without a service level.
func (c *Conveyor) WarnAt(ctx context.Context, rec cases.Record) (*time.Time, error) {
	if rec.LevelAt == nil {
		return nil, nil //nolint:nilnil // there is nothing to warn of
	}
	profile, err := c.Tenants.Profile(ctx, rec.Tenant)
	if err != nil {
		return nil, err
	}
	line, err := c.Line(ctx, rec.Tenant, rec.Version)
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // Present tells
	}
	return line.warnAt(profile, rec), nil
}

func (l *Line) warnAt(profile Profile, rec cases.Record) *time.Time {
	if rec.LevelAt == nil {
		return nil
	}
	stage, _ := l.Pipeline.Stage(rec.State.Stage)
	if stage.Kind != pipeline.Staff { // people work in working hours, machines and applicants at any
		at := rec.State.EnteredAt.Add(time.Duration(float64(rec.LevelAt.Sub(rec.State.EnteredAt)) * warnAfter))
		return &at
	}
	at := profile.calendar().Part(rec.State.EnteredAt, *rec.LevelAt, warnAfter)
	return &at
}
