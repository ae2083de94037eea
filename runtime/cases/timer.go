package cases

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
)

// again is how long a timer that leads on waits when its guard does not hold.
const again = 24 * time.Hour

// timer fires a planned moment; one that is no longer planned is passed over.
func (r *run) timer(t Timer) {
	planned := slices.ContainsFunc(r.s.Timers, func(p Timer) bool {
		return p.Transition == t.Transition && p.Index == t.Index && p.DueAt.Equal(t.DueAt)
	})
	m, known := r.v.Move(t.Transition)
	if !planned || !known || m.From != r.s.Stage || t.DueAt.After(r.now) {
		return
	}
	if !r.holds(m.Guard, m.Key) && m.To != m.From {
		r.s.Later[timerKey(t)] = r.now.Add(again)
		return
	}
	r.burn(t)
	if r.holds(m.Guard, m.Key) {
		r.take(m, cause{"timer", m.Trigger.Timer.After[t.Index]})
	}
}

// burn marks the moment as fired, and with it the earlier ones of the same transition: after an outage one reminder
// is enough.
func (r *run) burn(t Timer) {
	for _, p := range r.s.Timers {
		if p.Transition == t.Transition && !p.DueAt.After(r.now) {
			r.s.Fired[timerKey(p)] = p.DueAt
		}
	}
}

// plan works out all timers of the stage afresh: they follow from the state alone, so none is ever forgotten.
func (r *run) plan() {
	r.s.Timers = nil
	if r.s.Removed {
		return
	}
	for _, m := range r.v.Timers(r.s.Stage) {
		base, ok := r.since(m.Trigger.Timer.Since)
		for i := 0; ok && i < len(m.After); i++ {
			r.planOne(m, Timer{Transition: m.Key, Index: i, DueAt: r.due(m, base, m.After[i])})
		}
	}
	slices.SortFunc(r.s.Timers, func(a, b Timer) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.Transition, b.Transition), cmp.Compare(a.Index, b.Index))
	})
}

func (r *run) planOne(m *pipeline.Move, t Timer) {
	key := timerKey(t)
	if fired, ok := r.s.Fired[key]; ok && fired.Equal(t.DueAt) {
		return
	}
	if m.To == m.From && !t.DueAt.After(r.s.EnteredAt) {
		return
	}
	if later, ok := r.s.Later[key]; ok && later.After(t.DueAt) {
		t.DueAt = later
	}
	r.s.Timers = append(r.s.Timers, t)
}

func (r *run) due(m *pipeline.Move, base time.Time, after pipeline.Duration) time.Time {
	if m.Trigger.Timer.Calendar == "business" {
		return r.f.Calendar.Add(base, after)
	}
	return after.Add(base, r.f.Location)
}

// since is the instant from which a timer counts; ok is false while its date is not known.
func (r *run) since(word string) (t time.Time, ok bool) {
	switch word {
	case "stage":
		return r.s.EnteredAt, true
	case "start":
		return r.s.StartedAt, true
	case "activity":
		if r.s.ActivityAt.After(r.s.EnteredAt) {
			return r.s.ActivityAt, true
		}
		return r.s.EnteredAt, true
	}
	known := r.s.Attributes
	key, isAnswer := strings.CutPrefix(word, "answers.")
	if isAnswer {
		known = r.f.Answers
	}
	text, _ := known[strings.TrimPrefix(key, "case.")].(string)
	t, err := time.ParseInLocation(time.DateOnly, text, r.f.Location)
	return t, err == nil
}

func timerKey(t Timer) string { return t.Transition + "#" + strconv.Itoa(t.Index) }

func cutTimer(key string) (transition, index string) {
	transition, index, _ = strings.Cut(key, "#")
	return transition, index
}
