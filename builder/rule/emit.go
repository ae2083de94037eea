package rule

import (
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/schemas/fault"
)

// ToCEL writes the CEL of a query. It returns fault.Invalid when the query does not fit the scope.
func ToCEL(q Query, s Scope) (string, error) {
	if vs := (Rule{Query: &q}).Check(s, Any); len(vs) > 0 {
		return "", fault.New(fault.Invalid, "rule.invalid").At(vs...)
	}
	return emit(q, s), nil
}

// emit writes a query that was checked. emit.ts writes the same text, letter by letter.
func emit(q Query, s Scope) string { return emitter{s}.group(q) }

type emitter struct{ scope Scope }

func (e emitter) group(q Query) string {
	join, empty := " && ", "true"
	if q.Combinator == "or" {
		join, empty = " || ", "false"
	}
	members := make([]string, len(q.Rules))
	for i, n := range q.Rules {
		members[i] = e.node(n)
	}
	text := empty
	switch {
	case len(members) == 1:
		text = members[0]
	case len(members) > 1:
		for i, m := range members {
			members[i] = wrap(m)
		}
		text = strings.Join(members, join)
	}
	if q.Not {
		return "!(" + text + ")"
	}
	return text
}

func (e emitter) node(n Node) string {
	if n.Group != nil {
		return e.group(*n.Group)
	}
	return e.condition(*n.Condition)
}

// wrap puts parentheses around what is not plainly one operand. Too many never hurt: a long chain without them
// would be nested as deep as it is long.
func wrap(text string) string {
	if strings.Contains(text, " && ") || strings.Contains(text, " || ") {
		return "(" + text + ")"
	}
	return text
}

// condition writes one condition: the guards that make it false over missing or misshapen data, then the test,
// inside one exists per repeat. "every" is no row that fails, "none" is no row that meets.
func (e emitter) condition(c Condition) string {
	p, _ := e.scope.find(c.Field)
	text := e.inRow(p, c)
	if c.Match == "every" && len(p.loops) > 0 {
		text = "!(" + text + ")"
	}
	for i := len(p.loops) - 1; i >= 0; i-- {
		parts, list := reach(rowOf(p, i), p.loops[i])
		parts = append(parts, "type("+list+") == list", list+".exists("+loopVar(i+1)+", "+text+")")
		text = strings.Join(parts, " && ")
	}
	if (c.Match == "every" || c.Match == "none") && len(p.loops) > 0 {
		text = "!(" + text + ")"
	}
	return text
}

// loopVar names the row of the nth loop, counted from 1.
func loopVar(n int) string { return "r" + strconv.Itoa(n) }

func isLoopVar(name string) bool { return name[0] == 'r' && name != "row" }

// rowOf is the variable that stands inside n loops of a place.
func rowOf(p place, n int) string {
	if n == 0 {
		return p.base
	}
	return loopVar(n)
}

// reach writes the guards and the expression of a value below a variable.
func reach(base string, keys []string) (guards []string, expr string) {
	if isLoopVar(base) { // data may hold anything as a row; the other variables are always maps
		guards = append(guards, "type("+base+") == map")
	}
	dotted := true // the browser's has() takes nothing but names and dots
	for i, key := range keys {
		has, at := quote(key)+" in "+base, base+"["+quote(key)+"]"
		if selectable(key) {
			at = base + "." + key
		} else {
			dotted = false
		}
		if dotted {
			has = "has(" + at + ")"
		}
		guards = append(guards, has)
		if i < len(keys)-1 {
			guards = append(guards, "type("+at+") == map")
		}
		base = at
	}
	return guards, base
}

// selectable tells whether a key may stand after a dot.
func selectable(key string) bool {
	for i, r := range key {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return !slices.Contains([]string{"in", "true", "false", "null"}, key)
}

// inRow writes a condition as it stands in the innermost row.
func (e emitter) inRow(p place, c Condition) string {
	parts, expr := reach(rowOf(p, len(p.loops)), p.keys)
	switch c.Operator {
	case IsEmpty:
		return "!(" + strings.Join(append(parts, valid(Any, expr)...), " && ") + ")"
	case NotEmpty:
		return strings.Join(append(parts, valid(Any, expr)...), " && ")
	}
	t := comparison{expr: expr, op: c.Operator}
	var other []string
	if c.ValueField == "" {
		t.typ = effective(p.typ, c, Any)
		t.value = plain(c.Value)
	} else {
		q, _ := e.scope.find(c.ValueField)
		t.typ = effective(p.typ, c, q.typ)
		t.otherType = q.typ
		other, t.other = reach(rowOf(q, len(q.loops)), q.keys)
		other = append(other, valid(otherType(t), t.other)...)
	}
	if !t.equalsConstant() {
		parts = append(parts, valid(t.typ, expr)...)
	}
	return strings.Join(distinct(append(parts, append(other, t.parts()...)...)), " && ")
}

// otherType is the type that the other field must have for the condition to be true.
func otherType(t comparison) Type {
	if want := operand(t.typ, t.op); want != Any {
		return want
	}
	if t.otherType == Choice {
		return Text
	}
	return t.otherType
}

// valid writes the guards that a present value is filled and of its type.
func valid(t Type, expr string) []string {
	switch t {
	case Number:
		return []string{"type(" + expr + ") == double"}
	case Bool:
		return []string{"type(" + expr + ") == bool"}
	case Date:
		return []string{"isDate(" + expr + ")"}
	case Text, Choice:
		return []string{"type(" + expr + ") == string", expr + ` != ""`}
	case Choices, List:
		return []string{"type(" + expr + ") == list", expr + " != []"}
	}
	return []string{expr + " != null", expr + ` != ""`, expr + " != []"}
}

func distinct(parts []string) []string {
	out := parts[:0]
	for _, p := range parts {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
