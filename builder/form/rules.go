package form

import (
	"iter"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
)

// Rules are the conditions and checks of the form: where each stands in the definition, as a JSON Pointer, and its
// program. Formulas come out neither way and are not among them.
func (c *Compiled) Rules() iter.Seq2[string, *rule.Program] {
	return func(yield func(string, *rule.Program) bool) {
		for _, r := range c.placedPrograms() {
			if r.program != nil && !yield(r.path, r.program) {
				return
			}
		}
	}
}

type placedProgram struct {
	path    string
	program *rule.Program
}

func (c *Compiled) placedPrograms() []placedProgram {
	var out []placedProgram
	for i, program := range c.pages {
		out = append(out, placedProgram{"/pages/" + strconv.Itoa(i) + "/visibleWhen", program})
	}
	for i, n := range c.tree.nodes {
		p := c.programs[i]
		out = append(out, placedProgram{n.document + "/visibleWhen", p.visible}, placedProgram{n.document + "/requiredWhen", p.required})
		for k, program := range p.validations {
			out = append(out, placedProgram{n.document + "/validations/" + strconv.Itoa(k) + "/rule", program})
		}
	}
	for i, check := range c.checks {
		out = append(out, placedProgram{"/validations/" + strconv.Itoa(i) + "/rule", check.program})
	}
	return out
}
