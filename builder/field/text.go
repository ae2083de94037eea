package field

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const (
	textLimit     = 255
	textareaLimit = 10000
)

const textSettings = `{"type":"object","additionalProperties":false,"properties":{
	"minLength":{"type":"integer","minimum":0,"maximum":10000},
	"maxLength":{"type":"integer","minimum":1,"maximum":10000,"description":"default 255"},
	"pattern":{"type":"string","description":"a regular expression found anywhere in the answer; use ^ and $ for all of it"}}}`

const textareaSettings = `{"type":"object","additionalProperties":false,"properties":{
	"minLength":{"type":"integer","minimum":0,"maximum":100000},
	"maxLength":{"type":"integer","minimum":1,"maximum":100000,"description":"default 10000"}}}`

type textLimits struct {
	MinLength *float64 `json:"minLength"`
	MaxLength *float64 `json:"maxLength"`
	Pattern   string   `json:"pattern"`
}

// newText is one line of text. Lengths count code points.
func newText() Type {
	return kind{
		name: "text", rule: rule.Text, settings: textSettings,
		clean:  textClean(func(_ Field, s string) string { return Normalise(s) }),
		check:  textCheck(func(f Field, s string) []fault.Violation { return checkLimits(readLimits(f, textLimit), s) }),
		schema: func(f Field) map[string]any { return limitsSchema(readLimits(f, textLimit)) },
		mask:   textMask(maskWords),
		lint:   lintText,
	}
}

// newTextarea is prose: lines stay, digits stay as written.
func newTextarea() Type {
	return kind{
		name: "textarea", rule: rule.Text, settings: textareaSettings,
		clean:  textClean(func(_ Field, s string) string { return normaliseLines(s) }),
		check:  textCheck(func(f Field, s string) []fault.Violation { return checkLimits(readLimits(f, textareaLimit), s) }),
		schema: func(f Field) map[string]any { return limitsSchema(readLimits(f, textareaLimit)) },
		lint:   lintText,
	}
}

func readLimits(f Field, limit float64) textLimits {
	limits := readSettings[textLimits](f)
	if limits.MaxLength == nil {
		limits.MaxLength = &limit
	}
	return limits
}

func checkLimits(limits textLimits, s string) []fault.Violation {
	length := float64(utf8.RuneCountInString(s))
	if limits.MinLength != nil && length < *limits.MinLength {
		return wrong("too_short", "n", *limits.MinLength)
	}
	if length > *limits.MaxLength {
		return wrong("too_long", "n", *limits.MaxLength)
	}
	if limits.Pattern == "" {
		return nil
	}
	if re, err := regexp.Compile(limits.Pattern); err != nil || !re.MatchString(s) {
		return wrong("format")
	}
	return nil
}

func limitsSchema(limits textLimits) map[string]any {
	schema := map[string]any{"type": "string", "minLength": 1.0, "maxLength": *limits.MaxLength}
	if limits.MinLength != nil && *limits.MinLength > 1 {
		schema["minLength"] = *limits.MinLength
	}
	if limits.Pattern != "" {
		schema["pattern"] = limits.Pattern
	}
	return schema
}

func lintText(f Field) []fault.Violation {
	limits := readSettings[textLimits](f)
	found := inOrder(limits.MinLength, limits.MaxLength, "maxLength")
	if limits.Pattern == "" {
		return found
	}
	return append(found, at("/config/pattern", LintPattern(limits.Pattern))...)
}

// maskWords leaves the first letter of each word: "Maria Silva" is "M*** S***".
func maskWords(s string) string {
	words := strings.Fields(s)
	for i, word := range words {
		first, _ := utf8.DecodeRuneInString(word)
		words[i] = string(first) + hidden
	}
	return strings.Join(words, " ")
}
