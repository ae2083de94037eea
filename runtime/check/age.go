package check

import (
	"context"
	"fmt"
	"strconv"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/schemas"
)

// age asks whether enough whole years have passed since a date, and not too many: of a person since birth, of a
// company since incorporation.
type age struct{}

type ageSettings struct {
	Field string   `json:"field"` // path of keys; default: the first field of the check
	Min   float64  `json:"min"`
	Max   *float64 `json:"max"`
}

// Type is "age".
func (age) Type() string { return "age" }

// Settings describes field, min and max.
func (age) Settings() []byte { return ageSchema }

// Check fails when a date lies outside the limits, and is unclear when there is none.
func (age) Check(ctx context.Context, q Question) (Answer, error) {
	var s ageSettings
	if err := decode(q.Config, &s); err != nil {
		return Answer{}, err
	}
	if s.Field == "" && len(q.Fields) > 0 {
		s.Field = q.Fields[0]
	}
	if !field.IsDate(q.Today) {
		return Answer{}, fmt.Errorf("check age: today is %q", q.Today)
	}
	answer := Answer{Result: Unclear, Explanation: notConfigured().fill()}
	for _, value := range valuesAt(look(ctx, q).Answers(), s.Field) {
		date, _ := value.(string)
		if !field.IsDate(date) {
			return Answer{Result: Unclear, Explanation: notConfigured().fill()}, nil
		}
		if answer = s.judge(years(date, q.Today)); answer.Result == Fail {
			break
		}
	}
	return answer, ctx.Err()
}

func (s ageSettings) judge(n int) Answer {
	result := Pass
	if float64(n) < s.Min || s.Max != nil && float64(n) > *s.Max {
		result = Fail
	}
	return Answer{Result: result, Explanation: s.explain(n), Evidence: map[string]any{"years": float64(n)}}
}

func (s ageSettings) explain(n int) schemas.Text {
	pairs := []string{"{n}", strconv.Itoa(n), "{min}", strconv.FormatFloat(s.Min, 'f', -1, 64)}
	if s.Max == nil {
		return sentence{
			"pt-BR": "Anos completos desde a data: {n}. Mínimo: {min}.",
			"es":    "Años cumplidos desde la fecha: {n}. Mínimo: {min}.",
			"en":    "Whole years since the date: {n}. Minimum: {min}.",
			"ar":    "السنوات الكاملة منذ التاريخ: {n}. الحد الأدنى: {min}.",
		}.fill(pairs...)
	}
	return sentence{
		"pt-BR": "Anos completos desde a data: {n}. Esperado: de {min} a {max}.",
		"es":    "Años cumplidos desde la fecha: {n}. Esperado: de {min} a {max}.",
		"en":    "Whole years since the date: {n}. Expected: {min} to {max}.",
		"ar":    "السنوات الكاملة منذ التاريخ: {n}. المتوقع: من {min} إلى {max}.",
	}.fill(append(pairs, "{max}", strconv.FormatFloat(*s.Max, 'f', -1, 64))...)
}

// years counts whole years between two days as rules do: a birthday of 29 February falls on 1 March in a common year.
// It is negative when the first day is the later one.
func years(from, to string) int {
	first, _ := strconv.Atoi(from[:4])
	last, _ := strconv.Atoi(to[:4])
	if to[5:] < from[5:] {
		last--
	}
	return last - first
}
