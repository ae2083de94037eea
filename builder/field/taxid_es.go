package field

import (
	"regexp"
	"strings"

	"github.com/esteira/esteira/schemas/fault"
)

const nifLetters = "TRWAGMYFPDXBNJZSQVHLCKE"

var (
	dniForm = regexp.MustCompile(`^[0-9XYZKLM][0-9]{7}[A-Z]$`)
	cifForm = regexp.MustCompile(`^[ABCDEFGHJNPQRSUVW][0-9]{7}[0-9A-J]$`)
)

// CleanNIF drops the mask and the country prefix of intra-EU numbers.
func CleanNIF(s string) string {
	s = compact(s, ".-")
	if len(s) > 9 {
		return strings.TrimPrefix(s, "ES")
	}
	return s
}

// CheckNIF checks a tax number of Spain: DNI, NIE (X, Y, Z stand for 0, 1, 2) and K, L, M by a letter modulo 23;
// companies by Luhn, written as a digit or as the letter of its place. It answers format or check_digit.
func CheckNIF(s string) []fault.Violation {
	switch {
	case dniForm.MatchString(s):
		return sameDigit(s[8], nifLetters[digitsOf(nifNumber(s))%23])
	case cifForm.MatchString(s):
		control := luhnDigit(s[1:8])
		if s[8] >= 'A' {
			control = "JABCDEFGHI"[control-'0']
		}
		return sameDigit(s[8], control)
	default:
		return wrong("format")
	}
}

func nifNumber(s string) string {
	if place := strings.IndexByte("XYZ", s[0]); place >= 0 {
		return string(digit(place)) + s[1:8]
	}
	return strings.TrimLeft(s[:8], "KLM")
}
