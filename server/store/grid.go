package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/esteira/esteira/runtime/queue"
)

// A query of answers that meets very many cases costs a look into the database for each of them. So the answers that queues
// of a large tenant are filtered and sorted by are kept in memory, a column for each field: a query goes along the columns
// and asks the database for the page alone. What has changed since they were read is read again, case by case, before the
// next question is answered.
const (
	maxCells   = 24_000_000       // values in memory, of all tenants: about 200 MB
	maxFresh   = 5000             // cases that have changed, after which everything is read anew
	gridsLast  = 10 * time.Minute // in case another server was killed before it told what it had changed
	gridLoad   = 2 * time.Minute  // reading takes no longer, or is given up
	cellsOfRow = 4                // what a case takes apart from its answers
	cellBytes  = 8
)

// errNoRoom ends the reading of answers that are more than memory is given to.
var errNoRoom = errors.New("no room in memory")

// grids are the answers in memory, by tenant. Every transaction that changed a case passes by mu, so nobody waits for
// the database, or for who reads a grid, while holding it.
type grids struct {
	mu      sync.Mutex
	tenants map[string]*grid
	loading sync.WaitGroup
	closed  bool
}

// grid holds the answers of a tenant's cases as they were at one moment, and those of the cases that have changed since.
type grid struct {
	began time.Time

	// These are read and written under mu of the grids.
	asked   time.Time
	reading bool
	known   map[string]bool // fields that were read, or are to be
	wanted  []string        // of those, the ones to be read
	size    int             // in cells
	large   bool            // more than there is room for: it is not read, and stands here so that nobody tries all the time

	marking sync.Mutex
	marks   map[string]bool // cases that have changed and were not read again

	// turn is taken by who changes what stands below, over the time that they ask the database for it; mu is held only while
	// it is changed. Whoever waits for their turn can give up.
	turn chan struct{}

	mu      sync.RWMutex
	rows    gridRows
	columns map[string]*gridColumn
	fresh   map[string]gridCase // read again
}

func newGrid() *grid {
	return &grid{
		began: time.Now(), known: map[string]bool{}, marks: map[string]bool{}, turn: make(chan struct{}, 1),
		columns: map[string]*gridColumn{}, fresh: map[string]gridCase{},
	}
}

// enter waits for the turn, which leave ends.
func (g *grid) enter(ctx context.Context) error {
	select {
	case g.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return asFault(ctx.Err())
	}
}

func (g *grid) leave() { <-g.turn }

// of is the grid of a tenant, nil when it has none.
func (g *grids) of(tenant string) *grid {
	g.mu.Lock()
	defer g.mu.Unlock()
	one := g.tenants[tenant]
	if one != nil && time.Since(one.began) > gridsLast {
		delete(g.tenants, tenant)
		return nil
	}
	if one != nil {
		one.asked = time.Now()
	}
	return one
}

// changed is told of cases that are others, after the transaction that changed them.
func (g *grids) changed(tenant string, cases ...string) {
	if len(cases) == 0 {
		return
	}
	g.mu.Lock()
	one := g.tenants[tenant]
	isKept := one != nil && !one.large
	g.mu.Unlock()
	if !isKept {
		return
	}
	if one.mark(cases) > maxFresh { // it will be read anew, and nobody may ever ask again
		g.drop(tenant, one)
	}
}

// mark remembers cases that have changed, and says how many there are.
func (g *grid) mark(cases []string) int {
	g.marking.Lock()
	defer g.marking.Unlock()
	for _, id := range cases {
		g.marks[id] = true
	}
	return len(g.marks)
}

// forget drops what is kept of a tenant, or of all when that is "".
func (g *grids) forget(tenant string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if tenant == "" {
		g.tenants = nil
		return
	}
	delete(g.tenants, tenant)
}

func (g *grids) drop(tenant string, one *grid) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.tenants[tenant] == one {
		delete(g.tenants, tenant)
	}
}

// close waits until nothing is read any more.
func (g *grids) close() {
	g.mu.Lock()
	g.closed, g.tenants = true, nil
	g.mu.Unlock()
	g.loading.Wait()
}

// want has fields of a tenant read in the background, unless they are already, or are too many.
func (s *Store) want(tenant string, fields []string) {
	g := &s.grids
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed || !s.hears() {
		return
	}
	one := g.tenants[tenant]
	if one != nil && one.large {
		return
	}
	if one == nil {
		one = newGrid()
		if g.tenants == nil {
			g.tenants = map[string]*grid{}
		}
		g.tenants[tenant] = one
	}
	one.asked = time.Now()
	for _, field := range fields {
		if !one.known[field] {
			one.known[field] = true
			one.wanted = append(one.wanted, field)
		}
	}
	if len(one.wanted) > 0 && !one.reading {
		one.reading = true
		g.loading.Go(func() { s.readGrid(tenant, one) })
	}
}

// hears says whether every change comes to be known here.
func (s *Store) hears() bool { return s.bell.url == "" || s.bell.listening.Load() }

// fits drops the grids that nobody has asked for longest until the rest fit, and says whether one that was read is left.
func (g *grids) fits(tenant string, one *grid) bool {
	one.mu.RLock()
	size := one.cells()
	one.mu.RUnlock()
	g.mu.Lock()
	defer g.mu.Unlock()
	one.size = size
	if size > maxCells {
		g.tooLarge(tenant, one)
	}
	for {
		cells, oldest := 0, ""
		for name, other := range g.tenants {
			cells += other.size
			if oldest == "" || other.asked.Before(g.tenants[oldest].asked) {
				oldest = name
			}
		}
		if cells <= maxCells {
			return g.tenants[tenant] == one
		}
		delete(g.tenants, oldest)
	}
}

// refuse has a grid not read any more.
func (g *grids) refuse(tenant string, one *grid) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tooLarge(tenant, one)
}

func (g *grids) tooLarge(tenant string, one *grid) {
	if g.tenants[tenant] == one {
		g.tenants[tenant] = &grid{began: one.began, large: true}
	}
}

func (g *grid) cells() int {
	cells := g.rows.ids.len() * cellsOfRow
	for _, c := range g.columns {
		cells += c.bytes() / cellBytes
	}
	return cells
}

// cellsOf is what so many columns need at least, before they are read.
func cellsOf(rows, columns int) int { return rows * (cellsOfRow + columns) }

// remembered answers a plan from memory. ok is false when it has to be asked of the database.
func (s *Store) remembered(ctx context.Context, p *plan) (found *answered, ok bool, err error) {
	q, fits := p.question()
	fields := q.fields()
	if !fits || len(fields) == 0 || !s.hears() {
		return nil, false, nil
	}
	one := s.grids.of(p.tenant)
	if one == nil || !one.holds(fields) {
		return nil, false, nil
	}
	switch ok, err := s.catchUp(ctx, p.tenant, one); {
	case err != nil:
		return nil, false, err
	case !ok:
		s.grids.drop(p.tenant, one) // what comes next is read anew
		return nil, false, nil
	}
	one.mu.RLock()
	defer one.mu.RUnlock()
	if !one.answers(fields) {
		return nil, false, nil
	}
	return one.answer(q), true, nil
}

// holds says whether fields have been read.
func (g *grid) holds(fields []string) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.answers(fields)
}

// answers says whether each case has one answer at most in each of the fields, and they were read.
func (g *grid) answers(fields []string) bool {
	return !slices.ContainsFunc(fields, func(f string) bool { return g.columns[f] == nil || g.columns[f].several })
}

// answered are the first hits of a question, and how many cases it finds in all.
type answered struct {
	hits  []hit
	count int
}

func (a *answered) tally() queue.Tally {
	if a == nil {
		return queue.Tally{}
	}
	return queue.Tally{Count: min(a.count, maxCount), More: a.count >= maxCount}
}
