package field

import (
	"strconv"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const countSettings = `{"type":"object","additionalProperties":false,"properties":{
	"min":{"type":"integer","minimum":0,"maximum":1000},
	"max":{"type":"integer","minimum":1,"maximum":1000}}}`

type countLimits struct {
	Min *float64 `json:"min"`
	Max *float64 `json:"max"`
}

// newCheckboxes is any number of choices.
func newCheckboxes() Type {
	return kind{
		name: "checkboxes", rule: rule.Choices, settings: countSettings,
		clean:  func(_ Field, raw any) any { return cleanTexts(raw) },
		check:  checkCheckboxes,
		schema: checkboxesSchema,
		lint: func(f Field) []fault.Violation {
			limits := readSettings[countLimits](f)
			return append(lintOptions(f), inOrder(limits.Min, limits.Max, "max")...)
		},
	}
}

func checkCheckboxes(f Field, value any) []fault.Violation {
	list, ok := value.([]any)
	if !ok {
		return wrong("type")
	}
	values := optionValues(f)
	found := checkItems(list, func(s string) []fault.Violation { return oneOf(values, s) })
	return append(found, readSettings[countLimits](f).check(len(list))...)
}

func checkboxesSchema(f Field) map[string]any {
	schema := readSettings[countLimits](f).schema()
	schema["items"] = enum(optionValues(f))
	schema["uniqueItems"] = true
	return schema
}

// check answers too_few or too_many.
func (l countLimits) check(count int) []fault.Violation {
	if l.Min != nil && float64(count) < *l.Min {
		return wrong("too_few", "n", *l.Min)
	}
	if l.Max != nil && float64(count) > *l.Max {
		return wrong("too_many", "n", *l.Max)
	}
	return nil
}

func (l countLimits) schema() map[string]any {
	schema := map[string]any{"type": "array", "minItems": 1.0}
	if l.Min != nil && *l.Min > 1 {
		schema["minItems"] = *l.Min
	}
	if l.Max != nil {
		schema["maxItems"] = *l.Max
	}
	return schema
}

// cleanTexts normalises a list of texts, drops the empty and the repeated ones, and keeps what is not text.
func cleanTexts(raw any) any {
	list, ok := raw.([]any)
	if !ok {
		return raw
	}
	seen := map[string]bool{"": true}
	cleaned := []any{}
	for _, item := range list {
		s, isText := item.(string)
		if !isText {
			cleaned = append(cleaned, item)
			continue
		}
		if s = Normalise(s); !seen[s] {
			cleaned = append(cleaned, s)
		}
		seen[s] = true
	}
	if len(cleaned) == 0 {
		return nil
	}
	return cleaned
}

// checkItems asks check of each text, and answers type where an item is none.
func checkItems(list []any, check func(string) []fault.Violation) []fault.Violation {
	var found []fault.Violation
	for i, item := range list {
		bad := wrong("type")
		if s, ok := item.(string); ok {
			bad = check(s)
		}
		found = append(found, at("/"+strconv.Itoa(i), bad)...)
	}
	return found
}
