package library

import (
	"encoding/json"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas/fault"
)

// forms remembers what became of the forms that one request looks at, by their text: the same form is asked for by each
// pipeline that uses it, before and after a change. It serves one goroutine.
type forms struct {
	compiled map[string]compiled
	linted   map[string][]fault.Violation
}

type compiled struct {
	form *form.Compiled
	err  error
}

func newForms() *forms {
	return &forms{compiled: map[string]compiled{}, linted: map[string][]fault.Violation{}}
}

// compile makes a form ready for use. Returns fault.Invalid with the findings when it has errors.
func (l *Library) compile(body json.RawMessage) (*form.Compiled, error) {
	if l.forms == nil {
		return compile(l, body)
	}
	known, ok := l.forms.compiled[string(body)]
	if !ok {
		known.form, known.err = compile(l, body)
		l.forms.compiled[string(body)] = known
	}
	return known.form, known.err
}

func compile(l *Library, body json.RawMessage) (*form.Compiled, error) {
	f, err := decode[form.Form](body)
	if err != nil {
		return nil, err
	}
	return form.Compile(l.Fields, f)
}

// lintForm returns what form.Lint finds; nothing for what is no form.
func (l *Library) lintForm(body json.RawMessage) []fault.Violation {
	if l.forms != nil {
		if found, ok := l.forms.linted[string(body)]; ok {
			return found
		}
	}
	f, err := decode[form.Form](body)
	if err != nil {
		return nil // its shape is told of elsewhere
	}
	found := form.Lint(l.Fields, f)
	if l.forms != nil {
		l.forms.linted[string(body)] = found
	}
	return found
}
