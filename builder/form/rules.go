package form

import (
	"iter"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
)

// Rules are the conditions and checks of the form: where each stands in the definition, as a JSON Pointer, and its
// program. Formulas come out neither way and are not among them.
func (c *Compiled) Rules() iter.Seq2[string, *rule.Program] { return rule.All(c.placed()) }

func (c *Compiled) placed() []rule.Placed {
	var out []rule.Placed
	for i, program := range c.pages {
		out = append(out, rule.Placed{Path: "/pages/" + strconv.Itoa(i) + "/visibleWhen", Program: program})
	}
	for i, n := range c.tree.nodes {
		p := c.programs[i]
		out = append(out, rule.Placed{Path: n.document + "/visibleWhen", Program: p.visible}, rule.Placed{Path: n.document + "/requiredWhen", Program: p.required})
		for k, program := range p.validations {
			out = append(out, rule.Placed{Path: n.document + "/validations/" + strconv.Itoa(k) + "/rule", Program: program})
		}
	}
	for i, check := range c.checks {
		out = append(out, rule.Placed{Path: "/validations/" + strconv.Itoa(i) + "/rule", Program: check.program})
	}
	return out
}
