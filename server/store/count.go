package store

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/queue"
)

// Counts are kept for everybody who asks, and a stage is counted again when a case has come to it or left it. What another
// server did is heard of in a moment, or else seen after countsLast.
const (
	countsLast  = 5 * time.Second
	maxCounting = 1000 // tenants whose counts are kept
)

type counts struct {
	mu      sync.Mutex
	tenants map[string]*tally
}

// tally is how many cases stand in each stage of a tenant.
type tally struct {
	turn   gate // of who counts; the others wait and find it done
	at     time.Time
	counts []queue.Count // by pipeline and stage

	mu    sync.Mutex
	moved map[queue.Stage]bool // to be counted again
	all   bool                 // everything is
}

func (c *counts) of(tenant string) *tally {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.tenants[tenant]
	if t == nil {
		if c.tenants == nil || len(c.tenants) >= maxCounting {
			c.tenants = map[string]*tally{}
		}
		t = &tally{turn: make(gate, 1), all: true}
		c.tenants[tenant] = t
	}
	return t
}

// forget makes the next who asks count again: the stages, or everything when none is named, or one without a name.
func (c *counts) forget(tenant string, stages ...queue.Stage) {
	c.mu.Lock()
	t := c.tenants[tenant]
	if tenant == "" {
		c.tenants = nil
	}
	c.mu.Unlock()
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = t.all || len(stages) == 0 || slices.Contains(stages, queue.Stage{})
	for _, s := range stages {
		if t.moved == nil {
			t.moved = map[queue.Stage]bool{}
		}
		t.moved[s] = true
	}
}

// stale takes what has to be counted again. Who moves a case from here on is counted next time.
func (t *tally) stale(now time.Time) (moved map[queue.Stage]bool, all bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	moved, all = t.moved, t.all || now.Sub(t.at) > countsLast
	t.moved, t.all = nil, false
	return moved, all
}

// heard is told of every change by another server.
func (s *Store) heard(c queue.Change) {
	if c.All || c.Pipeline == "" { // the latter by an older release
		s.counts.forget(c.Tenant)
		s.grids.forget(c.Tenant)
		return
	}
	stages := make([]queue.Stage, len(c.Stages))
	for i, stage := range c.Stages {
		stages[i] = queue.Stage{Pipeline: c.Pipeline, Stage: stage}
	}
	s.counts.forget(c.Tenant, stages...)
	s.grids.changed(c.Tenant, c.Case)
}

// moves remembers the stages whose number of cases is another by a change.
func (t *tx) moves(before, after cases.Record) {
	to := queue.Stage{Pipeline: after.Pipeline, Stage: after.State.Stage}
	from := queue.Stage{Pipeline: before.Pipeline, Stage: before.State.Stage}
	switch {
	case before.ID == "": // written without having been read
		t.moved = append(t.moved, queue.Stage{})
		t.touched = append(t.touched, after.ID)
	case from != to:
		t.moved = append(t.moved, from, to)
		t.touched = append(t.touched, after.ID)
	}
}

// Counts returns the number of cases in each stage that has any, by pipeline and stage. It stops at 10 000.
func (s *Store) Counts(ctx context.Context, tenant string) ([]queue.Count, error) {
	t := s.counts.of(tenant)
	if err := t.turn.enter(ctx); err != nil {
		return nil, asFault(err)
	}
	defer t.turn.leave()
	moved, all := t.stale(time.Now())
	if !all && len(moved) == 0 {
		return slices.Clone(t.counts), nil
	}
	err := s.read(ctx, tenant, func(c *conn) error {
		if all {
			t.at = time.Now()
			return t.countAll(c, tenant)
		}
		return t.countAgain(c, tenant, moved)
	})
	if err != nil {
		s.counts.forget(tenant)
		return nil, err
	}
	return slices.Clone(t.counts), nil
}

// countAll goes from one stage to the next by the index: cheaper than looking at every case to find the few stages.
func (t *tally) countAll(c *conn, tenant string) error {
	t.counts = nil
	for at := (queue.Stage{}); ; {
		next, err := c.stageAfter(tenant, at)
		if err != nil || next == nil {
			return err
		}
		at = *next
		if err := t.count(c, tenant, at); err != nil {
			return err
		}
	}
}

func (t *tally) countAgain(c *conn, tenant string, stages map[queue.Stage]bool) error {
	for stage := range stages {
		if err := t.count(c, tenant, stage); err != nil {
			return err
		}
	}
	return nil
}

// count counts one stage. An erased case stands in none.
func (t *tally) count(c *conn, tenant string, stage queue.Stage) error {
	if stage.Stage == "" {
		return nil
	}
	n, err := c.number("SELECT COUNT(*) FROM (SELECT 1 FROM cases WHERE tenant_id = ? AND pipeline = ? AND stage = ? LIMIT ?) counted",
		tenant, stage.Pipeline, stage.Stage, maxCount)
	if err != nil {
		return err
	}
	i, there := slices.BinarySearchFunc(t.counts, stage, func(one queue.Count, s queue.Stage) int {
		return cmp.Or(cmp.Compare(one.Stage.Pipeline, s.Pipeline), cmp.Compare(one.Stage.Stage, s.Stage))
	})
	if there {
		t.counts = slices.Delete(t.counts, i, i+1)
	}
	if n > 0 {
		t.counts = slices.Insert(t.counts, i, queue.Count{Stage: stage, Count: int(n)})
	}
	return nil
}

func (c *conn) stageAfter(tenant string, at queue.Stage) (*queue.Stage, error) {
	var next *queue.Stage
	err := c.each(func(rows scanner) error {
		next = &queue.Stage{}
		return rows.Scan(&next.Pipeline, &next.Stage)
	}, "SELECT pipeline, stage FROM cases WHERE tenant_id = ? AND (pipeline, stage) > (?, ?) ORDER BY pipeline, stage LIMIT 1",
		tenant, at.Pipeline, at.Stage)
	return next, err
}
