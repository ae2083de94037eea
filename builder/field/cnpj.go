package field

import (
	"regexp"

	"github.com/esteira/esteira/schemas/fault"
)

var cnpjIdentifier = identifier{clean: CleanCNPJ, check: CheckCNPJ, mask: FormatCNPJ, format: "cnpj"}

var cnpjForm = regexp.MustCompile(`^[0-9A-Z]{12}[0-9]{2}$`)

// newCNPJ is the tax number of a company in Brazil: 12 digits or letters (letters since July 2026, IN RFB 2.229/2024)
// and two check digits modulo 11. One algorithm serves both.
func newCNPJ() Type { return cnpjIdentifier.asType("cnpj") }

// CleanCNPJ drops the mask and raises letters.
func CleanCNPJ(s string) string { return compact(s, "./-") }

// CheckCNPJ answers length, chars or check_digit.
func CheckCNPJ(s string) []fault.Violation {
	if !alphanumeric.MatchString(s) {
		return wrong("chars")
	}
	if len(s) != 14 {
		return wrong("length", "n", 14.0)
	}
	if oneRepeated(s) || !cnpjForm.MatchString(s) || s[12:] != cnpjDigits(s[:12]) {
		return wrong("check_digit")
	}
	return nil
}

// FormatCNPJ writes 12ABC34501DE35 as 12.ABC.345/01DE-35. A CNPJ is public: masks show it.
func FormatCNPJ(s string) string {
	if !cnpjForm.MatchString(s) {
		return s
	}
	return s[:2] + "." + s[2:5] + "." + s[5:8] + "/" + s[8:12] + "-" + s[12:]
}

var alphanumeric = regexp.MustCompile(`^[0-9A-Z]*$`)

func cnpjDigits(body string) string {
	first := elevenLess(weigh(body, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
	second := elevenLess(weigh(body+string(first), 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
	return string(first) + string(second)
}
