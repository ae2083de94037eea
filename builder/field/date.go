package field

import (
	"regexp"
	"strconv"
	"time"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const dateSettings = `{"type":"object","additionalProperties":false,"properties":{
	"min":{"type":"string","pattern":"^(?:today|[0-9]{4}-[0-9]{2}-[0-9]{2})$","description":"first day allowed"},
	"max":{"type":"string","pattern":"^(?:today|[0-9]{4}-[0-9]{2}-[0-9]{2})$","description":"last day allowed"}}}`

type dateLimits struct {
	Min string `json:"min"`
	Max string `json:"max"`
}

const today = "today"

type date struct{ kind }

// newDate is a calendar day without zone, "YYYY-MM-DD", from the year 1000.
func newDate() Type {
	return date{kind{
		name: "date", rule: rule.Date, settings: dateSettings,
		clean: textClean(func(_ Field, s string) string { return Normalise(s) }),
		schema: func(Field) map[string]any {
			return map[string]any{"type": "string", "pattern": dateForm.String(), "format": "esteira-date"}
		},
		mask: textMask(maskDate),
		lint: lintDate,
	}}
}

// Check is CheckOn without the limits that are said as today.
func (d date) Check(f Field, value any) []fault.Violation { return d.CheckOn(f, value, "") }

// CheckOn answers type, real_date, past, future, between, min or max.
func (d date) CheckOn(f Field, value any, day string) []fault.Violation {
	if value == nil {
		return nil
	}
	s, ok := value.(string)
	if !ok {
		return wrong("type")
	}
	if !IsDate(s) {
		return wrong("real_date")
	}
	return readSettings[dateLimits](f).check(s, day)
}

// ISO dates compare as text, and no day is before "".
func (l dateLimits) check(s, day string) []fault.Violation {
	from, to := onDay(l.Min, day), onDay(l.Max, day)
	under, over := s < from, to != "" && s > to
	fixed := l.Min != "" && l.Max != "" && l.Min != today && l.Max != today
	switch {
	case !under && !over:
		return nil
	case fixed:
		return wrong("between", "a", l.Min, "b", l.Max)
	case under && l.Min == today:
		return wrong("future")
	case under:
		return wrong("min", "n", l.Min)
	case l.Max == today:
		return wrong("past")
	default:
		return wrong("max", "n", l.Max)
	}
}

func onDay(limit, day string) string {
	if limit == today {
		return day
	}
	return limit
}

var dateForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// IsDate tells whether s is a real day in the form YYYY-MM-DD, from the year 1000 (0026 is a slip for 2026).
func IsDate(s string) bool {
	return dateForm.MatchString(s) && s >= "1000" && realDay(s[:4], s[5:7], s[8:])
}

// realDay tells whether a day exists in the Gregorian calendar. The three are digits.
func realDay(year, month, day string) bool {
	y, m, d := digitsOf(year), digitsOf(month), digitsOf(day)
	if m < 1 || m > 12 || d < 1 {
		return false
	}
	return d <= time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func digitsOf(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// maskDate leaves the year: in lists a day of birth is personal data (LGPD).
func maskDate(s string) string {
	if !IsDate(s) {
		return hidden
	}
	return s[:4]
}

func lintDate(f Field) []fault.Violation {
	limits := readSettings[dateLimits](f)
	var found []fault.Violation
	if limits.Min != "" && limits.Min != today && !IsDate(limits.Min) {
		found = append(found, at("/config/min", wrong("real_date"))...)
	}
	if limits.Max != "" && limits.Max != today && !IsDate(limits.Max) {
		found = append(found, at("/config/max", wrong("real_date"))...)
	}
	if limits.Min != today && limits.Max != "" && limits.Max != today && limits.Min > limits.Max {
		found = append(found, at("/config/max", wrong("setting.order"))...)
	}
	return found
}

var _ Dated = date{}
