package pipeline_test

import (
	"testing"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestDurationAdd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, from, add, want string }{
		{"UTC", "2026-01-31T10:00:00Z", "P1M", "2026-02-28T10:00:00Z"},
		{"UTC", "2024-02-29T10:00:00Z", "P1Y", "2025-02-28T10:00:00Z"},
		{"UTC", "2026-03-31T10:00:00Z", "-P1M", "2026-02-28T10:00:00Z"},
		{"UTC", "2026-01-01T00:00:00Z", "-P90D", "2025-10-03T00:00:00Z"},
		{"UTC", "2026-01-01T00:00:00Z", "P1Y2M1W3DT4H5M6S", "2027-03-11T04:05:06Z"},
		{"UTC", "2026-12-15T00:00:00Z", "P14M", "2028-02-15T00:00:00Z"},
		// A day stays the same time of day when the clocks change; 24 hours do not.
		{"America/New_York", "2026-03-07T15:00:00Z", "P1D", "2026-03-08T14:00:00Z"},
		{"America/New_York", "2026-03-07T15:00:00Z", "PT24H", "2026-03-08T15:00:00Z"},
		// 31 January 22:00 in São Paulo is 1 February in UTC: the zone decides the month.
		{"America/Sao_Paulo", "2026-02-01T01:00:00Z", "P1M", "2026-03-01T01:00:00Z"},
	} {
		d, err := pipeline.ParseDuration(c.add)
		if err != nil {
			t.Fatal(err)
		}
		from, _ := time.Parse(time.RFC3339, c.from)
		if got := d.Add(from, zone(t, c.zone)).Format(time.RFC3339); got != c.want {
			t.Errorf("%s + %s in %s: got %s, want %s", c.from, c.add, c.zone, got, c.want)
		}
	}
}

func TestParseDurationRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "P", "PT", "-P", "P1", "1D", "P1DT", "PD", "P1D1Y", "P1H", "PT1D", "P1.5D", "P-1D", "--P1D", "P1D ", "P99999999D", "P1D1D", "pt1h"} {
		if d, err := pipeline.ParseDuration(s); err == nil {
			t.Errorf("%q was read as %+v", s, d)
		}
	}
}

func TestCalendarWithBreaks(t *testing.T) {
	t.Parallel()
	clock := func(s string) time.Time {
		at, err := time.Parse("2006-01-02T15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	c := &pipeline.Calendar{Zone: time.UTC, Holidays: map[string]bool{"2026-11-25": true}}
	c.Hours[time.Tuesday] = []pipeline.Hours{{Open: 9 * time.Hour, Close: 12 * time.Hour}, {Open: 13 * time.Hour, Close: 18 * time.Hour}}
	c.Hours[time.Wednesday] = c.Hours[time.Tuesday]
	c.Hours[time.Thursday] = []pipeline.Hours{{Open: 10 * time.Hour, Close: 11 * time.Hour}, {Open: 22 * time.Hour, Close: 24 * time.Hour}}
	for _, is := range []struct{ name, from, add, want string }{
		{"over a break", "2026-11-24T11:00", "PT2H", "2026-11-24T14:00"},
		{"up to a break", "2026-11-24T11:00", "PT1H", "2026-11-24T12:00"},
		{"within a break", "2026-11-24T12:15", "PT1H", "2026-11-24T14:00"},
		{"days from within a break", "2026-11-24T12:15", "P1D", "2026-11-26T13:00"},
		{"over a day and a holiday", "2026-11-24T09:00", "PT8H30M", "2026-11-26T10:30"},
		{"until midnight", "2026-11-26T10:30", "PT2H30M", "2026-11-27T00:00"},
	} {
		d, err := pipeline.ParseDuration(is.add)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Add(clock(is.from), d); !got.Equal(clock(is.want)) {
			t.Errorf("%s: %s + %s is %s, want %s", is.name, is.from, is.add, got, is.want)
		}
	}
	if got := c.Part(clock("2026-11-24T11:00"), clock("2026-11-24T14:00"), 0.75); !got.Equal(clock("2026-11-24T13:30")) {
		t.Errorf("three quarters of two hours over a break end %s", got)
	}
}

func TestCalendarAdd(t *testing.T) {
	t.Parallel()
	office := pipeline.OfficeHours(zone(t, "America/Sao_Paulo")) // UTC-3
	office.Holidays = map[string]bool{"2026-04-21": true}
	closed := &pipeline.Calendar{Zone: time.UTC}
	for _, c := range []struct {
		name      string
		calendar  *pipeline.Calendar
		from, add string
		want      string
	}{
		{"within a day", office, "2026-03-02T12:00:00Z", "PT4H", "2026-03-02T16:00:00Z"},
		{"up to closing", office, "2026-03-02T12:00:00Z", "PT9H", "2026-03-02T21:00:00Z"},
		{"over night", office, "2026-03-02T20:00:00Z", "PT4H", "2026-03-03T15:00:00Z"},
		{"over a weekend", office, "2026-03-06T20:00:00Z", "PT4H", "2026-03-09T15:00:00Z"},
		{"from a Sunday", office, "2026-03-08T20:00:00Z", "PT1H", "2026-03-09T13:00:00Z"},
		{"before opening", office, "2026-03-02T08:00:00Z", "PT1H", "2026-03-02T13:00:00Z"},
		{"over a holiday", office, "2026-04-20T20:00:00Z", "PT4H", "2026-04-22T15:00:00Z"},
		{"working days", office, "2026-04-17T15:00:00Z", "P2D", "2026-04-22T15:00:00Z"},
		{"48 working hours", office, "2026-03-02T12:00:00Z", "PT48H", "2026-03-09T15:00:00Z"},
		{"months by the common calendar", office, "2026-03-02T12:00:00Z", "P1M", "2026-04-02T12:00:00Z"},
		{"backwards by the common calendar", office, "2026-03-02T12:00:00Z", "-P1D", "2026-03-01T12:00:00Z"},
	} {
		d, err := pipeline.ParseDuration(c.add)
		if err != nil {
			t.Fatal(err)
		}
		from, _ := time.Parse(time.RFC3339, c.from)
		if got := c.calendar.Add(from, d).Format(time.RFC3339); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	if got := closed.Add(time.Unix(0, 0), pipeline.Duration{Clock: time.Hour}); got.IsZero() {
		t.Error("a calendar without work must still give an instant")
	}
}
