package pipeline

import (
	"maps"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/rule"
)

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

func (a Attribute) fitsText(s string) bool {
	switch a.Type {
	case rule.Text:
		return true
	case rule.Choice:
		return slices.Contains(a.Options, s)
	case rule.Date:
		_, err := time.Parse(time.DateOnly, s)
		return err == nil
	}
	return false
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
