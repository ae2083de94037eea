package field

import "github.com/esteira/esteira/schemas/fault"

var cpfIdentifier = identifier{clean: CleanCPF, check: CheckCPF, mask: maskCPF, format: "cpf"}

// newCPF is the tax number of a person in Brazil: 9 digits and two check digits modulo 11 (Receita Federal).
func newCPF() Type { return cpfIdentifier.asType("cpf") }

// CleanCPF drops the mask.
func CleanCPF(s string) string { return compact(s, ".-") }

// CheckCPF answers digits or check_digit. Numbers of one repeated digit pass modulo 11 and are refused.
func CheckCPF(s string) []fault.Violation {
	if !allDigits(s, 11) {
		return wrong("digits", "n", 11.0)
	}
	if oneRepeated(s) || s[9:] != cpfDigits(s[:9]) {
		return wrong("check_digit")
	}
	return nil
}

// FormatCPF writes 52998224725 as 529.982.247-25.
func FormatCPF(s string) string {
	if len(s) != 11 {
		return s
	}
	return s[:3] + "." + s[3:6] + "." + s[6:9] + "-" + s[9:]
}

func cpfDigits(body string) string {
	first := elevenLess(weigh(body, 10, 9, 8, 7, 6, 5, 4, 3, 2))
	second := elevenLess(weigh(body+string(first), 11, 10, 9, 8, 7, 6, 5, 4, 3, 2))
	return string(first) + string(second)
}

// elevenLess is the check digit of CPF, CNPJ and PIS: 11 less the rest, and 0 where that has two digits.
func elevenLess(sum int) byte {
	if sum%11 < 2 {
		return '0'
	}
	return digit(11 - sum%11)
}

func maskCPF(s string) string {
	if len(s) != 11 {
		return hidden
	}
	return "***." + s[3:6] + "." + s[6:9] + "-**"
}
