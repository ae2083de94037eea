package rule

import (
	"testing"

	"pgregory.net/rapid"
)

// randomCase is a scope, a query that fits it, and data that mostly fits it.
type randomCase struct {
	Scope Scope `json:"scope"`
	Rule  Rule  `json:"rule"`
	Data  Data  `json:"data"`
}

var randomTypes = []Type{Text, Number, Bool, Date, Choice, Choices, List, Any, Number, Group, Repeat, Repeat}

var randomTexts = []string{
	"a", "b", "c", "A", "ab", "today", "x\ny", `q"\`, "مرحبا", "😀", "\u2028", "｡", "2026-03-15", "1", "true",
}

var randomDates = []string{"2026-03-15", "2000-02-29", "1999-12-31", "2008-03-16", "2026-03-16", "0001-01-01"}

var randomNumbers = []float64{0, 1, -1, 2, 0.5, 18, 1 << 53, 1<<53 - 1, 1e21, 1e-7, 100}

func genCase(t *rapid.T) randomCase {
	s := Scope{Names: genNames(t, "f", 0)}
	for _, root := range roots {
		if rapid.Bool().Draw(t, root) {
			s.Names = append(s.Names, Name{Key: root, Type: Group, Members: genNames(t, "g", 2)})
		}
	}
	c := randomCase{Scope: s, Data: Data{Root: genMap(t, s.Names), Today: "2026-03-15"}}
	if rapid.Bool().Draw(t, "in a row") {
		c.standInRow(t)
	}
	q := genQuery(t, c.Scope, 0)
	c.Rule = Rule{Query: &q}
	return c
}

// standInRow puts the rule into a random repeat, and into one inside it.
func (c *randomCase) standInRow(t *rapid.T) {
	path, names := "", c.Scope.Names
	for range rapid.IntRange(1, 3).Draw(t, "levels") {
		for _, n := range names {
			if n.Type != Repeat {
				continue
			}
			c.Scope.Rows = append(c.Scope.Rows, path+n.Key)
			c.Data.Rows = append(c.Data.Rows, genMap(t, n.Members))
			path, names = path+n.Key+"[].", n.Members
			break
		}
	}
	c.Scope.Rows = c.Scope.Rows[:min(len(c.Scope.Rows), 3)]
	c.Data.Rows = c.Data.Rows[:len(c.Scope.Rows)]
}

func genNames(t *rapid.T, prefix string, depth int) []Name {
	keys := []string{prefix + "1", prefix + "2", prefix + "-3", "in", "null", prefix + "6"}
	names := []Name{}
	for _, key := range keys[:rapid.IntRange(2, len(keys)).Draw(t, "width")] {
		n := Name{Key: key, Type: rapid.SampledFrom(randomTypes).Draw(t, "type")}
		if depth > 2 && (n.Type == Group || n.Type == Repeat) {
			n.Type = Number
		}
		switch n.Type {
		case Choice, Choices:
			n.Options = []string{"a", "b", "c"}
		case Group, Repeat:
			n.Members = genNames(t, key, depth+1)
		}
		names = append(names, n)
	}
	return names
}

func genMap(t *rapid.T, names []Name) map[string]any {
	m := map[string]any{}
	for _, n := range names {
		if chance(t, 85) {
			m[n.Key] = genValue(t, n)
		}
	}
	return m
}

func chance(t *rapid.T, percent int) bool { return rapid.IntRange(0, 99).Draw(t, "chance") < percent }

// genValue gives a value of the type, or now and then a missing one or one of another type.
func genValue(t *rapid.T, n Name) any {
	if chance(t, 10) {
		return rapid.SampledFrom([]any{nil, "", []any{}}).Draw(t, "missing")
	}
	if chance(t, 12) {
		n.Type = rapid.SampledFrom(randomTypes).Draw(t, "wrong type")
	}
	switch n.Type {
	case Group:
		return genMap(t, n.Members)
	case Choices, List:
		return genList(t, 3, func() any { return genScalar(t, Any) })
	case Repeat:
		return genList(t, 3, func() any {
			if chance(t, 8) {
				return genScalar(t, Any)
			}
			return genMap(t, n.Members)
		})
	}
	return genScalar(t, n.Type)
}

func genList(t *rapid.T, most int, member func() any) []any {
	out := []any{}
	for range rapid.IntRange(0, most).Draw(t, "length") {
		out = append(out, member())
	}
	return out
}

func genScalar(t *rapid.T, typ Type) any {
	switch typ {
	case Number:
		return rapid.SampledFrom(randomNumbers).Draw(t, "number")
	case Bool:
		return rapid.Bool().Draw(t, "bool")
	case Date:
		return rapid.SampledFrom(randomDates).Draw(t, "date")
	case Choice, Choices:
		return rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "choice")
	case Text:
		return rapid.SampledFrom(randomTexts).Draw(t, "text")
	}
	return genScalar(t, rapid.SampledFrom([]Type{Number, Bool, Date, Choice, Text}).Draw(t, "any"))
}

func genQuery(t *rapid.T, s Scope, depth int) Query {
	q := Query{
		Combinator: rapid.SampledFrom([]string{"and", "or"}).Draw(t, "combinator"),
		Not:        chance(t, 20), Rules: []Node{},
	}
	for range (rapid.IntRange(0, 19).Draw(t, "members") + 4) / 6 {
		if depth < 3 && chance(t, 25) {
			sub := genQuery(t, s, depth+1)
			q.Rules = append(q.Rules, Node{Group: &sub})
		} else if c, ok := genClean(t, s); ok {
			q.Rules = append(q.Rules, Node{Condition: &c})
		}
	}
	return q
}

// genClean tries a few times, as many a random pair of field and value is not comparable.
func genClean(t *rapid.T, s Scope) (Condition, bool) {
	for range 8 {
		if c := genCondition(t, s); clean(c, s) {
			return c, true
		}
	}
	return Condition{}, false
}

func clean(c Condition, s Scope) bool {
	q := Query{Combinator: "and", Rules: []Node{{Condition: &c}}}
	return len(Rule{Query: &q}.Check(s, Bool)) == 0
}

func genCondition(t *rapid.T, s Scope) Condition {
	paths := s.paths()
	c := Condition{
		Field: rapid.SampledFrom(paths).Draw(t, "field"),
		Match: rapid.SampledFrom([]string{"", "some", "every", "none"}).Draw(t, "match"),
	}
	p, _ := s.find(c.Field)
	typ := p.typ
	if typ == Any {
		typ = rapid.SampledFrom([]Type{Any, Text, Number, Bool, Date}).Draw(t, "as")
	}
	if len(allowed[typ]) == 0 {
		return c
	}
	c.Operator = rapid.SampledFrom(allowed[typ]).Draw(t, "operator")
	if chance(t, 30) {
		c.ValueField = rapid.SampledFrom(alike(s, paths, p.typ)).Draw(t, "valueField")
		return c
	}
	value := func() any { return genScalar(t, operand(typ, c.Operator)) }
	switch c.Operator {
	case In, NotIn:
		c.Value = append(genList(t, 2, value), value())
	case Between:
		c.Value = []any{value(), value()}
	default:
		c.Value = value()
	}
	return c
}

// alike prefers paths that could be compared, or next to none would be.
func alike(s Scope, paths []string, typ Type) []string {
	out := []string{}
	for _, path := range paths {
		if p, key := s.find(path); key == "" && (p.typ == typ || typ == Any || p.typ == Any) {
			out = append(out, path)
		}
	}
	return append(out, paths[0])
}

func TestRandomQueries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := genCase(t)
		if vs := c.Rule.Check(c.Scope, Bool); len(vs) > 0 {
			t.Skip("too long together", vs)
		}
		p, err := Compile(c.Rule, c.Scope)
		if err != nil {
			t.Fatalf("checked, yet: %v", err)
		}
		got, err := p.Bool(t.Context(), c.Data)
		if err != nil {
			t.Fatalf("%s: %v", p.CEL(), err)
		}
		if want := (naive{c.Scope, c.Data}).group(*c.Rule.Query); got != want {
			t.Fatalf("%s\n got %v\nwant %v", p.CEL(), got, want)
		}
	})
}
