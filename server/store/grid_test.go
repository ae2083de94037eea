package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/server/tenant"
)

// gridStage are where the cases of these tests stand; nobody asks for the last.
var gridStages = []queue.Stage{{Pipeline: "account", Stage: "review"}, {Pipeline: "account", Stage: "approval"}, {Pipeline: "card", Stage: "review"}, {Pipeline: "card", Stage: "done"}}

// gridBench is a store with cases that a test changes at random.
type gridBench struct {
	*Store
	t      *testing.T
	random *rand.Rand
	ids    []string
}

func newGridBench(t *testing.T, url string, seed uint64) *gridBench {
	t.Helper()
	s, err := Open(context.Background(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.CreateTenant(context.Background(), tenant.Tenant{ID: "a", Slug: "a", CreatedAt: time.Now()}); err != nil {
		t.Fatal(err)
	}
	s.Watch(func(queue.Change) {})
	for !s.hears() {
		time.Sleep(time.Millisecond)
	}
	b := &gridBench{Store: s, t: t, random: rand.New(rand.NewPCG(seed, 1))} //nolint:gosec // draws tests
	for range 300 {
		b.change()
	}
	return b
}

func (b *gridBench) begin(fn func(conveyor.Tx) error) {
	b.t.Helper()
	if err := b.Begin(context.Background(), "a", fn); err != nil {
		b.t.Fatal(err)
	}
}

// change adds a case, or moves one, answers anew, or takes all answers away.
func (b *gridBench) change() {
	b.t.Helper()
	r := b.random
	stage := gridStages[r.IntN(len(gridStages))]
	if len(b.ids) < 250 || r.IntN(4) == 0 {
		rec := cases.Record{ID: NewID(), Reference: NewID(), Pipeline: stage.Pipeline, Version: "v1", Revision: 1, State: cases.State{Stage: stage.Stage, EnteredAt: time.Now()}}
		b.ids = append(b.ids, rec.ID)
		b.begin(func(tx conveyor.Tx) error {
			if err := tx.InsertCase(rec); err != nil {
				return err
			}
			return tx.Index(rec.ID, b.answers())
		})
		return
	}
	id := b.ids[r.IntN(len(b.ids))]
	b.begin(func(tx conveyor.Tx) error {
		rec, err := tx.Case(id)
		if err != nil {
			return err
		}
		rec.Revision++
		switch r.IntN(4) {
		case 0:
			return tx.Index(id, b.answers())
		case 1:
			if _, err := tx.RemoveAnswers(id); err != nil {
				return err
			}
		case 2:
			rec.State.Checks = map[string]cases.CheckMark{"cpf": {Result: []string{"pass", "fail"}[r.IntN(2)]}}
		default:
			rec.Pipeline, rec.State.Stage = stage.Pipeline, stage.Stage
		}
		return tx.UpdateCase(rec)
	})
}

func (b *gridBench) answers() []cases.IndexRow {
	r := b.random
	var out []cases.IndexRow
	text := func(field, v string) { out = append(out, cases.IndexRow{Field: field, Text: &v}) }
	number := func(field string, v float64) { out = append(out, cases.IndexRow{Field: field, Number: &v}) }
	if r.IntN(5) > 0 {
		text("uf", []string{"SP", "RJ", "AC", "são paulo", "7", ""}[r.IntN(6)])
	}
	if r.IntN(5) > 0 {
		number("income", float64(r.IntN(9))-2.5)
	}
	switch r.IntN(3) { // one field of both kinds
	case 0:
		text("mixed", fmt.Sprint("t", r.IntN(4)))
	case 1:
		number("mixed", float64(r.IntN(4)))
	}
	return out
}

func (b *gridBench) draw() queue.Query {
	r := b.random
	fields := []string{"answers.uf", "answers.income", "answers.mixed", "checks.cpf", "answers.nothing"}
	q := queue.Query{Stages: gridStages[:1+r.IntN(3)], Limit: []int{1, 7, 400}[r.IntN(3)], Sort: []string{"", "-"}[r.IntN(2)] + fields[r.IntN(len(fields))]}
	for range r.IntN(4) {
		f := queue.Filter{
			Field: fields[r.IntN(len(fields))], Operator: []string{"=", "!=", "<", "<=", ">", ">=", "in", "isEmpty"}[r.IntN(8)],
			Value: []string{"SP", "AC", "RO", "1.5", "2", "7", "t1", "pass", ""}[r.IntN(9)],
		}
		switch f.Operator {
		case "in":
			f.Value = `["SP","2","t3","fail"]`
		case "isEmpty":
			f.Value = []string{"", "true", "false"}[r.IntN(3)]
		}
		q.Filters = append(q.Filters, f)
	}
	return q
}

// compare asks the database and the memory, page by page.
func (b *gridBench) compare(q queue.Query) {
	b.t.Helper()
	ctx := context.Background()
	for range 4 {
		p := &plan{tenant: "a", query: q}
		if err := p.prepare(); err != nil {
			b.t.Fatal(err)
		}
		asked, ok := p.question()
		if !ok {
			b.t.Fatalf("%+v is not for a grid", q)
		}
		b.want("a", asked.fields())
		b.grids.loading.Wait()
		got, ok, err := b.remembered(ctx, p)
		if err != nil || !ok {
			b.t.Fatalf("%+v is not remembered: %v", q, err)
		}
		var want []hit
		if err := b.read(ctx, "a", func(c *conn) error { want, err = p.run(c); return err }); err != nil {
			b.t.Fatal(err)
		}
		if !slices.Equal(got.hits, want) {
			b.t.Fatalf("%+v finds\n%v, the database\n%v", q, got.hits, want)
		}
		b.stopsEarly(asked, got)
		if len(want) <= q.Limit {
			if q.Cursor == "" && got.count != len(want) {
				b.t.Fatalf("%+v counts %d of %d", q, got.count, len(want))
			}
			return
		}
		q.Cursor = want[q.Limit-1].cursor()
	}
}

// stopsEarly finds the same when a few hits are enough to count, and counts as many.
func (b *gridBench) stopsEarly(q question, want *answered) {
	b.t.Helper()
	q.enough = 1 + b.random.IntN(20)
	one := b.grids.of("a")
	one.mu.RLock()
	defer one.mu.RUnlock()
	got := one.answer(q)
	if !slices.Equal(got.hits, want.hits) {
		b.t.Fatalf("%+v finds\n%v, and when it counts all\n%v", q, got.hits, want.hits)
	}
	if got.count < min(q.enough, want.count) || got.count > want.count {
		b.t.Fatalf("%+v counts %d of %d", q, got.count, want.count)
	}
}

func onBoth(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite://"+filepath.Join(t.TempDir(), "e.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, databaseURL(t))
	})
}

// TestGridAnswersAsTheDatabase asks both at random while cases change.
func TestGridAnswersAsTheDatabase(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		seed := uint64(time.Now().UnixNano())
		t.Logf("seed %d", seed)
		b := newGridBench(t, url, seed)
		for i := range 250 {
			if i%3 == 0 {
				b.change()
			}
			if i%90 == 89 {
				b.grids.forget("a")
			}
			b.compare(b.draw())
		}
	})
}

// TestGridFieldOfSeveral leaves a field to the database of which a case has more than one value, also when it came later.
func TestGridFieldOfSeveral(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		b := newGridBench(t, url, 1)
		p := &plan{tenant: "a", query: queue.Query{Stages: gridStages[:1], Limit: 5, Sort: "answers.uf"}}
		if err := p.prepare(); err != nil {
			t.Fatal(err)
		}
		b.want("a", []string{"uf"})
		b.grids.loading.Wait()
		if _, ok, err := b.remembered(context.Background(), p); !ok || err != nil {
			t.Fatal("one value each is not remembered", err)
		}
		one, two := "SP", "RJ"
		b.begin(func(tx conveyor.Tx) error {
			return tx.Index(b.ids[0], []cases.IndexRow{{Field: "uf", Text: &one}, {Field: "uf", Text: &two}})
		})
		if _, ok, err := b.remembered(context.Background(), p); ok || err != nil {
			t.Fatal("several values are remembered as one", err)
		}
	})
}

// TestGridWhileOthersWrite finds every case that was moved before the question, whoever else asks and writes.
func TestGridWhileOthersWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		b := newGridBench(t, url, 2)
		ctx := context.Background()
		b.want("a", []string{"income"})
		b.grids.loading.Wait()
		var all sync.WaitGroup
		for worker := range 4 {
			all.Go(func() {
				for i := range 20 {
					id, income := b.ids[worker*20+i], 1000.0+float64(worker*20+i)
					at := gridStages[0]
					err := b.Begin(ctx, "a", func(tx conveyor.Tx) error {
						rec, err := tx.Case(id)
						if err != nil {
							return err
						}
						rec.Revision, rec.Pipeline, rec.State.Stage = rec.Revision+1, at.Pipeline, at.Stage
						if err := tx.UpdateCase(rec); err != nil {
							return err
						}
						return tx.Index(id, []cases.IndexRow{{Field: "income", Number: &income}})
					})
					if err != nil {
						t.Error(err)
						return
					}
					page, err := b.Query(ctx, "a", queue.Query{
						Stages: []queue.Stage{at}, Filters: []queue.Filter{{Field: "answers.income", Operator: "=", Value: fmt.Sprint(income)}}, Sort: "answers.income", Limit: 5,
					})
					if err != nil || len(page.Rows) != 1 || page.Rows[0].ID != id {
						t.Errorf("case %s with %v is not found: %v %v", id, income, page.Rows, err)
					}
				}
			})
		}
		all.Wait()
	})
}

// TestGridsHoldUpNobody tells of changes, and wants fields, while the database takes its time to bring one grid up to date.
func TestGridsHoldUpNobody(t *testing.T) {
	t.Parallel()
	b := newGridBench(t, "sqlite://"+filepath.Join(t.TempDir(), "e.db"), 3)
	b.want("a", []string{"uf"})
	b.grids.loading.Wait()
	one := b.grids.of("a")
	if err := one.enter(t.Context()); err != nil { // as who reads again does
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.want("a", []string{"uf", "income"})
		b.grids.changed("b", "case")
		b.begin(func(conveyor.Tx) error { return nil })
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		t.Error("who writes waits for who reads")
	}
	one.leave()
	b.grids.loading.Wait()
	if !one.holds([]string{"uf", "income"}) {
		t.Error("a field that was wanted meanwhile was not read")
	}
}

// TestGridThatIsTooLarge does not read again what had no room, and leaves the room of others alone.
func TestGridThatIsTooLarge(t *testing.T) {
	t.Parallel()
	b := newGridBench(t, "sqlite://"+filepath.Join(t.TempDir(), "e.db"), 4)
	b.want("a", []string{"uf"})
	b.grids.loading.Wait()
	large := newGrid()
	large.columns["notes"] = &gridColumn{words: packed{all: make([]byte, 8*(maxCells+1))}}
	b.grids.mu.Lock()
	b.grids.tenants["b"] = large
	b.grids.mu.Unlock()
	if b.grids.fits("b", large) {
		t.Error("it fits")
	}
	b.want("b", []string{"notes"})
	b.grids.changed("b", "case")
	b.grids.loading.Wait()
	if one := b.grids.of("b"); one == nil || one.holds([]string{"notes"}) {
		t.Error("it was read again")
	}
	if one := b.grids.of("a"); one == nil || !one.holds([]string{"uf"}) {
		t.Error("that of another was dropped for it")
	}
}

// TestGridThatIsToBecomeTooLarge is given up before all of it stands in memory.
func TestGridThatIsToBecomeTooLarge(t *testing.T) {
	t.Parallel()
	b := newGridBench(t, "sqlite://"+filepath.Join(t.TempDir(), "e.db"), 6)
	large := newGrid()
	large.rows.ids.ends = make([]int, maxCells/(cellsOfRow+1)+1)
	b.grids.tenants = map[string]*grid{"a": large}
	b.want("a", []string{"uf"})
	b.grids.loading.Wait()
	if one := b.grids.of("a"); one == nil || !one.large || large.columns["uf"] != nil {
		t.Error("it was read")
	}
}

// TestGridThatIsBusy lets go of whoever does not want to wait for it any longer.
func TestGridThatIsBusy(t *testing.T) {
	t.Parallel()
	b := newGridBench(t, "sqlite://"+filepath.Join(t.TempDir(), "e.db"), 7)
	b.want("a", []string{"uf"})
	b.grids.loading.Wait()
	one := b.grids.of("a")
	if err := one.enter(t.Context()); err != nil { // as who reads again does
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		_, err := b.Query(ctx, "a", queue.Query{Stages: gridStages[:1], Sort: "answers.uf", Limit: 1})
		gone <- err
	}()
	cancel()
	select {
	case err := <-gone:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("it answered %v", err)
		}
	case <-time.After(2 * time.Minute):
		t.Error("who has gone waits on")
	}
	one.leave()
}

// TestGridNobodyAsksFor is let go of when more has changed than would be read again.
func TestGridNobodyAsksFor(t *testing.T) {
	t.Parallel()
	b := newGridBench(t, "sqlite://"+filepath.Join(t.TempDir(), "e.db"), 5)
	b.want("a", []string{"uf"})
	b.grids.loading.Wait()
	for i := range maxFresh + 1 {
		b.grids.changed("a", fmt.Sprint(i))
	}
	if b.grids.of("a") != nil {
		t.Error("what has changed is remembered without end")
	}
}
