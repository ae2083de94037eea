package schemas

import (
	"math"
	"regexp"
	"strconv"
)

var colour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// IsColour tells whether a text is a colour as brands have it: #rrggbb. Nothing else can hide in one.
func IsColour(text string) bool { return colour.MatchString(text) }

// InkOn is the colour, white or nearly black, in which text is read best on a colour; white on what is none.
func InkOn(background string) string {
	const black = "#1a1a1a"
	if IsColour(background) && contrast(background, black) > contrast(background, "#ffffff") {
		return black
	}
	return "#ffffff"
}

// contrast is that of two colours by WCAG 2.2, from 1 to 21.
func contrast(a, b string) float64 {
	light, dark := luminance(a), luminance(b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

func luminance(colour string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		part := float64(n) / 255
		if part <= 0.04045 {
			sum += weight * part / 12.92
			continue
		}
		sum += weight * math.Pow((part+0.055)/1.055, 2.4)
	}
	return sum
}
