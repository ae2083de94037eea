package app_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// TestKillNine kills the server again and again while people work, as a power cut or the kernel would, and then looks
// for what it had promised: each acknowledged write is there exactly once, no job is lost, no message went out twice,
// and the audit log verifies.
func TestKillNine(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { killNine(t, nil) })
	t.Run("postgres", func(t *testing.T) { killNine(t, large(t)) })
}

const (
	clients  = 8
	loadTime = 5 * time.Minute // what ten kills take at most
)

func killNine(t *testing.T, environ []string) {
	began := time.Now()
	kills := 10
	if testing.Short() {
		kills = 3
	}
	r := newRig(t, environ)
	r.server.start(t)
	r.server.ready(t)

	ctx, stop := context.WithTimeout(t.Context(), loadTime)
	defer stop()
	member := r.logIn(ctx)
	var working sync.WaitGroup
	for n := range clients {
		c := &client{rig: r, number: n, member: member, random: rand.New(rand.NewPCG(r.seed, uint64(n)))}
		working.Go(func() { c.work(ctx) })
	}
	killed := r.killer(t, ctx, kills)
	close(r.enough)
	working.Wait()
	if killed < kills {
		t.Errorf("%d kills of %d in %v", killed, kills, loadTime)
	}
	loaded := time.Since(began)
	r.drain(t)
	drained := time.Since(began) - loaded
	r.openDocuments(t)
	r.server.stop(t)
	r.verify(t)
	r.verifyAudit(t)
	t.Logf("seed %d: %d acknowledged writes in %d cases, %d requests sent again, %d kills under load and %d starts cut short",
		r.seed, r.acknowledged.Load(), len(r.people), r.again.Load(), killed, r.cut)
	t.Logf("load %v, drain %v, all %v", loaded.Round(time.Millisecond), drained.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
}

// killer kills the server so many times, each time after some more writes or letters, and says how often it did.
func (r *rig) killer(t *testing.T, ctx context.Context, kills int) int {
	t.Helper()
	random := rand.New(rand.NewPCG(r.seed, clients))
	for killed := range kills {
		writes := r.acknowledged.Load() + 200 + random.Int64N(200)
		letters := len(r.sink.Letters()) + 8 + random.IntN(16)
		// Every other kill comes just when the mail server took a letter: the moment in which a message may be doubled.
		byLetter := killed%2 == 1
		due := func() bool {
			if byLetter {
				return len(r.sink.Letters()) >= letters
			}
			return r.acknowledged.Load() >= writes
		}
		if !poll(ctx, time.Millisecond, due) {
			return killed
		}
		r.server.kill(t)
		if killed == kills/2 {
			for _, life := range []time.Duration{20 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond} {
				r.server.start(t)
				poll(t.Context(), life, elapsed(life))
				r.server.kill(t)
				r.cut++
			}
		}
		r.server.start(t)
		r.server.ready(t)
	}
	return kills
}

// poll asks until the answer is yes, or says no when ctx ends.
func poll(ctx context.Context, every time.Duration, ask func() bool) bool {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for !ask() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

func elapsed(d time.Duration) func() bool {
	end := time.Now().Add(d)
	return func() bool { return time.Now().After(end) }
}
