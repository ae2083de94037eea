package rule

import (
	"errors"
	"fmt"
	"math"
)

var errDate = errors.New("not a date YYYY-MM-DD")

// civil is a date without a time. The browser counts with the same integer arithmetic, so no library's idea of
// time zones or of the year 0 can come between the two.
type civil struct{ year, month, day int }

func parseDate(s string) (civil, bool) {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return civil{}, false
	}
	year, okYear := parseDigits(s[:4])
	month, okMonth := parseDigits(s[5:7])
	day, okDay := parseDigits(s[8:])
	if !okYear || !okMonth || !okDay {
		return civil{}, false
	}
	if year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return civil{}, false
	}
	return civil{year, month, day}, true
}

func parseDigits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// number counts days from 1970-01-01 in the Gregorian calendar (years from March, so that the leap day is last).
func (c civil) number() int {
	y, m := c.year, c.month-3
	if c.month < 3 {
		y, m = c.year-1, c.month+9
	}
	return 365*y + y/4 - y/100 + y/400 + (153*m+2)/5 + c.day - 1 - 719468
}

// civilOf is the inverse of number, for the years 1 to 9999.
func civilOf(n int) civil {
	n += 719468
	era := n / 146097
	inEra := n % 146097
	yearOfEra := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	dayOfYear := inEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	m := (5*dayOfYear + 2) / 153
	c := civil{yearOfEra + era*400, m + 3, dayOfYear - (153*m+2)/5 + 1}
	if c.month > 12 {
		c.year, c.month = c.year+1, c.month-12
	}
	return c
}

func (c civil) String() string { return fmt.Sprintf("%04d-%02d-%02d", c.year, c.month, c.day) }

func parseTwo(from, to string) (a, b civil, err error) {
	a, okA := parseDate(from)
	b, okB := parseDate(to)
	if !okA || !okB {
		return a, b, errDate
	}
	return a, b, nil
}

func years(from, to string) (float64, error) {
	a, b, err := parseTwo(from, to)
	if err != nil {
		return 0, err
	}
	n := b.year - a.year
	if b.month*100+b.day < a.month*100+a.day {
		n--
	}
	return float64(n), nil
}

func days(from, to string) (float64, error) {
	a, b, err := parseTwo(from, to)
	return float64(b.number() - a.number()), err
}

func addDays(date string, n float64) (string, error) {
	c, ok := parseDate(date)
	if !ok {
		return "", errDate
	}
	const widest = 3_700_000 // more days than the years 1 to 9999 have
	if n != math.Trunc(n) || math.Abs(n) > widest {
		return "", errors.New("addDays wants a whole number of days")
	}
	first, last := civil{1, 1, 1}.number(), civil{9999, 12, 31}.number()
	to := c.number() + int(n)
	if to < first || to > last {
		return "", errors.New("addDays leaves the years 1 to 9999")
	}
	return civilOf(to).String(), nil
}
