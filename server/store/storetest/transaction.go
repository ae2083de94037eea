package storetest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/store"
)

// testOptimistic lets 8 writers raise one counter. Those who lock count every time; those who do not are told when
// another was quicker, and no step is lost or done twice.
func testOptimistic(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	const writers, rounds = 8, 25
	var stale atomic.Int64
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for range rounds {
				var seen cases.Record
				if err := b.View(ctx, "a", func(tx conveyor.Tx) (err error) { seen, err = tx.Case("c1"); return err }); err != nil {
					t.Error(err)
					return
				}
				err := b.Begin(ctx, "a", func(tx conveyor.Tx) error {
					seen.Revision++
					seen.Attempts++
					return tx.UpdateCase(seen)
				})
				switch {
				case err == nil:
				case fault.CodeOf(err) == fault.Stale:
					stale.Add(1)
				default:
					t.Error(err)
				}
				err = b.Begin(ctx, "a", func(tx conveyor.Tx) error {
					r, err := tx.Case("c1")
					if err != nil {
						return err
					}
					r.Revision++
					r.Attempts++
					return tx.UpdateCase(r)
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	b.begin(t, "a", func(tx conveyor.Tx) error {
		r, err := tx.Case("c1")
		must(t, err)
		equal(t, int64(r.Attempts), 2+2*writers*rounds-stale.Load())
		equal(t, r.Revision, 1+2*writers*rounds-stale.Load())
		return nil
	})
}

// testSavepoints runs callbacks that fail among callbacks that do not.
func testSavepoints(t *testing.T, b *bench) {
	const n = 200
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			err := b.Begin(ctx, "a", func(tx conveyor.Tx) error {
				r := record("a", fmt.Sprintf("c%03d", i), b.now)
				if err := insertCase(tx, &r); err != nil {
					return err
				}
				if err := tx.Enqueue(cases.Job{Kind: "check"}); err != nil {
					return err
				}
				if i%4 == 0 {
					return errOwn
				}
				return nil
			})
			if (i%4 == 0) != errors.Is(err, errOwn) || i%4 != 0 && err != nil {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	group.Wait()
	for i := range n {
		id := fmt.Sprintf("c%03d", i)
		_, err := b.Events(ctx, "a", id)
		if (i%4 == 0) != (fault.CodeOf(err) == fault.NotFound) {
			t.Errorf("%s: %v", id, err)
		}
	}
	equal(t, b.countJobs(t), n*3/4)
}

func testPanics(t *testing.T, b *bench) {
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic of a callback was lost")
			}
		}()
		_ = b.Begin(ctx, "a", func(tx conveyor.Tx) error {
			r := record("a", "c1", b.now)
			must(t, insertCase(tx, &r))
			panic("on purpose")
		})
	}()
	_, err := b.Events(ctx, "a", "c1")
	wants(t, err, fault.NotFound)
	b.aCase(t, "a", "c1")
}

func testJobs(t *testing.T, b *bench) {
	enqueue := func(tx conveyor.Tx) error {
		if err := tx.Enqueue(cases.Job{Kind: "timer", Key: "k", Args: map[string]string{"case": "c1"}}); err != nil {
			return err
		}
		return tx.Enqueue(cases.Job{Kind: "send"})
	}
	b.begin(t, "a", enqueue)
	equal(t, b.countJobs(t), 2)
	equal(t, b.jobs.calls, 1) // one batch
	err := b.Begin(ctx, "a", func(tx conveyor.Tx) error {
		must(t, enqueue(tx))
		return errOwn
	})
	equal(t, errors.Is(err, errOwn), true)
	equal(t, b.countJobs(t), 2)

	b.jobs.fail = errOwn // after the jobs were inserted: they go with the rows
	err = b.Begin(ctx, "a", func(tx conveyor.Tx) error {
		r := record("a", "c1", b.now)
		must(t, insertCase(tx, &r))
		return enqueue(tx)
	})
	b.jobs.fail = nil
	equal(t, errors.Is(err, errOwn), true)
	equal(t, b.countJobs(t), 2)
	_, err = b.Events(ctx, "a", "c1")
	wants(t, err, fault.NotFound)
}

func testView(t *testing.T, b *bench) {
	r := b.aCase(t, "a", "c1")
	must(t, b.View(ctx, "a", func(tx conveyor.Tx) error {
		got, err := tx.Case("c1")
		must(t, err)
		equal(t, got, r)
		return nil
	}))
	for name, write := range map[string]func(conveyor.Tx) error{
		"row": func(tx conveyor.Tx) error { r.Revision = 2; return tx.UpdateCase(r) },
		"job": func(tx conveyor.Tx) error { return tx.Enqueue(cases.Job{Kind: "x"}) },
	} {
		if err := b.View(ctx, "a", write); err == nil {
			t.Errorf("a view let a %s be written", name)
		}
	}
	// More callbacks than connections, each of which reads by the store: they must not wait for each other.
	var group sync.WaitGroup
	for range 64 {
		for _, run := range []func(context.Context, string, func(conveyor.Tx) error) error{b.View, b.Begin} {
			group.Go(func() {
				err := run(ctx, "a", func(tx conveyor.Tx) error { _, err := b.Events(ctx, "a", "c1"); return err })
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
	group.Wait()
}

func testCancelled(t *testing.T, b *bench) {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	err := b.Begin(gone, "a", func(conveyor.Tx) error { t.Error("ran"); return nil })
	equal(t, errors.Is(err, context.Canceled), true)
	b.aCase(t, "a", "c1") // and nothing is broken by it
}

func testReopen(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	again, err := store.Open(ctx, store.Options{URL: b.url})
	must(t, err)
	defer func() { must(t, again.Close()) }()
	chain, err := again.Events(ctx, "a", "c1")
	must(t, err)
	equal(t, len(chain), 1)
	ping := again.Ping(ctx)
	must(t, ping)
}

func testBackup(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	path := filepath.Join(t.TempDir(), "copy.db")
	err := b.Backup(ctx, path)
	if strings.HasPrefix(b.url, "postgres") {
		wants(t, err, fault.Unsupported)
		return
	}
	must(t, err)
	wants(t, b.Backup(ctx, path), fault.Conflict)
	again, err := store.Open(ctx, store.Options{URL: "sqlite://" + path})
	must(t, err)
	defer func() { must(t, again.Close()) }()
	chain, err := again.Events(ctx, "a", "c1")
	must(t, err)
	equal(t, len(chain), 1)
}

// testServed lets one server work at a time where the database is not made for several.
func testServed(t *testing.T, b *bench) {
	must(t, b.Alone(ctx))
	second, err := store.Open(ctx, store.Options{URL: b.url})
	must(t, err)
	defer func() { must(t, second.Close()) }()
	if strings.HasPrefix(b.url, "postgres") {
		must(t, second.Alone(ctx))
		return
	}
	wants(t, second.Alone(ctx), fault.Conflict)
	must(t, b.Ping(ctx))
	must(t, b.Close())
	must(t, second.Alone(ctx))
}

// testAppendOnly goes around the store: the database itself refuses.
func testAppendOnly(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	must(t, b.InsertAnchor(ctx, store.Anchor{ID: "n1", Tenant: "a", At: b.now, Root: "r"}))
	b.begin(t, "a", func(tx conveyor.Tx) error {
		return tx.InsertEvidence(signature.Evidence{ID: "v1", Case: "c1", Record: []byte("{}"), At: b.now})
	})
	for _, text := range []string{
		"UPDATE events SET hash = 'x'", "DELETE FROM events", "UPDATE evidence SET hash = 'x'", "DELETE FROM evidence",
		"UPDATE anchors SET root = 'x'", "DELETE FROM anchors",
	} {
		if err := b.around(t, text); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// around runs a statement as tenant a without the store.
func (b *bench) around(t *testing.T, text string) error {
	t.Helper()
	tx, err := b.Pool().BeginTx(ctx, nil)
	must(t, err)
	defer tx.Rollback() //nolint:errcheck // nothing may stay
	if strings.HasPrefix(b.url, "postgres") {
		_, err := tx.ExecContext(ctx, "SELECT set_config('app.tenant', 'a', true)")
		must(t, err)
	}
	_, err = tx.ExecContext(ctx, text)
	return err
}
