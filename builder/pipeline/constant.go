package pipeline

import (
	"strings"

	"github.com/esteira/esteira/builder/rule"
)

// truth is what can be said of a rule without knowing the case.
type truth int

const (
	depends truth = iota
	always
	never
)

// constant tells whether a rule holds always or never. It proves little and is never wrong: what it cannot prove
// depends.
func constant(r *rule.Rule) truth {
	switch {
	case r == nil:
		return always
	case r.Query != nil:
		return constantGroup(*r.Query)
	}
	switch strings.TrimSpace(r.CEL) {
	case "true":
		return always
	case "false":
		return never
	}
	return depends
}

// Never tells whether a rule holds for no case, whatever is answered.
func Never(r *rule.Rule) bool { return constant(r) == never }

func constantGroup(q rule.Query) truth {
	t := constantMembers(q)
	if t == depends && q.Combinator != "or" && contradicts(q) {
		t = never
	}
	if q.Not {
		return opposite(t)
	}
	return t
}

// constantMembers folds the members: one that never holds decides "and", one that always does decides "or".
func constantMembers(q rule.Query) truth {
	decisive := never
	if q.Combinator == "or" {
		decisive = always
	}
	result := opposite(decisive)
	for _, n := range q.Rules {
		switch constantNode(n) {
		case decisive:
			return decisive
		case depends:
			result = depends
		}
	}
	return result
}

func constantNode(n rule.Node) truth {
	if n.Group != nil {
		return constantGroup(*n.Group)
	}
	if list, ok := n.Condition.Value.([]any); ok && len(list) == 0 && n.Condition.Operator == rule.In {
		return never
	}
	return depends
}

func opposite(t truth) truth {
	switch t {
	case always:
		return never
	case never:
		return always
	}
	return depends
}

// span is what the conditions of one "and" leave of a field.
type span struct {
	only      map[any]bool // nil means any value
	not       map[any]bool
	low, high float64
	lowIn     bool
	highIn    bool
	bounded   [2]bool
	empty     bool
	filled    bool
}

// contradicts tells whether two conditions of an "and" exclude each other: the same field equal to two values, empty
// and equal, below one number and above a larger one. Fields of rows are left out: two rows may meet one each.
func contradicts(q rule.Query) bool {
	spans := map[string]*span{}
	for _, n := range q.Rules {
		c := n.Condition
		if c == nil || c.ValueField != "" || strings.Contains(c.Field, "[]") {
			continue
		}
		s := spans[c.Field]
		if s == nil {
			s = &span{not: map[any]bool{}}
			spans[c.Field] = s
		}
		s.narrow(*c)
		if s.none() {
			return true
		}
	}
	return false
}

func (s *span) narrow(c rule.Condition) {
	s.empty = s.empty || c.Operator == rule.IsEmpty
	s.filled = s.filled || c.Operator != rule.IsEmpty
	vs, ok := values(c.Value)
	if !ok || len(vs) == 0 {
		return
	}
	switch c.Operator {
	case rule.Equal, rule.In:
		s.keep(vs)
	case rule.NotEqual, rule.NotIn:
		for _, v := range vs {
			s.not[v] = true
		}
	case rule.Less, rule.LessOrEqual:
		s.below(vs[0], c.Operator == rule.LessOrEqual)
	case rule.Greater, rule.GreaterOrEqual:
		s.above(vs[0], c.Operator == rule.GreaterOrEqual)
	case rule.Between:
		s.above(vs[0], true)
		s.below(vs[len(vs)-1], true)
	}
}

func (s *span) keep(vs []any) {
	kept := map[any]bool{}
	for _, v := range vs {
		if s.only == nil || s.only[v] {
			kept[v] = true
		}
	}
	s.only = kept
}

func (s *span) below(v any, included bool) {
	n, ok := v.(float64)
	if ok && (!s.bounded[1] || n < s.high || n == s.high && !included) {
		s.high, s.highIn, s.bounded[1] = n, included, true
	}
}

func (s *span) above(v any, included bool) {
	n, ok := v.(float64)
	if ok && (!s.bounded[0] || n > s.low || n == s.low && !included) {
		s.low, s.lowIn, s.bounded[0] = n, included, true
	}
}

func (s *span) none() bool {
	if s.empty && s.filled {
		return true
	}
	if s.bounded[0] && s.bounded[1] && (s.low > s.high || s.low == s.high && !(s.lowIn && s.highIn)) {
		return true
	}
	if s.only == nil {
		return false
	}
	for v := range s.only {
		if s.allows(v) {
			return false
		}
	}
	return true
}

func (s *span) allows(v any) bool {
	if s.not[v] {
		return false
	}
	n, ok := v.(float64)
	if !ok {
		return true
	}
	return !(s.bounded[0] && (n < s.low || n == s.low && !s.lowIn)) && !(s.bounded[1] && (n > s.high || n == s.high && !s.highIn))
}

// values are the constants of a condition that are compared as they stand: text, numbers, yes and no. ok is false when
// there are others: "today" is a word whose value changes.
func values(v any) (out []any, ok bool) {
	list, isList := v.([]any)
	if !isList {
		list = []any{v}
	}
	for _, v := range list {
		switch v.(type) {
		case string, float64, bool:
		default:
			return nil, false
		}
		if v == "today" {
			return nil, false
		}
	}
	return list, true
}
