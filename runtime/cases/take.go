package cases

import (
	"maps"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
)

// cause is what set a transition off: the word for it in the event, and its name.
type cause struct{ kind, name string }

// take carries a transition out: its effects while the case still stands where it stood, then the move.
func (r *run) take(m *pipeline.Move, by cause) {
	started := r.s.Stage == ""
	if started {
		r.s.StartedAt, r.s.ActivityAt, r.s.EnteredAt = r.now, r.now, r.now
		r.emit("case.started", map[string]any{"transition": m.Key})
	}
	r.s.Taken[m.Key]++
	if m.To != m.From {
		r.s.Approvals = nil // before effects that change what they were given to
	}
	r.effects(m)
	r.s.Here[m.Key]++
	r.out.Transition = m.Key
	data := map[string]any{"transition": m.Key, "from": m.From, "to": m.To, by.kind: by.name}
	if r.reason != "" {
		data["reason"] = r.reason
	}
	if r.way.name != own {
		data["for"] = r.way.name
	}
	r.reason, r.way = "", way{}
	r.emit("case.moved", data)
	r.data = nil
	switch {
	case m.To == "":
		r.remove(m)
	case m.To != m.From:
		r.enter(m.To)
	}
}

func (r *run) enter(stage string) {
	r.s.Stage = stage
	r.s.EnteredAt = r.now
	r.s.Here, r.s.Later = map[string]int{}, map[string]time.Time{}
	r.forget()
	to, _ := r.v.Stage(stage)
	r.s.Outcome = to.Outcome
	r.next = append([]string{pipeline.StageEntered}, r.next...)
}

// forget drops what fired in the stage that was left; timers that count from elsewhere fire once for each moment.
func (r *run) forget() {
	maps.DeleteFunc(r.s.Fired, func(key string, _ time.Time) bool {
		transition, _ := cutTimer(key)
		m, ok := r.v.Move(transition)
		return !ok || m.Trigger.Timer == nil || m.Trigger.Timer.Since == "stage" || m.Trigger.Timer.Since == "activity"
	})
}

// remove ends the life of the case. Its trail, its counts and its outcome stay.
func (r *run) remove(m *pipeline.Move) {
	r.s.Stage, r.s.Removed, r.s.EnteredAt = "", true, r.now
	r.s.Here, r.s.Later, r.s.Fired = map[string]int{}, map[string]time.Time{}, map[string]time.Time{}
	r.next = nil
	r.erase()
	for _, w := range r.out.Effects {
		if w.Kind == "erase" {
			return
		}
	}
	r.work(Work{Kind: "erase", Key: r.key(m, "erase")})
}

// erase clears what the state holds of the person.
func (r *run) erase() {
	clear(r.s.Attributes)
	clear(r.s.Checks)
	clear(r.s.Scores)
	r.void("answers")
	r.s.Items, r.s.OpenItems, r.s.Note = nil, 0, ""
	r.data = nil
}

func (r *run) emit(name string, data map[string]any) {
	r.out.Events = append(r.out.Events, Planned{Name: name, Data: data})
}

func (r *run) work(w Work) { r.out.Effects = append(r.out.Effects, w) }
