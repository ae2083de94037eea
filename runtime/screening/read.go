package screening

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/esteira/esteira/schemas/fault"
)

// The layouts of lists.
const (
	OFAC  = "ofac"  // SDN or consolidated, as CSV: the list and, beside it, addresses, aliases and comments
	UN    = "un"    // consolidated list of the Security Council, as XML
	EU    = "eu"    // consolidated financial sanctions, as CSV 1.1
	PEP   = "pep"   // exposed persons of the Portal da Transparência, as CSV, also zipped
	Plain = "plain" // a CSV of one's own
)

// Formats are the layouts that can be read.
func Formats() []string { return []string{OFAC, UN, EU, PEP, Plain} }

// What a list may be at the most. The largest that is published has some 150 000 entries.
const (
	MaxBytes   = 96 << 20 // of all files together, unpacked
	maxEntries = 500_000
	maxNames   = 200 // of one entry
	maxKept    = 100 // rejections that are told
)

// Source is one file of a list.
type Source struct {
	Name    string
	Content []byte
}

// Report is what came of reading a list.
type Report struct {
	Rows      int         `json:"rows"`
	Entries   int         `json:"entries"`
	Rejected  int         `json:"rejected"`
	Rejects   []Rejection `json:"rejects,omitempty"`   // the first hundred
	Published string      `json:"published,omitempty"` // "YYYY-MM-DD", where the list says so
}

// Rejection is a row that was left out.
type Rejection struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Why  string `json:"why"` // key of the words for it
}

// Read reads a list. progress, which may be nil, is told now and then how many rows were read. Returns fault.Invalid
// "list.layout" for files that are not in the layout, "list.too_big", "list.encoding", "list.markup" for XML that declares
// entities, "list.empty" when nothing was in them.
func Read(ctx context.Context, format string, sources []Source, progress func(rows int)) ([]Entry, Report, error) {
	r := &reader{ctx: ctx, byUID: map[string]int{}, tell: progress}
	files, err := unpack(sources)
	if err != nil {
		return nil, r.report, err
	}
	read, ok := map[string]func([]Source) error{OFAC: r.ofac, UN: r.un, EU: r.eu, PEP: r.pep, Plain: r.plain}[format]
	if !ok {
		return nil, r.report, layout("")
	}
	if err := read(files); err != nil {
		return nil, r.report, err
	}
	r.settle()
	if len(r.entries) == 0 {
		return nil, r.report, fault.New(fault.Invalid, "list.empty")
	}
	return r.entries, r.report, nil
}

func layout(file string) error { return fault.New(fault.Invalid, "list.layout").With("file", file) }

func tooBig() error {
	return fault.New(fault.Invalid, "list.too_big").With("max", MaxBytes>>20).With("entries", maxEntries)
}

// reader gathers entries by their number.
type reader struct {
	ctx     context.Context //nolint:containedctx // lives as long as one call
	entries []Entry
	byUID   map[string]int
	report  Report
	tell    func(int)
}

// often is after how many rows progress is told, and the context asked.
const often = 2000

func (r *reader) row() error {
	r.report.Rows++
	if r.report.Rows%often > 0 {
		return nil
	}
	if r.tell != nil {
		r.tell(r.report.Rows)
	}
	return r.ctx.Err()
}

func (r *reader) reject(file string, line int, why string) {
	r.report.Rejected++
	if len(r.report.Rejects) < maxKept {
		r.report.Rejects = append(r.report.Rejects, Rejection{file, line, why})
	}
}

// entry is the one with a number, new when there was none.
func (r *reader) entry(uid string) (*Entry, error) {
	if i, ok := r.byUID[uid]; ok {
		return &r.entries[i], nil
	}
	if len(r.entries) >= maxEntries {
		return nil, tooBig()
	}
	r.byUID[uid] = len(r.entries)
	r.entries = append(r.entries, Entry{UID: uid})
	return &r.entries[len(r.entries)-1], nil
}

// settle leaves out what has no name, and puts what is told of an entry into one order: the same entry has the same bytes.
func (r *reader) settle() {
	r.entries = slices.DeleteFunc(r.entries, func(e Entry) bool { return len(e.Names) == 0 })
	for i := range r.entries {
		e := &r.entries[i]
		e.Countries, e.Programs = tidy(e.Countries), tidy(e.Programs)
		slices.SortFunc(e.Identifiers, func(a, b Identifier) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Number, b.Number))
		})
		e.Identifiers = slices.Compact(e.Identifiers)
		slices.SortFunc(e.Births, func(a, b Years) int { return cmp.Or(a.From-b.From, a.To-b.To) })
		e.Births = slices.Compact(e.Births)
	}
	r.report.Entries = len(r.entries)
}

func tidy(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// named adds a name unless the entry has it. A name without a letter is none.
func (e *Entry) named(name string, weak bool) bool {
	name = clean(name)
	if Normalise(name) == "" {
		return false
	}
	if slices.Contains(e.Names, name) || slices.Contains(e.Weak, name) || len(e.Names)+len(e.Weak) >= maxNames {
		return true
	}
	if weak && len(e.Names) > 0 {
		e.Weak = append(e.Weak, name)
		return true
	}
	e.Names = append(e.Names, name)
	return true
}

func (e *Entry) numbered(kind, number string) {
	if n := Number(number); n != "" && len(n) <= 60 {
		e.Identifiers = append(e.Identifiers, Identifier{clean(kind), n})
	}
}

func (e *Entry) born(from, to int) {
	if from > 1000 && to >= from && to < 3000 {
		e.Births = append(e.Births, Years{from, to})
	}
}

func (e *Entry) of(country string) {
	if country = clean(country); country != "" {
		e.Countries = append(e.Countries, country)
	}
}

// because adds why it is listed.
func (e *Entry) because(why string) {
	if why = clean(why); why != "" {
		e.Programs = append(e.Programs, why)
	}
}

// maxText is how much of one text of a list is kept, in bytes.
const maxText = 500

func clean(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for len(text) > maxText {
		cut := maxText
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	return text
}

// unpack opens archives and brings every file to UTF-8.
func unpack(sources []Source) ([]Source, error) {
	var out []Source
	left := int64(MaxBytes)
	for _, s := range sources {
		if bytes.HasPrefix(s.Content, []byte("PK\x03\x04")) {
			inner, err := unzip(s, &left)
			if err != nil {
				return nil, err
			}
			out = append(out, inner...)
			continue
		}
		if left -= int64(len(s.Content)); left < 0 {
			return nil, tooBig()
		}
		out = append(out, s)
	}
	for i := range out {
		text, err := decoded(out[i].Content)
		if err != nil {
			return nil, fault.New(fault.Invalid, "list.encoding").With("file", out[i].Name)
		}
		out[i].Content = text
	}
	return out, nil
}

// maxZipped is how many files an archive may hold.
const maxZipped = 16

func unzip(s Source, left *int64) ([]Source, error) {
	archive, err := zip.NewReader(bytes.NewReader(s.Content), int64(len(s.Content)))
	if err != nil || len(archive.File) > maxZipped {
		return nil, layout(s.Name)
	}
	var out []Source
	for _, f := range archive.File {
		if f.FileInfo().IsDir() {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, layout(s.Name)
		}
		// What the archive says of its sizes may be a lie.
		content, err := io.ReadAll(io.LimitReader(in, *left+1))
		_ = in.Close()
		if err != nil {
			return nil, layout(s.Name)
		}
		if *left -= int64(len(content)); *left < 0 {
			return nil, tooBig()
		}
		out = append(out, Source{path.Base(f.Name), content})
	}
	return out, nil
}

// decoded is a text in UTF-8. What is neither that nor UTF-16 is taken for Windows-1252, as Brazilian offices write.
func decoded(content []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xef\xbb\xbf")):
		content = content[3:]
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		return wide(content), nil
	}
	if bytes.IndexByte(content, 0) >= 0 {
		return nil, io.ErrUnexpectedEOF
	}
	if utf8.Valid(content) {
		return content, nil
	}
	var out bytes.Buffer
	for _, b := range content {
		if b >= 0x80 && b < 0xa0 {
			out.WriteRune(windows[b-0x80])
			continue
		}
		out.WriteRune(rune(b))
	}
	return out.Bytes(), nil
}

func wide(content []byte) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	if content[0] == 0xfe {
		order = binary.BigEndian
	}
	units := make([]uint16, 0, len(content)/2)
	for i := 2; i+1 < len(content); i += 2 {
		units = append(units, order.Uint16(content[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

// windows are the characters of Windows-1252 that are not those of ISO-8859-1.
var windows = [32]rune{
	'€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
}
