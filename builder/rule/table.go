package rule

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Table is all that some rules can say together: one row for each combination of what the answers that they read may
// be. Of each answer it knows only as many values as the rules can tell apart. What it cannot read (CEL, rows, parts of
// texts) may hold or not, whatever else does, so that it has rows that no case has, and lacks none.
type Table struct {
	sizes []int
	rules []func(row []int) bool
}

// maxRows is where a table is too large to be looked through.
const maxRows = 1 << 12

// Known is what is known of a field beside its type.
type Known struct {
	Filled  bool     // it is never missing
	Natural bool     // it is a whole number, 0 or more
	Only    []string // of a text or a choice: the values that it can have here
}

// World is what rules are asked in.
type World struct {
	Scope Scope
	Known func(path string) Known // nil knows nothing more
}

// Tabulate returns the table of some rules; ok is false when it would be too large.
func (w World) Tabulate(rules ...*Rule) (t *Table, ok bool) {
	b := tabulator{w: w, constants: map[string][]any{}, index: map[string]int{}}
	for _, r := range rules {
		if r != nil && r.Query != nil {
			b.gather(*r.Query)
		}
	}
	t = &Table{}
	for _, r := range rules {
		t.rules = append(t.rules, b.guard(r))
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

// each calls fn with what the rules say, for each row, until it returns false.
func (t *Table) each(fn func(holds []bool) bool) {
	row, holds := make([]int, len(t.sizes)), make([]bool, len(t.rules))
	for {
		for i, g := range t.rules {
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

// Some tells whether a row meets a condition.
func (t *Table) Some(meets func(holds []bool) bool) bool {
	found := false
	t.each(func(holds []bool) bool {
		found = meets(holds)
		return !found
	})
	return found
}

// tabulator reads rules into a table.
type tabulator struct {
	w         World
	constants map[string][]any // that rules compare an answer with
	index     map[string]int   // of what is told apart
	domains   [][]any          // its values; nil is a missing one
}

// other stands for a text that no rule names.
type other struct{}

func (b *tabulator) gather(q Query) {
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
func (b *tabulator) comparable(c Condition) (vs []any, ok bool) {
	kind := b.w.name(c.Field).Type
	if c.ValueField != "" || strings.Contains(c.Field, "[]") || !reads(kind, c.Operator) {
		return nil, false
	}
	if c.Operator == IsEmpty || c.Operator == NotEmpty {
		return nil, true
	}
	vs, ok = Plain(c.Value)
	if !ok {
		return nil, false
	}
	vs = slices.Clone(vs)
	for i, v := range vs {
		if vs[i], ok = readAs(kind, v); !ok {
			return nil, false
		}
	}
	return vs, c.Operator != Between || len(vs) == 2
}

// reads tells whether a table knows what an operator says of answers of a type.
func reads(kind Type, operator string) bool {
	ordered := kind == Number || kind == Date
	switch operator {
	case IsEmpty, NotEmpty, Equal, NotEqual, In, NotIn:
		return ordered || kind == Text || kind == Choice || kind == Bool
	case Less, LessOrEqual, Greater, GreaterOrEqual, Between:
		return ordered
	}
	return false
}

// readAs is a constant as answers of a type are compared with it.
func readAs(kind Type, v any) (any, bool) {
	switch v := v.(type) {
	case bool:
		return v, kind == Bool
	case float64:
		return v, kind == Number
	case string:
		if kind != Date {
			return v, v != "" && (kind == Text || kind == Choice)
		}
		day, err := time.Parse(time.DateOnly, v)
		return float64(day.Unix() / 86400), err == nil
	}
	return nil, false
}

// name looks a path up; one that is not known has no type.
func (w World) name(path string) Name {
	found, names := Name{}, w.Scope.Names
	for path != "" {
		head, rest, _ := strings.Cut(path, ".")
		key := strings.TrimSuffix(head, "[]")
		i := slices.IndexFunc(names, func(n Name) bool { return n.Key == key })
		if i < 0 {
			return Name{}
		}
		found, names, path = names[i], names[i].Members, rest
	}
	return found
}

// guard reads a  None holds always.
func (b *tabulator) guard(r *Rule) func([]int) bool {
	switch {
	case r == nil:
		return func([]int) bool { return true }
	case r.Query != nil:
		return b.query(*r.Query)
	case Constant(r) != Depends:
		holds := Constant(r) == Always
		return func([]int) bool { return holds }
	}
	return b.opaque("cel " + r.CEL)
}

func (b *tabulator) query(q Query) func([]int) bool {
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

func (b *tabulator) condition(c Condition) func([]int) bool {
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

// domain are the values of an answer that the rules can tell apart.
func (b *tabulator) domain(path string) []any {
	n, known := b.w.name(path), Known{}
	if b.w.Known != nil {
		known = b.w.Known(path)
	}
	var out []any
	switch n.Type {
	case Bool:
		out = []any{true, false}
	case Number, Date:
		out = between(b.constants[path], known.Natural || n.Type == Date, known.Natural)
	default:
		out = b.words(path, n, known)
	}
	if known.Filled {
		return out
	}
	return append(out, nil)
}

func (b *tabulator) words(path string, n Name, known Known) []any {
	var out []any
	options := known.Only
	if options == nil && n.Type == Choice {
		options = n.Options
	}
	if options != nil {
		for _, o := range options {
			out = append(out, o)
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
	if v == nil || operator == IsEmpty {
		return v == nil && operator == IsEmpty
	}
	n, _ := v.(float64)
	limit := func(i int) float64 { f, _ := constants[i].(float64); return f }
	switch operator {
	case Equal, In:
		return slices.Contains(constants, v)
	case NotEqual, NotIn:
		return !slices.Contains(constants, v)
	case Less:
		return n < limit(0)
	case LessOrEqual:
		return n <= limit(0)
	case Greater:
		return n > limit(0)
	case GreaterOrEqual:
		return n >= limit(0)
	case Between:
		return n >= limit(0) && n <= limit(1)
	}
	return true // notEmpty
}
