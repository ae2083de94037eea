package screening

import "strings"

// eu reads the full list in CSV 1.1: one row for each name, address, birth, document or citizenship of an entry, which its
// logical id joins.
func (r *reader) eu(files []Source) error {
	if len(files) != 1 {
		return layout(nameOf(files))
	}
	file := files[0]
	var h heads
	return r.each(openSheet(file, ';'), func(row []string, line int) error {
		if h == nil {
			if h = headsOf(row); !h.has("entity logicalid") || !h.has("namealias wholename") {
				return layout(file.Name)
			}
			r.report.Rows--
			return nil
		}
		uid := h.at(row, "entity logicalid")
		if uid == "" {
			r.reject(file.Name, line, "list.row_broken")
			return nil
		}
		e, err := r.entry(uid)
		if err != nil {
			return err
		}
		if r.report.Published == "" {
			r.report.Published = dayOf(h.at(row, "filegenerationdate"))
		}
		e.euRow(h, row)
		return nil
	})
}

func (e *Entry) euRow(h heads, row []string) {
	switch code := strings.ToLower(h.at(row, "entity subjecttype classificationcode", "entity subjecttype")); code {
	case "person", "p":
		e.Kind = Individual
	case "enterprise", "e":
		e.Kind = Company
	}
	name := h.at(row, "namealias wholename")
	if name == "" {
		name = strings.Join([]string{h.at(row, "namealias firstname"), h.at(row, "namealias middlename"), h.at(row, "namealias lastname")}, " ")
	}
	e.named(name, false)
	switch strings.ToUpper(h.at(row, "namealias gender")) {
	case "M":
		e.Gender = "m"
	case "F":
		e.Gender = "f"
	}
	e.because(h.at(row, "entity regulation programme"))
	if ref := h.at(row, "entity eu referencenumber"); ref != "" {
		e.because(ref)
	}
	year := yearOf(h.at(row, "birthdate year"))
	if year == 0 {
		year = yearOf(dayOf(h.at(row, "birthdate birthdate"))) //nolint:dupword // the name of a column
	}
	e.born(year, year)
	e.born(yearOf(h.at(row, "birthdate yearrangefrom")), yearOf(h.at(row, "birthdate yearrangeto")))
	e.of(h.at(row, "citizenship countryiso2code"))
	if e.Kind == Company {
		e.of(h.at(row, "address countryiso2code"))
	}
	e.numbered(h.at(row, "identification typedescription", "identification typecode"), h.at(row, "identification number"))
	if remark := h.at(row, "entity remark"); remark != "" {
		e.Remarks = clean(remark)
	}
}

// dayOf reads "2026-11-21", "21/11/2026" and "21-11-2026"; "" for anything else.
func dayOf(text string) string {
	digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
	if len(text) < 10 {
		return ""
	}
	text = text[:10]
	if text[4] == '-' && text[7] == '-' && digits(text[:4]+text[5:7]+text[8:]) {
		return text
	}
	if (text[2] == '/' || text[2] == '-') && text[5] == text[2] && digits(text[:2]+text[3:5]+text[6:]) {
		return text[6:] + "-" + text[3:5] + "-" + text[:2]
	}
	return ""
}
