package check

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/esteira/esteira/builder/field"
)

// expiry asks whether a day that something is valid until has passed, or is near: of a document, a licence, a mandate.
type expiry struct{}

type expirySettings struct {
	Field string `json:"field"` // path of keys; default: the first field of the check
	Warn  *int   `json:"warn"`  // days before the end from which a person has to look
}

// warnDays is from when a person has to look where nothing else is set.
const warnDays = 30

// Type is "expiry".
func (expiry) Type() string { return "expiry" }

// Settings describes field and warn.
func (expiry) Settings() []byte { return expirySchema }

// Check fails when a day has passed, and is unclear when it is near or when there is none. The last day itself is valid.
func (expiry) Check(ctx context.Context, q Question) (Answer, error) {
	var s expirySettings
	if err := decode(q.Config, &s); err != nil {
		return Answer{}, err
	}
	if s.Field == "" && len(q.Fields) > 0 {
		s.Field = q.Fields[0]
	}
	today, err := time.Parse(time.DateOnly, q.Today)
	if err != nil {
		return Answer{}, fmt.Errorf("check expiry: today is %q", q.Today)
	}
	answer := Answer{Result: Unclear, Explanation: notConfigured().fill()}
	for _, value := range valuesAt(look(ctx, q).Answers(), s.Field) {
		text, _ := value.(string)
		if !field.IsDate(text) {
			return Answer{Result: Unclear, Explanation: notConfigured().fill()}, nil
		}
		end, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return Answer{}, err
		}
		if next := s.judge(int(end.Sub(today).Hours() / 24)); answer.Evidence == nil || graver(next.Result, answer.Result) {
			answer = next
		}
	}
	return answer, ctx.Err()
}

// graver tells whether a result is the worse of two: in rows, the worst counts.
func graver(a, b string) bool { return a == Fail && b != Fail || a == Unclear && b == Pass }

func (s expirySettings) judge(days int) Answer {
	warn := warnDays
	if s.Warn != nil {
		warn = *s.Warn
	}
	out := Answer{Result: Pass, Evidence: map[string]any{"days": float64(days)}}
	said := stillValid()
	switch {
	case days < 0:
		out.Result, said, days = Fail, isOver(), -days
	case days <= warn:
		out.Result = Unclear
	}
	out.Explanation = said.fill("{n}", strconv.Itoa(days), "{warn}", strconv.Itoa(warn))
	return out
}

func stillValid() sentence {
	return sentence{
		"pt-BR": "Dias até o vencimento: {n}. Uma pessoa precisa ver a partir de {warn}.",
		"es":    "Días hasta el vencimiento: {n}. Una persona debe mirar desde {warn}.",
		"en":    "Days until it ends: {n}. A person has to look from {warn}.",
		"ar":    "الأيام حتى الانتهاء: {n}. يجب أن ينظر شخص ابتداءً من {warn}.",
	}
}

func isOver() sentence {
	return sentence{
		"pt-BR": "Vencido. Dias desde o vencimento: {n}.",
		"es":    "Vencido. Días desde el vencimiento: {n}.",
		"en":    "It is over. Days since it ended: {n}.",
		"ar":    "انتهت الصلاحية. الأيام منذ الانتهاء: {n}.",
	}
}
