package message

import (
	"slices"
	"strings"
)

// words are what messages say beside what their authors wrote, by language: pt, es, en, ar.
var words = map[string][4]string{
	"stop":       {"Não quero mais lembretes", "No quiero más recordatorios", "Stop reminding me", "أوقف التذكيرات"},
	"open":       {"Abrir", "Abrir", "Open", "فتح"},
	"handIn":     {"Conferir e enviar", "Revisar y enviar", "Check and send", "المراجعة والإرسال"},
	"test":       {"Teste", "Prueba", "Test", "تجربة"},
	"sampleName": {"Maria", "María", "Maria", "مريم"},
	"sampleList": {"Comprovante de residência, Selfie", "Comprobante de domicilio, Selfie", "Proof of address, Selfie", "إثبات العنوان، صورة شخصية"},
	"privacy":    {"Proteção de dados", "Protección de datos", "Data protection", "حماية البيانات"},
}

// Said says something in the language of a locale; in English where there are no words in it.
func Said(key, locale string) string {
	language, _, _ := strings.Cut(locale, "-")
	at := slices.Index([]string{"pt", "es", "en", "ar"}, language)
	if at < 0 {
		at = 2
	}
	return words[key][at]
}

// List joins what there is to name, as the language does; by semicolons where a name has a comma in it.
func List(names []string, locale string) string {
	comma, semicolon := ", ", "; "
	if language, _, _ := strings.Cut(locale, "-"); language == "ar" {
		comma, semicolon = "، ", "؛ "
	}
	if slices.ContainsFunc(names, func(name string) bool { return strings.ContainsAny(name, ",،") }) {
		return strings.Join(names, semicolon)
	}
	return strings.Join(names, comma)
}
