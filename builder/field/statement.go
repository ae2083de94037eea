package field

import "github.com/esteira/esteira/schemas/fault"

type statement struct{ kind }

// newStatement shows the text in Content and asks nothing.
func newStatement() Type {
	return statement{kind{
		name: "statement", settings: noSettings,
		clean:  func(Field, any) any { return nil },
		check:  func(Field, any) []fault.Violation { return wrong("type") },
		schema: func(Field) map[string]any { return nil },
		lint:   lintContent,
	}}
}

// Silent is true: there is no answer.
func (statement) Silent() bool { return true }

var _ Silent = statement{}
