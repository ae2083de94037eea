package rule

import "strings"

// Truth is what can be said of a rule without knowing any answer.
type Truth int

// What a rule can be, whatever is answered.
const (
	Depends Truth = iota
	Always
	Never
)

// Constant tells whether a rule holds always or never, looking at how it is written alone; none holds always. It proves
// little and is never wrong: what it cannot prove
// depends.
func Constant(r *Rule) Truth {
	switch {
	case r == nil:
		return Always
	case r.Query != nil:
		return constantGroup(*r.Query)
	}
	switch strings.TrimSpace(r.CEL) {
	case "true":
		return Always
	case "false":
		return Never
	}
	return Depends
}

func constantGroup(q Query) Truth {
	t := constantMembers(q)
	if t == Depends && q.Combinator != "or" && contradicts(q) {
		t = Never
	}
	if q.Not {
		return opposite(t)
	}
	return t
}

// constantMembers folds the members: one that never holds decides "and", one that always does decides "or".
func constantMembers(q Query) Truth {
	decisive := Never
	if q.Combinator == "or" {
		decisive = Always
	}
	result := opposite(decisive)
	for _, n := range q.Rules {
		switch constantNode(n) {
		case decisive:
			return decisive
		case Depends:
			result = Depends
		}
	}
	return result
}

func constantNode(n Node) Truth {
	if n.Group != nil {
		return constantGroup(*n.Group)
	}
	if list, ok := n.Condition.Value.([]any); ok && len(list) == 0 && n.Condition.Operator == In {
		return Never
	}
	return Depends
}

func opposite(t Truth) Truth {
	switch t {
	case Always:
		return Never
	case Never:
		return Always
	}
	return Depends
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
func contradicts(q Query) bool {
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

func (s *span) narrow(c Condition) {
	s.empty = s.empty || c.Operator == IsEmpty
	s.filled = s.filled || c.Operator != IsEmpty
	vs, ok := Plain(c.Value)
	if !ok || len(vs) == 0 {
		return
	}
	switch c.Operator {
	case Equal, In:
		s.keep(vs)
	case NotEqual, NotIn:
		for _, v := range vs {
			s.not[v] = true
		}
	case Less, LessOrEqual:
		s.below(vs[0], c.Operator == LessOrEqual)
	case Greater, GreaterOrEqual:
		s.above(vs[0], c.Operator == GreaterOrEqual)
	case Between:
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

// Plain are the constants of a condition that are compared as they stand: text, numbers, yes and no. ok is false when
// there are others: "today" is a word whose value changes.
func Plain(v any) (out []any, ok bool) {
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
