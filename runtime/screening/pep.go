package screening

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// pep reads the exposed persons of the Portal da Transparência: a row for each office that somebody holds or held, until
// the end of the time after it (the carência). Somebody is known by the name and by the six digits of the CPF that are shown.
func (r *reader) pep(files []Source) error {
	for _, file := range files {
		var h heads
		err := r.each(openSheet(file, ';'), func(row []string, line int) error {
			if h == nil {
				if h = headsOf(row); !h.has("cpf") || !h.has("nome pep", "nome") {
					return layout(file.Name)
				}
				r.report.Rows--
				return nil
			}
			return r.pepRow(file.Name, line, func(names ...string) string { return h.at(row, names...) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) pepRow(file string, line int, at func(names ...string) string) error {
	name, cpf := at("nome pep", "nome"), Number(at("cpf"))
	if Normalise(name) == "" {
		r.reject(file, line, "list.no_name")
		return nil
	}
	if len(cpf) != 11 {
		r.reject(file, line, "list.no_number")
		return nil
	}
	sum := sha256.Sum256([]byte(cpf + "\x00" + Normalise(name)))
	e, err := r.entry(hex.EncodeToString(sum[:8]))
	if err != nil {
		return err
	}
	isNew := len(e.Names) == 0
	e.Kind, e.Identifiers = Individual, []Identifier{{"CPF", cpf}}
	e.named(name, false)
	e.of("br")
	e.because(strings.Trim(at("descricao funcao", "funcao")+", "+at("nome orgao", "orgao"), ", "))
	// Who holds one office without an end has no end.
	until := dayOf(at("data fim carencia"))
	if isNew || until == "" || e.Until != "" && until > e.Until {
		e.Until = until
	}
	return nil
}
