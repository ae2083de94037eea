package field

import (
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// newBoolean is yes or no.
func newBoolean() Type {
	return kind{
		name: "boolean", rule: rule.Bool, settings: noSettings,
		clean: func(_ Field, raw any) any { return raw },
		check: func(_ Field, value any) []fault.Violation {
			if _, ok := value.(bool); !ok {
				return wrong("type")
			}
			return nil
		},
		schema: func(Field) map[string]any { return map[string]any{"type": "boolean"} },
	}
}
