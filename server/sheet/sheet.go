// Package sheet writes tables that spreadsheets open: CSV and XLSX, row by row, so that a long one takes no more memory than
// a short one. It is the only importer of excelize. It knows nothing of what the rows are about.
package sheet

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Formats are what New writes, with the media type of each.
var Formats = map[string]string{
	"csv":  "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// Cell is a text, a number or a moment. A number of a text, such as of an identity, stays a text with all its zeros.
type Cell struct {
	Text   string
	Number *float64
	Time   *time.Time // written in its own zone: in CSV as ISO 8601, in XLSX as a date
}

// Text is a cell of words.
func Text(s string) Cell { return Cell{Text: s} }

// Number is a cell to count with.
func Number(n float64) Cell { return Cell{Number: &n} }

// Time is a cell with a moment.
func Time(t time.Time) Cell { return Cell{Time: &t} }

// Sheet takes rows. Close ends the file; without it the file is broken.
type Sheet interface {
	Row(cells []Cell) error
	Close() error
}

// New begins a file of a format in the way of a language: where a decimal comma is written, CSV parts cells by semicolons.
// It returns an error for a format that it does not write.
func New(format, locale string, to io.Writer) (Sheet, error) {
	switch format {
	case "csv":
		return newText(locale, to)
	case "xlsx":
		return newBook(to)
	}
	return nil, fmt.Errorf("sheet: no format %q", format)
}

// text is a CSV file: UTF-8 with its mark, lines as RFC 4180 has them.
type text struct {
	w     *csv.Writer
	out   *bufio.Writer
	comma bool
}

func newText(locale string, to io.Writer) (Sheet, error) {
	out := bufio.NewWriterSize(to, 32<<10)
	if _, err := out.WriteString("\uFEFF"); err != nil {
		return nil, err
	}
	t := &text{w: csv.NewWriter(out), out: out, comma: strings.HasPrefix(locale, "pt") || strings.HasPrefix(locale, "es")}
	t.w.UseCRLF = true
	if t.comma {
		t.w.Comma = ';'
	}
	return t, nil
}

// Row writes one line.
func (t *text) Row(cells []Cell) error {
	line := make([]string, len(cells))
	for i, c := range cells {
		line[i] = t.say(c)
	}
	return t.w.Write(line)
}

func (t *text) say(c Cell) string {
	switch {
	case c.Number != nil:
		n := strconv.FormatFloat(*c.Number, 'f', -1, 64)
		if t.comma {
			n = strings.Replace(n, ".", ",", 1)
		}
		return n
	case c.Time != nil:
		return c.Time.Format(time.RFC3339)
	}
	return guarded(c.Text)
}

// formula are the signs that make a spreadsheet take a text for one, also as wide as those of Chinese and Japanese.
const formula = "=+-@\t\r\n＝＋－＠"

// guarded keeps a spreadsheet from taking a text for a formula.
func guarded(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune(formula, first) {
		return "'" + s
	}
	return s
}

// Close ends the file.
func (t *text) Close() error {
	t.w.Flush()
	if err := t.w.Error(); err != nil {
		return err
	}
	return t.out.Flush()
}

// book is an XLSX file of one sheet. Its rows lie in a temporary file until it is closed.
type book struct {
	to   io.Writer
	file *excelize.File
	rows *excelize.StreamWriter
	at   int

	moment int // the style of a date with its time
}

const sheetName = "Sheet1"

// What a sheet looks like: dates as every language reads them, columns as wide as a name.
const (
	momentLook  = "yyyy-mm-dd hh:mm"
	widest      = 200
	columnWidth = 20
)

func newBook(to io.Writer) (Sheet, error) {
	file := excelize.NewFile()
	rows, err := file.NewStreamWriter(sheetName)
	if err != nil {
		return nil, err
	}
	look := momentLook
	moment, err := file.NewStyle(&excelize.Style{CustomNumFmt: &look})
	if err != nil {
		return nil, err
	}
	return &book{to: to, file: file, rows: rows, moment: moment}, rows.SetColWidth(1, widest, columnWidth)
}

// Row writes one row. A text is never a formula there.
func (b *book) Row(cells []Cell) error {
	b.at++
	at, err := excelize.CoordinatesToCellName(1, b.at)
	if err != nil {
		return err
	}
	row := make([]any, len(cells))
	for i, c := range cells {
		switch {
		case c.Number != nil && !math.IsInf(*c.Number, 0) && !math.IsNaN(*c.Number):
			row[i] = *c.Number
		case c.Time != nil:
			row[i] = excelize.Cell{StyleID: b.moment, Value: *c.Time}
		default:
			row[i] = c.Text
		}
	}
	return b.rows.SetRow(at, row)
}

// Close writes the file.
func (b *book) Close() error {
	defer b.file.Close() //nolint:errcheck // temporary files of its own
	if err := b.rows.Flush(); err != nil {
		return err
	}
	return b.file.Write(b.to)
}
