package pipeline

import (
	"iter"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
)

// Rules are the rules that may come out either way: where each stands in the definition, as a JSON Pointer, and its
// program. A rule that always holds is no program and not among them.
func (c *Compiled) Rules() iter.Seq2[string, *rule.Program] { return rule.All(c.placed()) }

func (c *Compiled) placed() []rule.Placed {
	var out []rule.Placed
	for i, t := range c.Pipeline.Transitions {
		m := c.moves[t.Key]
		out = append(out,
			rule.Placed{Path: at("transitions", i, "/guard"), Program: m.Guard},
			rule.Placed{Path: at("transitions", i, "/demands/notByWhen"), Program: m.NotByWhen})
		for j, e := range m.Effects {
			out = append(out, rule.Placed{Path: at("transitions", i, "/effects/"+strconv.Itoa(j)+"/when"), Program: e.When})
		}
	}
	for i, q := range c.checks {
		out = append(out, rule.Placed{Path: at("checks", i, "/when"), Program: q.When})
	}
	return out
}
