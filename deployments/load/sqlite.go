package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"time"
)

// sqliteSettings are those of the store: durable at each commit.
const sqliteSettings = "?_time_format=sqlite&_timezone=UTC&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=cache_size(-16000)" +
	"&_pragma=temp_store(2)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)"

// bareWriter writes the rows of a submit by prepared statements on one connection, and does nothing else.
type bareWriter struct {
	mu    sync.Mutex
	conn  *sql.Conn
	steps []step
	begin *sql.Stmt
	end   *sql.Stmt
}

type step struct {
	statement *sql.Stmt
	rows      []row
	own       func(n, i int, column string) (any, bool)
}

func newBareWriter(ctx context.Context, db *sql.DB, w written) (*bareWriter, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	b := &bareWriter{conn: conn}
	id := func(n int) string { return fmt.Sprintf("loadload%d", 100000000000000000+n) }
	byCase := func(column string) func(n, _ int, c string) (any, bool) {
		return func(n, _ int, c string) (any, bool) { return id(n), c == column }
	}
	tenant := w.caseRow.text("tenant_id")
	for _, s := range []struct {
		text string
		rows []row
		own  func(n, i int, column string) (any, bool)
	}{
		{updatePlaces("cases", w.caseRow.without("tenant_id", "id", "reference"), tenant, "id"), keyed(w.caseRow, "tenant_id", "id", "reference"), byCase("id")},
		{updatePlaces("submissions", w.submission.without("tenant_id", "case_id"), tenant, "case_id"), keyed(w.submission, "tenant_id", "case_id"), byCase("case_id")},
		{insertPlaces("events", w.events), w.events, func(n, i int, c string) (any, bool) {
			if c == "id" {
				return fmt.Sprintf("e%dadload%d", i, 100000000000000000+n), true
			}
			return id(n), c == "case_id"
		}},
		{insertPlaces("answer_index", w.index), w.index, byCase("case_id")},
		{insertPlaces("performed", w.marks), w.marks, func(n, _ int, c string) (any, bool) { return fmt.Sprintf("%064d", n), c == "key" }},
		{insertPlaces("river_job", without(w.jobs, "id")), without(w.jobs, "id"), func(n, _ int, c string) (any, bool) {
			return fmt.Appendf(nil, "%032d", n), c == "unique_key"
		}},
	} {
		statement, err := conn.PrepareContext(ctx, s.text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.text, err)
		}
		b.steps = append(b.steps, step{statement, s.rows, s.own})
	}
	if b.begin, err = conn.PrepareContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	b.end, err = conn.PrepareContext(ctx, "COMMIT")
	return b, err
}

// keyed is the row of an update: what is set, and then the key.
func keyed(r row, leave ...string) []row {
	out := r.without(leave...)
	key := "id"
	if leave[1] == "case_id" {
		key = "case_id"
	}
	out.columns, out.values = append(out.columns, key), append(out.values, nil)
	return []row{out}
}

func updatePlaces(table string, r row, tenant, key string) string {
	return "UPDATE " + table + " SET " + strings.Join(r.columns, " = ?, ") + " = ? WHERE tenant_id = '" + tenant + "' AND " + key + " = ?"
}

func insertPlaces(table string, rows []row) string {
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(rows[0].columns)), ", ") + ")"
	return "INSERT INTO " + table + " (" + strings.Join(rows[0].columns, ", ") + ") VALUES " +
		strings.TrimSuffix(strings.Repeat(one+", ", len(rows)), ", ")
}

// write commits the submits of the given numbers together.
func (b *bareWriter) write(numbers ...int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, err := b.begin.Exec(); err != nil {
		return err
	}
	for _, n := range numbers {
		for _, s := range b.steps {
			var args []any
			for i, r := range s.rows {
				for k, c := range r.columns {
					if v, special := s.own(n, i, c); special {
						args = append(args, v)
					} else {
						args = append(args, r.values[k])
					}
				}
			}
			if _, err := s.statement.Exec(args...); err != nil {
				return err
			}
		}
	}
	_, err := b.end.Exec()
	return err
}

// single commits each submit by itself, with all clients queueing; grouped commits one of each client together.
func (b *bareWriter) single(from, n int) (float64, error) {
	began := time.Now()
	err := spread(n, func(_, i int) error { return b.write(from + i) })
	return float64(n) / time.Since(began).Seconds(), err
}

func (b *bareWriter) grouped(from, n int) (float64, error) {
	began := time.Now()
	numbers := make([]int, clients)
	for at := 0; at < n; at += clients {
		for i := range numbers {
			numbers[i] = from + at + i
		}
		if err := b.write(numbers...); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(began).Seconds(), nil
}
