package field

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const emailLimit = 254

// emailForm is the valid e-mail address of the WHATWG HTML standard.
var emailForm = regexp.MustCompile(`^[a-zA-Z0-9.!#$%&'*+/=?^_` + "`" + `{|}~-]+@` +
	`[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$`)

// newEmail is an e-mail address with its domain in lower case.
func newEmail() Type {
	return kind{
		name: "email", rule: rule.Text, settings: noSettings,
		clean: textClean(func(_ Field, s string) string { return CleanEmail(s) }),
		check: textCheck(func(_ Field, s string) []fault.Violation { return CheckEmail(s) }),
		schema: func(Field) map[string]any {
			return map[string]any{"type": "string", "maxLength": float64(emailLimit), "format": "esteira-email"}
		},
		mask: textMask(maskEmail),
	}
}

// CleanEmail lowers the domain; the part before the @ belongs to its server.
func CleanEmail(s string) string {
	s = Normalise(s)
	sign := strings.LastIndexByte(s, '@')
	return s[:sign+1] + lowerASCII(s[sign+1:])
}

// CheckEmail answers email or too_long.
func CheckEmail(s string) []fault.Violation {
	if !emailForm.MatchString(s) {
		return wrong("email")
	}
	if len(s) > emailLimit {
		return wrong("too_long", "n", float64(emailLimit))
	}
	return nil
}

// maskEmail turns maria@exemplo.com into m***a@e***.com.
func maskEmail(s string) string {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || domain == "" {
		return hidden
	}
	masked := firstRune(local) + hidden
	if last, size := utf8.DecodeLastRuneInString(local); size < len(local) {
		masked += string(last)
	}
	masked += "@" + firstRune(domain) + hidden
	if dot := strings.LastIndexByte(domain, '.'); dot >= 0 {
		masked += domain[dot:]
	}
	return masked
}
