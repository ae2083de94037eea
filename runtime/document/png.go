package document

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/png"
)

const pngMagic = "\x89PNG\r\n\x1A\n"

// pngKept are the chunks that say how the image looks; all others are dropped: texts, EXIF, times, animation.
var pngKept = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true,
	"iCCP": true, "sBIT": true, "bKGD": true, "pHYs": true, "cICP": true,
}

func inspectPNG(content []byte, r Rules) (File, error) {
	config, err := png.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return File{}, broken(err)
	}
	if err := measure(config, r); err != nil {
		return File{}, err
	}
	p := picture{config: config, orientation: 1, content: append(make([]byte, 0, len(content)), pngMagic...)}
	for rest := content[len(pngMagic):]; ; {
		c, ok := nextChunk(rest)
		if !ok {
			return File{}, broken(errCut)
		}
		rest = rest[len(c.whole):]
		if pngKept[c.name] {
			p.content = append(p.content, c.whole...)
		}
		switch c.name {
		case "eXIf":
			p.orientation = orientation(c.body)
		case "IEND":
			return p.file(encodePNG)
		}
	}
}

type chunk struct {
	name        string
	body, whole []byte
}

// nextChunk reads length, name, body and checksum.
func nextChunk(in []byte) (chunk, bool) {
	if len(in) < 12 {
		return chunk{}, false
	}
	length := uint64(binary.BigEndian.Uint32(in))
	if length+12 > uint64(len(in)) {
		return chunk{}, false
	}
	end := 8 + length
	if crc32.ChecksumIEEE(in[4:end]) != binary.BigEndian.Uint32(in[end:]) {
		return chunk{}, false
	}
	return chunk{name: string(in[4:8]), body: in[8:end], whole: in[:end+4]}, true
}
