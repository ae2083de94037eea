package field

import (
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// identifier is a number or code that can be told right from wrong by itself. That it is right does not mean that it
// was ever given to anybody.
type identifier struct {
	clean  func(s string) string
	check  func(s string) []fault.Violation
	mask   func(s string) string
	format string // name of the JSON Schema format
}

// asType makes a field type without settings of an identifier.
func (i identifier) asType(name string) Type {
	return kind{
		name: name, rule: rule.Text, settings: noSettings,
		clean:  textClean(func(_ Field, s string) string { return i.clean(s) }),
		check:  textCheck(func(_ Field, s string) []fault.Violation { return i.check(s) }),
		schema: func(Field) map[string]any { return map[string]any{"type": "string", "format": i.format} },
		mask:   textMask(i.mask),
	}
}

// separatedBy makes a clean that drops spaces and these separators.
func separatedBy(separators string) func(string) string {
	return func(s string) string { return compact(s, separators) }
}

// lastThree masks all but the last three characters, as bank accounts are shown.
func lastThree(s string) string {
	runes := []rune(s)
	if len(runes) <= 3 {
		return hidden
	}
	return hidden + string(runes[len(runes)-3:])
}
