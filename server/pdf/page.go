package pdf

import (
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"github.com/esteira/esteira/runtime/paper"
)

// Lengths in millimetres, sizes of letters in points.
const (
	margin    = 20.0
	width     = 210.0 - 2*margin
	bottom    = 297.0 - 24.0
	labelWide = 58.0
	gap       = 4.0

	normal = 10.0
	small  = 8.0
)

// pages are the sheet at work.
type pages struct {
	*fpdf.Fpdf
	sheet       paper.Sheet
	total       int
	rightToLeft bool
	y           float64
}

// box is where text goes: from x on, so wide, in letters of a size. AtEnd sets it against the far edge.
type box struct {
	x, wide, size float64
	bold, atEnd   bool
}

func (b box) style() string {
	if b.bold {
		return "B"
	}
	return ""
}

func (b box) leading() float64 { return b.size * 0.55 }

func (p *pages) begin() {
	p.AddPage()
	p.y = margin
}

// room begins another page where less than a height is left.
func (p *pages) room(height float64) {
	if p.y+height > bottom {
		p.begin()
	}
}

// head names the sender under a line in their colour, and the paper.
func (p *pages) head() {
	p.SetFillColor(rgb(p.sheet.Look.Accent))
	p.Rect(margin, p.y, width, 1.6, "F")
	p.y += 7
	p.letterhead()
	p.write(p.sheet.Title, box{x: margin, wide: width, size: 17, bold: true})
	if p.sheet.Subtitle != "" {
		p.SetTextColor(0x4a, 0x56, 0x63)
		p.write(p.sheet.Subtitle, box{x: margin, wide: width, size: normal})
		p.SetTextColor(0, 0, 0)
	}
	p.y += gap
}

func (p *pages) letterhead() {
	high := 0.0
	if picture := logo(p.sheet.Look.Logo); picture != nil {
		info := p.RegisterImageOptionsReader("logo", fpdf.ImageOptions{ImageType: "PNG"}, picture)
		if info != nil && info.Height() > 0 {
			high = min(14, 60*info.Height()/info.Width())
			wide := high * info.Width() / info.Height()
			p.ImageOptions("logo", p.start(margin, width, wide), p.y, wide, high, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
		}
	}
	before := p.y
	p.write(p.sheet.Look.Name, box{x: margin, wide: width, size: normal + 1, bold: true, atEnd: high > 0})
	p.y = max(p.y, before+high) + gap
}

// start is where something begins that is so wide, at the near edge of a box.
func (p *pages) start(x, wide, thing float64) float64 {
	if p.rightToLeft {
		return x + wide - thing
	}
	return x
}

func (p *pages) part(part paper.Part) {
	if part.Heading != "" {
		p.room(max(18, p.whole(part)))
		p.y += gap / 2
		p.write(part.Heading, box{x: margin, wide: width, size: 12, bold: true})
		p.SetDrawColor(0xd3, 0xda, 0xe1)
		p.Line(margin, p.y+0.6, margin+width, p.y+0.6)
		p.y += 2.6
	}
	for _, text := range part.Paragraphs {
		p.write(text, box{x: margin, wide: width, size: normal})
		p.y += 2
	}
	for _, line := range part.Lines {
		p.line(line)
	}
	p.rows(part)
	p.y += gap
}

// together is the height of a part that is not broken between pages.
const together = 70.0

// whole is how high a part of lines is, where it is low enough to be kept in one piece; 0 for what is broken anyway.
func (p *pages) whole(part paper.Part) float64 {
	if len(part.Paragraphs) > 0 || len(part.Rows) > 0 {
		return 0
	}
	high := 12.0
	for _, l := range part.Lines {
		label, value := p.lineBoxes(l)
		high += float64(max(len(p.wrapped(l.Label, label)), len(p.wrapped(l.Value, value))))*label.leading() + 1.2
	}
	if high > together {
		return 0
	}
	return high
}

// line is a label beside its value. In languages that are read from the right, the label stands there.
func (p *pages) line(l paper.Line) {
	label, value := p.lineBoxes(l)
	p.side([]string{l.Label, l.Value}, []box{label, value})
	p.y += 1.2
}

func (p *pages) lineBoxes(l paper.Line) (label, value box) {
	label = box{x: margin, wide: labelWide - gap, size: normal, bold: true}
	value = box{x: margin + labelWide, wide: width - labelWide, size: normal}
	if p.rightToLeft {
		label.x, value.x = margin+width-labelWide+gap, margin
	}
	if l.IsCode {
		value.size = small
	}
	return label, value
}

// side writes texts beside each other. A text that is longer than what is left of the page goes on at the top of the next.
func (p *pages) side(texts []string, boxes []box) {
	lines := make([][]string, len(texts))
	count, leading := 0, 0.0
	for i, b := range boxes {
		lines[i] = p.wrapped(texts[i], b)
		count, leading = max(count, len(lines[i])), max(leading, b.leading())
	}
	if short := float64(count) * leading; short < 60 {
		p.room(short)
	}
	for n := range count {
		p.room(leading)
		for i, b := range boxes {
			if n < len(lines[i]) {
				p.put(lines[i][n], b, leadsRight(texts[i], p.rightToLeft))
			}
		}
		p.y += leading
	}
}

func (p *pages) rows(part paper.Part) {
	if len(part.Columns) == 0 {
		return
	}
	each := width / float64(len(part.Columns))
	boxes := make([]box, len(part.Columns))
	for i := range boxes {
		at := i
		if p.rightToLeft {
			at = len(boxes) - 1 - i
		}
		boxes[i] = box{x: margin + float64(at)*each, wide: each - gap/2, size: small + 1}
	}
	p.room(20)
	p.row(part.Columns, boxes, true)
	for _, cells := range part.Rows {
		p.row(cells, boxes, false)
	}
}

func (p *pages) row(cells []string, boxes []box, head bool) {
	for i := range boxes {
		boxes[i].bold = head
	}
	p.side(cells, boxes)
	p.SetDrawColor(0xe5, 0xe9, 0xee)
	p.Line(margin, p.y+0.5, margin+width, p.y+0.5)
	p.y += 1.6
}

// write sets a text from the top of what is left of the page on.
func (p *pages) write(text string, b box) { p.side([]string{text}, []box{b}) }

func (p *pages) wrapped(text string, b box) []string {
	return wrap(text, b.wide, func(s string) float64 { return p.measure(stretches(s, leadsRight(s, p.rightToLeft)), b) })
}

func (p *pages) measure(parts []stretch, b box) float64 {
	wide := 0.0
	for _, part := range parts {
		p.SetFont(part.font, b.style(), b.size)
		wide += p.GetStringWidth(part.text)
	}
	return wide
}

// put sets one line, at the edge where the language of the paper begins, whichever way the line itself is read.
func (p *pages) put(line string, b box, rightToLeft bool) {
	parts := stretches(line, rightToLeft)
	x := b.x
	if p.rightToLeft != b.atEnd {
		x += b.wide - p.measure(parts, b)
	}
	for _, part := range parts {
		p.SetFont(part.font, b.style(), b.size)
		p.Text(x, p.y+b.leading()*0.75, part.text)
		x += p.GetStringWidth(part.text)
	}
}

// foot says whose paper it is, and which page of how many.
func (p *pages) foot() {
	kept := p.y
	defer func() { p.y = kept }()
	p.SetDrawColor(0xd3, 0xda, 0xe1)
	p.Line(margin, bottom+3, margin+width, bottom+3)
	p.SetTextColor(0x4a, 0x56, 0x63)
	defer p.SetTextColor(0, 0, 0)
	p.y = bottom + 5
	page := strings.NewReplacer("{n}", strconv.Itoa(p.PageNo()), "{total}", strconv.Itoa(p.total)).Replace(p.sheet.Words.Page)
	p.put(page, box{x: margin, wide: width, size: small, atEnd: true}, leadsRight(page, p.rightToLeft))
	about := box{x: margin, wide: width - 40, size: small}
	if p.rightToLeft {
		about.x += 40
	}
	text := strings.Trim(p.sheet.Look.Footer+"\n"+p.sheet.Look.Privacy, "\n")
	if text == "" {
		text = p.sheet.Look.Name
	}
	for n, line := range p.wrapped(text, about) {
		if n == 3 {
			break
		}
		p.put(line, about, leadsRight(line, p.rightToLeft))
		p.y += about.leading()
	}
}
