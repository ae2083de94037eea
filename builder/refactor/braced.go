package refactor

import (
	"regexp"
	"slices"
	"strings"
)

var braces = regexp.MustCompile(`\{[^{}]*\}`)

// braced mends the fields that a text names in braces. One that is gone, or has many answers now, stays for somebody to see:
// what a paper says instead is not for a machine to decide.
func (m *mender) braced(s spot, others []string) {
	text, ok := s.node.text()
	if !ok {
		return
	}
	isHit, isLeft := false, false
	after := braces.ReplaceAllStringFunc(text, func(name string) string {
		bare := name[1 : len(name)-1]
		now, hit := m.change.Target(bare)
		if !hit || slices.Contains(others, bare) {
			return name
		}
		isHit = true
		if now == "" || strings.Contains(now, "[]") {
			isLeft = true
			return name
		}
		return "{" + now + "}"
	})
	switch {
	case !isHit:
	case isLeft:
		s.node.say(after)
		m.note(s, text, after, Left)
	default:
		m.put(s, text, after, true)
	}
}
