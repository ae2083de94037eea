package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Backlog is what waits of the jobs of one tenant, but for those that are planned for later.
type Backlog struct {
	Waiting int
	Late    int       // those of them that failed before, or should have been done five minutes ago
	Oldest  time.Time // since when the oldest of the late ones has waited; zero when none is late
	Failure *Failure  // the last job that was given up, or failed and is tried again; nil when none did
}

// Failure is a job that failed.
type Failure struct {
	ID, Kind string
	At       time.Time
}

// lateAfter is how long a job that is due may wait.
const lateAfter = 5 * time.Minute

// The first fault of a job says since when it fails; what is planned for later, and never failed, does not wait.
const (
	dueSQLite = `SELECT COALESCE(json_extract(errors, '$[0].at'), ''), scheduled_at FROM river_job
WHERE state IN ('available', 'retryable', 'scheduled') AND json_extract(args, '$.tenant') = ?
  AND (json_array_length(errors) > 0 OR julianday(scheduled_at) <= julianday('now'))`
	duePostgres = `SELECT COALESCE(errors[1]->>'at', ''), scheduled_at FROM river_job
WHERE state IN ('available', 'retryable', 'scheduled') AND args->>'tenant' = $1 AND (cardinality(errors) > 0 OR scheduled_at <= now())`

	failedSQLite = `SELECT id, kind, attempted_at FROM river_job
WHERE state IN ('available', 'retryable', 'scheduled', 'discarded') AND json_extract(args, '$.tenant') = ? AND json_array_length(errors) > 0
ORDER BY attempted_at DESC LIMIT 1`
	failedPostgres = `SELECT id, kind, attempted_at FROM river_job
WHERE state IN ('available', 'retryable', 'scheduled', 'discarded') AND args->>'tenant' = $1 AND cardinality(errors) > 0
ORDER BY attempted_at DESC LIMIT 1`
)

// Backlog counts what waits of the jobs of one tenant.
func (j *Jobs) Backlog(ctx context.Context, tenant string) (Backlog, error) {
	due, failed := dueSQLite, failedSQLite
	if j.pg != nil {
		due, failed = duePostgres, failedPostgres
	}
	b, err := j.due(ctx, due, tenant)
	if err != nil {
		return b, fmt.Errorf("jobs: backlog: %w", err)
	}
	var id int64
	var f Failure
	err = j.options.Pool.QueryRowContext(ctx, failed, tenant).Scan(&id, &f.Kind, &f.At)
	if errors.Is(err, sql.ErrNoRows) {
		return b, nil
	}
	if err != nil {
		return b, fmt.Errorf("jobs: backlog: %w", err)
	}
	f.ID = strconv.FormatInt(id, 10)
	b.Failure = &f
	return b, nil
}

func (j *Jobs) due(ctx context.Context, query, tenant string) (b Backlog, err error) {
	rows, err := j.options.Pool.QueryContext(ctx, query, tenant)
	if err != nil {
		return b, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err below tells
	for rows.Next() {
		var failed string
		var since time.Time
		if err := rows.Scan(&failed, &since); err != nil {
			return b, err
		}
		if at, err := time.Parse(time.RFC3339Nano, failed); err == nil {
			since = at
		}
		b.add(since, failed != "" || time.Since(since) > lateAfter)
	}
	return b, rows.Err()
}

func (b *Backlog) add(since time.Time, isLate bool) {
	b.Waiting++
	if !isLate {
		return
	}
	if b.Late++; b.Oldest.IsZero() || since.Before(b.Oldest) {
		b.Oldest = since
	}
}
