package field

import (
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// newSelect is one choice from a list that opens.
func newSelect() Type { return oneChoice("select") }

// newRadio is one choice from a list that is always seen.
func newRadio() Type { return oneChoice("radio") }

func oneChoice(name string) Type {
	return kind{
		name: name, rule: rule.Choice, settings: noSettings,
		clean:  textClean(func(_ Field, s string) string { return Normalise(s) }),
		check:  textCheck(func(f Field, s string) []fault.Violation { return oneOf(optionValues(f), s) }),
		schema: func(f Field) map[string]any { return enum(optionValues(f)) },
		lint:   lintOptions,
	}
}
