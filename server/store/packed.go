package store

import "sort"

// packed is a list of texts in one piece of memory, which the garbage collector has not to look through.
type packed struct {
	all  []byte
	ends []int
}

func (p *packed) add(text string) {
	p.all = append(p.all, text...)
	p.ends = append(p.ends, len(p.all))
}

func (p *packed) len() int { return len(p.ends) }

func (p *packed) at(i int) string { return string(p.bytes(i)) }

func (p *packed) bytes(i int) []byte {
	if i == 0 {
		return p.all[:p.ends[0]]
	}
	return p.all[p.ends[i-1]:p.ends[i]]
}

// from is where the first text stands that is not less, in a list in order.
func (p *packed) from(text string) int {
	return sort.Search(p.len(), func(i int) bool { return string(p.bytes(i)) >= text })
}

// after is where the first text stands that is greater, in a list in order.
func (p *packed) after(text string) int {
	return sort.Search(p.len(), func(i int) bool { return string(p.bytes(i)) > text })
}

// find is where a text stands in a list in order, and whether it is there.
func (p *packed) find(text string) (int, bool) {
	i := p.from(text)
	return i, i < p.len() && string(p.bytes(i)) == text
}
