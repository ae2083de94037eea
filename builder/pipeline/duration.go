package pipeline

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Duration is an ISO 8601 duration. Years, months, weeks and days are steps of the calendar, so that P1D is the same
// time tomorrow even when the clocks change; hours, minutes and seconds are elapsed time.
type Duration struct {
	Years, Months, Days int
	Clock               time.Duration
	Negative            bool
}

var errDuration = errors.New("not an ISO 8601 duration such as P30D or PT4H")

// maxPart keeps sums far from the range in which dates and nanoseconds overflow.
const maxPart = 36500

// ParseDuration reads P[n]Y[n]M[n]W[n]DT[n]H[n]M[n]S with whole numbers, and "-" before it to count backwards.
func ParseDuration(s string) (Duration, error) {
	rest, negative := strings.CutPrefix(s, "-")
	rest, ok := strings.CutPrefix(rest, "P")
	if !ok {
		return Duration{}, fmt.Errorf("%q: %w", s, errDuration)
	}
	days, clock, timed := strings.Cut(rest, "T")
	date, err := parts(days, "YMWD")
	if err != nil {
		return Duration{}, fmt.Errorf("%q: %w", s, err)
	}
	hms, err := parts(clock, "HMS")
	if err != nil {
		return Duration{}, fmt.Errorf("%q: %w", s, err)
	}
	if timed == (clock == "") || rest == "" {
		return Duration{}, fmt.Errorf("%q: %w", s, errDuration)
	}
	return Duration{
		Years: date[0], Months: date[1], Days: 7*date[2] + date[3], Negative: negative,
		Clock: time.Duration(hms[0])*time.Hour + time.Duration(hms[1])*time.Minute + time.Duration(hms[2])*time.Second,
	}, nil
}

// parts reads numbers, each followed by one of the units, in their order.
func parts(s, units string) ([4]int, error) {
	var out [4]int
	from := 0
	for s != "" {
		digits := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		if digits < 1 {
			return out, errDuration
		}
		unit := strings.IndexByte(units[from:], s[digits])
		n, err := strconv.Atoi(s[:digits])
		if unit < 0 || err != nil || n > maxPart*24 {
			return out, errDuration
		}
		out[from+unit] = n
		from += unit + 1
		s = s[digits+1:]
	}
	return out, nil
}

// Add returns the instant that lies the duration after t, by the calendar of a zone. A day that a month does not have
// becomes its last: a month after 31 January is 28 or 29 February.
func (d Duration) Add(t time.Time, zone *time.Location) time.Time {
	sign := 1
	if d.Negative {
		sign = -1
	}
	local := t.In(zone)
	if d.Years|d.Months != 0 {
		local = addMonths(local, sign*(12*d.Years+d.Months))
	}
	if d.Days != 0 {
		local = local.AddDate(0, 0, sign*d.Days)
	}
	return local.Add(time.Duration(sign) * d.Clock).UTC()
}

func addMonths(t time.Time, n int) time.Time {
	y, m, day := t.Date()
	last := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	h, mi, s := t.Clock()
	return time.Date(y, m+time.Month(n), min(day, last), h, mi, s, t.Nanosecond(), t.Location())
}
