package check

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/screening"
)

// Subject is somebody of a case who is screened.
type Subject struct {
	screening.Person

	Place string // of the name in the answers
}

// Sum stands for all by which somebody is screened: it is another when any of it is.
func (s Subject) Sum() string {
	names := make([]string, len(s.Names))
	for i, n := range s.Names {
		names[i] = screening.Normalise(n)
	}
	numbers := make([]string, len(s.Identifiers))
	for i, n := range s.Identifiers {
		numbers[i] = screening.Number(n)
	}
	b, err := json.Marshal([]any{names, s.Birth, s.Countries, s.Gender, numbers})
	if err != nil {
		return "" // texts always can be
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// People are the people that the fields of a check tell of: one outside rows, and one for each row. What a field says is
// told by its type; a text with a digit is a number of a document, any other a name.
func People(ctx context.Context, q Question) []Subject {
	state := look(ctx, q)
	answers := state.Answers()
	var out []Subject
	rows := map[string]int{}
	for _, pointer := range state.VisiblePlaces() {
		if !slices.Contains(q.Fields, form.Path(pointer)) {
			continue
		}
		f, known := q.Form.FieldAt(pointer)
		text, isText := at(answers, pointer).(string)
		if !known || !isText || strings.TrimSpace(text) == "" {
			continue
		}
		row := rowOf(pointer)
		i, met := rows[row]
		if !met {
			i = len(out)
			rows[row], out = i, append(out, Subject{})
		}
		out[i].learn(f, pointer, text)
	}
	return slices.DeleteFunc(out, func(s Subject) bool { return len(s.Names) == 0 && len(s.Identifiers) == 0 })
}

// rowOf is the row that a place stands in, "" outside rows.
func rowOf(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i := len(parts) - 1; i > 0; i-- {
		if strings.Trim(parts[i], "0123456789") == "" && parts[i] != "" {
			return strings.Join(parts[:i+1], "/")
		}
	}
	return ""
}

func (s *Subject) learn(f field.Field, pointer, text string) {
	switch f.Type {
	case "date":
		if s.Birth == "" {
			s.Birth = text
		}
	case "country":
		s.Countries = append(s.Countries, text)
	case "radio", "select":
		if g := screening.GenderOf(text); g != "" {
			s.Gender = g
		}
	case "cpf":
		s.Kind, s.Identifiers = screening.Individual, append(s.Identifiers, text)
	case "cnpj":
		s.Kind, s.Identifiers = screening.Company, append(s.Identifiers, text)
	case "taxId":
		if s.Kind = screening.Individual; len(screening.Number(text)) > 11 {
			s.Kind = screening.Company
		}
		s.Identifiers = append(s.Identifiers, text)
	case "text":
		if strings.ContainsFunc(text, unicode.IsDigit) && s.Kind != screening.Company {
			s.Identifiers = append(s.Identifiers, text)
			return
		}
		if s.Place == "" {
			s.Place = pointer
		}
		s.Names = append(s.Names, text)
	}
	if s.Place == "" {
		s.Place = pointer
	}
}
