package form

import (
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
)

// The names that stand beside the answers.
const (
	previous = "previous" // the answers before a change
	checks   = "checks"   // results of checks; never sent to an applicant
	caseName = "case"     // facts of the case
)

var beside = []string{previous, checks, caseName}

// names lists the fields of the form as rules see them.
func (t *tree) names() []rule.Name {
	var names []rule.Name
	for _, page := range t.roots {
		names = append(names, namesOf(page)...)
	}
	return names
}

// seen adds what stands beside the answers. Their shape is not the form's to know, except for previous.
func (t *tree) seen() []rule.Name {
	names := t.names()
	return append(names[:len(names):len(names)],
		rule.Name{Key: previous, Type: rule.Group, Members: names},
		rule.Name{Key: checks, Type: rule.Any},
		rule.Name{Key: caseName, Type: rule.Any},
	)
}

func namesOf(nodes []*node) []rule.Name {
	names := make([]rule.Name, 0, len(nodes))
	for _, n := range nodes {
		if n.typ != nil && !n.silent() {
			names = append(names, n.name())
		}
	}
	return names
}

func (n *node) name() rule.Name {
	name := rule.Name{Key: n.field.Key, Type: n.typ.RuleType(n.field)}
	for _, o := range n.field.Options {
		name.Options = append(name.Options, o.Value)
	}
	if c, ok := n.typ.(field.Composite); ok {
		name.Members = c.Members(n.field)
	}
	if n.container() {
		name.Members = namesOf(n.children)
	}
	return name
}
