package store

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/queue"
)

// bell tells who watches that cases have changed, after the transaction that changed them. On SQLite there is one server;
// on PostgreSQL the others are told through it. It may be rung in vain, and is lost when a server stops in between: who
// watches looks again from time to time.
type bell struct {
	url string // of PostgreSQL, "" on SQLite
	log *slog.Logger
	// heard is told what other servers tell, before who watches.
	heard func(queue.Change)

	mu    sync.RWMutex
	watch func(queue.Change)
	out   chan queue.Change // to the other servers
	quit  context.CancelFunc
	done  sync.WaitGroup
	// listening: what other servers tell is heard. lost: some of what was to be told to them was not.
	listening, lost atomic.Bool
}

const (
	channel  = "esteira_changes"
	gathered = 100 * time.Millisecond // changes travel together: each notification holds up all that commit
	maxOut   = 4096
	perPart  = 25 // changes in one notification, which may have 8000 bytes
	retry    = 2 * time.Second
)

// Watch calls fn with each change from here on, until the store is closed. fn must not block, and is called by many
// goroutines at once.
func (s *Store) Watch(fn func(queue.Change)) { s.bell.start(fn) }

func (b *bell) start(fn func(queue.Change)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.watch = fn
	if b.url == "" || b.quit != nil {
		return
	}
	b.lost.Store(true) // by whoever was here before, and was killed
	ctx, quit := context.WithCancel(context.Background())
	b.quit, b.out = quit, make(chan queue.Change, maxOut)
	origin := NewID()
	b.done.Go(func() { b.again(ctx, func() error { return b.send(ctx, origin) }) })
	b.done.Go(func() { b.again(ctx, func() error { return b.listen(ctx, origin) }) })
}

func (b *bell) stop() {
	b.mu.Lock()
	quit := b.quit
	b.watch, b.quit = nil, nil
	b.mu.Unlock()
	if quit != nil {
		quit()
		b.done.Wait()
	}
}

// changed remembers that a case is another, with the stage that it left.
func (t *tx) changed(before, after cases.Record) {
	c := queue.Change{Tenant: t.tenant, Case: after.ID, Pipeline: after.Pipeline, Version: after.Version, Stages: []string{after.State.Stage}}
	if before.State.Stage != after.State.Stage && before.ID != "" {
		c.Stages = append(c.Stages, before.State.Stage)
	}
	t.changes = append(t.changes, c)
}

func (b *bell) ring(changes []queue.Change) {
	b.mu.RLock()
	watch, out := b.watch, b.out
	b.mu.RUnlock()
	if watch == nil {
		return
	}
	for _, c := range changes {
		watch(c)
		if out == nil {
			continue
		}
		select {
		case out <- c:
		default:
			b.lost.Store(true)
		}
	}
}

// again runs work until the store is closed, and begins anew where the database went away.
func (b *bell) again(ctx context.Context, work func() error) {
	for ctx.Err() == nil {
		err := work()
		if ctx.Err() != nil {
			return
		}
		b.log.Warn("changes do not reach the other servers", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(retry):
		}
	}
}

// carried is what a notification holds.
type carried struct {
	Origin  string         `json:"o"`
	Changes []queue.Change `json:"c"`
}

// send tells the other servers what has changed here.
func (b *bell) send(ctx context.Context, origin string) error {
	conn, err := pgx.Connect(ctx, b.url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing is kept on it
	notify := func(part []queue.Change) error {
		body, err := json.Marshal(carried{origin, part})
		if err == nil {
			_, err = conn.Exec(ctx, "SELECT pg_notify($1, $2)", channel, string(body))
		}
		if err != nil {
			b.lost.Store(true)
		}
		return err
	}
	for {
		if b.lost.Swap(false) {
			if err := notify([]queue.Change{{All: true}}); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case first := <-b.out:
			for _, part := range b.gather(ctx, first) {
				if err := notify(part); err != nil {
					return err
				}
			}
		}
	}
}

// gather waits a moment for more, and leaves out what is told already.
func (b *bell) gather(ctx context.Context, first queue.Change) [][]queue.Change {
	type place struct{ tenant, id, stages, within string }
	var parts [][]queue.Change
	told := map[place]bool{}
	keep := func(c queue.Change) {
		stages, _ := json.Marshal(c.Stages) //nolint:errchkjson // texts
		at := place{c.Tenant, c.Case, string(stages), strings.Join(c.Within, " ")}
		if told[at] {
			return
		}
		told[at] = true
		if len(parts) == 0 || len(parts[len(parts)-1]) == perPart {
			parts = append(parts, nil)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], c)
	}
	keep(first)
	enough := time.After(gathered)
	for {
		select {
		case c := <-b.out:
			keep(c)
		case <-enough:
			return parts
		case <-ctx.Done():
			return parts
		}
	}
}

// listen passes on what the other servers tell. What they told while nobody listened is unknown: all may have changed.
func (b *bell) listen(ctx context.Context, origin string) error {
	conn, err := pgx.Connect(ctx, b.url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing is kept on it
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	b.tell(queue.Change{All: true})
	b.listening.Store(true)
	defer b.listening.Store(false)
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		var c carried
		if err := json.Unmarshal([]byte(n.Payload), &c); err != nil || c.Origin == origin {
			continue // of another release, or our own
		}
		for _, change := range c.Changes {
			b.tell(change)
		}
	}
}

func (b *bell) tell(c queue.Change) {
	b.mu.RLock()
	watch := b.watch
	b.mu.RUnlock()
	b.heard(c)
	if watch != nil {
		watch(c)
	}
}
