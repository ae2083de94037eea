package schemas

import (
	"slices"
	"strings"
)

// IsRightToLeft tells whether the language of a locale is read from right to left.
func IsRightToLeft(locale string) bool {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	return slices.Contains([]string{"ar", "fa", "he", "ur"}, language)
}
