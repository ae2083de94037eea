package jobs

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
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
// RescueStuckJobsAfter; who waits for a check or a message should not wait that long.
const (
	// On SQLite one process works on jobs: whatever runs while it starts was left by an earlier life.
	takeBackSQLite = `UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempt < max_attempts`

	// On PostgreSQL many do. Each holds a lock in its name while it lives; a name that can be locked is that of nobody, unless
	// it is one's own.
	namesOfNobody = `
WITH names AS MATERIALIZED (
  SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)] AS name FROM river_job WHERE state = 'running'
  UNION SELECT leader_id FROM river_leader
)
SELECT name FROM names WHERE name <> $1 AND pg_try_advisory_xact_lock(hashtextextended(name, 0))`
	takeBackPostgres = `
UPDATE river_job SET state = 'available'
WHERE state = 'running' AND attempt < max_attempts AND attempted_by[array_upper(attempted_by, 1)] = ANY($1)`
	// A leader that is dead leads for some seconds more, in which nothing that is scheduled becomes due.
	depose = `DELETE FROM river_leader WHERE leader_id = ANY($1)`

	// What the table says that this process has in hand, and what it was put back for that it has not.
	runningHere = `SELECT id FROM river_job WHERE state = 'running' AND attempt < max_attempts AND attempted_by[array_upper(attempted_by, 1)] = $1`
	putBack     = `UPDATE river_job SET state = 'available' WHERE state = 'running' AND id = ANY($1)`

	lockName = `SELECT pg_advisory_lock(hashtextextended($1, 0))`
	// A machine that lost its power says no farewell: PostgreSQL asks whether it is there.
	keepAlive = `SELECT set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)`
)

// lookEvery is how often a process on PostgreSQL looks for jobs that nobody has in hand any more.
const lookEvery = 3 * time.Second

// life is the lock that says that this process lives, and what it has seen of others.
type life struct {
	conn *pgxpool.Conn // nil when it has to be taken anew
	// Who was found dead, and what was found lost, counts when it is found so a second time: a restart of PostgreSQL takes
	// the locks of all, and a job that has just ended is marked so a moment later.
	dead map[string]bool
	lost map[int64]bool

	quit context.CancelFunc
	done sync.WaitGroup
}

// takeBack makes the jobs of earlier lives ready again, and goes on to look after those of others. One that was tried too
// often stays for River to discard: it may be what the process died of.
func (j *Jobs) takeBack(ctx context.Context) error {
	if j.pg == nil {
		j.inHand.none = true
		_, err := j.options.Pool.ExecContext(ctx, takeBackSQLite)
		return err
	}
	if err := j.live(ctx); err != nil {
		return err
	}
	names, err := j.nobodies(ctx)
	if err == nil {
		err = j.inherit(ctx, names)
	}
	if err != nil {
		return err
	}
	ctx, quit := context.WithCancel(context.WithoutCancel(ctx))
	j.life.quit = quit
	j.life.done.Go(func() { j.lookAfter(ctx) })
	return nil
}

// live takes the lock of this process, when it is not held.
func (j *Jobs) live(ctx context.Context) error {
	if j.life.conn != nil {
		if j.life.conn.Ping(ctx) == nil {
			return nil
		}
		j.life.end()
	}
	j.life.dead, j.life.lost = map[string]bool{}, map[int64]bool{}
	conn, err := j.pg.Acquire(ctx)
	if err != nil {
		return err
	}
	for _, text := range []string{keepAlive, lockName} {
		args := []any{j.name}
		if text == keepAlive {
			args = nil
		}
		if _, err := conn.Exec(ctx, text, args...); err != nil {
			conn.Release()
			return fmt.Errorf("lock: %w", err)
		}
	}
	j.life.conn = conn
	return nil
}

// end gives the lock back by closing its connection: one that went back to the pool would hold it.
func (l *life) end() {
	if l.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = l.conn.Conn().Close(ctx) // it is of no use any more
	l.conn.Release()
	l.conn = nil
}

// lookAfter takes over from processes that are killed, as long as this one works.
func (j *Jobs) lookAfter(ctx context.Context) {
	tick := time.NewTicker(j.options.Look)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := j.look(ctx); err != nil && ctx.Err() == nil {
			j.options.Log.WarnContext(ctx, "jobs of others are not looked after", "error", err)
		}
	}
}

// look takes back what has been nobody's for two looks in a row.
func (j *Jobs) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := j.live(ctx); err != nil {
		return err
	}
	names, err := j.nobodies(ctx)
	if err != nil {
		return err
	}
	var again []string
	again, j.life.dead = twice(j.life.dead, names)
	if err := j.inherit(ctx, again); err != nil {
		return err
	}
	return j.findLost(ctx)
}

// twice returns what was found before too, and what to remember of now.
func twice[T comparable](before map[T]bool, now []T) (again []T, found map[T]bool) {
	found = make(map[T]bool, len(now))
	for _, one := range now {
		found[one] = true
		if before[one] {
			again = append(again, one)
		}
	}
	return again, found
}

func (j *Jobs) nobodies(ctx context.Context) ([]string, error) {
	rows, err := j.life.conn.Query(ctx, namesOfNobody, j.name)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// inherit makes ready what the dead had in hand.
func (j *Jobs) inherit(ctx context.Context, names []string) error {
	if len(names) == 0 {
		return nil
	}
	tag, err := j.life.conn.Exec(ctx, takeBackPostgres, names)
	if err != nil {
		return err
	}
	if n := tag.RowsAffected(); n > 0 {
		j.options.Log.WarnContext(ctx, "jobs taken over from servers that are gone", "jobs", n, "servers", names)
	}
	_, err = j.life.conn.Exec(ctx, depose, names)
	return err
}

// findLost puts back jobs that ended here while PostgreSQL was away: what came of them was not written down.
func (j *Jobs) findLost(ctx context.Context) error {
	rows, err := j.life.conn.Query(ctx, runningHere, j.name)
	if err != nil {
		return err
	}
	running, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	var again []int64
	if again, j.life.lost = twice(j.life.lost, j.inHand.without(running)); len(again) == 0 {
		return nil
	}
	_, err = j.life.conn.Exec(ctx, putBack, again)
	return err
}
