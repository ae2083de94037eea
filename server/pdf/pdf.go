// Package pdf writes papers as PDF, in Latin and Arabic script: letters are joined and lines ordered here, because a PDF
// only places glyphs. The same sheet gives the same bytes. It is the only importer of fpdf.
package pdf

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"image"
	_ "image/jpeg" // decoders of what a logo may be
	"image/png"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	_ "golang.org/x/image/webp" // as above

	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/schemas"
)

// The families of the fonts, which are those of the Noto project under the SIL Open Font License: see fonts/OFL.txt.
const (
	latin  = "latin"
	arabic = "arabic"
)

var (
	//go:embed fonts/NotoSans-Regular.ttf
	latinRegular []byte
	//go:embed fonts/NotoSans-Bold.ttf
	latinBold []byte
	//go:embed fonts/NotoNaskhArabic-Regular.ttf
	arabicRegular []byte
	//go:embed fonts/NotoNaskhArabic-Bold.ttf
	arabicBold []byte
)

// Press makes PDFs. Its zero value is ready; it is safe for concurrent use.
type Press struct{}

var _ paper.Press = Press{}

// Print makes a PDF of a sheet: A4, with numbered pages.
func (Press) Print(s paper.Sheet) ([]byte, error) {
	first := compose(s, 0)
	pages := first.PageCount()
	if err := first.Error(); err != nil {
		return nil, err
	}
	whole := compose(s, pages) // once more, now that it is known of how many pages it is
	var out bytes.Buffer
	err := whole.Output(&out)
	return out.Bytes(), err
}

// compose lays a sheet out on pages, of which there are total.
func compose(s paper.Sheet, total int) *fpdf.Fpdf {
	f := fpdf.New("P", "mm", "A4", "")
	f.SetCatalogSort(true)
	f.SetCreationDate(s.At)
	f.SetModificationDate(s.At)
	f.SetTitle(s.Title, true)
	f.SetAuthor(s.Look.Name, true)
	f.SetProducer("Esteira", true)
	f.SetLang(s.Locale)
	f.AddUTF8FontFromBytes(latin, "", latinRegular)
	f.AddUTF8FontFromBytes(latin, "B", latinBold)
	f.AddUTF8FontFromBytes(arabic, "", arabicRegular)
	f.AddUTF8FontFromBytes(arabic, "B", arabicBold)
	p := &pages{Fpdf: f, sheet: s, total: total, rightToLeft: schemas.IsRightToLeft(s.Locale)}
	f.SetMargins(margin, margin, margin)
	f.SetAutoPageBreak(false, 0)
	f.SetFooterFunc(p.foot)
	p.begin()
	p.head()
	for _, part := range s.Parts {
		p.part(part)
	}
	if s.Seal != nil {
		p.begin()
		p.part(*s.Seal)
	}
	return f
}

// logo is an image as PNG that every reader of PDF takes; nil where there is none. Which it is was looked at when it was kept.
func logo(dataURL string) *bytes.Buffer {
	_, encoded, _ := strings.Cut(dataURL, ";base64,")
	content, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil
	}
	flat := image.NewNRGBA(picture.Bounds())
	for y := flat.Rect.Min.Y; y < flat.Rect.Max.Y; y++ {
		for x := flat.Rect.Min.X; x < flat.Rect.Max.X; x++ {
			flat.Set(x, y, picture.At(x, y))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, flat); err != nil {
		return nil
	}
	return &out
}

// rgb are the parts of a colour "#rrggbb"; grey for what is none.
func rgb(colour string) (r, g, b int) {
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if !schemas.IsColour(colour) || err != nil {
		return 0xd3, 0xda, 0xe1
	}
	return int(n >> 16), int(n >> 8 & 0xff), int(n & 0xff)
}
