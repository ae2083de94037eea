package session

import (
	"sync"
	"time"
)

// Throttle counts failures by key in a sliding window and says how long to wait once there were too many.
type Throttle struct {
	limit  float64
	window time.Duration
	pause  time.Duration // after a failure past the limit; 0 waits for the window to end
	now    func() time.Time

	mu     sync.Mutex
	counts map[string]*tally
}

type tally struct {
	failures float64
	since    time.Time
	last     time.Time
}

// NewThrottle allows limit failures per window.
func NewThrottle(limit int, window time.Duration, now func() time.Time) *Throttle {
	return &Throttle{limit: float64(limit), window: window, now: now, counts: map[string]*tally{}}
}

// NewBrake slows down past limit failures per window: each lets the next try begin only after a pause.
func NewBrake(limit int, window, pause time.Duration, now func() time.Time) *Throttle {
	t := NewThrottle(limit, window, now)
	t.pause = pause
	return t
}

// Wait returns how long the key must wait, zero when it need not.
func (t *Throttle) Wait(key string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, ok := t.counts[key]
	if !ok || t.now().Sub(c.since) >= t.window || c.failures < t.limit {
		return 0
	}
	if t.pause > 0 {
		return max(0, t.pause-t.now().Sub(c.last))
	}
	return t.window - t.now().Sub(c.since)
}

// Failed counts one failure.
func (t *Throttle) Failed(key string) { t.count(key, 1) }

// FailedSoftly counts a fifth of a failure: many people may share one address.
func (t *Throttle) FailedSoftly(key string) { t.count(key, 0.2) }

func (t *Throttle) count(key string, weight float64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.counts) > maxRemember {
		t.sweep()
	}
	c, ok := t.counts[key]
	if !ok || t.now().Sub(c.since) >= t.window {
		c = &tally{since: t.now()}
		t.counts[key] = c
	}
	c.failures += weight
	c.last = t.now()
}

// Clear forgets the failures of a key.
func (t *Throttle) Clear(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.counts, key)
}

func (t *Throttle) sweep() {
	for key, c := range t.counts {
		if t.now().Sub(c.since) >= t.window {
			delete(t.counts, key)
		}
	}
}
