package field

import (
	"regexp"
	"unicode/utf8"

	"github.com/esteira/esteira/schemas/fault"
)

// CheckCPFOrCNPJ decides by the length of the clean text, not by whether it has letters.
func CheckCPFOrCNPJ(s string) []fault.Violation {
	switch utf8.RuneCountInString(s) {
	case 11:
		return CheckCPF(s)
	case 14:
		return CheckCNPJ(s)
	default:
		return wrong("format")
	}
}

func maskCPFOrCNPJ(s string) string {
	if len(s) == 14 {
		return FormatCNPJ(s)
	}
	return maskCPF(s)
}

// CheckCNH checks the register number of a driving licence: 9 digits and two check digits, the second made smaller by
// two where the first would have been ten. It answers digits or check_digit.
func CheckCNH(s string) []fault.Violation {
	if !allDigits(s, 11) {
		return wrong("digits", "n", 11.0)
	}
	if oneRepeated(s) || s[9:] != cnhDigits(s[:9]) {
		return wrong("check_digit")
	}
	return nil
}

func cnhDigits(body string) string {
	first, less := weigh(body, 9, 8, 7, 6, 5, 4, 3, 2, 1)%11, 0
	if first == 10 {
		first, less = 0, 2
	}
	second := weigh(body, 1, 2, 3, 4, 5, 6, 7, 8, 9)%11 - less
	if second < 0 {
		second += 11
	}
	if second > 9 {
		second = 0
	}
	return string(digit(first)) + string(digit(second))
}

// CheckPIS checks a PIS, PASEP or NIT number. It answers digits or check_digit.
func CheckPIS(s string) []fault.Violation {
	if !allDigits(s, 11) {
		return wrong("digits", "n", 11.0)
	}
	if oneRepeated(s) || s[10] != elevenLess(weigh(s, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) {
		return wrong("check_digit")
	}
	return nil
}

var rgForm = regexp.MustCompile(`^[0-9]{7,8}[0-9X]$`)

// CheckRGSP checks an identity card of São Paulo. It answers format, and warns with check_digit: other states number
// differently and no law fixes the rule.
func CheckRGSP(s string) []fault.Violation {
	if !rgForm.MatchString(s) {
		return wrong("format")
	}
	last := len(s) - 1
	rest := (11 - weighRight(s[:last], 9, 8, 7, 6, 5, 4, 3, 2)%11) % 11
	if s[last] != "0123456789X"[rest] {
		return warned(wrong("check_digit"))
	}
	return nil
}
