package field

import (
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const computedSettings = `{"type":"object","additionalProperties":false,"properties":{
	"result":{"type":"string","enum":["number","text","bool","date"],"description":"type of the formula; default any"}}}`

type computedOptions struct {
	Result rule.Type `json:"result"`
}

type computed struct{ kind }

// newComputed is the result of Formula. People never type it.
func newComputed() Type {
	return computed{kind{
		name: "computed", settings: computedSettings,
		clean:  cleanComputed,
		check:  checkComputed,
		schema: computedSchema,
		lint: func(f Field) []fault.Violation {
			if f.Formula == nil {
				return at("/formula", wrong("formula.missing"))
			}
			return nil
		},
	}}
}

// RuleType is the declared result.
func (computed) RuleType(f Field) rule.Type {
	if result := readSettings[computedOptions](f).Result; result != "" {
		return result
	}
	return rule.Any
}

func cleanComputed(_ Field, raw any) any {
	if v, ok := raw.(float64); ok {
		return v + 0
	}
	if raw == "" {
		return nil
	}
	return raw
}

func checkComputed(f Field, value any) []fault.Violation {
	_, isNumber := finite(value)
	text, isText := value.(string)
	_, isBool := value.(bool)
	isRight := isNumber || isText || isBool
	switch readSettings[computedOptions](f).Result {
	case rule.Number:
		isRight = isNumber
	case rule.Text:
		isRight = isText
	case rule.Bool:
		isRight = isBool
	case rule.Date:
		isRight = isText && IsDate(text)
	}
	if !isRight {
		return wrong("type")
	}
	return nil
}

func computedSchema(f Field) map[string]any {
	switch readSettings[computedOptions](f).Result {
	case rule.Number:
		return map[string]any{"type": "number"}
	case rule.Text:
		return map[string]any{"type": "string"}
	case rule.Bool:
		return map[string]any{"type": "boolean"}
	case rule.Date:
		return map[string]any{"type": "string", "format": "esteira-date"}
	default:
		return map[string]any{"type": []any{"string", "number", "boolean"}}
	}
}
