package tenant

import (
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// Calendar is when a tenant works, as it is set: by day of the week and the clock on the wall.
type Calendar struct {
	Hours    map[string]string `json:"hours"`              // "mon": "09:00-18:00"; a day that is not named is off
	Holidays []string          `json:"holidays,omitempty"` // "2026-12-25"
}

var weekdays = map[string]time.Weekday{
	"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday,
	"sat": time.Saturday,
}

// Hours are the working hours of one day, as time since midnight; equal means closed.
type Hours struct{ Open, Close time.Duration }

// Week returns the hours of each day of the week, Sunday first. Returns fault.Invalid "tenant.calendar" for hours or
// holidays that cannot be read, and when no day has any hours.
func (c Calendar) Week() (week [7]Hours, err error) {
	works := false
	for name, text := range c.Hours {
		day, known := weekdays[name]
		hours, ok := hoursOf(text)
		if !known || !ok {
			return week, fault.New(fault.Invalid, "tenant.calendar").With("value", name+" "+text)
		}
		week[day], works = hours, true
	}
	for _, day := range c.Holidays {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return week, fault.New(fault.Invalid, "tenant.calendar").With("value", day)
		}
	}
	if !works {
		return week, fault.New(fault.Invalid, "tenant.calendar").With("value", "hours")
	}
	return week, nil
}

// hoursOf reads "09:00-18:00".
func hoursOf(text string) (Hours, bool) {
	const clock = "15:04"
	if len(text) != len("09:00-18:00") || text[5] != '-' {
		return Hours{}, false
	}
	from, err := time.Parse(clock, text[:5])
	if err != nil {
		return Hours{}, false
	}
	to, err := time.Parse(clock, text[6:])
	if err != nil || !to.After(from) {
		return Hours{}, false
	}
	since := func(t time.Time) time.Duration {
		return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	}
	return Hours{Open: since(from), Close: since(to)}, true
}
