package field

import (
	"regexp"
	"strings"
)

var spaceRuns = regexp.MustCompile(` {2,}`)

// Normalise makes one line of typed or pasted text comparable: Arabic, Persian and full-width digits become ASCII,
// invisible direction marks and control characters go, every kind of space becomes one space, the ends are trimmed.
// ui/src/fields/normalise.ts does the same.
func Normalise(s string) string {
	s = strings.Map(func(r rune) rune {
		if isLineBreak(r) {
			return ' '
		}
		return visible(asciiDigit(r))
	}, s)
	return strings.Trim(spaceRuns.ReplaceAllString(s, " "), " ")
}

// normaliseLines is Normalise for prose: lines stay lines and digits stay as they were written.
func normaliseLines(s string) string {
	s = strings.Map(func(r rune) rune {
		if isLineBreak(r) {
			return '\n'
		}
		return visible(r)
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	return strings.Trim(s, " \n")
}

// compact normalises an identifier: it drops the separators that its kind allows and raises ASCII letters.
// Any other character stays, so that Check refuses it.
func compact(s, separators string) string {
	s = strings.Map(func(r rune) rune {
		if r == ' ' || strings.ContainsRune(separators, r) {
			return -1
		}
		return r
	}, Normalise(s))
	return upperASCII(s)
}

func asciiDigit(r rune) rune {
	for _, zero := range [...]rune{'\u0660', '\u06f0', '\uff10'} {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}

// visible returns r, a space for any other kind of space, or -1 for what cannot be seen.
func visible(r rune) rune {
	switch {
	case r == '\t', r == '\v', r == '\f', r == '\u00a0', r == '\u1680', r >= '\u2000' && r <= '\u200a',
		r == '\u202f', r == '\u205f', r == '\u3000':
		return ' '
	case r < ' ', r >= 0x7f && r <= 0x9f, r == '\u200b', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff',
		r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return -1
	}
	return r
}

func isLineBreak(r rune) bool {
	return r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// Only ASCII: the case rules of other letters differ between Go, browsers and languages (dotless i, sharp s).
func upperASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, s)
}
