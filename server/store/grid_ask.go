package store

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"

	"github.com/esteira/esteira/runtime/queue"
)

// question is a query that a grid answers: conditions on fields, in the order of one.
type question struct {
	stages []queue.Stage
	tests  []test
	sort   sorting
	cursor *cursor
	limit  int
	enough int // nobody counts further
}

// question is what the plan asks, when it asks for answers alone.
func (p *plan) question() (question, bool) {
	q := question{stages: p.query.Stages, sort: p.sort, cursor: p.cursor, limit: p.query.Limit + 1, enough: maxCount}
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

// answer goes along the columns, and looks at what has changed since.
func (g *grid) answer(q question) *answered {
	memory := lists.Get().(*[]int32) //nolint:forcetypeassert // ours
	defer lists.Put(memory)
	s := g.sieve(q)
	if !g.isArranged(q) {
		q.enough = len(g.rows.stage) + 1
	}
	list, isWhole := s.rows(q.enough, (*memory)[:0])
	*memory = list
	fresh := g.changed(q)
	out := &answered{count: len(list) + len(fresh)}
	if q.sort.answer == "" {
		return out
	}
	o := order{q.sort.descending}
	fresh = slices.DeleteFunc(fresh, func(h hit) bool { return q.cursor != nil && o.compare(h, q.cursor.hit()) <= 0 })
	if isWhole {
		out.hits = append(g.first(list, q), fresh...)
	} else {
		out.hits = append(g.walk(s, q), fresh...)
	}
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
