package pipeline

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// Option is a value that an attribute may have, and what people call it. Written, one without a name is its value alone.
type Option struct {
	Value string       `json:"value"`
	Label schemas.Text `json:"label,omitempty"`
}

// MarshalJSON writes the value, with its name where it has one.
func (o Option) MarshalJSON() ([]byte, error) {
	if len(o.Label) == 0 {
		return json.Marshal(o.Value)
	}
	type named Option
	return json.Marshal(named(o))
}

// UnmarshalJSON reads a value with or without a name.
func (o *Option) UnmarshalJSON(body []byte) error {
	if json.Unmarshal(body, &o.Value) == nil {
		return nil
	}
	type named Option
	return json.Unmarshal(body, (*named)(o))
}

// Values are the values that the attribute may have, when it is a choice.
func (a Attribute) Values() []string {
	if len(a.Options) == 0 {
		return nil
	}
	out := make([]string, len(a.Options))
	for i, o := range a.Options {
		out[i] = o.Value
	}
	return out
}

// Fits tells whether a value may stand in the attribute; null, which clears it, always may.
func (a Attribute) Fits(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return a.fitsText(v)
	case float64:
		return a.Type == rule.Number
	case bool:
		return a.Type == rule.Bool
	}
	return false
}

// named is what people call the attribute; its key where nobody named it.
func (a Attribute) named() schemas.Text {
	if len(a.Title) == 0 {
		return schemas.Text{"und": a.Key}
	}
	return a.Title
}

// misfit says of a value that it cannot stand in the attribute.
func (a Attribute) misfit(v any) params {
	return params{"attribute": a.Key, "attributeName": a.named(), "type": a.Type, "value": v}
}

func (a Attribute) fitsText(s string) bool {
	switch a.Type {
	case rule.Text:
		return true
	case rule.Choice:
		return slices.Contains(a.Values(), s)
	case rule.Date:
		_, err := time.Parse(time.DateOnly, s)
		return err == nil
	}
	return false
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
