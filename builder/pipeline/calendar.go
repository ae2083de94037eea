package pipeline

import "time"

// Calendar is when a tenant works.
type Calendar struct {
	Zone *time.Location
	// Hours of each day of the week, by the clock and apart from each other; a day without any is off.
	Hours [7][]Hours
	// Holidays are days without work, as "YYYY-MM-DD".
	Holidays map[string]bool
}

// Hours are working hours of one day without a break, as time since midnight.
type Hours struct{ Open, Close time.Duration }

// horizon bounds the search for working time in a calendar that has next to none.
const horizon = 3660

// OfficeHours returns Monday to Friday from 9 to 18 in a zone, without holidays.
func OfficeHours(zone *time.Location) *Calendar {
	c := &Calendar{Zone: zone}
	for day := time.Monday; day <= time.Friday; day++ {
		c.Hours[day] = []Hours{{Open: 9 * time.Hour, Close: 18 * time.Hour}}
	}
	return c
}

// Add returns the instant at which the duration has passed in working time: days are working days at the same time
// of day, the clock runs in working hours only. Months and years, and durations that count backwards, go by the
// common calendar.
func (c *Calendar) Add(t time.Time, d Duration) time.Time {
	if d.Negative || d.Years|d.Months != 0 {
		return d.Add(t, c.Zone)
	}
	local := t.In(c.Zone)
	if d.Days > 0 {
		local = c.addDays(local, d.Days)
	}
	if d.Clock > 0 {
		local = c.addClock(local, d.Clock)
	}
	return local.UTC()
}

// Part returns the instant at which a part of the working time between two instants has passed: 0 is the first, 1 the
// second. Where no work is done between them, it goes by the clock.
func (c *Calendar) Part(from, to time.Time, part float64) time.Time {
	whole := c.worked(from, to)
	if whole <= 0 {
		return from.Add(time.Duration(float64(to.Sub(from)) * part))
	}
	return c.addClock(from.In(c.Zone), time.Duration(float64(whole)*part)).UTC()
}

// worked is the working time between two instants.
func (c *Calendar) worked(from, to time.Time) time.Duration {
	sum := time.Duration(0)
	t := from.In(c.Zone)
	for range horizon {
		opens, closes, ok := c.next(t)
		if !ok || !opens.Before(to) {
			return sum
		}
		if !closes.Before(to) {
			return sum + to.Sub(opens)
		}
		sum += closes.Sub(opens)
		t = closes
	}
	return sum
}

// addDays counts days with work in them. A start outside working hours counts from the next opening.
func (c *Calendar) addDays(t time.Time, days int) time.Time {
	if opens, _, ok := c.next(t); ok {
		t = opens
	}
	for range horizon {
		if days == 0 {
			return t
		}
		t = t.AddDate(0, 0, 1)
		if c.works(t) {
			days--
		}
	}
	return t
}

func (c *Calendar) addClock(t time.Time, left time.Duration) time.Time {
	for range horizon {
		opens, closes, ok := c.next(t)
		if !ok {
			return t
		}
		span := closes.Sub(opens)
		if left <= span {
			return opens.Add(left)
		}
		left -= span
		t = closes
	}
	return t
}

// next are the working hours that t lies in, from t on, else those that come next. False says that nobody works any more.
func (c *Calendar) next(t time.Time) (opens, closes time.Time, ok bool) {
	for range horizon {
		for _, hours := range c.hours(t) {
			if closes = c.at(t, hours.Close); t.Before(closes) {
				return later(t, c.at(t, hours.Open)), closes, true
			}
		}
		t = c.midnight(t, 1)
	}
	return t, t, false
}

// hours are the working hours of the day of an instant.
func (c *Calendar) hours(t time.Time) []Hours {
	if c.Holidays[t.Format(time.DateOnly)] {
		return nil
	}
	return c.Hours[t.Weekday()]
}

func (c *Calendar) works(t time.Time) bool { return len(c.hours(t)) > 0 }

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// at is a time of the same day by the clock on the wall, also on the day on which the clocks change.
func (c *Calendar) at(t time.Time, since time.Duration) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, int(since/time.Minute), 0, 0, c.Zone)
}

func (c *Calendar) midnight(t time.Time, days int) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, c.Zone)
}
