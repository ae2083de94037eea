package conveyor

import (
	"context"
	"errors"
	"maps"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// errOvertaken says that another worker is at the same migration.
var errOvertaken = errors.New("another worker goes on with it")

// Migrate goes on with a migration until it has ended, which it says, or enough says that another job should go on. After a
// crash it goes on where it was, and counts no case twice.
func (c *Conveyor) Migrate(ctx context.Context, tenant, id string, enough func() bool) (ended bool, err error) {
	profile, err := c.Tenants.Profile(ctx, tenant)
	if err != nil {
		return false, err
	}
	w := &mover{enough: enough}
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		w.run, err = tx.Migration(id)
		return err
	})
	if err != nil || w.run.State != migration.Running {
		return err == nil, err
	}
	to, err := c.Line(ctx, tenant, w.run.Version)
	if err != nil {
		return false, err
	}
	w.judging = c.judging(actor.Job(tenant, "migration"), profile, to)
	ended, err = w.work(ctx)
	switch {
	case fault.KeyOf(err) == "migration.ended":
		return true, nil
	case errors.Is(err, errOvertaken):
		return false, nil
	}
	return ended, err
}

// mover is a migration at work.
type mover struct {
	*judging
	run    migration.Migration // as it is kept, and what was counted since
	kept   migration.Place     // At, as it is kept
	enough func() bool
}

const movedAtOnce = 100

func (w *mover) work(ctx context.Context) (ended bool, err error) {
	w.kept = w.run.At
	for {
		if late, err := w.late(ctx); err != nil || late {
			return late, err
		}
		found, err := w.sight(ctx, w.run.At, movedAtOnce)
		if err != nil {
			return false, err
		}
		for i := range found {
			if err := w.one(ctx, &found[i]); err != nil {
				return false, err
			}
		}
		last := len(found) < movedAtOnce
		if err := w.save(ctx, last); err != nil || last || w.enough() {
			return last, err
		}
	}
}

// late ends the migration when a newer version is live: cases begin there, and belong there.
func (w *mover) late(ctx context.Context) (bool, error) {
	live, err := w.Store.Live(ctx, w.who.Tenant, definition.Pipeline, w.run.Pipeline)
	if err != nil || live.Number <= w.to.Number {
		return false, err
	}
	w.Log.InfoContext(ctx, "migration ended: a newer version is live", "tenant", w.who.Tenant, "migration", w.run.ID, "version", live.ID)
	_, err = w.end(ctx, w.who.Tenant, migration.Migration{ID: w.run.ID, State: migration.Superseded})
	return true, err
}

// one does with a case what was chosen. One that is to stay is only counted: nothing is written for it.
func (w *mover) one(ctx context.Context, at *sighted) error {
	verdict, err := w.judge(ctx, at)
	if err != nil {
		return err
	}
	place := migration.Place{Version: at.Version, Case: at.ID}
	if w.run.Choices.Of(verdict.Bucket) == migration.Keep {
		w.run.At = place
		w.run.Tally = maps.Clone(w.run.Tally)
		w.run.Tally.Count(verdict.Bucket, migration.Outcome{Kept: 1})
		return nil
	}
	return w.move(ctx, place)
}

// save writes how far the migration is.
func (w *mover) save(ctx context.Context, ended bool) error {
	return w.Store.Begin(ctx, w.who.Tenant, func(tx Tx) error {
		if err := w.still(tx); err != nil {
			return err
		}
		run := w.run
		if ended {
			at := tx.Now()
			run.State, run.EndedAt = migration.Done, &at
		}
		if err := tx.UpdateMigration(run); err != nil {
			return err
		}
		w.kept = run.At
		return nil
	})
}

// still makes sure that the migration runs, and that nobody else has gone on with it.
func (w *mover) still(tx Tx) error {
	stored, err := tx.Migration(w.run.ID)
	switch {
	case err != nil:
		return err
	case stored.State != migration.Running:
		return fault.New(fault.Conflict, "migration.ended")
	case stored.At != w.kept:
		return errOvertaken
	}
	return nil
}

// move judges a case once more, now that it is locked, and moves it in the transaction that counts it. Where the engine
// refuses, the case stays as it was.
func (w *mover) move(ctx context.Context, place migration.Place) error {
	run, err := w.attempt(ctx, place, false)
	if refused(err) {
		w.Log.WarnContext(ctx, "case not moved", "tenant", w.who.Tenant, "case", place.Case, "migration", w.run.ID, "error", discreet(err))
		run, err = w.attempt(ctx, place, true)
	}
	if err != nil {
		return err
	}
	w.run, w.kept = run, run.At
	return nil
}

// refused tells whether a case cannot be moved, in contrast to a database that does not answer.
func refused(err error) bool {
	switch fault.CodeOf(err) {
	case fault.Conflict, fault.Invalid, fault.Denied:
		return fault.KeyOf(err) != "migration.ended"
	}
	return errors.Is(err, cases.ErrCascade)
}

func (w *mover) attempt(ctx context.Context, place migration.Place, stuck bool) (run migration.Migration, err error) {
	err = w.Store.Begin(ctx, w.who.Tenant, func(tx Tx) error {
		run = w.run
		run.At, run.Tally = place, maps.Clone(run.Tally)
		if err := w.still(tx); err != nil {
			return err
		}
		m := &move{Conveyor: w.Conveyor, ctx: ctx, tx: tx, who: w.who, profile: w.profile}
		if err := m.load(place.Case); err != nil {
			return err
		}
		stage, _ := m.line.Pipeline.Stage(m.rec.State.Stage)
		if !w.to.follows(m.line) || m.rec.State.Removed || stage.Kind == pipeline.End {
			return tx.UpdateMigration(run) // it got there, or beyond, or came to its end, meanwhile
		}
		bucket, outcome, err := m.migrate(w, stuck)
		if err != nil {
			return err
		}
		run.Tally.Count(bucket, outcome)
		return tx.UpdateMigration(run)
	})
	return run, err
}

// migrate does with an opened case what was chosen for the bucket that it is in now.
func (m *move) migrate(w *mover, stuck bool) (migration.Bucket, migration.Outcome, error) {
	pair, err := w.pair(m.ctx, m.rec.Version)
	if err != nil {
		return "", migration.Outcome{}, err
	}
	before, after, err := m.previousOfBoth(w.to)
	if err != nil {
		return "", migration.Outcome{}, err
	}
	verdict := pair.Judge(m.ctx, migration.Subject{
		State: m.rec.State, Answers: m.sub.Answers, Before: before, After: after, Now: m.now(), Location: m.profile.Zone,
		Calendar: m.profile.calendar(),
	})
	fate := pair.Fate(m.rec.State.Stage, verdict, w.run.Choices, w.run.Stage)
	switch {
	case stuck || fate.Stuck:
		return verdict.Bucket, migration.Outcome{Stuck: 1}, nil
	case !fate.Moves:
		return verdict.Bucket, migration.Outcome{Kept: 1}, nil
	}
	t := transfer{move: m, run: w.run, to: w.to, pair: pair, verdict: verdict, fate: fate}
	return verdict.Bucket, migration.Outcome{Moved: 1}, t.carry()
}
