package field

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/esteira/esteira/schemas/fault"
)

var ibanIdentifier = identifier{clean: CleanIBAN, check: CheckIBAN, mask: maskIBAN, format: "iban"}

// newIBAN is an international bank account number (ISO 13616, check digits modulo 97 of ISO 7064).
func newIBAN() Type { return ibanIdentifier.asType("iban") }

// ibanLengths is the length of each country's IBAN (SWIFT IBAN registry).
const ibanLengths = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 " +
	"DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 " +
	"JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 " +
	"PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 " +
	"VA22 VG24 XK20 YE30"

var ibanForm = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[0-9A-Z]+$`)

// CleanIBAN drops spaces and hyphens and raises letters.
func CleanIBAN(s string) string { return compact(s, "-") }

// CheckIBAN answers format, unknown (country without IBAN), length or check_digit.
func CheckIBAN(s string) []fault.Violation {
	if !ibanForm.MatchString(s) {
		return wrong("format")
	}
	place := strings.Index(ibanLengths, s[:2])
	if place < 0 {
		return wrong("unknown")
	}
	if n := digitsOf(ibanLengths[place+2 : place+4]); len(s) != n {
		return wrong("length", "n", float64(n))
	}
	if ibanRest(s[4:]+s[:4]) != 1 {
		return wrong("check_digit")
	}
	return nil
}

// ibanRest reads letters as 10 to 35 and gives the number modulo 97, digit by digit: it has up to 60 of them.
func ibanRest(s string) int {
	rest := 0
	for _, r := range s {
		value := strconv.Itoa(int(r - '0'))
		if r >= 'A' {
			value = strconv.Itoa(int(r-'A') + 10)
		}
		for _, d := range value {
			rest = (rest*10 + int(d-'0')) % 97
		}
	}
	return rest
}

func maskIBAN(s string) string {
	if len(s) < 8 {
		return hidden
	}
	return s[:2] + lastThree(s)
}
