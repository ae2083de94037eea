package pipeline

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/rule"
)

// table is all that guards of one stage can say together: one row for each combination of what the answers that they
// read may be. Of each answer it knows only as many values as the guards can tell apart. What it cannot read (CEL, rows,
// parts of texts) may hold or not, whatever else does, so that it has rows that no case has, and lacks none.
type table struct {
	sizes  []int
	guards []func(row []int) bool
}

// maxRows is where a table is too large to be looked through.
const maxRows = 1 << 12

// moment says where guards are asked.
type moment struct {
	stage   string
	settled bool // no check is pending
}

// tabulate returns the table of some guards; ok is false when it would be too large.
func (l *linter) tabulate(at moment, rules ...*rule.Rule) (t *table, ok bool) {
	b := tabulator{l: l, at: at, constants: map[string][]any{}, index: map[string]int{}}
	for _, r := range rules {
		if r != nil && r.Query != nil {
			b.gather(*r.Query)
		}
	}
	t = &table{}
	for _, r := range rules {
		t.guards = append(t.guards, b.guard(r))
	}
	rows := 1
	for _, values := range b.domains {
		if rows *= len(values); rows > maxRows {
			return nil, false
		}
		t.sizes = append(t.sizes, len(values))
	}
	return t, true
}

// each calls fn with what the guards say, for each row, until it returns false.
func (t *table) each(fn func(holds []bool) bool) {
	row, holds := make([]int, len(t.sizes)), make([]bool, len(t.guards))
	for {
		for i, g := range t.guards {
			holds[i] = g(row)
		}
		if !fn(holds) {
			return
		}
		i := 0
		for ; i < len(row); i++ {
			if row[i]++; row[i] < t.sizes[i] {
				break
			}
			row[i] = 0
		}
		if i == len(row) {
			return
		}
	}
}

// some tells whether a row meets a condition.
func (t *table) some(meets func(holds []bool) bool) bool {
	found := false
	t.each(func(holds []bool) bool {
		found = meets(holds)
		return !found
	})
	return found
}

// tabulator reads guards into a table.
type tabulator struct {
	l         *linter
	at        moment
	constants map[string][]any // that guards compare an answer with
	index     map[string]int   // of what is told apart
	domains   [][]any          // its values; nil is a missing one
}

// other stands for a text that no guard names.
type other struct{}

func (b *tabulator) gather(q rule.Query) {
	for _, n := range q.Rules {
		switch {
		case n.Group != nil:
			b.gather(*n.Group)
		case n.Condition != nil:
			if vs, ok := b.comparable(*n.Condition); ok {
				b.constants[n.Condition.Field] = append(b.constants[n.Condition.Field], vs...)
			}
		}
	}
}

// comparable returns the constants of a condition that can be read, as they are compared: days as numbers.
func (b *tabulator) comparable(c rule.Condition) (vs []any, ok bool) {
	kind := b.l.name(c.Field).Type
	if c.ValueField != "" || strings.Contains(c.Field, "[]") || !reads(kind, c.Operator) {
		return nil, false
	}
	if c.Operator == rule.IsEmpty || c.Operator == rule.NotEmpty {
		return nil, true
	}
	vs, ok = values(c.Value)
	if !ok {
		return nil, false
	}
	vs = slices.Clone(vs)
	for i, v := range vs {
		if vs[i], ok = fits(kind, v); !ok {
			return nil, false
		}
	}
	return vs, c.Operator != rule.Between || len(vs) == 2
}

// reads tells whether a table knows what an operator says of answers of a type.
func reads(kind rule.Type, operator string) bool {
	ordered := kind == rule.Number || kind == rule.Date
	switch operator {
	case rule.IsEmpty, rule.NotEmpty, rule.Equal, rule.NotEqual, rule.In, rule.NotIn:
		return ordered || kind == rule.Text || kind == rule.Choice || kind == rule.Bool
	case rule.Less, rule.LessOrEqual, rule.Greater, rule.GreaterOrEqual, rule.Between:
		return ordered
	}
	return false
}

// fits is a constant as answers of a type are compared with it.
func fits(kind rule.Type, v any) (any, bool) {
	switch v := v.(type) {
	case bool:
		return v, kind == rule.Bool
	case float64:
		return v, kind == rule.Number
	case string:
		if kind != rule.Date {
			return v, v != "" && (kind == rule.Text || kind == rule.Choice)
		}
		day, err := time.Parse(time.DateOnly, v)
		return float64(day.Unix() / 86400), err == nil
	}
	return nil, false
}

// name looks a path up; one that is not known has no type.
func (l *linter) name(path string) rule.Name {
	found, names := rule.Name{}, l.scope.Names
	for path != "" {
		key, rest := cutPath(path)
		i := slices.IndexFunc(names, func(n rule.Name) bool { return n.Key == key })
		if i < 0 {
			return rule.Name{}
		}
		found, names, path = names[i], names[i].Members, rest
	}
	return found
}

// guard reads a rule. None holds always.
func (b *tabulator) guard(r *rule.Rule) func([]int) bool {
	switch {
	case r == nil:
		return func([]int) bool { return true }
	case r.Query != nil:
		return b.query(*r.Query)
	case constant(r) != depends:
		holds := constant(r) == always
		return func([]int) bool { return holds }
	}
	return b.opaque("cel " + r.CEL)
}

func (b *tabulator) query(q rule.Query) func([]int) bool {
	var members []func([]int) bool
	for _, n := range q.Rules {
		if n.Group != nil {
			members = append(members, b.query(*n.Group))
		} else if n.Condition != nil {
			members = append(members, b.condition(*n.Condition))
		}
	}
	either := q.Combinator == "or"
	return func(row []int) bool {
		for _, m := range members {
			if m(row) == either {
				return either != q.Not
			}
		}
		return either == q.Not
	}
}

func (b *tabulator) condition(c rule.Condition) func([]int) bool {
	vs, ok := b.comparable(c)
	if !ok {
		text, err := json.Marshal(c)
		if err != nil {
			text = []byte(c.Field)
		}
		return b.opaque(string(text))
	}
	i := b.variable("field "+c.Field, func() []any { return b.domain(c.Field) })
	truths := make([]bool, len(b.domains[i]))
	for n, v := range b.domains[i] {
		truths[n] = compares(c.Operator, v, vs)
	}
	return func(row []int) bool { return truths[row[i]] }
}

// opaque is what may hold or not; the same words hold together.
func (b *tabulator) opaque(text string) func([]int) bool {
	i := b.variable(text, func() []any { return []any{false, true} })
	return func(row []int) bool { return row[i] == 1 }
}

func (b *tabulator) variable(name string, values func() []any) int {
	i, ok := b.index[name]
	if !ok {
		i = len(b.domains)
		b.index[name] = i
		b.domains = append(b.domains, values())
	}
	return i
}

// domain are the values of an answer that the guards can tell apart.
func (b *tabulator) domain(path string) []any {
	n := b.l.name(path)
	root, fact := cutPath(path)
	result, engine := isResult(path), root == "case" && slices.Contains([]string{"openItems", "attempts", "round", "daysSinceStart", "daysInStage", "tokens24h"}, fact)
	var out []any
	switch {
	case path == "case.stage" && b.at.stage != "":
		return []any{b.at.stage}
	case n.Type == rule.Bool:
		out = []any{true, false}
	case n.Type == rule.Number || n.Type == rule.Date:
		out = between(b.constants[path], engine || n.Type == rule.Date, engine)
	default:
		out = b.words(path, n, result)
	}
	if result || engine || path == "case.stage" || path == "case.reopenable" {
		return out
	}
	return append(out, nil)
}

func (b *tabulator) words(path string, n rule.Name, result bool) []any {
	var out []any
	if n.Type == rule.Choice && n.Options != nil {
		for _, o := range n.Options {
			if !result || !b.at.settled || o != Pending {
				out = append(out, o)
			}
		}
		return out
	}
	for _, v := range b.constants[path] {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return append(out, other{})
}

// between are the constants and what lies around them: whole numbers beside them, or any number.
func between(constants []any, whole, natural bool) []any {
	var numbers []float64
	for _, c := range constants {
		if n, ok := c.(float64); ok {
			numbers = append(numbers, n-1, n, n+1)
		}
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	if !whole {
		for i := range len(numbers) - 1 {
			numbers = append(numbers, (numbers[i]+numbers[i+1])/2)
		}
	}
	if len(numbers) == 0 {
		numbers = []float64{0}
	}
	var out []any
	for _, n := range numbers {
		if !natural || n >= 0 {
			out = append(out, n)
		}
	}
	return out
}

// compares says what a condition says of a value: over a missing one it is false, but for isEmpty.
func compares(operator string, v any, constants []any) bool {
	if v == nil || operator == rule.IsEmpty {
		return v == nil && operator == rule.IsEmpty
	}
	n, _ := v.(float64)
	limit := func(i int) float64 { f, _ := constants[i].(float64); return f }
	switch operator {
	case rule.Equal, rule.In:
		return slices.Contains(constants, v)
	case rule.NotEqual, rule.NotIn:
		return !slices.Contains(constants, v)
	case rule.Less:
		return n < limit(0)
	case rule.LessOrEqual:
		return n <= limit(0)
	case rule.Greater:
		return n > limit(0)
	case rule.GreaterOrEqual:
		return n >= limit(0)
	case rule.Between:
		return n >= limit(0) && n <= limit(1)
	}
	return true // notEmpty
}
