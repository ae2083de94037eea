package tenant

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Calendar is when a tenant works, as it is set: by day of the week and the clock on the wall.
type Calendar struct {
	Hours    map[string]string `json:"hours"`              // "mon": "09:00-12:00,13:00-18:00"; a day that is not named is off
	Holidays []Holiday         `json:"holidays,omitempty"` // by date
	Revision int64             `json:"revision,omitempty"` // grows by one with each change
}

// Holiday is a day without work. As a text it is its date, and its name after a space where it has one: "2026-12-25 Christmas".
type Holiday struct {
	Date string // "2026-12-25"
	Name string
}

// MarshalText writes the date and the name.
func (h Holiday) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads a date with or without a name. Whether the date can be, Working says.
func (h *Holiday) UnmarshalText(text []byte) error {
	h.Date, h.Name, _ = strings.Cut(string(text), " ")
	h.Name = strings.TrimSpace(h.Name)
	return nil
}

// String is the date and the name.
func (h Holiday) String() string { return strings.TrimSpace(h.Date + " " + h.Name) }

// week are the days as calendars name them, Sunday first.
var week = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// officeHours is when a tenant works that never said so. pipeline.OfficeHours is the same.
func officeHours() Calendar {
	c := Calendar{Hours: map[string]string{}}
	for _, day := range week[time.Monday:time.Saturday] {
		c.Hours[day] = "09:00-18:00"
	}
	return c
}

// Working returns the working time of a tenant in a zone; that of an office for one that never set it. Returns fault.Invalid
// "calendar.invalid" with what is wrong, by its place.
func (c *Calendar) Working(zone *time.Location) (*pipeline.Calendar, error) {
	if c == nil {
		return pipeline.OfficeHours(zone), nil
	}
	out := &pipeline.Calendar{Zone: zone, Holidays: map[string]bool{}}
	bad := fault.New(fault.Invalid, "calendar.invalid")
	for name, text := range c.Hours {
		day, hours, ok := dayOf(name, text)
		if !ok {
			bad = bad.At(fault.Violation{Path: "/hours/" + name, Key: "calendar.hours"})
			continue
		}
		out.Hours[day] = hours
	}
	if len(c.Hours) == 0 {
		bad = bad.At(fault.Violation{Path: "/hours", Key: "calendar.no_day"})
	}
	for i, h := range c.Holidays {
		if _, err := time.Parse(time.DateOnly, h.Date); err != nil {
			bad = bad.At(fault.Violation{Path: "/holidays/" + strconv.Itoa(i), Key: "calendar.date", Params: map[string]any{"value": h.Date}})
		}
		out.Holidays[h.Date] = true
	}
	if len(bad.Violations) > 0 {
		return nil, bad
	}
	return out, nil
}

// dayOf reads the hours of a day, "09:00-12:00,13:00-18:00": each span ends after it begins, and the next begins later still.
func dayOf(name, text string) (time.Weekday, []pipeline.Hours, bool) {
	day := slices.Index(week[:], name)
	var out []pipeline.Hours
	last := time.Duration(-1)
	for span := range strings.SplitSeq(text, ",") {
		hours, err := spanOf(span)
		if err != nil || hours.Open <= last || hours.Close <= hours.Open {
			return 0, nil, false
		}
		last = hours.Close
		out = append(out, hours)
	}
	return time.Weekday(day), out, day >= 0 && len(out) <= mostSpans
}

// mostSpans are the working hours of a day that breaks part it into.
const mostSpans = 4

// spanOf reads working hours without a break, "09:00-18:00".
func spanOf(text string) (pipeline.Hours, error) {
	from, to, _ := strings.Cut(text, "-")
	open, err := sinceMidnight(from)
	if err != nil {
		return pipeline.Hours{}, err
	}
	closes, err := sinceMidnight(to)
	return pipeline.Hours{Open: open, Close: closes}, err
}

// sinceMidnight reads "09:00"; "24:00" is the end of the day.
func sinceMidnight(clock string) (time.Duration, error) {
	if clock == "24:00" {
		return 24 * time.Hour, nil
	}
	t, err := time.Parse("15:04", clock)
	if err == nil && t.Format("15:04") != clock {
		err = fault.New(fault.Invalid, "calendar.hours")
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err
}

// WorkingTime is a calendar with the zone in which its clock is read.
type WorkingTime struct {
	TimeZone string // IANA name
	Calendar
}

// checked brings working time into the form that it is kept in, holidays by date and each once, and returns what it comes to.
func (w *WorkingTime) checked() (*pipeline.Calendar, error) {
	bad := fault.New(fault.Invalid, "calendar.invalid")
	zone, err := time.LoadLocation(w.TimeZone)
	if err != nil || w.TimeZone == "" || w.TimeZone == "Local" {
		return nil, bad.At(fault.Violation{Path: "/timeZone", Key: "calendar.zone", Params: map[string]any{"value": w.TimeZone}})
	}
	working, err := w.Working(zone)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(w.Holidays, func(a, b Holiday) int { return strings.Compare(a.Date, b.Date) })
	w.Holidays = slices.CompactFunc(w.Holidays, func(a, b Holiday) bool { return a.Date == b.Date })
	return working, nil
}

// WorkingTime returns when the tenant works. Returns fault.Denied without the policy.
func (a *Administration) WorkingTime(ctx context.Context, who actor.Actor) (WorkingTime, error) {
	if err := a.demand(ctx, who, Right{"calendar", "manage"}); err != nil {
		return WorkingTime{}, err
	}
	home, err := a.home(ctx, who)
	return home.WorkingTime(), err
}

// WorkingTime is when a tenant works; as an office does where it never said so.
func (t Tenant) WorkingTime() WorkingTime {
	if t.Calendar == nil {
		return WorkingTime{TimeZone: t.TimeZone, Calendar: officeHours()}
	}
	return WorkingTime{TimeZone: t.TimeZone, Calendar: *t.Calendar}
}

// SaveWorkingTime changes when the tenant works, and returns it as it is kept. What waits already keeps its moment. Returns
// fault.Denied without the policy, fault.Invalid "calendar.invalid" with what is wrong, fault.Stale when somebody changed it since.
func (a *Administration) SaveWorkingTime(ctx context.Context, who actor.Actor, w WorkingTime) (WorkingTime, error) {
	if err := a.demand(ctx, who, Right{"calendar", "manage"}); err != nil {
		return w, err
	}
	if _, err := w.checked(); err != nil {
		return w, err
	}
	err := a.administer(ctx, who, func(d *scribe) error {
		kept, before, err := d.SaveWorkingTime(w)
		if err != nil {
			return err
		}
		w = kept
		return d.note("calendar.changed", "", mapDifferences("calendar", before.said(), kept.said()))
	})
	return w, err
}

// said is working time as the chain tells it: the hours by day, and each holiday under its date.
func (w WorkingTime) said() map[string]string {
	out := map[string]string{"timeZone": w.TimeZone}
	for day, hours := range w.Hours {
		out[day] = hours
	}
	for _, h := range w.Holidays {
		out["holiday "+h.Date] = h.String()
	}
	return out
}

// Arrival is a case that comes to a stage at a moment.
type Arrival struct {
	Working WorkingTime
	At      string // "2026-11-27T17:30", by the clock of the tenant
	Level   string // the service level, "PT4H" or "P2D"
}

// Due returns when the service level of an arrival ends, by working time that need not be in force. Returns fault.Denied without
// the policy, fault.Invalid "calendar.invalid" with what is wrong.
func (a *Administration) Due(ctx context.Context, who actor.Actor, c Arrival) (time.Time, error) {
	if err := a.demand(ctx, who, Right{"calendar", "manage"}); err != nil {
		return time.Time{}, err
	}
	working, err := c.Working.checked()
	if err != nil {
		return time.Time{}, err
	}
	bad := fault.New(fault.Invalid, "calendar.invalid")
	at, err := time.ParseInLocation("2006-01-02T15:04", c.At, working.Zone)
	if err != nil {
		return at, bad.At(fault.Violation{Path: "/at", Key: "calendar.arrival"})
	}
	level, err := pipeline.ParseDuration(c.Level)
	if err != nil || level.Negative {
		return at, bad.At(fault.Violation{Path: "/level", Key: "calendar.level"})
	}
	return working.Add(at, level), nil
}
