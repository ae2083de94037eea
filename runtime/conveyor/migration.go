package conveyor

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// StartMigration begins to move the cases in flight of a pipeline to its newest version, as chosen, by a job. Returns
// fault.Denied without the policy, fault.Stale migration.old_version when the version is not the newest,
// fault.Invalid migration.choice, migration.nothing_chosen or migration.stage, fault.Conflict migration.running while
// another of the pipeline runs.
func (c *Conveyor) StartMigration(ctx context.Context, who actor.Actor, in migration.Migration) (migration.Migration, error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return in, err
	}
	// Asked before the choices are judged: what was right when it was begun may not be any more.
	if begun, before, err := c.begun(ctx, who.Tenant); err != nil || before {
		return begun, err
	}
	to, err := c.destination(ctx, who.Tenant, in)
	if err != nil {
		return in, err
	}
	in.ID, in.Tenant, in.State, in.Tally, in.By = c.NewID(), who.Tenant, migration.Running, migration.Tally{}, who.ID
	err = c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		ref, before, err := done(ctx, tx)
		if err != nil {
			return err
		}
		if before {
			in, err = tx.Migration(ref)
			return err
		}
		in.BeganAt = tx.Now()
		if in.Total, err = c.judging(who, Profile{}, to).older(ctx, tx); err != nil {
			return err
		}
		if err := tx.InsertMigration(in); err != nil {
			return err
		}
		job := cases.Job{Kind: "migrate", Key: in.ID, Args: map[string]string{"migration": in.ID}}
		if err := tx.Enqueue(job); err != nil {
			return err
		}
		return keep(ctx, tx, in.ID)
	})
	return in, err
}

// begun returns the migration that the same request began before.
func (c *Conveyor) begun(ctx context.Context, tenant string) (m migration.Migration, before bool, err error) {
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		var ref string
		if ref, before, err = done(ctx, tx); err != nil || !before {
			return err
		}
		m, err = tx.Migration(ref)
		return err
	})
	return m, before, err
}

// destination is the version that cases are to go to, when the choices make sense for it.
func (c *Conveyor) destination(ctx context.Context, tenant string, in migration.Migration) (*Line, error) {
	if err := in.Choices.Check(); err != nil {
		return nil, err
	}
	if in.Choices.Idle() {
		return nil, fault.New(fault.Invalid, "migration.nothing_chosen")
	}
	live, err := c.Store.Live(ctx, tenant, definition.Pipeline, in.Pipeline)
	if err != nil {
		return nil, err
	}
	if live.ID != in.Version {
		return nil, fault.New(fault.Stale, "migration.old_version")
	}
	to, err := c.Line(ctx, tenant, in.Version)
	if err != nil {
		return nil, err
	}
	stage, known := to.Pipeline.Stage(in.Stage)
	if in.Stage != "" && (!known || stage.Kind != pipeline.Staff) {
		return nil, fault.New(fault.Invalid, "migration.stage").At(fault.Violation{Path: "/stage", Key: "select"})
	}
	return to, nil
}

// CancelMigration stops a migration: no case is moved any more. Those that were stay where they are. One that has ended
// is left as it is.
func (c *Conveyor) CancelMigration(ctx context.Context, who actor.Actor, id string) (migration.Migration, error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return migration.Migration{}, err
	}
	return c.end(ctx, who.Tenant, migration.Migration{ID: id, State: migration.Cancelled, EndedBy: who.ID})
}

// Migration returns a migration.
func (c *Conveyor) Migration(ctx context.Context, who actor.Actor, id string) (migration.Migration, error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return migration.Migration{}, err
	}
	var out migration.Migration
	err := c.Store.View(ctx, who.Tenant, func(tx Tx) (err error) {
		out, err = tx.Migration(id)
		return err
	})
	return out, err
}

// Migrations returns the migrations of a pipeline, newest first, and how many cases are in flight on each version.
func (c *Conveyor) Migrations(ctx context.Context, who actor.Actor, key string) (runs []migration.Migration, inFlight map[string]int, err error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return nil, nil, err
	}
	if _, err := c.Store.Live(ctx, who.Tenant, definition.Pipeline, key); err != nil {
		return nil, nil, err
	}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) (err error) {
		if runs, err = tx.Migrations(key); err == nil {
			inFlight, err = tx.CountInFlight(key)
		}
		return err
	})
	return runs, inFlight, err
}

// FailMigration ends a migration whose job cannot go on, so that another may begin. One that has ended is left as it is.
func (c *Conveyor) FailMigration(ctx context.Context, tenant, id string) error {
	_, err := c.end(ctx, tenant, migration.Migration{ID: id, State: migration.Failed})
	return err
}

// end writes the State, and EndedBy, of a migration that runs, and returns it as it then stands.
func (c *Conveyor) end(ctx context.Context, tenant string, as migration.Migration) (run migration.Migration, err error) {
	err = c.Store.Begin(ctx, tenant, func(tx Tx) (err error) {
		if run, err = tx.Migration(as.ID); err != nil || run.State != migration.Running {
			return err
		}
		at := tx.Now()
		run.State, run.EndedAt, run.EndedBy = as.State, &at, as.EndedBy
		return tx.UpdateMigration(run)
	})
	return run, err
}
