package form

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// Affected tells whether what is shown, owed or wrong at a place of the later version may differ from the earlier one for
// the same answers. At any other place both say the same, so that the earlier version need not be asked.
func (c *Carrier) Affected(place string) bool {
	n := c.to.tree.byPath[Path(place)]
	for n == nil && place != "" { // a part of an answer
		place = place[:bytes.LastIndexByte([]byte(place), '/')]
		n = c.to.tree.byPath[Path(place)]
	}
	return n == nil || c.affected[n]
}

// Problems is Validate of the later version where Affected says that it may differ.
func (c *Carrier) Problems(ctx context.Context, s *State) []fault.Violation {
	j := judge{ctx: ctx, form: c.to, state: s, page: noField, only: c.affected}
	return slices.DeleteFunc(j.all(), func(v fault.Violation) bool { return !c.Affected(v.Path) })
}

// Known tells whether the earlier version has the field of a place of the later one.
func (c *Carrier) Known(place string) bool {
	n := c.to.tree.byPath[Path(place)]
	return n == nil || c.known[n]
}

// spread marks the fields that differ, and those that what differs may change: until no more are found.
func (c *Carrier) spread() {
	c.affected, c.known = map[*node]bool{}, map[*node]bool{}
	before := map[*node]*node{}
	for old, twin := range c.twins {
		before[twin], c.known[twin] = old, true
	}
	r := reading{order: order{tree: c.to.tree, names: c.to.tree.seen()}, checks: c.to.checks}
	same := bytes.Equal(rulesOf(c.from.tree.form.Validations), rulesOf(c.to.tree.form.Validations))
	for _, n := range c.to.tree.nodes {
		old := before[n]
		c.affected[n] = old == nil || !alike(c.from, old, c.to, n) || r.outside(n) || !same && r.checked(n)
	}
	for grown := true; grown; {
		grown = false
		for _, n := range c.to.tree.nodes {
			if !c.affected[n] && slices.ContainsFunc(r.reads(n), func(m *node) bool { return c.affected[m] }) {
				c.affected[n], grown = true, true
			}
		}
	}
}

// alike tells whether two versions of a field, apart from what is in it, and the pages that they stand on, are the same.
func alike(from *Compiled, old *node, to *Compiled, now *node) bool {
	return old.path == now.path && bytes.Equal(bareNode(from, old), bareNode(to, now))
}

func bareNode(c *Compiled, n *node) []byte {
	f := n.field
	f.Fields = nil
	page := c.tree.form.Pages[n.page]
	text, _ := json.Marshal([]any{bareFields([]field.Field{f})[0], page.VisibleWhen, n.staff}) // it was decoded from JSON
	return text
}

func rulesOf(checks []Check) []byte {
	bare := slices.Clone(checks)
	for i := range bare {
		bare[i].Message = nil
	}
	text, _ := json.Marshal(bare) // they were decoded from JSON
	return text
}

// reading finds what the rules of a field read.
type reading struct {
	order
	checks []check
}

func (r *reading) rules(n *node) []*rule.Rule {
	f := n.field
	rules := []*rule.Rule{f.VisibleWhen, f.RequiredWhen, f.Formula, r.tree.form.Pages[n.page].VisibleWhen}
	for i := range f.Validations {
		rules = append(rules, &f.Validations[i].Rule)
	}
	for i := range r.checks {
		if r.checks[i].at == n {
			rules = append(rules, &r.checks[i].Rule)
		}
	}
	return slices.DeleteFunc(rules, func(one *rule.Rule) bool { return one == nil })
}

// reads lists the fields that decide on a field: what it stands in, and what its rules read.
func (r *reading) reads(n *node) []*node {
	var out []*node
	if n.parent != nil {
		out = append(out, n.parent)
	}
	for _, one := range r.rules(n) {
		for _, index := range r.order.reads(n, one) {
			out = append(out, r.tree.nodes[index])
		}
	}
	return out
}

// outside tells whether a rule reads what is no answer: facts of the case, checks, earlier answers.
func (r *reading) outside(n *node) bool {
	for _, one := range r.rules(n) {
		for _, path := range one.Fields(r.tree.scope(r.names, n)) {
			if r.tree.find(path) == nil {
				return true
			}
		}
	}
	return false
}

func (r *reading) checked(n *node) bool {
	return slices.ContainsFunc(r.checks, func(c check) bool { return c.at == n })
}
