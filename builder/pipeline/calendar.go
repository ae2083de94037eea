package pipeline

import "time"

// Calendar is when a tenant works.
type Calendar struct {
	Zone *time.Location
	// Open and Close of each day of the week, as time since midnight; equal means closed.
	Hours [7]Hours
	// Holidays are days without work, as "YYYY-MM-DD".
	Holidays map[string]bool
}

// Hours are the working hours of one day.
type Hours struct{ Open, Close time.Duration }

// horizon bounds the search for working time in a calendar that has next to none.
const horizon = 3660

// OfficeHours returns Monday to Friday from 9 to 18 in a zone, without holidays.
func OfficeHours(zone *time.Location) *Calendar {
	c := &Calendar{Zone: zone}
	for day := time.Monday; day <= time.Friday; day++ {
		c.Hours[day] = Hours{Open: 9 * time.Hour, Close: 18 * time.Hour}
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
		t = c.opening(t)
		if !t.Before(to) {
			return sum
		}
		closing := c.at(t, c.Hours[t.Weekday()].Close)
		if !closing.Before(to) {
			return sum + to.Sub(t)
		}
		sum += closing.Sub(t)
		t = c.midnight(t, 1)
	}
	return sum
}

// addDays counts days with work in them. A start outside working hours counts from the next opening.
func (c *Calendar) addDays(t time.Time, days int) time.Time {
	t = c.opening(t)
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
		t = c.opening(t)
		closing := c.at(t, c.Hours[t.Weekday()].Close)
		if span := closing.Sub(t); left > span {
			left -= span
			t = c.midnight(t, 1)
			continue
		}
		return t.Add(left)
	}
	return t
}

// opening is t itself in working hours, else the next moment at which work begins.
func (c *Calendar) opening(t time.Time) time.Time {
	for range horizon {
		if c.works(t) {
			hours := c.Hours[t.Weekday()]
			if open := c.at(t, hours.Open); t.Before(open) {
				return open
			}
			if t.Before(c.at(t, hours.Close)) {
				return t
			}
		}
		t = c.midnight(t, 1)
	}
	return t
}

func (c *Calendar) works(t time.Time) bool {
	hours := c.Hours[t.Weekday()]
	return hours.Close > hours.Open && !c.Holidays[t.Format(time.DateOnly)]
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
