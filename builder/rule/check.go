package rule

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/esteira/esteira/schemas/fault"
)

// The limits of one rule.
const (
	maxText       = 4_000   // runes of CEL by hand, or of one constant
	maxDepth      = 8       // groups in groups
	maxConditions = 200     // conditions of a query
	maxMembers    = 200     // constants of one list
	maxEmitted    = 100_000 // bytes of CEL from a query
)

// Check finds what is wrong with a rule in a scope. Paths are JSON Pointers inside the rule. want is Bool for a
// condition and the type of the target for a formula; Any takes whatever JSON can hold.
func (r Rule) Check(s Scope, want Type) []fault.Violation {
	c := &checker{scope: s}
	c.rows()
	switch {
	case r.Query != nil && r.CEL != "":
		c.report("/cel", "rule.bad_value", nil)
	case r.Query != nil:
		c.query(*r.Query, want)
	case strings.TrimSpace(r.CEL) == "":
		c.report("", "rule.empty", nil)
	default:
		c.cel(r.CEL, want)
	}
	return c.out
}

type params = map[string]any

type checker struct {
	scope      Scope
	conditions int
	out        []fault.Violation
}

func (c *checker) report(path, key string, p params) {
	c.out = append(c.out, fault.Violation{Path: path, Key: key, Params: p})
}

// rows refuses a scope that says the rule stands where no repeat is.
func (c *checker) rows() {
	if len(c.scope.Rows) > len(rowVars) {
		c.report("", "rule.too_deep", params{"limit": len(rowVars)})
	}
	for _, repeat := range c.scope.Rows {
		if p, key := c.scope.find(repeat); key != "" || p.typ != Repeat {
			c.report("", "rule.not_in_scope", params{"field": repeat})
		}
	}
}

func (c *checker) query(q Query, want Type) {
	if want != Bool && want != Any {
		c.report("/query", "rule.result", params{"want": string(want), "got": string(Bool)})
	}
	c.group(q, "/query", 1)
	if c.conditions > maxConditions {
		c.report("/query", "rule.too_long", params{"limit": maxConditions})
	}
	if len(c.out) == 0 && len(emit(q, c.scope)) > maxEmitted {
		c.report("/query", "rule.too_long", params{"limit": maxEmitted})
	}
}

func (c *checker) group(q Query, at string, depth int) {
	if depth > maxDepth {
		c.report(at, "rule.too_deep", params{"limit": maxDepth})
		return
	}
	if q.Combinator != "and" && q.Combinator != "or" {
		c.report(at+"/combinator", "rule.bad_value", nil)
	}
	for i, n := range q.Rules {
		path := at + "/rules/" + strconv.Itoa(i)
		switch {
		case n.Group != nil:
			c.group(*n.Group, path, depth+1)
		case n.Condition == nil:
			c.report(path, "rule.empty", nil)
		default:
			c.conditions++
			c.condition(*n.Condition, path)
		}
	}
}

func (c *checker) condition(cond Condition, at string) {
	if c.conditions > maxConditions {
		return
	}
	p, ok := c.field(cond.Field, at+"/field")
	if cond.Match != "" && !slices.Contains([]string{"some", "every", "none"}, cond.Match) {
		c.report(at+"/match", "rule.bad_value", nil)
	}
	if !ok {
		return
	}
	if cond.ValueField != "" {
		c.fieldToField(cond, p, at)
		return
	}
	typ := effective(p.typ, cond, Any)
	if !c.operator(typ, cond, at) || cond.Operator == IsEmpty || cond.Operator == NotEmpty {
		return
	}
	c.value(valueCheck{c, cond, p, typ, at + "/value"})
}

func (c *checker) operator(t Type, cond Condition, at string) bool {
	ok := slices.Contains(allowed[t], cond.Operator)
	if !ok {
		c.report(at+"/operator", "rule.unknown_operator", params{"operator": cond.Operator, "type": string(t)})
	}
	return ok
}

// field finds a path and reports when it leads nowhere.
func (c *checker) field(path, at string) (place, bool) {
	switch {
	case path == "":
		c.report(at, "rule.empty", nil)
		return place{}, false
	case utf8.RuneCountInString(path) > maxText/10:
		c.report(at, "rule.too_long", params{"limit": maxText / 10})
		return place{}, false
	}
	p, key := c.scope.find(path)
	if key != "" {
		c.report(at, key, c.suggest(path, c.scope.paths()))
	}
	return p, key == ""
}

func (c *checker) suggest(path string, candidates []string) params {
	p := params{"field": path}
	if s := nearest(path, candidates); s != "" {
		p["suggestion"] = s
	}
	return p
}

func (c *checker) fieldToField(cond Condition, p place, at string) {
	q, ok := c.field(cond.ValueField, at+"/valueField")
	if !ok {
		return
	}
	typ := effective(p.typ, cond, q.typ)
	if !c.operator(typ, cond, at) || cond.Operator == IsEmpty || cond.Operator == NotEmpty {
		return
	}
	if slices.Contains([]string{In, NotIn, Between}, cond.Operator) {
		c.report(at+"/valueField", "rule.bad_value", nil) // these want a list of constants
		return
	}
	if !sameRows(p, q) {
		c.report(at+"/valueField", "rule.not_in_scope", params{"field": cond.ValueField})
	}
	if want := operand(typ, cond.Operator); !agrees(want, q.typ) {
		c.report(at+"/valueField", "rule.unlike_types", params{"left": string(want), "right": string(q.typ)})
	}
}

// sameRows tells whether the other field stands in a row that the condition is already looking at.
func sameRows(p, q place) bool {
	if len(q.loops) == 0 {
		return true
	}
	return p.base == q.base && len(q.loops) <= len(p.loops) &&
		slices.EqualFunc(q.loops, p.loops[:len(q.loops)], slices.Equal[[]string])
}

func agrees(want, got Type) bool {
	scalar := []Type{Text, Number, Bool, Date, Choice, Any}
	switch want {
	case Any:
		return slices.Contains(scalar, got)
	case Text:
		return got == Text || got == Choice || got == Any
	}
	return got == want || got == Any
}
