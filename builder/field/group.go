package field

import (
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

type container struct {
	kind
	repeats bool
}

// newGroup is an object of the answers of Fields. It looks at the shape only: the form cleans and checks the members.
func newGroup() Type {
	return container{kind{
		name: "group", rule: rule.Group, settings: noSettings,
		clean: func(_ Field, raw any) any { return cleanObject(raw) },
		check: func(_ Field, value any) []fault.Violation {
			if _, ok := value.(map[string]any); !ok {
				return wrong("type")
			}
			return nil
		},
		schema: func(Field) map[string]any { return map[string]any{"type": "object"} },
		lint:   lintMembers,
	}, false}
}

// Repeats tells a list of objects from one object.
func (c container) Repeats() bool { return c.repeats }

func cleanObject(raw any) any {
	if object, ok := raw.(map[string]any); ok && len(object) == 0 {
		return nil
	}
	return raw
}

// lintMembers answers fields.empty where there is nothing to ask.
func lintMembers(f Field) []fault.Violation {
	if len(f.Fields) == 0 {
		return at("/fields", wrong("fields.empty"))
	}
	return nil
}

var _ Container = container{}
