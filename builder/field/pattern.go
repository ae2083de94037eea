package field

import (
	"regexp"
	"strings"

	"github.com/esteira/esteira/schemas/fault"
)

// LintPattern refuses a regular expression that Go (RE2) and browsers (ECMAScript with the u flag) do not both read,
// or read differently. It answers pattern.invalid or pattern.portable with the part that is at fault.
//
// What is left is: literals, ., ^, $, |, groups ( and (?:, classes, the escapes \d \D \w \W \s \S \b \B \n \r \t,
// \p{..} of a general category, escaped punctuation, and the quantifiers * + ? {n} {n,} {n,m}, also lazy. \s and .
// read alike because Clean leaves no other spaces or line ends.
func LintPattern(pattern string) []fault.Violation {
	if _, err := regexp.Compile(pattern); err != nil {
		return wrong("pattern.invalid")
	}
	for rest := pattern; rest != ""; {
		token := patternToken.FindString(rest)
		if token == "" {
			return wrong("pattern.portable", "part", firstRune(rest))
		}
		rest = rest[len(token):]
		if anchor.MatchString(token) && quantifier.MatchString(rest) {
			return wrong("pattern.portable", "part", token)
		}
	}
	return nil
}

const (
	category = `\\[pP]\{(?:C[cfo]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)\}`
	shortcut = `\\[dDwWsS]|` + category
	escaped  = `\\[nrt^$\\.*+?()\[\]{}|/]`
	// In a class "[" is escaped, since "[:" begins a POSIX class to Go, and a shortcut begins no range, which browsers
	// refuse.
	literal = escaped + `|\\-|[^\\\]\[-]`
	run     = `(?:` + shortcut + `)+`
	class   = `\[\^?(?:(?:-|` + literal + `|` + run + `(?:` + literal + `))+(?:` + run + `-?)?|` + run + `-?)\]`
)

var (
	patternToken = regexp.MustCompile(`^(?:` + strings.Join([]string{
		shortcut, escaped, `\\[bB]`, class, `\(\?:`, `[()|.^$]`, `(?:[*+?]|\{\d+(?:,\d*)?\})\??`,
		`[^\\\[\](){}|.^$*+?]`,
	}, `|`) + `)`)
	anchor     = regexp.MustCompile(`^(?:[\^$(]|\\[bB])$`)
	quantifier = regexp.MustCompile(`^[*+?{]`)
)

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}
