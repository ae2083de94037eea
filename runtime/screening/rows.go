package screening

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// sheet is a CSV file that is read row by row.
type sheet struct {
	name string
	csv  *csv.Reader
}

func openSheet(s Source, comma rune) sheet {
	c := csv.NewReader(bytes.NewReader(s.Content))
	c.Comma, c.LazyQuotes, c.FieldsPerRecord, c.ReuseRecord = comma, true, -1, true
	return sheet{s.Name, c}
}

// each hands over the rows with the line they begin on. A row that cannot be taken apart is rejected, and reading goes on.
func (r *reader) each(s sheet, take func(row []string, line int) error) error {
	for {
		row, err := s.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err := r.row(); err != nil {
			return err
		}
		if err != nil {
			line := 0
			if bad, ok := errors.AsType[*csv.ParseError](err); ok {
				line = bad.StartLine
			}
			r.reject(s.name, line, "list.row_broken")
			continue
		}
		line, _ := s.csv.FieldPos(0)
		if len(row) == 1 && strings.Trim(row[0], "\x1a \t") == "" { // the files of OFAC end with one
			r.report.Rows--
			continue
		}
		if err := take(row, line); err != nil {
			return err
		}
	}
}

// heads are the columns of a sheet by their normalised names.
type heads map[string]int

func headsOf(row []string) heads {
	h := heads{}
	for i, name := range row {
		if _, twice := h[Normalise(name)]; !twice {
			h[Normalise(name)] = i
		}
	}
	return h
}

// at is the cell of the first of these columns that the sheet has.
func (h heads) at(row []string, names ...string) string {
	for _, name := range names {
		if i, ok := h[name]; ok {
			return cell(row, i)
		}
	}
	return ""
}

func (h heads) has(names ...string) bool {
	for _, name := range names {
		if _, ok := h[name]; ok {
			return true
		}
	}
	return false
}

func cell(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

// commaOf is what stands between the cells of a file: what is met more often in its first line.
func commaOf(s Source) rune {
	first, _, _ := bytes.Cut(s.Content, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		return ';'
	}
	return ','
}
