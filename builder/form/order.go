package form

import (
	"strings"

	"github.com/esteira/esteira/builder/rule"
)

// order finds in which order the values of a form are settled: a field after what its visibility and its formula
// read, after its container, and after its page. Fields that wait for nothing keep the order of asking.
type order struct {
	tree   *tree
	names  []rule.Name
	state  []mark
	path   []int // the vertices being visited
	sorted []int
	cycles [][]int
}

type mark byte

const (
	fresh mark = iota
	open
	done
)

// A vertex is a field (its index) or a page (the number of fields plus its index).
func (o *order) page(i int) int { return len(o.tree.nodes) + i }

// settle returns the vertices in order, and the circles that make an order impossible.
func (t *tree) settle() *order {
	o := &order{tree: t, names: t.seen(), state: make([]mark, len(t.nodes)+len(t.form.Pages))}
	for i := range t.form.Pages {
		o.visit(o.page(i))
	}
	for i := range t.nodes {
		o.visit(i)
	}
	return o
}

func (o *order) visit(v int) {
	switch o.state[v] {
	case done:
		return
	case open:
		o.cycles = append(o.cycles, o.cycle(v))
		return
	}
	o.state[v] = open
	o.path = append(o.path, v)
	for _, w := range o.waitsFor(v) {
		o.visit(w)
	}
	o.path = o.path[:len(o.path)-1]
	o.state[v] = done
	o.sorted = append(o.sorted, v)
}

// cycle is the part of the path that leads back to v.
func (o *order) cycle(v int) []int {
	for i, w := range o.path {
		if w == v {
			return append([]int{}, o.path[i:]...)
		}
	}
	return nil
}

func (o *order) waitsFor(v int) []int {
	if p := v - len(o.tree.nodes); p >= 0 {
		return o.reads(nil, o.tree.form.Pages[p].VisibleWhen)
	}
	n := o.tree.nodes[v]
	above := o.page(n.page)
	if n.parent != nil {
		above = n.parent.index
	}
	waits := append([]int{above}, o.reads(n, n.field.VisibleWhen)...)
	return append(waits, o.reads(n, n.field.Formula)...)
}

// reads lists the fields that a rule reads. Who reads a container from outside reads all that is in it.
func (o *order) reads(n *node, r *rule.Rule) []int {
	if r == nil {
		return nil
	}
	var found []int
	for _, path := range r.Fields(o.tree.scope(o.names, n)) {
		read := o.tree.find(path)
		if read == nil {
			continue
		}
		found = append(found, read.index)
		if n == nil || !within(n.path, read.path) {
			found = o.below(read, found)
		}
	}
	return found
}

func within(path, container string) bool {
	rest, ok := strings.CutPrefix(path, container)
	return ok && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "[]."))
}

func (o *order) below(n *node, found []int) []int {
	for _, child := range n.children {
		found = o.below(child, append(found, child.index))
	}
	return found
}
