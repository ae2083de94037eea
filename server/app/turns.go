package app

import (
	"context"
	"sync"
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// turns are given to who makes a sandbox: to so many at once, and to one of each tenant, so that no tenant keeps the
// others waiting for more than one of its own.
type turns struct {
	free     chan struct{} // has room for all that are given at once
	patience time.Duration // how long anybody waits

	mu     sync.Mutex
	queues map[string]*turnsOf // by tenant, while somebody waits or has a turn
}

// turnsOf is the one turn of a tenant.
type turnsOf struct {
	free  chan struct{}
	users int // who waits for it, and who has it
}

func newTurns(atOnce int, patience time.Duration) *turns {
	return &turns{free: make(chan struct{}, atOnce), patience: patience, queues: map[string]*turnsOf{}}
}

// take waits for a turn; give hands it back. Returns fault.Unavailable "tryout.busy" when none came in time.
func (q *turns) take(ctx context.Context, tenant string) (give func(), err error) {
	limited, cancel := context.WithTimeout(ctx, q.patience)
	defer cancel()
	own := q.join(tenant)
	for i, free := range []chan struct{}{own.free, q.free} {
		select {
		case free <- struct{}{}:
		case <-limited.Done():
			if i > 0 {
				<-own.free
			}
			q.leave(tenant)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, fault.New(fault.Unavailable, "tryout.busy")
		}
	}
	return func() { <-q.free; <-own.free; q.leave(tenant) }, nil
}

func (q *turns) join(tenant string) *turnsOf {
	q.mu.Lock()
	defer q.mu.Unlock()
	own := q.queues[tenant]
	if own == nil {
		own = &turnsOf{free: make(chan struct{}, 1)}
		q.queues[tenant] = own
	}
	own.users++
	return own
}

func (q *turns) leave(tenant string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	own := q.queues[tenant]
	if own.users--; own.users == 0 {
		delete(q.queues, tenant)
	}
}
