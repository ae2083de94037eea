package document

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/image/webp"
)

const (
	webpHeader = 12   // RIFF, length, WEBP
	webpMeta   = 0x0C // flags of VP8X: EXIF and XMP
)

func isWebP(content []byte) bool {
	return len(content) > webpHeader && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP"
}

// inspectWebP drops the chunks EXIF and XMP, and their flags. Cameras do not write WebP, so an orientation is not
// looked for.
func inspectWebP(content []byte, r Rules) (File, error) {
	config, err := webp.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return File{}, broken(err)
	}
	if err := measure(config, r); err != nil {
		return File{}, err
	}
	size := uint64(binary.LittleEndian.Uint32(content[4:])) + 8
	if size > uint64(len(content)) || size < webpHeader {
		return File{}, broken(errCut)
	}
	out, ok := stripWebP(content[:size])
	if !ok {
		return File{}, broken(errCut)
	}
	return File{Content: out, Width: config.Width, Height: config.Height}, nil
}

func stripWebP(content []byte) ([]byte, bool) {
	out := append(make([]byte, 0, len(content)), content[:webpHeader]...)
	for rest := content[webpHeader:]; len(rest) > 0; {
		if len(rest) < 8 {
			return nil, false
		}
		length := uint64(binary.LittleEndian.Uint32(rest[4:]))
		whole := 8 + length + length%2
		if whole > uint64(len(rest)) {
			return nil, false
		}
		at := len(out)
		if keepsWebP(string(rest[:4])) {
			out = append(out, rest[:whole]...)
		}
		if string(rest[:4]) == "VP8X" && length > 0 {
			out[at+8] &^= webpMeta
		}
		rest = rest[whole:]
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, true
}

func keepsWebP(name string) bool {
	switch name {
	case "VP8 ", "VP8L", "VP8X", "ALPH", "ICCP":
		return true
	}
	return false
}
