package app

import (
	"encoding/json"

	"github.com/esteira/esteira/builder/field"
	layout "github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/fault"
)

// The browsers of the demo.
const (
	demoPhone   = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36"
	demoDesktop = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36"
)

// agent is the browser of a person: two in three hold a phone.
func (p person) agent() string {
	if p.number%3 == 0 {
		return demoDesktop
	}
	return demoPhone
}

// screen is what the browser of a person says of its size.
func (p person) screen() string {
	if p.agent() == demoDesktop {
		return "1440x900"
	}
	return "390x844"
}

// slips are what people of the demo type wrongly at first, by type of field; one in so many does.
var slips = map[string]struct {
	typed any
	oneIn int
}{
	"cpf": {"11122233344", 3}, "cnpj": {"11222333000100", 2}, "email": {"nome@exemplo", 5}, "phone": {"+551196", 6},
	"cep": {"0131010", 4}, "date": {"2023-13-45", 5},
	"bankAccount": {map[string]any{"bank": "341", "branch": "0101", "account": "12", "accountType": "CACC"}, 3},
}

// filling is how the person fills a page in, as the page itself would count it: the time that fields take, what they type
// wrongly or leave out at first, what they change and where they go back.
func (s *scene) filling(page layout.Page) conveyor.Filling {
	out := conveyor.Filling{Seconds: 4, Fields: map[string]conveyor.FieldFilling{}}
	for i, f := range page.Fields {
		if _, given := s.answers[f.Key]; !given || f.StaffOnly {
			continue
		}
		chance := s.person.number*7 + i*5 + len(f.Key)*3 // the same in every demo
		filled := conveyor.FieldFilling{Seconds: int64(3 + chance%9), Errors: map[string]int64{}}
		for _, wrong := range s.slip(f, chance) {
			filled.Errors[wrong.Key]++
			filled.Seconds += 11
		}
		if chance%6 == 0 {
			filled.Changes, filled.Seconds = 1, filled.Seconds+5
		}
		out.Fields[f.Key] = filled
		out.Seconds += filled.Seconds
	}
	if s.person.number%4 == 0 && len(page.Fields) > 2 {
		out.Backs = 1
	}
	return out
}

// slip is what the form says to what the person typed or left out at first; nil for who does it right.
func (s *scene) slip(f field.Field, chance int) []fault.Violation {
	if wrong, ok := slips[f.Type]; ok && chance%wrong.oneIn == 0 {
		kind, _ := s.Conveyor.Fields.Get(f.Type)
		return kind.Check(f, kind.Clean(f, wrong.typed))
	}
	if f.Required && chance%11 == 0 {
		return []fault.Violation{{Path: "/" + f.Key, Key: "empty"}}
	}
	return nil
}

// formPages are those of the form of the case, by key.
func formPages(v conveyor.ApplicantView) (map[string]layout.Page, error) {
	var f layout.Form
	err := json.Unmarshal(v.Form, &f)
	pages := map[string]layout.Page{}
	for _, page := range f.Pages {
		pages[page.Key] = page
	}
	return pages, err
}
