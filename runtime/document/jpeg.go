package document

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
	"strings"
)

// Markers of JPEG.
const (
	markSOI  = 0xD8
	markEOI  = 0xD9
	markSOS  = 0xDA
	markTEM  = 0x01
	markRST0 = 0xD0
	markRST7 = 0xD7
	markAPP0 = 0xE0
	markAPP1 = 0xE1
	markAPP2 = 0xE2
	markAPPE = 0xEE // Adobe: how colours are coded
	markAPPF = 0xEF
	markCOM  = 0xFE
)

func inspectJPEG(content []byte, r Rules) (File, error) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return File{}, broken(err)
	}
	if err := measure(config, r); err != nil {
		return File{}, err
	}
	s := stripper{in: content, out: make([]byte, 0, len(content)), orientation: 1}
	if err := s.strip(); err != nil {
		return File{}, err
	}
	return picture{s.out, config, s.orientation}.file(encodeJPEG)
}

// stripper copies a JPEG segment by segment up to its end, without what is said about it: place, device, thumbnails,
// comments. The pixels are copied as they are. What stays is listed, so that nothing unknown passes.
type stripper struct {
	in, out     []byte
	at          int
	orientation int
}

func (s *stripper) strip() error {
	s.copy(2)
	for {
		marker, ok := s.marker()
		if !ok {
			return broken(errCut)
		}
		switch {
		case marker == markEOI:
			s.out = append(s.out, 0xFF, markEOI)
			return nil
		case marker == markTEM || marker >= markRST0 && marker <= markRST7 || marker == markSOI || marker == 0:
			return broken(errCut)
		}
		if !s.segment(marker) {
			return broken(errCut)
		}
		if marker == markSOS {
			s.pixels()
		}
	}
}

func (s *stripper) copy(n int) {
	s.out = append(s.out, s.in[s.at:s.at+n]...)
	s.at += n
}

// marker reads the next marker; any number of FF may stand before it.
func (s *stripper) marker() (byte, bool) {
	if s.at >= len(s.in) || s.in[s.at] != 0xFF {
		return 0, false
	}
	for s.at < len(s.in) && s.in[s.at] == 0xFF {
		s.at++
	}
	if s.at >= len(s.in) {
		return 0, false
	}
	s.at++
	return s.in[s.at-1], true
}

// segment copies or drops the segment of a marker, which was read.
func (s *stripper) segment(marker byte) bool {
	if s.at+2 > len(s.in) {
		return false
	}
	length := int(binary.BigEndian.Uint16(s.in[s.at:]))
	if length < 2 || s.at+length > len(s.in) {
		return false
	}
	body := s.in[s.at+2 : s.at+length]
	if marker == markAPP1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
		s.orientation = orientation(body[6:])
	}
	if !keeps(marker, body) {
		s.at += length
		return true
	}
	s.out = append(s.out, 0xFF, marker)
	s.copy(length)
	return true
}

func keeps(marker byte, body []byte) bool {
	switch {
	case marker == markAPP0:
		return strings.HasPrefix(string(body[:min(5, len(body))]), "JFIF\x00")
	case marker == markAPP2:
		return bytes.HasPrefix(body, []byte("ICC_PROFILE\x00"))
	case marker == markAPPE:
		return bytes.HasPrefix(body, []byte("Adobe"))
	case marker >= markAPP0 && marker <= markAPPF, marker == markCOM:
		return false
	}
	return true
}

// pixels copies coded pixels up to the next marker that is not part of them.
func (s *stripper) pixels() {
	start := s.at
	for s.at < len(s.in) {
		next := bytes.IndexByte(s.in[s.at:], 0xFF)
		if next < 0 || s.at+next+1 >= len(s.in) {
			s.at = len(s.in)
			break
		}
		s.at += next
		if after := s.in[s.at+1]; after != 0 && (after < markRST0 || after > markRST7) {
			break
		}
		s.at += 2
	}
	s.out = append(s.out, s.in[start:s.at]...)
}
