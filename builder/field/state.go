package field

import (
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// State is a state of Brazil or the Federal District.
type State struct {
	Code string // UF, two letters
	IBGE int
	Name string
}

// States are the 27, in the order of their IBGE codes.
var States = []State{
	{"RO", 11, "Rondônia"},
	{"AC", 12, "Acre"},
	{"AM", 13, "Amazonas"},
	{"RR", 14, "Roraima"},
	{"PA", 15, "Pará"},
	{"AP", 16, "Amapá"},
	{"TO", 17, "Tocantins"},
	{"MA", 21, "Maranhão"},
	{"PI", 22, "Piauí"},
	{"CE", 23, "Ceará"},
	{"RN", 24, "Rio Grande do Norte"},
	{"PB", 25, "Paraíba"},
	{"PE", 26, "Pernambuco"},
	{"AL", 27, "Alagoas"},
	{"SE", 28, "Sergipe"},
	{"BA", 29, "Bahia"},
	{"MG", 31, "Minas Gerais"},
	{"ES", 32, "Espírito Santo"},
	{"RJ", 33, "Rio de Janeiro"},
	{"SP", 35, "São Paulo"},
	{"PR", 41, "Paraná"},
	{"SC", 42, "Santa Catarina"},
	{"RS", 43, "Rio Grande do Sul"},
	{"MS", 50, "Mato Grosso do Sul"},
	{"MT", 51, "Mato Grosso"},
	{"GO", 52, "Goiás"},
	{"DF", 53, "Distrito Federal"},
}

// newState is a state of Brazil by its two letters.
func newState() Type {
	return kind{
		name: "state", rule: rule.Choice, settings: noSettings,
		clean:  textClean(func(_ Field, s string) string { return compact(s, "") }),
		check:  textCheck(func(_ Field, s string) []fault.Violation { return oneOf(stateCodes(), s) }),
		schema: func(Field) map[string]any { return enum(stateCodes()) },
		mask:   textMask(shown),
	}
}

func stateCodes() []string {
	codes := make([]string, 0, len(States))
	for _, s := range States {
		codes = append(codes, s.Code)
	}
	return codes
}
