package document

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"
)

// photo is a picture with noise whose upper left quarter is red, so that one sees how it is turned.
func photo(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	random := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			grey := uint8(random.UintN(200))
			m.Set(x, y, color.RGBA{grey, grey, grey, 255})
			if x < w/2 && y < h/2 {
				m.Set(x, y, color.RGBA{255, 0, 0, 255})
			}
		}
	}
	return m
}

func makeJPEG(t testing.TB, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, photo(w, h), &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func makePNG(t testing.TB, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, photo(w, h)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// exif is a TIFF block with an orientation and a place.
func exif(orientation int) []byte {
	b := []byte("MM\x00\x2A\x00\x00\x00\x08\x00\x02")
	b = append(b, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(orientation), 0, 0)
	b = append(b, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38) // GPS
	return append(b, "\x00\x00\x00\x00GPS-23.5505"...)
}

// segment is one of a JPEG.
func segment(marker byte, body string) []byte {
	b := []byte{0xFF, marker}
	b = binary.BigEndian.AppendUint16(b, uint16(len(body)+2))
	return append(b, body...)
}

// withSegments puts segments behind the start of a JPEG.
func withSegments(content []byte, segments ...[]byte) []byte {
	out := append([]byte{}, content[:2]...)
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, content[2:]...)
}

func pngChunk(name string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, name...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// withChunks puts chunks behind the header of a PNG.
func withChunks(content []byte, chunks ...[]byte) []byte {
	const header = 8 + 25
	out := append([]byte{}, content[:header]...)
	for _, c := range chunks {
		out = append(out, c...)
	}
	return append(out, content[header:]...)
}

// makePDF is a PDF of some pages, with more objects and more in its catalogue.
func makePDF(pages int, catalogue string, objects ...string) []byte {
	var out strings.Builder
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R" + catalogue + ">>\nendobj\n")
	fmt.Fprintf(&out, "2 0 obj\n<</Type /Pages /Kids[] /Count %d>>\nendobj\n", pages)
	for i := range pages {
		fmt.Fprintf(&out, "%d 0 obj\n<</Type /Page /Parent 2 0 R>>\nendobj\n", 10+i)
	}
	for i, o := range objects {
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", 1000+i, o)
	}
	out.WriteString("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF\n")
	return []byte(out.String())
}

func packed(plain string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write([]byte(plain))
	_ = w.Close()
	return out.String()
}

func objectStream(plain string) string {
	return "<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>\nstream\n" + packed(plain) + "\nendstream"
}

// entry is one of an archive.
type entry struct {
	name    string
	content []byte
}

func makeZip(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err == nil {
			_, err = f.Write(e.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func makeXLSX(t testing.TB, more ...entry) []byte {
	t.Helper()
	return makeZip(t, append([]entry{
		{"[Content_Types].xml", []byte("<Types/>")},
		{"_rels/.rels", []byte("<Relationships/>")},
		{"xl/workbook.xml", []byte("<workbook/>")},
	}, more...)...)
}
