package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"gorm.io/gorm"
)

// A batch ends at the first of these limits, so that the first of it does not wait long for the last.
const (
	maxBatch     = 64
	maxBatchWork = 5 * time.Millisecond
)

var errClosed = errors.New("store: closed")

// writer is the only one who writes to SQLite. Callbacks that wait at the same time run one after the other inside
// one SQL transaction, each in its own savepoint, and share one commit to disk.
type writer struct {
	db         *sql.DB
	gorm       *gorm.DB
	statements *statements
	queue      chan *work
	quit, done chan struct{}
	once       sync.Once
}

type work struct {
	ctx  context.Context //nolint:containedctx // travels with the work through the queue
	fn   func(*conn) error
	err  error
	done chan struct{}
}

func startWriter(db *sql.DB, g *gorm.DB) *writer {
	w := &writer{
		db: db, gorm: g, statements: newStatements(),
		queue: make(chan *work, maxBatch), quit: make(chan struct{}), done: make(chan struct{}),
	}
	go w.loop()
	return w
}

func (w *writer) pool() *sql.DB { return w.db }

// write waits for the commit even when ctx ends meanwhile: the caller must learn what became of the work.
func (w *writer) write(ctx context.Context, _ string, fn func(*conn) error) error {
	job := &work{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case w.queue <- job:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.quit:
		return errClosed
	}
	select {
	case <-job.done:
	case <-w.done: // it may have been finished, or left in the queue
		select {
		case <-job.done:
		default:
			return errClosed
		}
	}
	if c, ok := errors.AsType[*crash](job.err); ok {
		panic(c) //nolint:forbidigo // goes on in the goroutine whose callback panicked, as without a queue
	}
	return job.err
}

func (w *writer) stop() {
	w.once.Do(func() {
		close(w.quit)
		<-w.done
		w.statements.close()
	})
}

func (w *writer) loop() {
	defer close(w.done)
	for {
		select {
		case <-w.quit:
			return
		case first := <-w.queue:
			w.batch(first)
			w.statements.prepare(context.Background(), w.db)
		}
	}
}

func (w *writer) batch(first *work) {
	sqlTx, err := w.db.BeginTx(context.Background(), nil)
	if err != nil {
		first.finish(err)
		return
	}
	// Interrupting one statement would make SQLite roll back the whole transaction, so no context but this runs here.
	c := &conn{ctx: context.Background(), tx: sqlTx, gorm: w.gorm, statements: w.statements}
	done, err := w.fill(c, first)
	if err == nil {
		err = sqlTx.Commit()
	}
	if err != nil {
		_ = sqlTx.Rollback() // the commit's error is the one to tell
	}
	for _, job := range done {
		if err != nil && job.err == nil {
			job.err = fmt.Errorf("store: commit: %w", err)
		}
		close(job.done)
	}
}

// fill runs the first callback and those that wait, up to the limits. An error means that nothing may be committed.
func (w *writer) fill(c *conn, first *work) ([]*work, error) {
	started := time.Now()
	done := make([]*work, 0, maxBatch)
	for job := first; ; {
		done = append(done, job)
		if err := job.run(c); err != nil {
			return done, err
		}
		if len(done) == maxBatch || time.Since(started) > maxBatchWork {
			return done, nil
		}
		select {
		case job = <-w.queue:
		default:
			return done, nil
		}
	}
}

// run does the work inside a savepoint. Its own error stays with it; the error returned concerns the whole batch.
func (j *work) run(c *conn) error {
	if j.ctx.Err() != nil {
		j.err = j.ctx.Err() // nobody waits for it any more
		return nil          //nolint:nilerr // the error is the work's own
	}
	if _, err := c.exec("SAVEPOINT work"); err != nil {
		return err
	}
	if j.err = guarded(j.fn, c); j.err != nil {
		if _, err := c.exec("ROLLBACK TO work"); err != nil {
			return err
		}
	}
	_, err := c.exec("RELEASE work")
	return err
}

func (j *work) finish(err error) {
	j.err = err
	close(j.done)
}

// crash is a panic of a callback on its way back to the goroutine that called Begin.
type crash struct {
	value any
	stack []byte
}

// Error is for logs.
func (c *crash) Error() string {
	return fmt.Sprintf("store: callback panicked: %v\n%s", c.value, c.stack)
}

func guarded(fn func(*conn) error, c *conn) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &crash{value: v, stack: debug.Stack()}
		}
	}()
	return fn(c)
}
