package form

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var keyPattern = regexp.MustCompile(keyForm)

// reserved are the names beside the answers, the names of rows, the words that CEL keeps for itself, and the one name
// that every JavaScript object has.
var reserved = append([]string{previous, checks, caseName, "row", "parent", "grandparent", "today", "answers"},
	strings.Fields("as break const continue else false for function if import in let loop package namespace null "+
		"return true var void while constructor")...)

// keys finds keys that cannot be used or tell nothing apart, and identities that are missing or used twice.
func (l *linter) keys() {
	ids, pages := map[string]bool{}, map[string]bool{}
	for i, p := range l.tree.form.Pages {
		l.identity(pagePath(i), p.ID, ids)
		l.key(pagePath(i), p.Key, pages)
	}
	siblings := map[string]map[string]bool{}
	for _, n := range l.tree.nodes {
		l.identity(n.document, n.field.ID, ids)
		above := ""
		if n.parent != nil {
			above = n.parent.document
		}
		if siblings[above] == nil {
			siblings[above] = map[string]bool{}
		}
		l.key(n.document, n.field.Key, siblings[above])
		if slices.Contains(reserved, n.field.Key) {
			l.add(n.document+"/key", "form.reserved_key", params{"key": n.field.Key})
		}
	}
}

func (l *linter) identity(path, id string, seen map[string]bool) {
	switch {
	case id == "":
		l.add(path+"/id", "form.missing_id", nil)
	case seen[id]:
		l.add(path+"/id", "form.duplicate_id", params{"id": id})
	}
	seen[id] = true
}

func (l *linter) key(path, key string, seen map[string]bool) {
	switch {
	case !keyPattern.MatchString(key):
		l.add(path+"/key", "form.bad_key", params{"key": key})
	case seen[key]:
		l.add(path+"/key", "form.duplicate_key", params{"key": key})
	}
	seen[key] = true
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func itoa(i int) string { return strconv.Itoa(i) }

func pagePath(i int) string { return "/pages/" + strconv.Itoa(i) }

func checkPath(i int) string { return "/validations/" + strconv.Itoa(i) }
