package screening

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/esteira/esteira/schemas/fault"
)

// unEntry is an INDIVIDUAL or an ENTITY of the consolidated list.
type unEntry struct {
	ID        string   `xml:"DATAID"`
	Names     []string `xml:"-"`
	First     string   `xml:"FIRST_NAME"`
	Second    string   `xml:"SECOND_NAME"`
	Third     string   `xml:"THIRD_NAME"`
	Fourth    string   `xml:"FOURTH_NAME"`
	Original  string   `xml:"NAME_ORIGINAL_SCRIPT"`
	Type      string   `xml:"UN_LIST_TYPE"`
	Reference string   `xml:"REFERENCE_NUMBER"`
	Gender    string   `xml:"GENDER"`
	Comments  string   `xml:"COMMENTS1"`
	Nations   []string `xml:"NATIONALITY>VALUE"`
	Aliases   []struct {
		Quality string `xml:"QUALITY"`
		Name    string `xml:"ALIAS_NAME"`
	} `xml:"INDIVIDUAL_ALIAS"`
	OtherNames []struct {
		Quality string `xml:"QUALITY"`
		Name    string `xml:"ALIAS_NAME"`
	} `xml:"ENTITY_ALIAS"`
	Addresses []struct {
		Country string `xml:"COUNTRY"`
	} `xml:"ENTITY_ADDRESS"`
	Births []struct {
		Date string `xml:"DATE"`
		Year string `xml:"YEAR"`
		From string `xml:"FROM_YEAR"`
		To   string `xml:"TO_YEAR"`
		Kind string `xml:"TYPE_OF_DATE"`
	} `xml:"INDIVIDUAL_DATE_OF_BIRTH"`
	Documents []struct {
		Kind   string `xml:"TYPE_OF_DOCUMENT"`
		Number string `xml:"NUMBER"`
	} `xml:"INDIVIDUAL_DOCUMENT"`
}

// un reads the consolidated list, one entry after the other.
func (r *reader) un(files []Source) error {
	if len(files) != 1 {
		return layout(nameOf(files))
	}
	file := files[0]
	d := xml.NewDecoder(bytes.NewReader(file.Content))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	root := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if !root {
				return layout(file.Name)
			}
			return nil
		}
		if err != nil {
			return layout(file.Name)
		}
		switch t := token.(type) {
		case xml.Directive: // a document type can declare entities that grow without end
			return fault.New(fault.Invalid, "list.markup").With("file", file.Name)
		case xml.StartElement:
			if !root && t.Name.Local != "CONSOLIDATED_LIST" {
				return layout(file.Name)
			}
			if err := r.unElement(file.Name, d, t); err != nil {
				return err
			}
			root = true
		}
	}
}

func (r *reader) unElement(file string, d *xml.Decoder, t xml.StartElement) error {
	kind := map[string]string{"INDIVIDUAL": Individual, "ENTITY": Company}[t.Name.Local]
	if t.Name.Local == "CONSOLIDATED_LIST" {
		for _, a := range t.Attr {
			if a.Name.Local == "dateGenerated" && len(a.Value) >= len("2026-01-01") {
				r.report.Published = a.Value[:len("2026-01-01")]
			}
		}
	}
	if kind == "" {
		return nil
	}
	line, _ := d.InputPos()
	if err := r.row(); err != nil {
		return err
	}
	var u unEntry
	if err := d.DecodeElement(&u, &t); err != nil {
		return layout(file)
	}
	name := strings.Join([]string{u.First, u.Second, u.Third, u.Fourth}, " ")
	if u.ID == "" || Normalise(name) == "" {
		r.reject(file, line, "list.no_name")
		return nil
	}
	e, err := r.entry(clean(u.ID))
	if err != nil {
		return err
	}
	e.Kind, e.Remarks = kind, clean(u.Comments)
	e.named(name, false)
	e.named(u.Original, false)
	u.fill(e)
	return nil
}

func (u unEntry) fill(e *Entry) {
	for _, a := range append(u.Aliases, u.OtherNames...) {
		e.named(a.Name, strings.EqualFold(a.Quality, "low"))
	}
	for _, n := range u.Nations {
		e.of(n)
	}
	for _, a := range u.Addresses {
		e.of(a.Country)
	}
	for _, d := range u.Documents {
		e.numbered(d.Kind, d.Number)
	}
	for _, b := range u.Births {
		from, to := yearOf(b.Date), yearOf(b.Date)
		if from == 0 {
			from, to = yearOf(b.Year), yearOf(b.Year)
		}
		if from == 0 {
			from, to = yearOf(b.From), yearOf(b.To)
		}
		e.born(from, to)
	}
	switch strings.ToLower(u.Gender) {
	case "male":
		e.Gender = "m"
	case "female":
		e.Gender = "f"
	}
	e.because(u.Type)
	e.because(u.Reference)
}
