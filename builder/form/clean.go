package form

import (
	"sort"
	"strconv"

	"github.com/esteira/esteira/schemas"
)

// Clean brings answers to their canonical form, each by its type, deep into groups and rows. What the form does not
// ask this audience is dropped, and its places are returned in order; so are values that are computed. A value of the
// wrong shape stays, for Validate to name. The answers given are not changed.
func (c *Compiled) Clean(answers map[string]any, audience string) (clean map[string]any, unknown []string) {
	w := cleaner{members: c.members, applicant: audience == Applicant}
	clean = w.level(answers, "", "")
	sort.Strings(w.unknown)
	return clean, w.unknown
}

type cleaner struct {
	members   map[string]map[string]*node
	applicant bool
	unknown   []string
}

// level cleans the answers below one container.
func (w *cleaner) level(raw map[string]any, container, pointer string) map[string]any {
	known := w.members[container]
	clean := make(map[string]any, len(raw))
	for key, value := range raw {
		n := known[key]
		if n == nil || n.silent() || w.applicant && n.staff {
			w.unknown = append(w.unknown, pointer+"/"+schemas.Token(key))
			continue
		}
		if n.computed() {
			continue
		}
		if value = w.value(n, value, pointer); !empty(value) {
			clean[key] = value
		}
	}
	return clean
}

func (w *cleaner) value(n *node, value any, pointer string) any {
	switch raw := value.(type) {
	case map[string]any:
		if n.groups() {
			return w.level(raw, n.path, pointer+"/"+n.field.Key)
		}
	case []any:
		if n.repeats() {
			return w.rows(n, raw, pointer)
		}
	}
	if n.container() {
		return value
	}
	return n.typ.Clean(n.field, value)
}

// rows keeps empty rows: the person added them, and the places of the others depend on them.
func (w *cleaner) rows(n *node, raw []any, pointer string) any {
	clean := make([]any, len(raw))
	for i, item := range raw {
		clean[i] = item
		if row, ok := item.(map[string]any); ok || item == nil {
			clean[i] = w.level(row, n.path, pointer+"/"+n.field.Key+"/"+strconv.Itoa(i))
		}
	}
	return clean
}
