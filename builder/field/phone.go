package field

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const phoneSettings = `{"type":"object","additionalProperties":false,"properties":{
	"country":{"type":"string","pattern":"^[A-Z]{2}$","description":"of numbers written without +; default BR"},
	"mobile":{"type":"boolean","description":"Brazilian numbers must be mobile"}}}`

type phoneOptions struct {
	Country string `json:"country"`
	Mobile  bool   `json:"mobile"`
}

var (
	// The 67 area codes in use; mobiles have nine digits and begin with 9, fixed lines eight and begin with 2 to 5.
	phoneBR      = regexp.MustCompile(`^\+55(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])(?:9[0-9]{8}|[2-5][0-9]{7})$`)
	phoneForm    = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	phoneDigits  = regexp.MustCompile(`^\+?[0-9]*$`)
	phoneMarks   = strings.NewReplacer(" ", "", "(", "", ")", "", "-", "", ".", "", "/", "")
	mobileBRMark = regexp.MustCompile(`^\+55[0-9]{2}9[0-9]{8}$`)
)

// newPhone is a telephone number in E.164. Brazilian numbers are checked by area code and length here and in the
// browser; those of other countries by libphonenumber's data, here only.
func newPhone() Type {
	return kind{
		name: "phone", rule: rule.Text, settings: phoneSettings,
		clean: textClean(func(f Field, s string) string { return CleanPhone(s, phoneCountry(f)) }),
		check: textCheck(checkPhone),
		schema: func(Field) map[string]any {
			return map[string]any{"type": "string", "pattern": phoneForm.String(), "format": "phone"}
		},
		mask: textMask(maskPhone),
	}
}

func phoneCountry(f Field) string {
	if c := readSettings[phoneOptions](f).Country; c != "" {
		return c
	}
	return "BR"
}

// CleanPhone brings a number to E.164; country is where a number without + is from. What is no number there keeps its
// digits, so that the person sees what was typed.
func CleanPhone(s, country string) string {
	marked := Normalise(s)
	digits := phoneMarks.Replace(marked)
	if !phoneDigits.MatchString(digits) {
		return marked
	}
	if strings.HasPrefix(digits, "00") {
		digits = "+" + digits[2:]
	}
	switch {
	case strings.HasPrefix(digits, "+550"): // +55 (0) 11
		return "+55" + strings.TrimLeft(digits[3:], "0")
	case strings.HasPrefix(digits, "+"):
		return digits
	case country == "BR":
		return cleanPhoneBR(digits)
	default:
		return cleanPhoneOf(digits, country)
	}
}

// cleanPhoneBR drops the trunk 0 or the 0xx of a carrier, and puts +55 before what is then a Brazilian number.
func cleanPhoneBR(digits string) string {
	national := digits
	if strings.HasPrefix(digits, "0") {
		national = digits[1:]
		if len(digits) >= 13 {
			national = digits[3:]
		}
	}
	if len(national) >= 12 && strings.HasPrefix(national, "55") {
		national = national[2:]
	}
	if e164 := "+55" + national; phoneBR.MatchString(e164) {
		return e164
	}
	return digits
}

func cleanPhoneOf(digits, country string) string {
	number, err := phonenumbers.Parse(digits, country)
	if err != nil || !phonenumbers.IsValidNumber(number) {
		return digits
	}
	return phonenumbers.Format(number, phonenumbers.E164)
}

// CheckPhone answers phone unless s is a number in E.164 that can be dialled.
func CheckPhone(s string) []fault.Violation {
	if strings.HasPrefix(s, "+55") {
		return CheckPhoneBR(s)
	}
	if !phoneForm.MatchString(s) {
		return wrong("phone")
	}
	if number, err := phonenumbers.Parse(s, ""); err != nil || !phonenumbers.IsValidNumber(number) {
		return wrong("phone")
	}
	return nil
}

// CheckPhoneBR answers phone unless s is a Brazilian number in E.164. Toll-free numbers are nobody's.
func CheckPhoneBR(s string) []fault.Violation {
	if !phoneBR.MatchString(s) {
		return wrong("phone")
	}
	return nil
}

func checkPhone(f Field, s string) []fault.Violation {
	if found := CheckPhone(s); found != nil {
		return found
	}
	if strings.HasPrefix(s, "+55") && readSettings[phoneOptions](f).Mobile && !mobileBRMark.MatchString(s) {
		return wrong("mobile")
	}
	return nil
}

// maskPhone leaves the area and the last four digits.
func maskPhone(s string) string {
	if len(s) < 8 {
		return hidden
	}
	last := s[len(s)-4:]
	switch {
	case mobileBRMark.MatchString(s):
		return "(" + s[3:5] + ") 9****-" + last
	case phoneBR.MatchString(s):
		return "(" + s[3:5] + ") ****-" + last
	default:
		return s[:3] + hidden + last
	}
}
