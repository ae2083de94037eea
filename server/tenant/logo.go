package tenant

import (
	"bytes"
	"encoding/base64"
	"image"
	_ "image/jpeg" // decoders of what a logo may be
	_ "image/png"
	"strings"

	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/fault"
)

// A logo is small: each page of an applicant carries it.
const (
	maxLogo     = 64 << 10
	maxLogoSide = 2000 // pixels
)

// logoOf is a logo as it may be kept: a raster image without anything else in its file, written anew from its bytes.
// Returns fault.Invalid "brand.invalid" at /logo with what is wrong.
func logoOf(dataURL string) (string, error) {
	if dataURL == "" {
		return "", nil
	}
	_, encoded, ok := strings.Cut(dataURL, ";base64,")
	content, err := base64.StdEncoding.DecodeString(encoded)
	if !ok || err != nil || !strings.HasPrefix(dataURL, "data:image/") {
		return "", noLogo("brand.logo", nil)
	}
	if len(content) > maxLogo {
		return "", noLogo("brand.logo_size", map[string]any{"max": maxLogo >> 10})
	}
	file, err := document.Inspect(content, document.Rules{Accept: []string{"png", "jpg", "webp"}, MaxBytes: maxLogo})
	if err != nil {
		return "", noLogo("brand.logo", nil)
	}
	if file.Width > maxLogoSide || file.Height > maxLogoSide {
		return "", noLogo("brand.logo_pixels", map[string]any{"max": maxLogoSide})
	}
	if file.MIME != "image/webp" { // its header was read; the others are small enough to be read whole
		if _, _, err := image.Decode(bytes.NewReader(file.Content)); err != nil {
			return "", noLogo("brand.logo", nil)
		}
	}
	return "data:" + file.MIME + ";base64," + base64.StdEncoding.EncodeToString(file.Content), nil
}

func noLogo(key string, params map[string]any) error {
	return fault.New(fault.Invalid, "brand.invalid").At(fault.Violation{Path: "/logo", Key: key, Params: params})
}
