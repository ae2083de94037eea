package rule

import (
	"slices"
	"strings"
)

// rowVars are the CEL variables of the rows that a rule stands in, innermost first.
var rowVars = []string{"row", "parent", "grandparent"}

// roots are the names beside the answers.
var roots = []string{"previous", "checks", "case"}

// place is where a path leads: from a variable, through the loops over repeats that the rule stands outside of,
// down the keys.
type place struct {
	typ   Type
	name  Name
	base  string
	loops [][]string // each the keys from the row before (or base) to a list of rows
	keys  []string   // from the last row (or base)
}

// walk is a path being followed.
type walk struct {
	scope Scope
	place
	names []Name
	at    string // the path so far
}

// find follows a path; ok is false when it leads nowhere, and then key says why.
func (s Scope) find(path string) (p place, key string) {
	w := walk{scope: s, names: s.Names, place: place{base: "answers", typ: Group}}
	segments := strings.Split(path, ".")
	for i, segment := range segments {
		if key := w.step(segment, i == len(segments)-1); key != "" {
			return place{}, key
		}
	}
	if len(w.keys) == 0 {
		return place{}, "rule.unknown_field"
	}
	return w.place, ""
}

func (w *walk) step(segment string, last bool) (key string) {
	word, rows := strings.CutSuffix(segment, "[]")
	if w.typ == Any {
		w.name = Name{Key: word, Type: Any}
	} else if !w.enter(word) {
		return "rule.unknown_field"
	}
	if rows && (last || w.name.Type != Repeat) {
		return "rule.unknown_field"
	}
	if w.name.Type == Repeat && !rows && !last {
		return "rule.not_in_scope"
	}
	w.follow(word, rows)
	return ""
}

func (w *walk) enter(word string) bool {
	i := slices.IndexFunc(w.names, func(n Name) bool { return n.Key == word })
	if i < 0 || word == "" {
		return false
	}
	w.name = w.names[i]
	return true
}

func (w *walk) follow(word string, rows bool) {
	w.typ, w.names = w.name.Type, w.name.Members
	if w.at == "" && slices.Contains(roots, word) {
		w.at, w.base = word, word
		return
	}
	w.at = strings.TrimPrefix(w.at+"."+word, ".")
	w.keys = append(slices.Clone(w.keys), word)
	if !rows {
		return
	}
	if v, ok := w.scope.rowVar(w.at); ok && len(w.loops) == 0 {
		w.base, w.keys = v, nil
	} else {
		w.loops, w.keys = append(w.loops, w.keys), nil
	}
	w.at += "[]"
}

// rowVar is the variable of the row of a repeat that the rule stands in.
func (s Scope) rowVar(repeat string) (string, bool) {
	i := slices.Index(s.Rows, repeat)
	if i < 0 || len(s.Rows)-1-i >= len(rowVars) {
		return "", false
	}
	return rowVars[len(s.Rows)-1-i], true
}

// paths lists every path of the scope, for suggestions.
func (s Scope) paths() []string { return listPaths(nil, "", s.Names) }

func listPaths(out []string, prefix string, names []Name) []string {
	for _, n := range names {
		at := prefix + n.Key
		out = append(out, at)
		switch n.Type {
		case Group:
			out = listPaths(out, at+".", n.Members)
		case Repeat:
			out = listPaths(out, at+"[].", n.Members)
		}
	}
	return out
}
