package field

import (
	"strconv"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const rowLimit = 100

// newRepeat is a list of rows, each an object of the answers of Fields; up to 100 unless the settings say otherwise.
// It looks at the shape only: the form cleans and checks the members.
func newRepeat() Type {
	return container{kind{
		name: "repeat", rule: rule.Repeat, settings: countSettings,
		clean: func(_ Field, raw any) any { return cleanRows(raw) },
		check: checkRows,
		schema: func(f Field) map[string]any {
			schema := readRowLimits(f).schema()
			schema["items"] = map[string]any{"type": "object"}
			return schema
		},
		lint: func(f Field) []fault.Violation {
			limits := readRowLimits(f)
			return append(lintMembers(f), inOrder(limits.Min, limits.Max, "max")...)
		},
	}, true}
}

func readRowLimits(f Field) countLimits {
	limits := readSettings[countLimits](f)
	if limits.Max == nil {
		most := float64(rowLimit)
		limits.Max = &most
	}
	return limits
}

// cleanRows keeps empty rows: their order is how the browser and the server speak of the same row.
func cleanRows(raw any) any {
	if rows, ok := raw.([]any); ok && len(rows) == 0 {
		return nil
	}
	return raw
}

func checkRows(f Field, value any) []fault.Violation {
	rows, ok := value.([]any)
	if !ok {
		return wrong("type")
	}
	var found []fault.Violation
	for i, row := range rows {
		if _, isObject := row.(map[string]any); !isObject {
			found = append(found, at("/"+strconv.Itoa(i), wrong("type"))...)
		}
	}
	return append(found, readRowLimits(f).check(len(rows))...)
}
