package jobs

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
)

// lifeName is what this process signs jobs with that it works on. No other process has it, and no later life of this one.
func lifeName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return host[:min(len(host), 60)] + "_" + rand.Text()
}

// Jobs that a process had in hand when it was killed are marked as running for ever. River takes them back after
// RescueStuckJobsAfter; who waits for a check or a message should not wait that long after a restart.
const (
	// On SQLite one process works on jobs: whatever runs while it starts was left by an earlier life.
	takeBackSQLite = `UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempt < max_attempts`
	// On PostgreSQL many do. Each holds a lock in its name while it lives; a name that can be locked is that of nobody.
	takeBackPostgres = `
WITH owners AS MATERIALIZED (
  SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)] AS name FROM river_job WHERE state = 'running'
), dead AS MATERIALIZED (
  SELECT name FROM owners WHERE pg_try_advisory_xact_lock(hashtextextended(name, 0))
)
UPDATE river_job SET state = 'available'
WHERE state = 'running' AND attempt < max_attempts AND attempted_by[array_upper(attempted_by, 1)] IN (SELECT name FROM dead)`
)

// takeBack makes the jobs of dead processes ready again. One that was tried too often stays for River to discard: it
// may be what the process died of.
func (j *Jobs) takeBack(ctx context.Context) error {
	if j.pg == nil {
		_, err := j.options.Pool.ExecContext(ctx, takeBackSQLite)
		return err
	}
	life, err := j.pg.Acquire(ctx)
	if err != nil {
		return err
	}
	j.life = life // the lock ends with this connection
	if _, err := life.Exec(ctx, "SELECT pg_advisory_lock(hashtextextended($1, 0))", j.name); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	_, err = life.Exec(ctx, takeBackPostgres)
	return err
}
