package jobs

import (
	"sync"
	"time"
)

// unwritten is how long what came of a job may wait to be written down: River tries again while the database is away, and a
// busy machine takes its time. A job that is put back before is done twice.
const unwritten = 3 * time.Minute

// hands are the jobs that this process works on, and those that it ended a short time ago.
type hands struct {
	mu   sync.Mutex
	jobs map[int64]time.Time // by id: when each ended, zero while it is worked on
	none bool                // nobody asks
}

func (h *hands) begin(id int64) { h.put(id, time.Time{}) }

func (h *hands) end(id int64) { h.put(id, time.Now()) }

func (h *hands) put(id int64, ended time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.none {
		return
	}
	if h.jobs == nil {
		h.jobs = map[int64]time.Time{}
	}
	h.jobs[id] = ended
}

// without returns the ids that are not in hand, and forgets what ended long ago.
func (h *hands) without(ids []int64) []int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []int64
	for _, id := range ids {
		if ended, known := h.jobs[id]; !known || old(ended) {
			out = append(out, id)
		}
	}
	h.tidy()
	return out
}

func (h *hands) tidy() {
	for id, ended := range h.jobs {
		if old(ended) {
			delete(h.jobs, id)
		}
	}
}

func old(ended time.Time) bool { return !ended.IsZero() && time.Since(ended) > unwritten }
