package field

import (
	"regexp"
	"sort"

	"github.com/esteira/esteira/schemas/fault"
)

// member is one text of a composite answer.
type member struct {
	name  string
	clean func(s string) string
	check func(s string) []fault.Violation
}

// cleanMembers cleans the texts of an object and drops the empty ones; what is not known or not text stays.
func cleanMembers(members []member, raw any) any {
	object, ok := raw.(map[string]any)
	if !ok {
		return raw
	}
	cleaned := make(map[string]any, len(object))
	for name, value := range object {
		cleaned[name] = value
	}
	for _, m := range members {
		if s, isText := object[m.name].(string); isText {
			cleaned[m.name] = m.clean(s)
		}
		if v := cleaned[m.name]; v == nil || v == "" {
			delete(cleaned, m.name)
		}
	}
	if len(cleaned) == 0 {
		return nil
	}
	return cleaned
}

// checkMembers answers type, empty for each one that is missing, unknown for each one too many, and what their own
// checks answer.
func checkMembers(members []member, value any) []fault.Violation {
	object, ok := value.(map[string]any)
	if !ok {
		return wrong("type")
	}
	var found []fault.Violation
	for _, m := range members {
		found = append(found, at("/"+m.name, m.checkIn(object))...)
	}
	for _, name := range strangers(members, object) {
		found = append(found, at("/"+pointerToken(name), wrong("unknown"))...)
	}
	return found
}

func (m member) checkIn(object map[string]any) []fault.Violation {
	value, given := object[m.name]
	if !given || value == nil {
		return wrong("empty")
	}
	s, isText := value.(string)
	if !isText {
		return wrong("type")
	}
	return m.check(s)
}

func strangers(members []member, object map[string]any) []string {
	known := map[string]bool{}
	for _, m := range members {
		known[m.name] = true
	}
	var names []string
	for name := range object {
		if !known[name] {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

func objectSchema(members []member, properties map[string]any) map[string]any {
	required := make([]any, 0, len(members))
	for _, m := range members {
		required = append(required, m.name)
	}
	return map[string]any{
		"type": "object", "properties": properties, "required": required, "additionalProperties": false,
	}
}

// formOf makes a check that answers format.
func formOf(form *regexp.Regexp) func(string) []fault.Violation {
	return func(s string) []fault.Violation {
		if form.MatchString(s) {
			return nil
		}
		return wrong("format")
	}
}
