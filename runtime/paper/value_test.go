package paper

import (
	"testing"

	"github.com/esteira/esteira/builder/field"
)

// TestValuesAreWrittenAsPeopleReadThem: numbers with their dots and dashes, accounts with what they are called.
func TestValuesAreWrittenAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	account := map[string]any{"bank": "001", "branch": "1584", "account": "2101696", "accountType": "CACC"}
	for _, c := range []struct {
		kind   string
		value  any
		locale string
		want   string
	}{
		{"cpf", "52998224725", "pt-BR", "529.982.247-25"},
		{"cnpj", "11222333000181", "pt-BR", "11.222.333/0001-81"},
		{"cep", "01310100", "ar", "01310-100"},
		{"cpf", nil, "pt-BR", ""},
		{"bankAccount", account, "pt-BR", "001 · 1584 · 2101696 · Conta corrente"},
		{"bankAccount", account, "en", "001 · 1584 · 2101696 · Current account"},
		{"money", 850000.0, "pt-BR", "BRL 8.500,00"},
	} {
		if got := Value(field.Field{Type: c.kind}, c.value, Reader{Locale: c.locale}); got != c.want {
			t.Errorf("%s %v in %s: %q, want %q", c.kind, c.value, c.locale, got, c.want)
		}
	}
}
