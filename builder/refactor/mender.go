package refactor

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/rule"
)

type mender struct {
	change Change
	uses   []Use
	drops  []func() // done last, from the end, so that places keep their numbers
}

func (m *mender) visit(p position, s spot) {
	switch p.names {
	case namesRule:
		if s.node.isRule() {
			m.rule(s)
		}
	case namesKeys:
		m.keys(s)
	case namesPointer:
		m.pointer(s)
	case namesAnswers:
		m.answers(s, "")
	case namesBraced:
		m.braced(s, strings.Fields(p.not))
	case namesObject:
		if text, ok := s.node.text(); ok && m.change.Names(text) {
			m.put(s, text, m.change.Object(text), true)
		}
	case namesSince:
		m.text(s, "")
	default:
		if text, _ := s.node.text(); !slices.Contains(strings.Fields(p.not), text) {
			m.text(s, p.names)
		}
	}
}

// text mends a text that names one thing.
func (m *mender) text(s spot, prefix string) {
	text, ok := s.node.text()
	if !ok || text == "" {
		return
	}
	now, hit := m.change.Target(prefix + text)
	if hit {
		m.put(s, text, strings.TrimPrefix(now, prefix), now != "")
	}
}

// put writes a text anew, takes it out of its list, or leaves it.
func (m *mender) put(s spot, before, after string, isThere bool) {
	switch {
	case isThere:
		s.node.say(after)
		m.note(s, before, after, outcomeOf(before, after))
	case m.change.Drop && s.parent().isList:
		list := s.parent()
		m.drops = append(m.drops, func() { list.remove(slices.Index(list.members, s.node)) })
		m.note(s, before, "", Dropped)
	default:
		m.note(s, before, before, Left)
	}
}

func outcomeOf(before, after string) string {
	if before == after {
		return Kept
	}
	return Changed
}

// keys mends an object whose keys are attributes.
func (m *mender) keys(s spot) {
	for i, key := range s.node.keys {
		now, hit := m.change.Target(namesAttribute + key)
		if !hit {
			continue
		}
		if now == "" {
			m.note(s, key, key, Left)
			continue
		}
		s.node.keys[i] = strings.TrimPrefix(now, namesAttribute)
		m.note(s, key, s.node.keys[i], outcomeOf(key, s.node.keys[i]))
	}
}

func (m *mender) note(s spot, before, after, outcome string) {
	u := Use{Pointer: s.pointer, Role: s.role, Before: before, After: after, Outcome: outcome}
	owner, text := s.owner()
	u.Owner = owner
	if text != nil {
		_ = json.Unmarshal(text.write(), &u.Text) // what is no text says nothing
	}
	m.uses = append(m.uses, u)
}

// rule mends a rule, and notes it once however often it names what is changed.
func (m *mender) rule(s spot) {
	before := string(s.node.write())
	var outcome string
	if cel, ok := s.node.get("cel").text(); ok {
		outcome = m.cel(s, cel)
	} else {
		q := query{change: m.change}
		q.group(s.node.get("query"))
		outcome = q.outcome
		if q.isEmpty(s.node.get("query")) { // nothing would be asked any more: that is for somebody to decide
			outcome = Left
			restored, err := parse([]byte(before))
			if err == nil {
				*s.node = *restored
			}
		}
	}
	if outcome != "" {
		m.note(s, before, string(s.node.write()), outcome)
	}
}

func (m *mender) cel(s spot, text string) string {
	if !m.change.isSaid(text) {
		return ""
	}
	hit, gone := false, false
	move := func(path string) string {
		now, isHit := m.change.Target(path)
		hit, gone = hit || isHit, gone || isHit && now == ""
		if now == "" {
			return path
		}
		return now
	}
	mended, ok := rule.RenameCEL(text, s.rows(), move)
	mended, isValue, isLeft := m.celValues(mended)
	if !hit && !isValue {
		return ""
	}
	s.node.get("cel").say(mended)
	switch {
	case gone || isLeft || !ok:
		return Left
	case mended == text && m.change.Do != "convert":
		return "" // it goes there from a row, whose name it does not say
	case mended == text:
		return Kept
	}
	return Changed
}

// isSaid tells whether a text has the key of something that is changed. To read CEL takes a thousand times longer.
func (c Change) isSaid(text string) bool {
	return slices.ContainsFunc(c.From, func(from string) bool { return strings.Contains(text, from[strings.LastIndexByte(from, '.')+1:]) })
}
