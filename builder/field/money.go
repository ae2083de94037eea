package field

import (
	"math"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const moneySettings = `{"type":"object","additionalProperties":false,"properties":{
	"currency":{"type":"string","pattern":"^[A-Z]{3}$","description":"ISO 4217; default BRL"},
	"min":{"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991,"description":"in minor units"},
	"max":{"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991,"description":"in minor units"}}}`

// MoneyLimit is the largest number of minor units that a browser holds exactly: 2^53 - 1.
const MoneyLimit = 9007199254740991

type moneyLimits struct {
	Currency string   `json:"currency"`
	Min      *float64 `json:"min"`
	Max      *float64 `json:"max"`
}

// newMoney is an amount in whole minor units of one currency. Clean takes a number as minor units and text as an
// amount in the form 1234.56.
func newMoney() Type {
	return kind{
		name: "money", rule: rule.Number, settings: moneySettings,
		clean: cleanMoney,
		check: func(f Field, value any) []fault.Violation {
			v, ok := finite(value)
			if !ok || v != math.Trunc(v) || math.Abs(v) > MoneyLimit {
				return wrong("type")
			}
			limits := readSettings[moneyLimits](f)
			return within(v, limits.Min, limits.Max)
		},
		schema: moneySchema,
		lint: func(f Field) []fault.Violation {
			limits := readSettings[moneyLimits](f)
			return inOrder(limits.Min, limits.Max, "max")
		},
	}
}

// Currency returns the currency of a money field.
func Currency(f Field) string {
	if c := readSettings[moneyLimits](f).Currency; c != "" {
		return c
	}
	return "BRL"
}

// CurrencyDecimals returns how many decimals the minor unit of a currency has (ISO 4217).
func CurrencyDecimals(code string) int {
	switch {
	case strings.Contains("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", code):
		return 0
	case strings.Contains("BHD IQD JOD KWD LYD OMR TND", code):
		return 3
	default:
		return 2
	}
}

func cleanMoney(f Field, raw any) any {
	text, ok := raw.(string)
	if !ok {
		return cleanNumber(raw)
	}
	s := decimalText(text)
	if s == "" {
		return nil
	}
	whole, fraction, _ := strings.Cut(s, ".")
	decimals := CurrencyDecimals(Currency(f))
	if !decimalForm.MatchString(s) || len(fraction) > decimals {
		return raw
	}
	// Text arithmetic: 1.15 * 100 is not 115 in binary fractions.
	minor, err := strconv.ParseFloat(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 64)
	if err != nil {
		return raw
	}
	return minor + 0
}

func moneySchema(f Field) map[string]any {
	low, high := -float64(MoneyLimit), float64(MoneyLimit)
	limits := readSettings[moneyLimits](f)
	if limits.Min != nil {
		low = *limits.Min
	}
	if limits.Max != nil {
		high = *limits.Max
	}
	return map[string]any{"type": "integer", "minimum": low, "maximum": high}
}
