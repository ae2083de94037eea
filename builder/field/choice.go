package field

import (
	"strconv"

	"github.com/esteira/esteira/schemas/fault"
)

// lintOptions answers options.empty, options.value (a choice without value) and options.duplicate.
func lintOptions(f Field) []fault.Violation {
	if len(f.Options) == 0 {
		return at("/options", wrong("options.empty"))
	}
	var found []fault.Violation
	seen := map[string]bool{}
	for i, option := range f.Options {
		path := "/options/" + strconv.Itoa(i) + "/value"
		switch {
		case option.Value == "" || Normalise(option.Value) != option.Value:
			found = append(found, at(path, wrong("options.value"))...)
		case seen[option.Value]:
			found = append(found, at(path, wrong("options.duplicate"))...)
		}
		seen[option.Value] = true
	}
	return found
}

func optionValues(f Field) []string {
	values := make([]string, 0, len(f.Options))
	for _, option := range f.Options {
		values = append(values, option.Value)
	}
	return values
}

// enum writes allowed values as JSON Schema; an empty enum would be no schema at all, so it becomes "nothing".
func enum(values []string) map[string]any {
	if len(values) == 0 {
		return map[string]any{"not": map[string]any{}}
	}
	list := make([]any, 0, len(values))
	for _, v := range values {
		list = append(list, v)
	}
	return map[string]any{"type": "string", "enum": list}
}

// oneOf answers select unless s is one of the values.
func oneOf(values []string, s string) []fault.Violation {
	if contains(values, s) {
		return nil
	}
	return wrong("select")
}
