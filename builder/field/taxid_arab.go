package field

import (
	"regexp"

	"github.com/esteira/esteira/schemas/fault"
)

var (
	saudiForm    = regexp.MustCompile(`^[12][0-9]{9}$`)
	emiratesForm = regexp.MustCompile(`^784[0-9]{12}$`)
	egyptForm    = regexp.MustCompile(`^([23])([0-9]{2})([0-9]{2})([0-9]{2})[0-9]{7}$`)
)

// CheckSaudiID checks a national id (1…) or iqama (2…) of Saudi Arabia by Luhn. It answers format or check_digit.
func CheckSaudiID(s string) []fault.Violation {
	if !saudiForm.MatchString(s) {
		return wrong("format")
	}
	return sameDigit(s[9], luhnDigit(s[:9]))
}

// CheckEmiratesID checks an id of the Emirates. It answers format, and warns with check_digit: that Luhn holds is not
// published by the issuer.
func CheckEmiratesID(s string) []fault.Violation {
	if !emiratesForm.MatchString(s) {
		return wrong("format")
	}
	return warned(sameDigit(s[14], luhnDigit(s[:14])))
}

// CheckEgyptTax checks the form of a tax number of Egypt. It answers digits.
func CheckEgyptTax(s string) []fault.Violation {
	if !allDigits(s, 9) {
		return wrong("digits", "n", 9.0)
	}
	return nil
}

// CheckEgyptID checks the form and birth date of a national id of Egypt; its check digit is not published. It answers
// format or real_date.
func CheckEgyptID(s string) []fault.Violation {
	part := egyptForm.FindStringSubmatch(s)
	if part == nil {
		return wrong("format")
	}
	century := map[string]string{"2": "19", "3": "20"}[part[1]]
	if !realDay(century+part[2], part[3], part[4]) {
		return wrong("real_date")
	}
	return nil
}
