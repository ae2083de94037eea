package conveyor

import (
	"maps"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
)

// sieve holds back of a timeline what is of groups that the member may not read.
type sieve struct {
	line  *Line
	ask   func(group string) (bool, error)
	known map[string]bool
	err   error
}

func (s *sieve) reads(group string) bool {
	group = groupOf(group)
	may, asked := s.known[group]
	if !asked && s.err == nil {
		may, s.err = s.ask(group)
		s.known[group] = may
	}
	return may
}

// hides tells whether not even that the event happened may be told.
func (s *sieve) hides(e event.Event) bool {
	if key, ok := e.Data["check"].(string); ok {
		for _, q := range s.line.Pipeline.Checks() {
			if q.Key == key {
				return !s.reads(q.Group)
			}
		}
	}
	if page, ok := e.Data["page"].(string); ok && s.pageHidden(page) {
		return true
	}
	if e.Name == "case.moved" && e.Data["from"] == e.Data["to"] && s.checkHidden(e.Actor) {
		return true // the case stands where it stood: nobody has to be told why it moved
	}
	if facts, ok := e.Data["facts"].([]any); ok && slices.ContainsFunc(facts, s.factHidden) {
		return true // the name of what was reported tells as well
	}
	group, ok := e.Data["group"].(string)
	return ok && !s.reads(group)
}

// pageHidden tells whether a page asks for nothing that the member may read: that it was come to tells of the answers.
func (s *sieve) pageHidden(key string) bool {
	pages := s.line.Form.Form().Pages
	i := slices.IndexFunc(pages, func(p form.Page) bool { return p.Key == key })
	return i >= 0 && len(pages[i].Fields) > 0 && !slices.ContainsFunc(pages[i].Fields, s.readsAny)
}

func (s *sieve) factHidden(fact any) bool {
	key, _ := fact.(string)
	a, _ := s.line.Pipeline.Attribute(key)
	return !s.reads(a.Group)
}

// checkHidden tells whether the machine did something on behalf of a check that the member may not read about.
func (s *sieve) checkHidden(who actor.Actor) bool {
	key, isCheck := strings.CutPrefix(who.ID, "check/")
	return who.Kind == actor.System && slices.ContainsFunc(s.line.Pipeline.Checks(), func(q *pipeline.Question) bool {
		isIt := isCheck && q.Key == key || who.ID == rescreener && q.Type == check.Screening
		return isIt && !s.reads(q.Group)
	})
}

// lists are the members of events that name fields, by key or by place.
var lists = []string{"items", "fields", "dropped", "consents"}

// blank takes out of an event what may not be told: a reason, the fields that it names with the note on them, and the
// check that set it off.
func (s *sieve) blank(e *event.Event) {
	hidden := map[string]any{}
	if s.checkHidden(e.Actor) {
		e.Actor.ID = "check"
		hidden["event"], hidden["transition"], hidden["why"] = nil, nil, nil
	}
	if next, ok := e.Data["next"].(string); ok && s.pageHidden(next) {
		hidden["next"] = nil
	}
	if key, ok := e.Data["reason"].(string); ok {
		if r, known := s.line.Pipeline.Reason(key); known && !s.reads(r.Group) {
			hidden["reason"] = nil
		}
	}
	s.blankFields(*e, hidden)
	if len(hidden) == 0 {
		return
	}
	e.Data = maps.Clone(e.Data)
	for name, left := range hidden {
		if left == nil {
			delete(e.Data, name)
			continue
		}
		e.Data[name] = left
	}
}

// blankFields adds to what is hidden the fields that an event names and that may not be read, with what it says of them.
func (s *sieve) blankFields(e event.Event, hidden map[string]any) {
	for _, name := range lists {
		list, ok := e.Data[name].([]any)
		if kept := slices.DeleteFunc(slices.Clone(list), s.namesHidden); ok && len(kept) < len(list) {
			hidden[name], hidden["note"] = kept, nil
		}
	}
	for _, name := range []string{"path", "field"} {
		if place, ok := e.Data[name].(string); ok && s.namesHidden(place) {
			hidden[name], hidden["reason"], hidden["before"], hidden["after"] = nil, nil, nil, nil
		}
	}
}

// namesHidden tells whether a field of an event, named by its key, its place or a consent to it, may not be read. What
// stands in a group may be of several field groups: it is named while one of them may be read.
func (s *sieve) namesHidden(item any) bool {
	if consent, ok := item.(map[string]any); ok {
		item = consent["path"]
	}
	text, _ := item.(string)
	pointer := "/" + strings.TrimPrefix(text, "/")
	f, known := s.line.Form.FieldAt(pointer)
	return known && !s.readsAny(f)
}

func (s *sieve) readsAny(f field.Field) bool {
	if len(f.Fields) == 0 {
		return s.reads(f.Group)
	}
	return slices.ContainsFunc(f.Fields, func(inner field.Field) bool {
		if inner.Group == "" {
			inner.Group = f.Group
		}
		return s.readsAny(inner)
	})
}
