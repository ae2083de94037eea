package field

import (
	"bytes"
	"encoding/json"
	"math"
	"regexp"
	"sort"
	"strconv"

	"github.com/esteira/esteira/schemas/fault"
)

const noSettings = `{"type":"object","additionalProperties":false}`

// settingSchema is the part of JSON Schema that our settings are written in.
type settingSchema struct {
	Type       string                   `json:"type"`
	Properties map[string]settingSchema `json:"properties"`
	Items      *settingSchema           `json:"items"`
	Enum       []string                 `json:"enum"`
	Pattern    string                   `json:"pattern"`
	Minimum    *float64                 `json:"minimum"`
	Maximum    *float64                 `json:"maximum"`
}

// readSettings decodes Config into a struct. Lint has refused a wrong one; what still cannot be read is left out.
func readSettings[T any](f Field) T {
	var settings T
	if len(f.Config) > 0 {
		_ = json.Unmarshal(f.Config, &settings)
	}
	return settings
}

// lintSettings checks Config against its schema. It answers setting.unknown, setting.type and setting.value.
func lintSettings(schema string, config json.RawMessage) []fault.Violation {
	if len(bytes.TrimSpace(config)) == 0 {
		return nil
	}
	var described settingSchema
	if err := json.Unmarshal([]byte(schema), &described); err != nil {
		return at("/config", wrong("setting.schema"))
	}
	var values map[string]any
	if err := json.Unmarshal(config, &values); err != nil {
		return at("/config", wrong("setting.type", "type", "object"))
	}
	return at("/config", described.lintObject(values))
}

func (s settingSchema) lintObject(values map[string]any) []fault.Violation {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	var found []fault.Violation
	for _, name := range names {
		member, ok := s.Properties[name]
		if !ok {
			found = append(found, at("/"+pointerToken(name), wrong("setting.unknown"))...)
			continue
		}
		found = append(found, at("/"+name, member.lint(values[name]))...)
	}
	return found
}

func (s settingSchema) lint(value any) []fault.Violation {
	mistyped := wrong("setting.type", "type", s.Type)
	switch v := value.(type) {
	case string:
		if s.Type != "string" {
			return mistyped
		}
		return s.lintText(v)
	case float64:
		if s.Type != "number" && (s.Type != "integer" || v != math.Trunc(v)) {
			return mistyped
		}
		return s.lintNumber(v)
	case bool:
		if s.Type != "boolean" {
			return mistyped
		}
		return nil
	case []any:
		if s.Type != "array" {
			return mistyped
		}
		return s.lintItems(v)
	}
	return mistyped
}

func (s settingSchema) lintText(v string) []fault.Violation {
	if s.Enum != nil && !contains(s.Enum, v) {
		return wrong("setting.value")
	}
	if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(v) {
		return wrong("setting.value")
	}
	return nil
}

func (s settingSchema) lintNumber(v float64) []fault.Violation {
	if s.Minimum != nil && v < *s.Minimum || s.Maximum != nil && v > *s.Maximum {
		return wrong("setting.value")
	}
	return nil
}

func (s settingSchema) lintItems(items []any) []fault.Violation {
	var found []fault.Violation
	for i, item := range items {
		found = append(found, at("/"+strconv.Itoa(i), s.Items.lint(item))...)
	}
	return found
}

// inOrder answers setting.order when both ends are given and the lower is above the upper.
func inOrder(low, high *float64, name string) []fault.Violation {
	if low != nil && high != nil && *low > *high {
		return at("/config/"+name, wrong("setting.order"))
	}
	return nil
}
