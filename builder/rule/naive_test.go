package rule

import (
	"reflect"
	"slices"
	"strings"
)

// naive reads a query the way its documentation does, without CEL: what the emitter is measured against.
type naive struct {
	scope Scope
	data  Data
}

// leaf is one value that a path leads to, with the rows passed on the way.
type leaf struct {
	value any
	rows  []any
}

func (n naive) group(q Query) bool {
	out := q.Combinator == "and"
	for _, r := range q.Rules {
		var v bool
		if r.Group != nil {
			v = n.group(*r.Group)
		} else {
			v = n.condition(*r.Condition)
		}
		if v != (q.Combinator == "and") {
			out = v
		}
	}
	return out != q.Not
}

func (n naive) condition(c Condition) bool {
	from, rest := n.start(c.Field)
	met, failed := 0, 0
	for _, l := range leaves(leaf{value: from}, rest) {
		if n.holds(c, l) {
			met++
		} else {
			failed++
		}
	}
	switch {
	case !strings.Contains(strings.Join(rest, "."), "[]") || c.Match == "some" || c.Match == "":
		return met > 0
	case c.Match == "every":
		return failed == 0
	}
	return met == 0
}

// start is where a path begins: the innermost row it passes through, or the root.
func (n naive) start(path string) (any, []string) {
	for i := len(n.scope.Rows) - 1; i >= 0; i-- {
		if rest, ok := strings.CutPrefix(path, n.scope.Rows[i]+"[]."); ok {
			return n.data.Rows[i], strings.Split(rest, ".")
		}
	}
	return n.data.Root, strings.Split(path, ".")
}

func leaves(at leaf, rest []string) []leaf {
	if len(rest) == 0 {
		return []leaf{at}
	}
	m, _ := at.value.(map[string]any)
	key, isList := strings.CutSuffix(rest[0], "[]")
	if !isList {
		return leaves(leaf{m[key], at.rows}, rest[1:])
	}
	var out []leaf
	list, _ := m[key].([]any)
	for _, row := range list {
		out = append(out, leaves(leaf{row, append(slices.Clone(at.rows), row)}, rest[1:])...)
	}
	return out
}

// other is the value of the second field, in the rows that the first one is looking at.
func (n naive) other(c Condition, l leaf) any {
	from, rest := n.start(c.ValueField)
	for _, row := range l.rows {
		i := slices.IndexFunc(rest, func(s string) bool { return strings.HasSuffix(s, "[]") })
		if i < 0 {
			break
		}
		from, rest = row, rest[i+1:]
	}
	return leaves(leaf{value: from}, rest)[0].value
}

func absent(v any) bool {
	list, isList := v.([]any)
	return v == nil || v == "" || isList && len(list) == 0
}

func is(t Type, v any) bool {
	switch v := v.(type) {
	case float64:
		return t == Number
	case bool:
		return t == Bool
	case string:
		_, real := parseDate(v)
		return t == Text || t == Choice || t == Date && real
	case []any:
		return t == Choices || t == List
	}
	return false
}

func (n naive) holds(c Condition, l leaf) bool {
	if c.Operator == IsEmpty || c.Operator == NotEmpty {
		return absent(l.value) == (c.Operator == IsEmpty)
	}
	p, _ := n.scope.find(c.Field)
	right, typ := plain(c.Value), effective(p.typ, c, Any)
	if c.ValueField != "" {
		q, _ := n.scope.find(c.ValueField)
		typ, right = effective(p.typ, c, q.typ), n.other(c, l)
		want := operand(typ, c.Operator)
		if want == Any {
			want = q.typ
		}
		if absent(right) || want != Any && !is(want, right) {
			return false
		}
	}
	if absent(l.value) || typ != Any && !is(typ, l.value) {
		return false
	}
	return n.compare(c.Operator, l.value, n.dates(typ, right))
}

// dates puts today's date where the word stands.
func (n naive) dates(t Type, v any) any {
	if list, ok := v.([]any); ok && t == Date {
		out := []any{}
		for _, m := range list {
			out = append(out, n.dates(t, m))
		}
		return out
	}
	if t == Date && v == "today" {
		return n.data.Today
	}
	return v
}

func (n naive) compare(op string, v, right any) bool {
	text, _ := v.(string)
	part, partIsText := right.(string)
	list, isList := v.([]any)
	has := func(list []any, x any) bool {
		return slices.ContainsFunc(list, func(m any) bool { return reflect.DeepEqual(m, x) })
	}
	switch op {
	case Equal, NotEqual:
		return reflect.DeepEqual(v, right) == (op == Equal)
	case Less, LessOrEqual, Greater, GreaterOrEqual:
		return ordered(op, v, right)
	case Between:
		return ordered(GreaterOrEqual, v, right.([]any)[0]) && ordered(LessOrEqual, v, right.([]any)[1])
	case In, NotIn:
		in := has(right.([]any), v) || slices.ContainsFunc(list, func(m any) bool { return has(right.([]any), m) })
		return in == (op == In)
	case Contains, NotContains:
		in := isList && has(list, right) || !isList && text != "" && partIsText && strings.Contains(text, part)
		return in == (op == Contains)
	case BeginsWith:
		return strings.HasPrefix(text, part)
	case EndsWith:
		return strings.HasSuffix(text, part)
	}
	age, _ := years(text, n.data.Today)
	return (age >= right.(float64)) == (op == OlderThan)
}

func ordered(op string, a, b any) bool {
	sign := 0
	if x, ok := a.(float64); ok {
		sign = sign3(x < b.(float64), x > b.(float64))
	} else {
		sign = strings.Compare(a.(string), b.(string))
	}
	switch op {
	case Less:
		return sign < 0
	case LessOrEqual:
		return sign <= 0
	case Greater:
		return sign > 0
	}
	return sign >= 0
}

func sign3(less, more bool) int {
	switch {
	case less:
		return -1
	case more:
		return 1
	}
	return 0
}
