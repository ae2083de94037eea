package field

import "github.com/esteira/esteira/schemas/fault"

// Formats returns our formats of JSON Schema, for the validator to know. Like any format they pass what is not text.
// ui/src/fields/formats.ts has the same.
func Formats() map[string]func(any) bool {
	formats := map[string]func(any) bool{
		"cpf":           formatOf(CheckCPF),
		"cnpj":          formatOf(CheckCNPJ),
		"cep":           formatOf(CheckCEP),
		"iban":          formatOf(CheckIBAN),
		"phone":         formatOf(CheckPhone),
		"phone-br":      formatOf(CheckPhoneBR),
		"country":       formatOf(CheckCountry),
		"tax-id":        formatOf(checkOtherTaxID),
		"esteira-email": formatOf(CheckEmail),
		"esteira-date":  formatOf(checkDate),
		"pix-key":       formatOf(checkAnyPixKey),
	}
	for _, k := range taxIDKinds() {
		formats[taxIDFormat(k)] = formatOf(k.check)
	}
	return formats
}

func formatOf(check func(string) []fault.Violation) func(any) bool {
	return func(value any) bool {
		s, ok := value.(string)
		return !ok || !blocks(check(s))
	}
}

func checkDate(s string) []fault.Violation {
	if !IsDate(s) {
		return wrong("real_date")
	}
	return nil
}

func checkAnyPixKey(s string) []fault.Violation {
	if DetectPixKey(s) == "" {
		return wrong("format")
	}
	return nil
}
