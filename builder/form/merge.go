package form

import (
	"maps"
	"reflect"
)

// Merge lays answers that somebody gave over those that stand, and returns the given ones with what they could not have
// meant: members of a group and of its rows that they may not see stay as they are, and so does a masked answer that
// came back as its mask. sees says whether a field is theirs to see; masked whether they are shown masks.
func (c *Compiled) Merge(before, given map[string]any, sees func(group string, staff bool) bool, masked bool) map[string]any {
	m := merger{members: c.members, sees: sees, masked: masked}
	out := make(map[string]any, len(given))
	for key, value := range given {
		out[key] = value
		n := c.members[""][key]
		if old, stands := before[key]; stands && n != nil {
			if kept, any := m.value(n, old, value); any {
				out[key] = kept
			}
		}
	}
	return out
}

type merger struct {
	members map[string]map[string]*node
	sees    func(group string, staff bool) bool
	masked  bool
}

// level merges the members of a group or of one row.
func (m merger) level(before, given map[string]any, container string) map[string]any {
	out := maps.Clone(given)
	if out == nil {
		out = map[string]any{}
	}
	for key, old := range before {
		n := m.members[container][key]
		if n == nil {
			continue
		}
		if kept, any := m.value(n, old, given[key]); any {
			out[key] = kept
		}
	}
	return out
}

// value returns what to keep in a place where an answer stands, and whether that is anything.
func (m merger) value(n *node, old, given any) (any, bool) {
	if !n.container() {
		switch {
		case !m.sees(n.group(), n.staff):
			return old, true
		case m.masked && n.field.Masked && given != nil && reflect.DeepEqual(given, n.typ.Mask(n.field, old)):
			return old, true
		}
		return given, given != nil
	}
	switch stood := old.(type) {
	case map[string]any:
		members, isGroup := given.(map[string]any)
		if given != nil && !isGroup {
			return given, true
		}
		kept := m.level(stood, members, n.path)
		return kept, given != nil || len(kept) > 0
	case []any:
		if rows, isList := given.([]any); isList {
			return m.rows(n, stood, rows), true
		}
	}
	return given, given != nil
}

// rows finds for each given row the one that it was: the one that looks the same to who gave it, wherever it stands
// now, else the one in its place.
func (m merger) rows(n *node, before, given []any) []any {
	was := make([]map[string]any, len(given))
	taken := make([]bool, len(before))
	for i, row := range given {
		for j, old := range before {
			if !taken[j] && reflect.DeepEqual(m.seen(n, old), row) {
				was[i], _ = old.(map[string]any)
				taken[j] = true
				break
			}
		}
	}
	out := make([]any, len(given))
	for i, row := range given {
		if was[i] == nil && i < len(before) && !taken[i] {
			was[i], _ = before[i].(map[string]any)
			taken[i] = true
		}
		out[i] = row
		if members, ok := row.(map[string]any); ok || row == nil {
			out[i] = m.level(was[i], members, n.path)
		}
	}
	return out
}

// seen is a row as it was shown.
func (m merger) seen(n *node, row any) any {
	members, ok := row.(map[string]any)
	if !ok {
		return row
	}
	return reader{members: m.members, reads: func(string) bool { return true }, sees: m.sees, plain: !m.masked}.level(members, n.path)
}
