package screening

import (
	"strconv"
	"strings"
)

// plainColumns are the columns of a CSV of one's own, each by the names that it may have.
var plainColumns = map[string][]string{
	"uid":     {"id", "uid", "codigo", "number", "numero"},
	"name":    {"name", "nome", "nombre", "full name", "nome completo", "nombre completo"},
	"aliases": {"aliases", "alias", "outros nomes", "otros nombres", "other names"},
	"kind":    {"type", "kind", "tipo"},
	"birth":   {"birth", "birth date", "date of birth", "nascimento", "data de nascimento", "nacimiento", "fecha de nacimiento"},
	"country": {"country", "nationality", "pais", "nacionalidade", "nacionalidad"},
	"gender":  {"gender", "sex", "sexo", "genero"},
	"number":  {"identifiers", "identifier", "document", "documento", "cpf", "cnpj", "cpf cnpj", "passport", "passaporte"},
	"why":     {"reason", "program", "why", "motivo", "programa"},
	"until":   {"until", "valid until", "ate", "valido ate", "hasta"},
}

// plain reads a CSV with a header. A name is all that is needed; what can be several is parted by "|".
func (r *reader) plain(files []Source) error {
	for _, file := range files {
		var h heads
		err := r.each(openSheet(file, commaOf(file)), func(row []string, line int) error {
			if h == nil {
				if h = headsOf(row); !h.has(plainColumns["name"]...) {
					return layout(file.Name)
				}
				r.report.Rows--
				return nil
			}
			return r.plainRow(file.Name, line, func(column string) string { return h.at(row, plainColumns[column]...) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) plainRow(file string, line int, at func(column string) string) error {
	if Normalise(at("name")) == "" {
		r.reject(file, line, "list.no_name")
		return nil
	}
	uid := clean(at("uid"))
	if uid == "" {
		uid = Normalise(at("name")) + "/" + strconv.Itoa(yearOf(dayOr(at("birth"))))
	}
	if _, twice := r.byUID[uid]; twice {
		r.reject(file, line, "list.twice")
		return nil
	}
	e, err := r.entry(uid)
	if err != nil {
		return err
	}
	e.Kind = plainKinds[Normalise(at("kind"))]
	e.named(at("name"), false)
	for name := range strings.SplitSeq(at("aliases"), "|") {
		e.named(name, false)
	}
	for country := range strings.SplitSeq(at("country"), "|") {
		e.of(country)
	}
	for number := range strings.SplitSeq(at("number"), "|") {
		e.numbered("", number)
	}
	e.Gender = plainGenders[Normalise(at("gender"))]
	e.born(yearOf(dayOr(at("birth"))), yearOf(dayOr(at("birth"))))
	e.because(at("why"))
	e.Until = dayOf(at("until"))
	return nil
}

// dayOr is a day that can be read, else the text: a year alone is one.
func dayOr(text string) string {
	if day := dayOf(text); day != "" {
		return day
	}
	return text
}

var (
	plainKinds = map[string]string{
		"individual": Individual, "person": Individual, "pessoa": Individual, "persona": Individual, "pf": Individual, "pessoa fisica": Individual,
		"company": Company, "entity": Company, "empresa": Company, "pj": Company, "pessoa juridica": Company, "entidade": Company, "entidad": Company,
		"vessel": Vessel, "aircraft": Aircraft,
	}
	plainGenders = map[string]string{
		"m": "m", "male": "m", "masculino": "m", "homem": "m", "f": "f", "female": "f", "feminino": "f", "femenino": "f", "mulher": "f",
	}
)

// GenderOf is m or f by a word for it in one of the languages of the house; "" for any other.
func GenderOf(word string) string { return plainGenders[Normalise(word)] }
