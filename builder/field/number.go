package field

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const numberSettings = `{"type":"object","additionalProperties":false,"properties":{
	"min":{"type":"number"},"max":{"type":"number"},
	"decimals":{"type":"integer","minimum":0,"maximum":10,"description":"default: any"}}}`

type numberLimits struct {
	Min      *float64 `json:"min"`
	Max      *float64 `json:"max"`
	Decimals *int     `json:"decimals"`
}

// newNumber is a number without unit.
func newNumber() Type { return numeric("number", numberLimits{}) }

// newPercent is a share in percent: 12.5 is 12.5 %. From 0 to 100 with up to 4 decimals unless the settings say
// otherwise.
func newPercent() Type {
	low, high, decimals := 0.0, 100.0, 4
	return numeric("percent", numberLimits{&low, &high, &decimals})
}

func numeric(name string, defaults numberLimits) Type {
	limits := func(f Field) numberLimits { return readSettings[numberLimits](f).or(defaults) }
	return kind{
		name: name, rule: rule.Number, settings: numberSettings,
		clean: func(_ Field, raw any) any { return cleanNumber(raw) },
		check: func(f Field, value any) []fault.Violation {
			v, ok := finite(value)
			if !ok {
				return wrong("type")
			}
			return limits(f).check(v)
		},
		schema: func(f Field) map[string]any { return limits(f).schema() },
		lint: func(f Field) []fault.Violation {
			l := limits(f)
			return inOrder(l.Min, l.Max, "max")
		},
	}
}

func (l numberLimits) or(defaults numberLimits) numberLimits {
	if l.Min == nil {
		l.Min = defaults.Min
	}
	if l.Max == nil {
		l.Max = defaults.Max
	}
	if l.Decimals == nil {
		l.Decimals = defaults.Decimals
	}
	return l
}

func (l numberLimits) check(v float64) []fault.Violation {
	if found := within(v, l.Min, l.Max); found != nil {
		return found
	}
	if l.Decimals != nil && decimalPlaces(v) > *l.Decimals {
		return wrong("decimals", "n", float64(*l.Decimals))
	}
	return nil
}

// Decimals are not said as multipleOf: validators disagree on it for binary fractions.
func (l numberLimits) schema() map[string]any {
	schema := map[string]any{"type": "number"}
	if l.Decimals != nil && *l.Decimals == 0 {
		schema["type"] = "integer"
	}
	if l.Min != nil {
		schema["minimum"] = *l.Min
	}
	if l.Max != nil {
		schema["maximum"] = *l.Max
	}
	return schema
}

// within answers between, min or max, by which of the ends are given.
func within(v float64, low, high *float64) []fault.Violation {
	under, over := low != nil && v < *low, high != nil && v > *high
	switch {
	case !under && !over:
		return nil
	case low != nil && high != nil:
		return wrong("between", "a", *low, "b", *high)
	case under:
		return wrong("min", "n", *low)
	default:
		return wrong("max", "n", *high)
	}
}

// cleanNumber takes a JSON number, or text in the form 1234.56 with any digits; other text stays as it is.
func cleanNumber(raw any) any {
	switch v := raw.(type) {
	case float64:
		return v + 0 // -0 becomes 0
	case string:
		return numberOf(v)
	default:
		return raw
	}
}

func numberOf(raw string) any {
	s := decimalText(raw)
	if s == "" {
		return nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !decimalForm.MatchString(s) {
		return raw
	}
	return v + 0
}

var (
	decimalForm  = regexp.MustCompile(`^-?[0-9]{1,15}(?:\.[0-9]{1,10})?$`)
	arabicPoints = strings.NewReplacer("\u066b", ".", "\u066c", "")
)

// decimalText maps Arabic digits, point and thousands mark to ASCII.
func decimalText(s string) string { return arabicPoints.Replace(Normalise(s)) }

func finite(value any) (float64, bool) {
	v, ok := value.(float64)
	return v, ok && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// decimalPlaces counts the decimals of the shortest text that reads back as v.
func decimalPlaces(v float64) int {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if point := strings.IndexByte(s, '.'); point >= 0 {
		return len(s) - point - 1
	}
	return 0
}
