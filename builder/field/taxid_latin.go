package field

import (
	"regexp"
	"strings"

	"github.com/esteira/esteira/schemas/fault"
)

var (
	rutForm = regexp.MustCompile(`^[0-9]{7,8}[0-9K]$`)
	nitForm = regexp.MustCompile(`^[0-9]{6,16}$`)
	rucForm = regexp.MustCompile(`^(?:10|15|16|17|20)[0-9]{9}$`)
	ciForm  = regexp.MustCompile(`^(?:0[1-9]|1[0-9]|2[0-4]|30)[0-6][0-9]{7}$`)
	ruvForm = regexp.MustCompile(`^(?:0[1-9]|1[0-9]|2[0-2])[0-9]{6}001[0-9]$`)
	rifForm = regexp.MustCompile(`^[VEJPG][0-9]{9}$`)
)

// CheckRUT checks a tax or identity number of Chile. It answers format or check_digit.
func CheckRUT(s string) []fault.Violation {
	if !rutForm.MatchString(s) {
		return wrong("format")
	}
	last := len(s) - 1
	return sameDigit(s[last], "0K987654321"[weighRight(s[:last], 2, 3, 4, 5, 6, 7, 2, 3)%11])
}

// CheckNIT checks a tax number of Colombia with its check digit (DIAN). It answers format or check_digit.
func CheckNIT(s string) []fault.Violation {
	if !nitForm.MatchString(s) {
		return wrong("format")
	}
	last := len(s) - 1
	rest := weighRight(s[:last], 3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71) % 11
	return sameDigit(s[last], "01987654321"[rest])
}

// CheckCUIT checks a tax number of Argentina (AFIP). It answers digits, unknown (type of holder) or check_digit.
func CheckCUIT(s string) []fault.Violation {
	if !allDigits(s, 11) {
		return wrong("digits", "n", 11.0)
	}
	if !strings.Contains("20 23 24 27 30 33 34 50 51 55", s[:2]) {
		return wrong("unknown")
	}
	return sameDigit(s[10], "09987654321"[weigh(s[:10], 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11])
}

// CheckCBU checks a bank account of Argentina: 22 digits in two blocks, each with its check digit. It answers digits
// or check_digit.
func CheckCBU(s string) []fault.Violation {
	if !allDigits(s, 22) {
		return wrong("digits", "n", 22.0)
	}
	bank := weighRight(s[:7], 3, 1, 7, 9, 3, 1, 7)
	if found := sameDigit(s[7], digit((10-bank%10)%10)); found != nil {
		return found
	}
	account := weighRight(s[8:21], 3, 1, 7, 9, 3, 1, 7, 9, 3, 1, 7, 9, 3)
	return sameDigit(s[21], digit((10-account%10)%10))
}

// CheckRUC checks a tax number of Peru (SUNAT). It answers format or check_digit.
func CheckRUC(s string) []fault.Violation {
	if !rucForm.MatchString(s) {
		return wrong("format")
	}
	return sameDigit(s[10], digit((11-weigh(s[:10], 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11)%10))
}

// CheckCI checks an identity card of Ecuador: province, then Luhn. It answers format or check_digit.
func CheckCI(s string) []fault.Violation {
	if !ciForm.MatchString(s) {
		return wrong("format")
	}
	return sameDigit(s[9], luhnDigit(s[:9]))
}

// CheckRUTUruguay checks a tax number of Uruguay (DGI). It answers format or check_digit.
func CheckRUTUruguay(s string) []fault.Violation {
	if !ruvForm.MatchString(s) {
		return wrong("format")
	}
	return sameDigit(s[11], "0?987654321"[weigh(s[:11], 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)%11])
}

// CheckRIF checks a tax number of Venezuela (SENIAT); the letter counts 4, 8, 12, 16 or 20. It answers format or
// check_digit.
func CheckRIF(s string) []fault.Violation {
	if !rifForm.MatchString(s) {
		return wrong("format")
	}
	holder := 4 * (strings.IndexByte("VEJPG", s[0]) + 1)
	return sameDigit(s[9], "00987654321"[(holder+weigh(s[1:9], 3, 2, 7, 6, 5, 4, 3, 2))%11])
}

// sameDigit answers check_digit unless the digit written is the one that was computed.
func sameDigit(written, computed byte) []fault.Violation {
	if written == computed {
		return nil
	}
	return wrong("check_digit")
}
