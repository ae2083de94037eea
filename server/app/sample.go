package app

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The size of a card in pixels: the shorter side is what the forms ask for.
const (
	cardWidth  = 1240
	cardHeight = 800
)

var (
	cardPaper = color.RGBA{0xee, 0xf3, 0xf8, 0xff}
	cardBand  = color.RGBA{0x1f, 0x5f, 0xa8, 0xff}
	cardInk   = color.RGBA{0x1d, 0x27, 0x33, 0xff}
	cardShade = color.RGBA{0xc9, 0xd6, 0xe3, 0xff}
)

// card is a sample document: a plain picture that says what it stands for and that it is none.
func card(title string, lines ...string) ([]byte, error) {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	m := image.NewRGBA(image.Rect(0, 0, cardWidth, cardHeight))
	paint(m, m.Bounds(), cardPaper)
	paint(m, image.Rect(0, 0, cardWidth, 130), cardBand)
	paint(m, image.Rect(60, 190, 340, 560), cardShade)
	w := pen{m, parsed}
	if err := w.line(60, 85, 52, color.White, title); err != nil {
		return nil, err
	}
	for i, text := range lines {
		if err := w.line(400, 240+i*72, 40, cardInk, text); err != nil {
			return nil, err
		}
	}
	if err := w.line(60, 740, 34, cardBand, "AMOSTRA SEM VALOR · SAMPLE, NOT A DOCUMENT"); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, m, &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}

func paint(m draw.Image, r image.Rectangle, c color.Color) {
	draw.Draw(m, r, image.NewUniform(c), image.Point{}, draw.Src)
}

type pen struct {
	on   draw.Image
	font *opentype.Font
}

func (w pen) line(x, y int, size float64, c color.Color, text string) error {
	face, err := opentype.NewFace(w.font, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return err
	}
	d := font.Drawer{Dst: w.on, Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(text)
	return face.Close()
}

// sheet is a sample document of one page, as PDF.
func sheet(title string) []byte {
	page := "BT /F1 24 Tf 72 740 Td (" + plainText(title) + ") Tj 0 -40 Td (AMOSTRA SEM VALOR - SAMPLE, NOT A DOCUMENT) Tj ET"
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(page), page),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	}
	var out strings.Builder
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := out.Len()
	fmt.Fprintf(&out, "%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", table, len(objects)+1, at)
	return []byte(out.String())
}

// plainText leaves what the standard fonts of PDF show without further ado.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`()\`, r) {
			return ' '
		}
		return r
	}, text)
}
