package pipeline

import (
	"iter"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
)

// Rules are the rules that may come out either way: where each stands in the definition, as a JSON Pointer, and its
// program. A rule that always holds is no program and not among them.
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
	for i, t := range c.Pipeline.Transitions {
		m := c.moves[t.Key]
		out = append(out,
			placedProgram{at("transitions", i, "/guard"), m.Guard},
			placedProgram{at("transitions", i, "/demands/notByWhen"), m.NotByWhen})
		for j, e := range m.Effects {
			out = append(out, placedProgram{at("transitions", i, "/effects/"+strconv.Itoa(j)+"/when"), e.When})
		}
	}
	for i, q := range c.checks {
		out = append(out, placedProgram{at("checks", i, "/when"), q.When})
	}
	return out
}
