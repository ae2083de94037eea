package refactor

import (
	"slices"
	"strconv"
	"strings"
)

// pointer mends a JSON Pointer into answers: "/owners/0/name" is about owners[].name.
func (m *mender) pointer(s spot) {
	text, ok := s.node.text()
	if !ok || !strings.HasPrefix(text, "/") {
		return
	}
	path, rows := pathOf(text)
	now, hit := m.change.Target(path)
	if !hit {
		return
	}
	if strings.Count(now, "[]") != len(rows) { // a row cannot be told where there was none
		m.put(s, text, text, false)
		return
	}
	for _, row := range rows {
		now = strings.Replace(now, "[]", "/"+row, 1)
	}
	m.put(s, text, "/"+strings.ReplaceAll(now, ".", "/"), now != "")
}

// pathOf is the path of a field that a JSON Pointer leads to, and the numbers of the rows on the way.
func pathOf(pointer string) (path string, rows []string) {
	for token := range strings.SplitSeq(pointer[1:], "/") {
		if _, err := strconv.Atoi(token); err == nil {
			path, rows = path+"[]", append(rows, token)
			continue
		}
		path = strings.TrimPrefix(path+"."+token, ".")
	}
	return path, rows
}

// answers mends the keys of an object of answers, and of the groups and rows in it.
func (m *mender) answers(s spot, above string) {
	for i, member := range s.node.members {
		if s.node.isList {
			m.answers(s.down(strconv.Itoa(i), member), above)
			continue
		}
		key := s.node.keys[i]
		inner := above + key + "."
		if member.isList {
			inner = above + key + "[]."
		}
		m.answers(s.down(key, member), inner)
		now, hit := m.change.Target(above + key)
		isInner := !slices.Contains(m.change.From, above+key)
		if !hit || isInner && m.change.Do != "convert" { // what is inside goes where the outer key goes
			continue
		}
		after, isHere := strings.CutPrefix(now, above)
		if !isHere || after == "" || strings.ContainsAny(after, ".[") {
			m.note(s, key, key, Left)
			continue
		}
		s.node.keys[i] = after
		m.note(s, key, after, outcomeOf(key, after))
	}
}
