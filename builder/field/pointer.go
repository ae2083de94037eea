package field

import "strings"

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// pointerToken writes a member name as a JSON Pointer token (RFC 6901).
func pointerToken(name string) string { return pointerEscapes.Replace(name) }

func contains(list []string, s string) bool {
	for _, item := range list {
		if item == s {
			return true
		}
	}
	return false
}
