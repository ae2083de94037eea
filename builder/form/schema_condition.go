package form

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/rule"
)

// saying writes conditions over the members of one level as JSON Schema. Each answers false for what it cannot say.
type saying struct {
	tree   *tree
	prefix string // of the paths of the level: "", "address.", "owners[]."
}

func (s saying) group(q rule.Query) (schema, bool) {
	members := make([]any, 0, len(q.Rules))
	for _, n := range q.Rules {
		said, ok := s.node(n)
		if !ok {
			return nil, false
		}
		members = append(members, said)
	}
	var whole schema
	switch {
	case len(members) == 0 && q.Combinator == "or":
		whole = not(schema{})
	case len(members) == 0:
		whole = schema{}
	case len(members) == 1:
		whole = members[0].(schema) //nolint:forcetypeassert // made above
	case q.Combinator == "or":
		whole = schema{"anyOf": members}
	default:
		whole = schema{"allOf": members}
	}
	if q.Not {
		whole = not(whole)
	}
	return whole, true
}

func (s saying) node(n rule.Node) (schema, bool) {
	if n.Group != nil {
		return s.group(*n.Group)
	}
	return s.condition(*n.Condition)
}

func not(s schema) schema { return schema{"not": s} }

func (s saying) condition(c rule.Condition) (schema, bool) {
	key, ok := strings.CutPrefix(c.Field, s.prefix)
	n := s.tree.byPath[c.Field]
	if !ok || n == nil || n.typ == nil || strings.ContainsAny(key, ".[") || c.ValueField != "" {
		return nil, false
	}
	filled := not(schema{"enum": []any{nil, "", []any{}}})
	switch c.Operator {
	case rule.NotEmpty:
		return having(key, filled), true
	case rule.IsEmpty:
		return not(having(key, filled)), true
	}
	value, ok := test(n.typ.RuleType(n.field), c)
	if !ok {
		return nil, false
	}
	return having(key, value), true
}

// having says that a member is there and fits: a condition over a missing answer is false.
func having(key string, value schema) schema {
	return schema{"required": []any{key}, "properties": schema{key: value}}
}

func test(t rule.Type, c rule.Condition) (schema, bool) {
	if c.Match != "" || unsayable(c.Value) {
		return nil, false
	}
	switch t {
	case rule.Number:
		if bounds, ok := bounds(c); ok {
			return bounds, true
		}
		return equality(schema{"type": "number"}, c)
	case rule.Text, rule.Choice, rule.Date:
		return equality(schema{"type": "string", "minLength": 1}, c)
	case rule.Bool:
		return equality(schema{"type": "boolean"}, c)
	case rule.Choices:
		return membership(c)
	}
	return nil, false
}

// unsayable are constants that depend on the day, and empty lists, which an enum must not be.
func unsayable(value any) bool {
	list, ok := value.([]any)
	return value == "today" || ok && (len(list) == 0 || slices.Contains(list, any("today")))
}

// equality writes the operators that only need a value to be the same as another. Dates differ from text in order
// only, but a text that is no date is unlike any date: only = and in are the same.
func equality(kind schema, c rule.Condition) (schema, bool) {
	switch c.Operator {
	case rule.Equal:
		return schema{"const": c.Value}, true
	case rule.In:
		return schema{"enum": c.Value}, true
	case rule.NotEqual:
		kind["not"] = schema{"const": c.Value}
		return kind, true
	case rule.NotIn:
		kind["not"] = schema{"enum": c.Value}
		return kind, true
	}
	return nil, false
}

func bounds(c rule.Condition) (schema, bool) {
	keyword := map[string]string{
		rule.Less: "exclusiveMaximum", rule.LessOrEqual: "maximum",
		rule.Greater: "exclusiveMinimum", rule.GreaterOrEqual: "minimum",
	}[c.Operator]
	if keyword != "" {
		return schema{"type": "number", keyword: c.Value}, true
	}
	ends, ok := c.Value.([]any)
	if c.Operator == rule.Between && ok && len(ends) == 2 {
		return schema{"type": "number", "minimum": ends[0], "maximum": ends[1]}, true
	}
	return nil, false
}

func membership(c rule.Condition) (schema, bool) {
	contains := schema{"contains": schema{"const": c.Value}}
	switch c.Operator {
	case rule.Contains:
		contains["type"] = "array"
		return contains, true
	case rule.NotContains:
		return schema{"type": "array", "minItems": 1, "not": contains}, true
	}
	return nil, false
}
