package field

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/esteira/esteira/schemas/fault"
)

const (
	curpAlphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
	rfcAlphabet  = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
	// curpStates are the 32 and NE, born abroad.
	curpStates = "AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS"
	// rfcWords never begin an RFC: the SAT changes their last letter to X.
	rfcWords = "BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO KACA KACO KAGA " +
		"KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR MEAS MEON MION MOCO MULA PEDA PEDO PENE PUTA PUTO QULO RATA RUIN"
)

var (
	curpForm = regexp.MustCompile(`^[A-ZÑ]{4}([0-9]{2})([0-9]{2})([0-9]{2})[HMX]([A-Z]{2})[A-ZÑ]{3}([0-9A-Z])[0-9]$`)
	rfcForm  = regexp.MustCompile(`^([A-Z&Ñ]{3,4})([0-9]{2})([0-9]{2})([0-9]{2})(?:[0-9A-Z]{3})?$`)
)

func cleanMexican(s string) string { return strings.ReplaceAll(compact(s, "-"), "ñ", "Ñ") }

// CheckCURP checks the population register code of Mexico (RENAPO): name letters, birth date, sex, state and a check
// digit modulo 10. It answers format, real_date, unknown (state) or check_digit.
func CheckCURP(s string) []fault.Violation {
	part := curpForm.FindStringSubmatch(s)
	if part == nil {
		return wrong("format")
	}
	century := "19"
	if part[5] >= "A" {
		century = "20"
	}
	if !realDay(century+part[1], part[2], part[3]) {
		return wrong("real_date")
	}
	if !strings.Contains(curpStates, part[4]) {
		return wrong("unknown")
	}
	last := s[len(s)-1]
	sum := alphabetSum(s[:len(s)-1], curpAlphabet, 18)
	if last != digit((10-sum%10)%10) {
		return wrong("check_digit")
	}
	return nil
}

// CheckRFC checks the taxpayer code of Mexico (SAT): 4 letters of a person or 3 of a company, a date, and three
// characters that may be missing. It answers format or real_date, and warns with check_digit: one in seventy in use
// fails it.
func CheckRFC(s string) []fault.Violation {
	part := rfcForm.FindStringSubmatch(s)
	if part == nil || strings.Contains(rfcWords, part[1]) && len(part[1]) == 4 {
		return wrong("format")
	}
	if !realDay("19"+part[2], part[3], part[4]) && !realDay("20"+part[2], part[3], part[4]) {
		return wrong("real_date")
	}
	if utf8.RuneCountInString(s) >= 12 && s[len(s)-1] != rfcDigit(s[:len(s)-1]) {
		return warned(wrong("check_digit"))
	}
	return nil
}

func rfcDigit(body string) byte {
	if utf8.RuneCountInString(body) < 12 {
		body = " " + body
	}
	return "0123456789A"[(11-alphabetSum(body, rfcAlphabet, 13)%11)%11]
}

// alphabetSum weighs the place of each letter in an alphabet, the weights falling from the first.
func alphabetSum(s, alphabet string, weight int) int {
	places := map[rune]int{}
	for _, r := range alphabet {
		places[r] = len(places)
	}
	sum := 0
	for _, r := range s {
		sum += places[r] * weight
		weight--
	}
	return sum
}

// CheckCLABE checks a Mexican bank account: 18 digits, the last modulo 10 with weights 3, 7, 1 on each product's last
// digit. It answers digits or check_digit.
func CheckCLABE(s string) []fault.Violation {
	if !allDigits(s, 18) {
		return wrong("digits", "n", 18.0)
	}
	sum := 0
	for i := range 17 {
		sum += int(s[i]-'0') * [...]int{3, 7, 1}[i%3] % 10
	}
	if s[17] != digit((10-sum%10)%10) {
		return wrong("check_digit")
	}
	return nil
}
