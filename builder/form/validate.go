package form

import (
	"context"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// Validate returns what keeps the visible answers from being accepted, in the order of asking. A place has one message
// at the most, the most important: first that it is missing ("empty"), then that it cannot be, then that a rule of
// the form ("validation", with the message in Params) does not hold; warnings come after errors. What is for staff
// only is not judged for an applicant.
func (c *Compiled) Validate(ctx context.Context, s *State) []fault.Violation {
	j := judge{ctx: ctx, form: c, state: s, page: noField}
	return j.all()
}

// ValidatePage is Validate of one page, by its key. An unknown page has nothing wrong with it.
func (c *Compiled) ValidatePage(ctx context.Context, s *State, pageKey string) []fault.Violation {
	for i, p := range c.tree.form.Pages {
		if p.Key == pageKey {
			j := judge{ctx: ctx, form: c, state: s, page: i}
			return j.all()
		}
	}
	return nil
}

type judge struct {
	ctx   context.Context
	form  *Compiled
	state *State
	page  int            // noField judges all
	only  map[*node]bool // judges no others; nil judges all
	found []fault.Violation
	taken map[string]int // index in found, by path
}

func (j *judge) all() []fault.Violation {
	for i := range j.state.places {
		p := &j.state.places[i]
		if (j.page == noField || j.page == p.node.page) && (j.only == nil || j.only[p.node]) && j.state.sees(p) && !p.node.silent() {
			j.place(p)
		}
	}
	for i := range j.form.checks {
		j.check(&j.form.checks[i])
	}
	return j.found
}

// add keeps one message per place: the first error, or else the first warning.
func (j *judge) add(v fault.Violation) {
	if v.Severity == "" {
		v.Severity = severe
	}
	at, taken := j.taken[v.Path]
	switch {
	case !taken:
		if j.taken == nil {
			j.taken = map[string]int{}
		}
		j.taken[v.Path] = len(j.found)
		j.found = append(j.found, v)
	case j.found[at].Severity == mild && v.Severity == severe:
		j.found[at] = v
	}
}

func (j *judge) place(p *place) {
	value := p.value()
	n := p.node
	switch {
	case n.groups():
		if p.misshapen {
			j.add(fault.Violation{Path: p.pointer, Key: "type"})
		}
		return
	case empty(value):
		if p.required {
			j.add(fault.Violation{Path: p.pointer, Key: "empty"})
		}
		return
	}
	if blocked := j.typed(p, value); blocked {
		return
	}
	for i, program := range j.form.programs[n.index].validations {
		j.rule(demand{n.field.Validations[i], program, p.pointer, p.rows})
	}
}

// typed asks the type of the field, and tells whether it found an error.
func (j *judge) typed(p *place, value any) bool {
	f := p.node.field
	f.Required = p.required
	var found []fault.Violation
	if dated, ok := p.node.typ.(field.Dated); ok && j.state.view.Today != "" {
		found = dated.CheckOn(f, value, j.state.view.Today)
	} else {
		found = p.node.typ.Check(f, value)
	}
	for _, v := range found {
		v.Path = p.pointer + v.Path
		j.add(v)
	}
	return len(found) > 0 && blocks(found)
}

// demand is a rule that must hold, at its place.
type demand struct {
	field.Validation
	program *rule.Program
	pointer string
	rows    []map[string]any
}

func (j *judge) rule(d demand) {
	r := resolver{ctx: j.ctx, form: j.form, state: j.state}
	if r.holds(d.program, d.rows, true) {
		return
	}
	j.add(fault.Violation{
		Path: d.pointer, Key: "validation", Severity: d.Severity,
		Params: params{"message": map[string]string(d.Message)},
	})
}

// check judges a rule over the whole form, unless the field it stands at is not seen.
func (j *judge) check(c *check) {
	if c.staff && j.state.view.Audience == Applicant || j.page != noField && (c.at == nil || c.at.page != j.page) {
		return
	}
	pointer := ""
	if c.at != nil {
		p := j.anchor(c.at)
		if p == nil {
			return
		}
		pointer = p.pointer
	}
	j.rule(demand{Validation: c.Validation, program: c.program, pointer: pointer})
}

// anchor is the visible place that a message of a field stands at: of a field in rows, the outermost list.
func (j *judge) anchor(n *node) *place {
	for len(n.rows) > 0 {
		n = n.parent
	}
	for _, at := range j.state.byNode[j.state.starts[n.index]:j.state.starts[n.index+1]] {
		if p := &j.state.places[at]; j.state.sees(p) {
			return p
		}
	}
	return nil
}
