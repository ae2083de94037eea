package store

import (
	"slices"
	"sync"
)

// sieve lets the rows of a grid through that stand in the stages of a question and meet its tests.
type sieve struct {
	stage []uint16
	here  []bool // by stage
	tests []sifter
}

// sifter is a test of one column, with the texts that meet it looked up.
type sifter struct {
	test
	column *gridColumn
	words  []bool // by place of the text, the first is that of no text
}

// lists are the memory of lists of rows.
var lists = sync.Pool{New: func() any { return new([]int32) }}

func (g *grid) sieve(q question) *sieve {
	s := &sieve{stage: g.rows.stage, here: make([]bool, len(g.rows.stages))}
	for i, at := range g.rows.stages {
		s.here[i] = i > 0 && slices.Contains(q.stages, at)
	}
	for _, t := range q.tests {
		column := g.columns[t.field]
		s.tests = append(s.tests, sifter{t, column, column.wanted(t)})
	}
	return s
}

// rows appends to a list the rows that come through, in blocks until there are enough, and says whether these are all.
func (s *sieve) rows(enough int, list []int32) (_ []int32, isWhole bool) {
	for from := 0; from < len(s.stage); from += enough {
		if len(list) >= enough {
			return list, false
		}
		end := min(from+enough, len(s.stage))
		list = s.block(from, end, list)
	}
	return list, true
}

func (s *sieve) block(from, end int, list []int32) []int32 {
	list = slices.Grow(list, end-from)
	before := len(list)
	part, left := s.led(from, list[before:before+end-from])
	for _, one := range left {
		part = one.keep(part)
	}
	return list[:before+len(part)]
}

// led lists the rows of a block, as long as part, that the question may be about, and gives the tests that are left: what
// asks for a text spares a look at every row.
func (s *sieve) led(from int, part []int32) ([]int32, []sifter) {
	n := 0
	if len(s.tests) > 0 && s.tests[0].rank() == 0 && s.tests[0].column.texts != nil && s.tests[0].column.numbers == nil {
		lead := s.tests[0]
		for k, word := range lead.column.texts[from : from+len(part)] {
			part[n] = int32(from + k) //nolint:gosec // fewer than cells
			if lead.words[word] && s.here[s.stage[from+k]] {
				n++
			}
		}
		return part[:n], s.tests[1:]
	}
	for k, code := range s.stage[from : from+len(part)] {
		part[n] = int32(from + k) //nolint:gosec // fewer than cells
		if s.here[code] {
			n++
		}
	}
	return part[:n], s.tests
}

// keep leaves in a list the rows whose value meets the test.
func (s sifter) keep(list []int32) []int32 {
	if c := s.column; !s.negated && c.numbers != nil && c.texts == nil && len(s.numbers) == 1 {
		return within(list, c.numbers, s.numbers[0])
	}
	n := 0
	for _, i := range list {
		list[n] = i
		if s.meets(i) {
			n++
		}
	}
	return list[:n]
}

func (s sifter) meets(i int32) bool {
	c := s.column
	met := c.texts != nil && s.words[c.texts[i]]
	if c.numbers != nil && !met {
		met = slices.ContainsFunc(s.numbers, func(span numberSpan) bool { return c.numbers[i] >= span.low && c.numbers[i] <= span.high })
	}
	return met != s.negated
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

// lets says whether one row comes through.
func (s *sieve) lets(i int32) bool {
	if !s.here[s.stage[i]] {
		return false
	}
	for k := range s.tests {
		if !s.tests[k].meets(i) {
			return false
		}
	}
	return true
}
