package store

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"sync"

	"github.com/esteira/esteira/runtime/queue"
)

// question is a query that a grid answers: conditions on fields, in the order of one.
type question struct {
	stages []queue.Stage
	tests  []test
	sort   sorting
	cursor *cursor
	limit  int
}

// question is what the plan asks, when it asks for answers alone.
func (p *plan) question() (question, bool) {
	q := question{stages: p.query.Stages, sort: p.sort, cursor: p.cursor, limit: p.query.Limit + 1}
	if p.where.text != "" || p.found != nil || p.sort.answer == "" && !p.counting {
		return q, false
	}
	for _, f := range p.query.Filters {
		one, ok := testOf(f)
		if !ok {
			return q, false
		}
		q.tests = append(q.tests, one)
	}
	// What asks for values comes first: it leaves the fewest to the others.
	slices.SortStableFunc(q.tests, func(a, b test) int { return cmp.Compare(a.rank(), b.rank()) })
	return q, true
}

func (q question) fields() []string {
	var out []string
	if q.sort.answer != "" {
		out = append(out, q.sort.answer)
	}
	for _, t := range q.tests {
		out = append(out, t.field)
	}
	return out
}

// test asks whether the answer in a field lies in one of the spans, or in none. It reads a filter as filterAnswer does.
type test struct {
	field   string
	texts   []textSpan
	numbers []numberSpan
	exact   bool
	negated bool
}

func (t test) rank() int {
	if t.exact && !t.negated {
		return 0
	}
	return 1
}

type numberSpan struct{ low, high float64 } // both within

// textSpan goes from a text to another.
type textSpan struct {
	low, high string
	above     bool // low is not within
	below     bool // high is not within
	endless   bool // it has no high
}

func exactly(text string) textSpan { return textSpan{low: text, high: text} }

func testOf(f queue.Filter) (test, bool) {
	t := test{field: indexed(f.Field), negated: f.Operator == "!="}
	if t.field == "" {
		return t, false
	}
	switch f.Operator {
	case "isEmpty":
		yes, err := truth(f.Value)
		t.texts, t.numbers, t.negated = []textSpan{{endless: true}}, []numberSpan{{math.Inf(-1), math.Inf(1)}}, yes
		return t, err == nil
	case "in":
		var list []string
		if json.Unmarshal([]byte(f.Value), &list) != nil {
			return t, false
		}
		for _, v := range list {
			t.equals(v)
		}
		return t, true
	case "=", "!=":
		t.equals(f.Value)
		return t, true
	case "<", "<=", ">", ">=":
		t.compares(f.Operator, f.Value)
		return t, true
	}
	return t, false
}

func (t *test) equals(value string) {
	t.exact = true
	t.texts = append(t.texts, exactly(cut(value)))
	if n, err := number(value); err == nil {
		t.numbers = append(t.numbers, numberSpan{n, n})
	}
}

func (t *test) compares(operator, value string) {
	n, err := number(value)
	text := cut(value)
	least, most := math.Inf(-1), math.Inf(1)
	switch operator {
	case "<":
		t.texts, t.numbers = []textSpan{{high: text, below: true}}, []numberSpan{{least, math.Nextafter(n, least)}}
	case "<=":
		t.texts, t.numbers = []textSpan{{high: text}}, []numberSpan{{least, n}}
	case ">":
		t.texts, t.numbers = []textSpan{{low: text, above: true, endless: true}}, []numberSpan{{math.Nextafter(n, most), most}}
	case ">=":
		t.texts, t.numbers = []textSpan{{low: text, endless: true}}, []numberSpan{{n, most}}
	}
	if err == nil {
		t.texts = nil
	} else {
		t.numbers = nil
	}
}

func (t test) holds(v gridValue) bool {
	within := v.text != nil && slices.ContainsFunc(t.texts, func(s textSpan) bool { return s.has(*v.text) }) ||
		v.number != nil && slices.ContainsFunc(t.numbers, func(s numberSpan) bool { return *v.number >= s.low && *v.number <= s.high })
	return within != t.negated
}

func (s textSpan) has(text string) bool {
	return (text > s.low || text == s.low && !s.above) && (s.endless || text < s.high || text == s.high && !s.below)
}

// places are where the texts of a span begin and end in a list in order.
func (s textSpan) places(in *packed) (first, end int) {
	first, end = in.from(s.low), in.len()
	if s.above {
		first = in.after(s.low)
	}
	switch {
	case s.endless:
	case s.below:
		end = in.from(s.high)
	default:
		end = in.after(s.high)
	}
	return first, end
}

// keep leaves in a list the rows whose value meets a test.
func (c *gridColumn) keep(list []int32, t test) []int32 {
	words := c.wanted(t)
	if !t.negated && c.numbers != nil && c.texts == nil && len(t.numbers) == 1 {
		return within(list, c.numbers, t.numbers[0])
	}
	n := 0
	for _, i := range list {
		list[n] = i
		met := c.texts != nil && words[c.texts[i]]
		if c.numbers != nil && !met {
			met = slices.ContainsFunc(t.numbers, func(s numberSpan) bool { return c.numbers[i] >= s.low && c.numbers[i] <= s.high })
		}
		if met != t.negated {
			n++
		}
	}
	return list[:n]
}

// within is what most questions of numbers ask, and has to be quick.
func within(list []int32, of []float64, span numberSpan) []int32 {
	n := 0
	for _, i := range list {
		list[n] = i
		if v := of[i]; v >= span.low && v <= span.high {
			n++
		}
	}
	return list[:n]
}

// wanted says of each text whether it meets a test; the first place is that of no text.
func (c *gridColumn) wanted(t test) []bool {
	out := make([]bool, c.words.len()+1)
	for _, s := range t.texts {
		first, end := s.places(&c.words)
		for i := first; i < end; i++ {
			out[i+1] = true
		}
	}
	return out
}

// lists are the memory of lists of rows, which are as long as there are cases.
var lists = sync.Pool{New: func() any { return new([]int32) }}

// standing lists the rows in the stages whose text in a column is wanted; without a column that is any.
func (r *gridRows) standing(stages []queue.Stage, column *gridColumn, words []bool, out []int32) []int32 {
	here := make([]bool, len(r.stages))
	for i, s := range r.stages {
		here[i] = i > 0 && slices.Contains(stages, s)
	}
	out = slices.Grow(out[:0], len(r.stage))[:len(r.stage)]
	n := 0
	if column == nil {
		for i, code := range r.stage {
			out[n] = int32(i) //nolint:gosec // fewer than cells
			if here[code] {
				n++
			}
		}
		return out[:n]
	}
	for i, word := range column.texts {
		out[n] = int32(i) //nolint:gosec // fewer than cells
		if words[word] && here[r.stage[i]] {
			n++
		}
	}
	return out[:n]
}

// led lists the rows that a question may be about, and gives the tests that are left: what asks for a text spares a look at
// every row.
func (g *grid) led(q question, memory []int32) ([]int32, []test) {
	if len(q.tests) > 0 && q.tests[0].rank() == 0 {
		if c := g.columns[q.tests[0].field]; c.texts != nil && c.numbers == nil {
			return g.rows.standing(q.stages, c, c.wanted(q.tests[0]), memory), q.tests[1:]
		}
	}
	return g.rows.standing(q.stages, nil, nil, memory), q.tests
}

// answer goes along the columns, and looks at what has changed since.
func (g *grid) answer(q question) *answered {
	memory := lists.Get().(*[]int32) //nolint:forcetypeassert // ours
	defer lists.Put(memory)
	list, left := g.led(q, *memory)
	*memory = list
	for _, t := range left {
		list = g.columns[t.field].keep(list, t)
	}
	fresh := g.changed(q)
	out := &answered{count: len(list) + len(fresh)}
	if q.sort.answer == "" {
		return out
	}
	o := order{q.sort.descending}
	fresh = slices.DeleteFunc(fresh, func(h hit) bool { return q.cursor != nil && o.compare(h, q.cursor.hit()) <= 0 })
	out.hits = append(g.first(list, q), fresh...)
	slices.SortFunc(out.hits, o.compare)
	out.hits = out.hits[:min(len(out.hits), q.limit)]
	return out
}

// changed are the hits among what has changed since the columns were read.
func (g *grid) changed(q question) []hit {
	var out []hit
	numeric := g.numeric(q.sort.answer)
	for id, one := range g.fresh {
		if slices.Contains(q.stages, one.stage) && !slices.ContainsFunc(q.tests, func(t test) bool { return !t.holds(one.values[t.field]) }) {
			out = append(out, hit{id, one.values[q.sort.answer].sorted(numeric)})
		}
	}
	return out
}

func (v gridValue) sorted(numeric bool) any {
	switch {
	case numeric && v.number != nil:
		return *v.number
	case !numeric && v.text != nil:
		return *v.text
	}
	return nil
}
