package check

import (
	"strings"

	"github.com/esteira/esteira/schemas"
)

// sentence is one explanation in the languages of the house, with variables in braces.
type sentence schemas.Text

func (s sentence) fill(pairs ...string) schemas.Text {
	replacer := strings.NewReplacer(pairs...)
	out := make(schemas.Text, len(s))
	for locale, text := range s {
		out[locale] = replacer.Replace(text)
	}
	return out
}

// naming fills one variable with text that has languages of its own.
func (s sentence) naming(variable string, names []schemas.Text) schemas.Text {
	out := make(schemas.Text, len(s))
	for locale, text := range s {
		said := make([]string, 0, len(names))
		for _, name := range names {
			said = append(said, name.In(locale))
		}
		out[locale] = strings.ReplaceAll(text, variable, strings.Join(said, ", "))
	}
	return out
}

func notConfigured() sentence {
	return sentence{
		"pt-BR": "Não há nada a verificar: a pergunta não faz parte do formulário ou não foi respondida.",
		"es":    "No hay nada que verificar: la pregunta no está en el formulario o no se respondió.",
		"en":    "There is nothing to check: the question is not part of the form or was not answered.",
		"ar":    "لا يوجد ما يمكن التحقق منه: السؤال ليس في النموذج أو لم تتم الإجابة عنه.",
	}
}
