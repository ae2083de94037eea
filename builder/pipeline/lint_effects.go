package pipeline

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
)

func (l *linter) effect(transition, index int) {
	t := l.p.Transitions[transition]
	e := t.Effects[index]
	path := at("transitions", transition, "/effects/"+strconv.Itoa(index))
	l.rule(path+"/when", e.When)
	l.settings(path+"/with", e.With)
	switch e.Kind {
	case "message":
		l.named(path, "unknown_message", e.Name, slices.ContainsFunc(l.p.Messages, func(m Message) bool { return m.Key == e.Name }))
	case "paper":
		l.named(path, "unknown_paper", e.Name, slices.ContainsFunc(l.p.Papers, func(p Paper) bool { return p.Key == e.Name }))
	case "check":
		l.named(path, "unknown_check", e.Name, e.Name == allChecks || l.hasCheck(e.Name))
	case "score":
		l.named(path, "unknown_score", e.Name, slices.ContainsFunc(l.p.Scores, func(s Score) bool { return s.Key == e.Name }))
	case "task":
		l.named(path, "missing_name", e.Name, e.Name != "")
	case "call":
		l.named(path, "missing_name", e.Name, e.Name != "")
		l.told(path+"/with/fields", e.With)
	case "set":
		l.set(path+"/set", e.Set)
	case "token", "erase", "revoke", "freeze":
	default:
		l.fail(path+"/kind", "unknown_effect", params{"kind": e.Kind})
	}
}

func (l *linter) named(path, key, name string, ok bool) {
	if !ok {
		l.fail(path+"/name", key, params{"name": name})
	}
}

func (l *linter) hasCheck(key string) bool {
	return slices.ContainsFunc(l.p.Checks, func(c Check) bool { return c.Key == key })
}

// settings looks at the durations among the settings of an effect: ttl, due, after.
func (l *linter) settings(path string, raw json.RawMessage) {
	if len(raw) == 0 {
		return
	}
	var with map[string]any
	if err := json.Unmarshal(raw, &with); err != nil {
		l.fail(path, "bad_settings", nil)
		return
	}
	for _, name := range []string{"ttl", "due", "after"} {
		if v, ok := with[name]; ok {
			l.durations(path+"/"+name, v)
		}
	}
}

// told wants fields of the form among those that a call tells.
func (l *linter) told(path string, raw json.RawMessage) {
	var with struct{ Fields []string }
	if len(raw) > 0 && json.Unmarshal(raw, &with) != nil {
		l.fail(path, "bad_settings", nil)
	}
	for i, f := range with.Fields {
		l.field(path+"/"+strconv.Itoa(i), f)
	}
}

func (l *linter) durations(path string, v any) {
	list, ok := v.([]any)
	if !ok {
		text, _ := v.(string)
		l.duration(path, text)
		return
	}
	for i, v := range list {
		l.durations(path+"/"+strconv.Itoa(i), v)
	}
}

func (l *linter) set(path string, set map[string]any) {
	if len(set) == 0 {
		l.fail(path, "empty_set", nil)
	}
	for _, name := range sortedKeys(set) {
		if name == "reason" {
			key, _ := set[name].(string)
			if !slices.ContainsFunc(l.p.Reasons, func(r Reason) bool { return r.Key == key }) {
				l.fail(path+"/reason", "unknown_reason", params{"reason": key})
			}
			continue
		}
		l.value(path+"/"+name, name, set[name])
	}
}

func (l *linter) value(path, name string, v any) {
	i := slices.IndexFunc(l.p.Attributes, func(a Attribute) bool { return a.Key == name })
	if i < 0 {
		l.fail(path, "unknown_attribute", params{"attribute": name})
		return
	}
	if m, ok := v.(map[string]any); ok && l.p.Attributes[i].Type == rule.Date {
		l.durations(path+"/after", m["after"])
		return
	}
	if !l.p.Attributes[i].Fits(v) {
		l.fail(path, "bad_value", l.p.Attributes[i].misfit(v))
	}
}

func (l *linter) attributeType(key string) rule.Type {
	for _, a := range l.p.Attributes {
		if a.Key == key {
			return a.Type
		}
	}
	return ""
}
