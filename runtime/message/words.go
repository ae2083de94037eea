package message

import (
	"slices"
	"strings"
)

// words are what messages say beside what their authors wrote, by language: pt, es, en, ar.
var words = map[string][4]string{
	"stop":              {"Não quero mais lembretes", "No quiero más recordatorios", "Stop reminding me", "أوقف التذكيرات"},
	"open":              {"Abrir", "Abrir", "Open", "فتح"},
	"handIn":            {"Conferir e enviar", "Revisar y enviar", "Check and send", "المراجعة والإرسال"},
	"test":              {"Teste", "Prueba", "Test", "تجربة"},
	"sampleName":        {"Maria", "María", "Maria", "مريم"},
	"sampleList":        {"Comprovante de residência, Selfie", "Comprobante de domicilio, Selfie", "Proof of address, Selfie", "إثبات العنوان، صورة شخصية"},
	"mentioned.subject": {"{by} citou você em uma nota", "{by} le mencionó en una nota", "{by} mentioned you in a note", "أشار {by} إليك في ملاحظة"},
	"mentioned.body": {
		"{by} citou você em uma nota interna.\n\nLeia em: {link}",
		"{by} le mencionó en una nota interna.\n\nLéala en: {link}",
		"{by} mentioned you in an internal note.\n\nRead it at: {link}",
		"أشار {by} إليك في ملاحظة داخلية.\n\nاقرأها هنا: {link}",
	},
	"delegated.subject": {"{substitute} decide em nome de {away}", "{substitute} decide en nombre de {away}", "{substitute} decides in the name of {away}", "{substitute} يقرر باسم {away}"},
	"delegated.body": {
		"De {from} até {until}, {substitute} decide em nome de {away}.\n\nDefinido por: {by}\nMotivo: {reason}\n\nEm Ausências, quem está ausente e quem gerencia membros podem encerrar isso.",
		"Desde {from} hasta {until}, {substitute} decide en nombre de {away}.\n\nEstablecido por: {by}\nMotivo: {reason}\n\nEn Ausencias, quien está ausente y quien gestiona miembros pueden ponerle fin.",
		"From {from} until {until}, {substitute} decides in the name of {away}.\n\nSet by: {by}\nReason: {reason}\n\nUnder Absences, whoever is away and whoever manages members can end this.",
		"من {from} إلى {until}، يقرر {substitute} باسم {away}.\n\nحدّده: {by}\nالسبب: {reason}\n\nيمكن للغائب ولمن يدير الأعضاء إنهاء ذلك في صفحة الغياب.",
	},
	"privacy": {"Proteção de dados", "Protección de datos", "Data protection", "حماية البيانات"},
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
