package check

import (
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// identifier asks whether numbers are possible: check digits, length, alphabet, as the type of each field says. That a
// number is possible does not mean that it was given to this person.
type identifier struct{}

// Type is "identifier".
func (identifier) Type() string { return "identifier" }

// Settings describes no settings of its own.
func (identifier) Settings() []byte { return identifierSchema }

// Check fails when a number is wrong. It is unclear when one that is owed is missing, or none is there at all.
func (identifier) Check(ctx context.Context, q Question) (Answer, error) {
	state := look(ctx, q)
	found := judgement{answers: state.Answers(), wrong: violations(q.Form.Validate(ctx, state))}
	for _, pointer := range state.VisiblePlaces() {
		if slices.Contains(q.Fields, form.Path(pointer)) {
			found.judge(state, pointer)
		}
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	return found.answer(q.Form), nil
}

// violations keeps what a field type says; what is missing or breaks a rule of the form is not about the number.
func violations(all []fault.Violation) []fault.Violation {
	return slices.DeleteFunc(all, func(v fault.Violation) bool {
		return v.Severity == "warn" || v.Key == "empty" || v.Key == "validation"
	})
}

type judgement struct {
	answers            map[string]any
	wrong              []fault.Violation
	good, bad, missing []string // places
}

func (j *judgement) judge(state *form.State, pointer string) {
	value := at(j.answers, pointer)
	answered := value != nil && value != ""
	switch {
	case slices.ContainsFunc(j.wrong, func(v fault.Violation) bool { return within(v.Path, pointer) }):
		j.bad = append(j.bad, pointer)
	case answered:
		j.good = append(j.good, pointer)
	case state.Required(pointer):
		j.missing = append(j.missing, pointer)
	}
}

func (j *judgement) answer(f *form.Compiled) Answer {
	switch {
	case len(j.bad) > 0:
		return Answer{Result: Fail, Explanation: wrongNumber().naming("{fields}", labels(f, j.bad)), Evidence: placed(j.bad)}
	case len(j.missing) > 0:
		return Answer{
			Result: Unclear, Explanation: missingNumber().naming("{fields}", labels(f, j.missing)), Evidence: placed(j.missing),
		}
	case len(j.good) == 0:
		return Answer{Result: Unclear, Explanation: notConfigured().fill()}
	}
	return Answer{Result: Pass, Explanation: rightNumber().naming("{fields}", labels(f, j.good)), Evidence: placed(j.good)}
}

// placed keeps where, never what: the numbers are personal data.
func placed(pointers []string) map[string]any {
	list := make([]any, len(pointers))
	for i, p := range pointers {
		list[i] = p
	}
	return map[string]any{"places": list}
}

func labels(f *form.Compiled, pointers []string) []schemas.Text {
	var names []schemas.Text
	var seen []string
	for _, pointer := range pointers {
		path := form.Path(pointer)
		if slices.Contains(seen, path) {
			continue
		}
		seen = append(seen, path)
		if known, ok := f.FieldOf(path); ok && len(known.Label) > 0 {
			names = append(names, known.Label)
			continue
		}
		names = append(names, schemas.Text{"en": path})
	}
	return names
}

func within(pointer, place string) bool {
	return pointer == place || strings.HasPrefix(pointer, place+"/")
}

func rightNumber() sentence {
	return sentence{
		"pt-BR": "Dígitos verificadores conferem: {fields}.",
		"es":    "Los dígitos verificadores coinciden: {fields}.",
		"en":    "Check digits match: {fields}.",
		"ar":    "أرقام التحقق مطابقة: {fields}.",
	}
}

func wrongNumber() sentence {
	return sentence{
		"pt-BR": "Número impossível, os dígitos não conferem: {fields}.",
		"es":    "Número imposible, los dígitos no coinciden: {fields}.",
		"en":    "Not a possible number, the digits do not match: {fields}.",
		"ar":    "رقم غير ممكن، الأرقام غير مطابقة: {fields}.",
	}
}

func missingNumber() sentence {
	return sentence{
		"pt-BR": "Falta o número: {fields}.",
		"es":    "Falta el número: {fields}.",
		"en":    "The number is missing: {fields}.",
		"ar":    "الرقم غير موجود: {fields}.",
	}
}
