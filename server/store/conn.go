package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"
)

// conn is one transaction, with SQL written for both databases: places are marked by "?".
type conn struct {
	ctx        context.Context //nolint:containedctx // lives as long as the transaction
	tx         *sql.Tx
	gorm       *gorm.DB
	statements *statements // of SQLite
	pipe       *pipe       // to PostgreSQL; nil on SQLite
	readOnly   bool
}

// scanner is the current row of a query.
type scanner interface{ Scan(places ...any) error }

// db gives gorm over this transaction, for rows that are not on the path of a submission.
func (c *conn) db() *gorm.DB {
	// A context makes gorm copy the statement, so that the pool set here is not the one of the parent.
	g := c.gorm.Session(&gorm.Session{NewDB: true, Context: c.ctx})
	g.Statement.ConnPool = c.tx
	if err := c.flush(); err != nil {
		_ = g.AddError(err) // gorm does nothing then, and tells
	}
	return g
}

// lock ends a SELECT whose rows the transaction is going to change. SQLite has one writer and needs none.
func (c *conn) lock() string {
	if c.pipe != nil && !c.readOnly {
		return " FOR UPDATE"
	}
	return ""
}

// exec runs a statement and says how many rows it touched.
func (c *conn) exec(text string, args ...any) (int64, error) {
	if c.pipe != nil {
		n, err := c.pipe.exec(numbered(text), args)
		return n, asFault(err)
	}
	res, err := c.run(text, args)
	if err != nil {
		return 0, asFault(err)
	}
	n, err := res.RowsAffected()
	return n, asFault(err)
}

// later runs a statement whose outcome may be told late, at the latest at the end of the transaction: then gets the
// number of rows that it touched, and its error becomes that of whatever comes next.
func (c *conn) later(then func(int64) error, text string, args ...any) error {
	if c.pipe != nil {
		c.pipe.later(then, numbered(text), args)
		return nil
	}
	n, err := c.exec(text, args...)
	if err != nil || then == nil {
		return err
	}
	return then(n)
}

// flush sends what later kept.
func (c *conn) flush() error {
	if c.pipe == nil {
		return nil
	}
	return asFault(c.pipe.flush())
}

func (c *conn) run(text string, args []any) (sql.Result, error) {
	if stmt := c.statements.get(text); stmt != nil {
		return c.tx.StmtContext(c.ctx, stmt).ExecContext(c.ctx, args...) //nolint:sqlclosecheck // the end of the transaction closes it
	}
	return c.tx.ExecContext(c.ctx, text, args...)
}

func (c *conn) query(text string, args []any) (*sql.Rows, error) {
	if stmt := c.statements.get(text); stmt != nil {
		return c.tx.StmtContext(c.ctx, stmt).QueryContext(c.ctx, args...) //nolint:sqlclosecheck // the end of the transaction closes it
	}
	return c.tx.QueryContext(c.ctx, text, args...)
}

// each calls fn for each row of a query.
func (c *conn) each(fn func(scanner) error, text string, args ...any) error {
	if c.pipe != nil {
		return asFault(c.pipe.each(fn, numbered(text), args))
	}
	rows, err := c.query(text, args)
	if err != nil {
		return asFault(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err below tells
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return asFault(rows.Err())
}

// exists says whether a query has a row.
func (c *conn) exists(text string, args ...any) (bool, error) {
	found := false
	err := c.each(func(scanner) error { found = true; return nil }, text, args...)
	return found, err
}

// number returns the first column of the first row, or fault.NotFound.
func (c *conn) number(text string, args ...any) (int64, error) {
	n, found := int64(0), false
	err := c.each(func(rows scanner) error {
		if found {
			return nil
		}
		found = true
		return rows.Scan(&n)
	}, text, args...)
	if err == nil && !found {
		err = notFound("store.not_found")
	}
	return n, err
}

// texts returns the first column of each row.
func (c *conn) texts(text string, args ...any) ([]string, error) {
	var out []string
	err := c.each(func(rows scanner) error {
		var s string
		if err := rows.Scan(&s); err != nil {
			return err
		}
		out = append(out, s)
		return nil
	}, text, args...)
	return out, err
}

// numbered turns "?" into $1, $2… as PostgreSQL wants them; no statement of ours holds a "?" otherwise.
func numbered(text string) string {
	if known, ok := numberedTexts.Load(text); ok {
		return known.(string) //nolint:forcetypeassert // only strings go in
	}
	var b strings.Builder
	n := 0
	for i := range len(text) {
		if text[i] != '?' {
			b.WriteByte(text[i])
			continue
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
	}
	if n < 64 {
		numberedTexts.Store(text, b.String()) // statements of many rows come in many lengths and are not kept
	}
	return b.String()
}

var numberedTexts sync.Map

// statements are the prepared statements of one SQLite pool. A statement cannot be prepared while the only connection
// is inside a transaction, so texts that were missed are prepared between transactions.
type statements struct {
	mu     sync.RWMutex
	ready  map[string]*sql.Stmt
	missed map[string]bool
}

// maxStatements keeps a flood of different queries from filling memory.
const maxStatements = 512

func newStatements() *statements {
	return &statements{ready: map[string]*sql.Stmt{}, missed: map[string]bool{}}
}

func (s *statements) get(text string) *sql.Stmt {
	s.mu.RLock()
	stmt := s.ready[text]
	s.mu.RUnlock()
	if stmt != nil {
		return stmt
	}
	s.mu.Lock()
	if len(s.ready)+len(s.missed) < maxStatements {
		s.missed[text] = true
	}
	s.mu.Unlock()
	return nil
}

// prepare makes the missed statements ready. A text that cannot be prepared fails again where it is used.
func (s *statements) prepare(ctx context.Context, db *sql.DB) {
	s.mu.Lock()
	missed := s.missed
	if len(missed) == 0 {
		s.mu.Unlock()
		return // the map stays that of those who miss
	}
	s.missed = map[string]bool{}
	s.mu.Unlock()
	for text := range missed {
		stmt, err := db.PrepareContext(ctx, text) //nolint:sqlclosecheck // kept until close
		if err != nil {
			continue
		}
		s.mu.Lock()
		if s.ready[text] == nil {
			s.ready[text] = stmt
			stmt = nil
		}
		s.mu.Unlock()
		if stmt != nil {
			_ = stmt.Close() // another was quicker
		}
	}
}

func (s *statements) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.ready {
		_ = stmt.Close() // the pool closes next
	}
	s.ready = map[string]*sql.Stmt{}
}
