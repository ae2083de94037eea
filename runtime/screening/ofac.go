package screening

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The columns that tell the files of OFAC apart.
const (
	ofacMain     = 12 // ent_num, name, type, program, title, …, remarks
	ofacAddress  = 6  // ent_num, add_num, address, city, country, remarks
	ofacAlias    = 5  // ent_num, alt_num, type, name, remarks
	ofacComments = 2  // ent_num, what remarks had no room for
)

// ofac reads SDN.CSV or CONS_PRIM.CSV with the files beside it, in any order; the main one is needed.
func (r *reader) ofac(files []Source) error {
	width := map[string]int{}
	for _, f := range files {
		first, _ := openSheet(f, ',').csv.Read()
		width[f.Name] = len(first)
	}
	slices.SortStableFunc(files, func(a, b Source) int { return width[b.Name] - width[a.Name] })
	if len(files) == 0 || width[files[0].Name] != ofacMain {
		return layout(nameOf(files))
	}
	for _, f := range files {
		take, ok := map[int]func(string, []string, int) error{
			ofacMain: r.ofacEntry, ofacAddress: r.ofacAddress, ofacAlias: r.ofacAlias, ofacComments: r.ofacComment,
		}[width[f.Name]]
		if !ok {
			return layout(f.Name)
		}
		if err := r.each(openSheet(f, ','), func(row []string, line int) error { return take(f.Name, row, line) }); err != nil {
			return err
		}
	}
	return nil
}

func nameOf(files []Source) string {
	if len(files) == 0 {
		return ""
	}
	return files[0].Name
}

// told is a cell of OFAC; "-0-" stands for nothing.
func told(row []string, i int) string {
	if text := cell(row, i); text != "-0-" {
		return text
	}
	return ""
}

func (r *reader) ofacEntry(file string, row []string, line int) error {
	uid := told(row, 0)
	if !isNumber(uid) || len(row) != ofacMain {
		r.reject(file, line, "list.row_broken")
		return nil
	}
	e, err := r.entry(uid)
	if err != nil {
		return err
	}
	if !e.named(told(row, 1), false) {
		r.reject(file, line, "list.no_name")
		return nil
	}
	switch told(row, 2) {
	case "individual":
		e.Kind = Individual
	case "vessel":
		e.Kind = Vessel
	case "aircraft":
		e.Kind = Aircraft
	default:
		e.Kind = Company
	}
	for program := range strings.SplitSeq(told(row, 3), "] [") {
		e.because(strings.Trim(program, "[] "))
	}
	e.of(told(row, 9))
	e.remark(told(row, 11))
	return nil
}

// beside is the entry that a row of another file belongs to; nil, and rejected, when there is none.
func (r *reader) beside(file string, row []string, line int) *Entry {
	if i, ok := r.byUID[told(row, 0)]; ok {
		return &r.entries[i]
	}
	r.reject(file, line, "list.no_entry")
	return nil
}

func (r *reader) ofacAddress(file string, row []string, line int) error {
	if e := r.beside(file, row, line); e != nil && e.Kind == Company {
		e.of(told(row, 4)) // where a company is; where a person lives says nothing of the nationality
	}
	return nil
}

func (r *reader) ofacAlias(file string, row []string, line int) error {
	if e := r.beside(file, row, line); e != nil && !e.named(told(row, 3), strings.Contains(told(row, 4), "weak")) {
		r.reject(file, line, "list.no_name")
	}
	return nil
}

func (r *reader) ofacComment(file string, row []string, line int) error {
	if e := r.beside(file, row, line); e != nil {
		e.remark(told(row, 1))
	}
	return nil
}

var (
	ofacBirth   = regexp.MustCompile(`^(?:alt\. )?DOB (.+)$`)
	ofacYear    = regexp.MustCompile(`\b(1[89]\d\d|20\d\d)\b`)
	ofacCountry = regexp.MustCompile(`^(?:alt\. )?(?:nationality|citizen) (.+)$`)
	ofacNumber  = regexp.MustCompile(`^(?:alt\. )?(.{2,60}?(?:Passport|No\.?|Number|#|ID|C\.U\.I\.T\.|C\.U\.R\.P\.|R\.F\.C\.|RFC|NIT|RUC|D\.N\.I\.|C\.U\.I\.|CNPJ|CPF|SSN|IMO|RIF|RTN)|Passport|C\.U\.I\.T\.|C\.U\.R\.P\.|R\.F\.C\.|RFC|CPF|CNPJ|SSN|D\.N\.I\.) (?:(?:No\.?|Number|#) )?([^()]*\d[^()]*?)(?: \((.+)\).*)?$`)
)

// remark takes in what remarks say in a language of their own: parts between semicolons, each with a word before it.
func (e *Entry) remark(text string) {
	for part := range strings.SplitSeq(strings.TrimSuffix(text, "."), ";") {
		part = strings.TrimSuffix(strings.TrimSpace(part), ".")
		if m := ofacBirth.FindStringSubmatch(part); m != nil {
			e.bornIn(m[1])
			continue
		}
		if m := ofacCountry.FindStringSubmatch(part); m != nil {
			e.of(m[1])
			continue
		}
		switch part {
		case "Gender Male":
			e.Gender = "m"
		case "Gender Female":
			e.Gender = "f"
		}
		if m := ofacNumber.FindStringSubmatch(part); m != nil {
			e.numbered(m[1], m[2])
		}
	}
	e.Remarks = clean(strings.TrimSpace(e.Remarks + " " + text))
}

// bornIn reads "23 Nov 1962", "circa 1958" and "1955 to 1957": the years that are named, and those between two.
func (e *Entry) bornIn(text string) {
	years := ofacYear.FindAllString(text, 2)
	if len(years) == 0 {
		return
	}
	from, to := yearOf(years[0]), yearOf(years[len(years)-1])
	if strings.Contains(text, "circa") {
		from, to = from-1, to+1
	}
	e.born(from, to)
}

func isNumber(text string) bool {
	_, err := strconv.Atoi(text)
	return err == nil
}
