package schemas

import "regexp"

var colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// IsColour tells whether a text is a colour as brands have it: #rrggbb. Nothing else can hide in one.
func IsColour(text string) bool { return colour.MatchString(text) }
