package form

import (
	"context"
	"fmt"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
)

// Resolve works out what is visible, what is owed, and the computed values. A hidden answer counts as missing for
// every other rule, so the result is the same when its pruned answers are resolved again.
func (c *Compiled) Resolve(ctx context.Context, v View) *State {
	s := &State{form: c, view: v, root: make(map[string]any, len(v.Answers)+len(beside)), pages: make([]bool, len(c.pages))}
	for _, name := range beside {
		if fact, ok := v.Facts[name]; ok {
			s.root[name] = fact
		}
	}
	if keys := c.reads(); len(keys) > 0 {
		known, _ := v.Facts[checks].(map[string]any)
		s.root[checks] = WithPending(known, keys)
	}
	b := builder{state: s}
	s.places = make([]place, 0, len(c.tree.nodes))
	for _, page := range c.tree.roots {
		b.level(page, level{raw: v.Answers, in: s.root, above: noField})
	}
	s.arrange(len(c.tree.nodes))
	r := resolver{ctx: ctx, form: c, state: s}
	for _, vertex := range c.order {
		r.settle(vertex)
	}
	for i := range s.places {
		r.require(&s.places[i])
	}
	s.drop()
	return s
}

// builder lays out the places of a form for the rows that the answers have.
type builder struct{ state *State }

// level is where the members of one container stand.
type level struct {
	raw    map[string]any
	in     map[string]any
	rows   []map[string]any
	above  int32
	prefix string // of the pointers, inside rows; elsewhere they are known
}

func (b builder) level(nodes []*node, l level) {
	for _, n := range nodes {
		p := place{node: n, pointer: n.answer, above: l.above, in: l.in, rows: l.rows, raw: l.raw[n.field.Key]}
		p.given = !empty(p.raw)
		if p.pointer == "" {
			p.pointer = l.prefix + "/" + n.field.Key
		}
		b.state.places = append(b.state.places, p)
		switch {
		case n.repeats():
			b.repeat(len(b.state.places)-1, l)
		case n.container():
			b.group(len(b.state.places)-1, l)
		}
	}
}

func (b builder) group(at int, l level) {
	p := &b.state.places[at]
	raw, ok := p.raw.(map[string]any)
	if !ok && p.raw != nil {
		p.misshapen = true
		return
	}
	l.raw, l.in, l.above, l.prefix = raw, make(map[string]any, len(raw)), int32(at), p.pointer
	p.raw = l.in
	b.level(p.node.children, l)
}

func (b builder) repeat(at int, l level) {
	p := &b.state.places[at]
	items, ok := p.raw.([]any)
	if !ok {
		p.misshapen = p.raw != nil
		return
	}
	live := make([]any, len(items))
	p.raw = live
	n, pointer := p.node, p.pointer
	for i, item := range items {
		live[i] = item
		raw, ok := item.(map[string]any)
		if !ok {
			continue
		}
		row := make(map[string]any, len(raw))
		live[i] = row
		b.level(n.children, level{
			raw: raw, in: row, above: int32(at), prefix: pointer + "/" + strconv.Itoa(i),
			rows: append(l.rows[:len(l.rows):len(l.rows)], row),
		})
	}
}

// arrange sorts the places by node, so that a node's are found at once.
func (s *State) arrange(nodes int) {
	s.starts, s.byNode = make([]int32, nodes+1), make([]int32, len(s.places))
	for i := range s.places {
		s.starts[s.places[i].node.index+1]++
	}
	for i := range nodes {
		s.starts[i+1] += s.starts[i]
	}
	next := make([]int32, nodes)
	copy(next, s.starts)
	for i := range s.places {
		n := s.places[i].node.index
		s.byNode[next[n]] = int32(i)
		next[n]++
	}
}

type resolver struct {
	ctx   context.Context
	form  *Compiled
	state *State
}

// settle decides a page, or a field in all its rows.
func (r resolver) settle(vertex int) {
	s := r.state
	if page := vertex - len(r.form.tree.nodes); page >= 0 {
		s.pages[page] = r.holds(r.form.pages[page], nil, false)
		return
	}
	for _, at := range s.byNode[s.starts[vertex]:s.starts[vertex+1]] {
		p := &s.places[at]
		p.shown = r.aboveShown(p) && r.holds(r.form.programs[vertex].visible, p.rows, false)
		if p.shown && !p.node.silent() {
			r.fill(p)
		}
	}
}

func (r resolver) aboveShown(p *place) bool {
	if p.above == noField {
		return r.state.pages[p.node.page]
	}
	return r.state.places[p.above].shown
}

// fill hands a visible answer on to the rules. A visible group is there even when nothing in it is answered, so that
// what a rule sees does not depend on the order of settling.
func (r resolver) fill(p *place) {
	value := p.raw
	if p.node.computed() {
		value = r.compute(p)
	}
	if p.node.groups() || !empty(value) {
		p.in[p.node.field.Key] = value
	}
}

// empty tells whether a value is no answer.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

func (r resolver) compute(p *place) any {
	v, err := r.form.programs[p.node.index].formula.Value(r.ctx, r.state.data(p.rows))
	if err != nil {
		r.fail(p.node.document+"/formula", err)
		return nil
	}
	v = p.node.typ.Clean(p.node.field, v)
	if v == nil || blocks(p.node.typ.Check(p.node.field, v)) {
		return nil // nobody could mend it, so it is no answer
	}
	return v
}

func (r resolver) require(p *place) {
	n := p.node
	if !p.shown || !n.asked() {
		return
	}
	if program := r.form.programs[n.index].required; program != nil {
		p.required = r.holds(program, p.rows, false)
		return
	}
	p.required = n.field.Required
}

// holds evaluates a condition; failing is what a rule by hand that fails counts as.
func (r resolver) holds(program *rule.Program, rows []map[string]any, failing bool) bool {
	if program == nil {
		return true
	}
	ok, err := program.Bool(r.ctx, r.state.data(rows))
	if err != nil {
		r.fail(program.CEL(), err)
		return failing
	}
	if watch := r.state.view.Watch; watch != nil {
		watch(program, ok)
	}
	return ok
}

func (r resolver) fail(what string, err error) {
	r.state.errors = append(r.state.errors, fmt.Errorf("form: rule of %s: %w", what, err))
}

// drop notes the answers that are hidden. Below a hidden container only the container is named.
func (s *State) drop() {
	for i := range s.places {
		p := &s.places[i]
		if p.shown || p.node.computed() || !p.given {
			continue
		}
		if p.above == noField || s.places[p.above].shown {
			s.dropped = append(s.dropped, p.pointer)
		}
	}
}
