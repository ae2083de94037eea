package cases

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/fault"
)

// effects plans what a transition does, in order: a later effect sees what an earlier one set.
func (r *run) effects(m *pipeline.Move) {
	for i := range m.Effects {
		if e := &m.Effects[i]; r.holds(e.When, m.Key) {
			r.effect(m, i)
		}
	}
}

func (r *run) effect(m *pipeline.Move, index int) {
	e := m.Effects[index]
	switch e.Kind {
	case "set":
		r.assign(e.Set)
		return
	case "check":
		r.startChecks(e.Name)
		return
	case "score":
		r.score(e.Name)
		return
	case "erase":
		r.erase()
	case "token":
		r.s.Tokens = append(r.s.Tokens, r.now)
		r.data = nil
	}
	place := strconv.Itoa(index) + "/" + e.Kind
	if e.Name != "" {
		place += "/" + e.Name
	}
	r.work(Work{Kind: e.Kind, Name: e.Name, Key: r.key(m, place), With: r.settings(m, e.With)})
}

func (r *run) key(m *pipeline.Move, place string) string {
	return r.s.Case + "/" + m.Key + "/" + strconv.Itoa(r.s.Taken[m.Key]) + "/" + place
}

// settings copies the settings of an effect and works out the durations among them.
func (r *run) settings(m *pipeline.Move, with map[string]any) map[string]any {
	if len(with) == 0 {
		return nil
	}
	out := maps.Clone(with)
	for name, moment := range map[string]string{"due": "dueAt", "ttl": "expiresAt", "after": "at"} {
		if text, ok := nth(with[name], r.s.Here[m.Key]); ok {
			out[moment] = r.later(text, with["calendar"] == "business").Format(time.RFC3339)
		}
	}
	return out
}

// nth reads a duration, or the nth of a list of them; the last stands for all that follow.
func nth(v any, n int) (string, bool) {
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[min(n, len(list)-1)]
	}
	text, ok := v.(string)
	return text, ok
}

func (r *run) later(text string, business bool) time.Time {
	d, err := pipeline.ParseDuration(text)
	if err != nil {
		return r.now // lint refuses it
	}
	if business {
		return r.f.Calendar.Add(r.now, d)
	}
	return d.Add(r.now, r.f.Location)
}

// assign carries out the effect "set", whose values lint has checked.
func (r *run) assign(set map[string]any) {
	for name, v := range set {
		if m, ok := v.(map[string]any); ok {
			after, _ := m["after"].(string)
			v = r.later(after, false).In(r.f.Location).Format(time.DateOnly)
		}
		if name != "reason" {
			r.put(name, v)
			continue
		}
		r.s.Reason, _ = v.(string)
		r.reason = r.s.Reason
		r.s.DecidedBy, r.s.Note = "", ""
	}
	r.data = nil
}

// set takes attributes from a trigger. It returns fault.Invalid for one that the pipeline does not have, or a value
// that does not fit it.
func (r *run) set(values map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := number(values[name])
		a, ok := r.v.Attribute(name)
		if !ok {
			return fault.New(fault.Invalid, "case.unknown_attribute").With("attribute", name)
		}
		if !a.Fits(v) {
			return fault.New(fault.Invalid, "case.bad_attribute").With("attribute", name).With("type", a.Type)
		}
		r.put(name, v)
	}
	r.data = nil
	return nil
}

// put gives an attribute a value, or takes it away. What was approved before is another case when it changes.
func (r *run) put(name string, v any) {
	if r.s.Attributes[name] != v {
		r.void("facts")
	}
	if v == nil {
		delete(r.s.Attributes, name)
		return
	}
	r.s.Attributes[name] = v
}

// number brings the integers of Go callers to the one kind of number that JSON has.
func number(v any) any {
	switch n := v.(type) {
	case int:
		return float64(n)
	case int64:
		return float64(n)
	}
	return v
}
