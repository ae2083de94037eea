package check

import (
	"strconv"
	"strings"

	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/schemas"
)

// explain says in words what was found: the entries that nobody cleared, each with what its score is made of.
func explain(found Screened, open []Hit) schemas.Text {
	out := schemas.Text{}
	for locale, w := range wordings {
		lists := make([]string, len(found.Lists))
		for i, l := range found.Lists {
			lists[i] = l.Name
		}
		var lines []string
		for _, h := range open[:min(len(open), 5)] {
			lines = append(lines, w.hit(h))
		}
		if len(open) > 5 {
			lines = append(lines, filled(w["more"], "{n}", strconv.Itoa(len(open)-5)))
		}
		if len(open) == 0 {
			lines = append(lines, filled(w["none"], "{lists}", strings.Join(lists, ", ")))
		}
		if cleared := len(found.Hits) - len(open); cleared > 0 {
			lines = append(lines, filled(w["cleared"], "{n}", strconv.Itoa(cleared)))
		}
		out[locale] = strings.Join(lines, "\n")
	}
	return out
}

func (w wording) hit(h Hit) string {
	base := []string{"{list}", h.ListName, "{name}", h.Name, "{entry}", h.Entry, "{score}", points(h.Score)}
	if h.Parts.Identifier != "" {
		return filled(w["number"], append(base, "{kind}", h.Parts.Identifier)...)
	}
	f := h.Parts.Factors
	return filled(w["name"], append(base, "{like}", points(h.Parts.Name), "{birth}", w[f.Birth], "{country}", w[f.Country])...)
}

// points are of 100, in whole ones.
func points(score float64) string { return strconv.Itoa(int(score*100 + 0.5)) }

func filled(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }

type wording map[string]string

var wordings = map[string]wording{
	"pt-BR": {
		"none": "Nenhum registro parecido em: {lists}.", "cleared": "Registros já afastados pela conformidade: {n}.", "more": "E mais {n}.",
		"number":         "{list}: “{name}” ({entry}), {score} pontos: o mesmo número ({kind}).",
		"name":           "{list}: “{name}” ({entry}), {score} pontos: nome {like}; nascimento: {birth}; país: {country}.",
		screening.Agrees: "confere", screening.Differs: "não confere", screening.Unknown: "não se sabe",
	},
	"es": {
		"none": "Ningún registro parecido en: {lists}.", "cleared": "Registros ya descartados por cumplimiento: {n}.", "more": "Y {n} más.",
		"number":         "{list}: “{name}” ({entry}), {score} puntos: el mismo número ({kind}).",
		"name":           "{list}: “{name}” ({entry}), {score} puntos: nombre {like}; nacimiento: {birth}; país: {country}.",
		screening.Agrees: "coincide", screening.Differs: "no coincide", screening.Unknown: "no se sabe",
	},
	"en": {
		"none": "No entry is alike in: {lists}.", "cleared": "Entries that compliance has cleared: {n}.", "more": "And {n} more.",
		"number":         "{list}: “{name}” ({entry}), {score} points: the same number ({kind}).",
		"name":           "{list}: “{name}” ({entry}), {score} points: name {like}; birth: {birth}; country: {country}.",
		screening.Agrees: "agrees", screening.Differs: "differs", screening.Unknown: "not known",
	},
	"ar": {
		"none": "لا قيد مشابه في: {lists}.", "cleared": "قيود استبعدها الامتثال: {n}.", "more": "و{n} غيرها.",
		"number":         "{list}: “{name}” ({entry})، {score} نقطة: الرقم نفسه ({kind}).",
		"name":           "{list}: “{name}” ({entry})، {score} نقطة: الاسم {like}؛ الميلاد: {birth}؛ البلد: {country}.",
		screening.Agrees: "مطابق", screening.Differs: "غير مطابق", screening.Unknown: "غير معروف",
	},
}

func noList() schemas.Text {
	return schemas.Text{
		"pt-BR": "Nenhuma lista a consultar foi carregada. Carregue-a em Listas e execute de novo.",
		"es":    "No se ha cargado ninguna lista que consultar. Cárguela en Listas y ejecute de nuevo.",
		"en":    "No list that is to be asked was loaded. Load it under Lists and run this again.",
		"ar":    "لم تُحمَّل أي قائمة للبحث فيها. حمّلها من صفحة القوائم ثم شغّل الفحص من جديد.",
	}
}

func nobody() schemas.Text {
	return schemas.Text{
		"pt-BR": "Não há nome nem documento a consultar: as perguntas escolhidas não foram respondidas.",
		"es":    "No hay nombre ni documento que consultar: las preguntas elegidas no se respondieron.",
		"en":    "There is no name or number to screen: the questions that were chosen are not answered.",
		"ar":    "لا اسم ولا رقم للفحص: لم تتم الإجابة عن الأسئلة المختارة.",
	}
}
