package store

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// pipe takes the statements of one transaction to PostgreSQL. Those whose outcome nobody waits for go together with the
// next that is waited for: a round trip costs the server and the database more than most statements do.
type pipe struct {
	ctx    context.Context //nolint:containedctx // lives as long as the transaction
	conn   *sql.Conn
	queued []queued
	failed error // the first error of a statement: told again to whoever comes next, so that nobody can go past it
}

// queued is a statement that has not been sent.
type queued struct {
	text string
	args []any
	then func(touched int64) error
}

// later keeps a statement to be sent with the next. then, which may be nil, is told how many rows it touched.
func (p *pipe) later(then func(int64) error, text string, args []any) {
	p.queued = append(p.queued, queued{text, args, then})
}

// exec sends what waits and then a statement, and says how many rows the last touched.
func (p *pipe) exec(text string, args []any) (int64, error) {
	touched := int64(0)
	p.later(func(n int64) error { touched = n; return nil }, text, args)
	return touched, p.flush()
}

// flush sends what waits.
func (p *pipe) flush() error {
	if len(p.queued) == 0 {
		return p.failed
	}
	return p.send("", nil, nil)
}

// each sends what waits and then a query, and calls fn for each of its rows.
func (p *pipe) each(fn func(scanner) error, text string, args []any) error {
	return p.send(text, args, fn)
}

// send runs what waits, and the query when there is one, in one round trip.
//
// It goes past database/sql, which sends one statement at a time, on the connection that holds the transaction. When
// ctx ends, database/sql rolls the transaction back; pgx sends nothing for a context that has ended, so that nothing can
// be written after that.
func (p *pipe) send(text string, args []any, fn func(scanner) error) error {
	if p.failed != nil {
		return p.failed
	}
	waiting := p.queued
	p.queued = nil
	touched := make([]int64, len(waiting))
	err := p.conn.Raw(func(raw any) error {
		conn := raw.(*stdlib.Conn).Conn() //nolint:forcetypeassert // the pool was opened with this driver
		if len(waiting) == 0 {
			rows, err := conn.Query(p.ctx, text, args...)
			if err != nil {
				return err
			}
			return readRows(rows, fn)
		}
		var batch pgx.Batch
		for _, q := range waiting {
			batch.Queue(q.text, q.args...)
		}
		if fn != nil {
			batch.Queue(text, args...)
		}
		results := conn.SendBatch(p.ctx, &batch)
		if err := receive(results, touched, fn); err != nil {
			_ = results.Close() // says the same again
			return err
		}
		return results.Close()
	})
	for i, q := range waiting {
		if err == nil && q.then != nil {
			err = q.then(touched[i])
		}
	}
	if len(waiting) > 0 {
		p.failed = err
	}
	return err
}

func receive(results pgx.BatchResults, touched []int64, fn func(scanner) error) error {
	for i := range touched {
		tag, err := results.Exec()
		if err != nil {
			return err
		}
		touched[i] = tag.RowsAffected()
	}
	if fn == nil {
		return nil
	}
	rows, err := results.Query()
	if err != nil {
		return err
	}
	return readRows(rows, fn)
}

func readRows(rows pgx.Rows, fn func(scanner) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
