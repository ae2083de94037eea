package message

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Why a message stands where it stands.
const (
	QuietHours  = "quiet_hours"  // held until they are over
	Stopped     = "stopped"      // the person wants no reminders
	MovedOn     = "moved_on"     // what it reminds of is done
	DayCap      = "day_cap"      // the person got enough for a day
	WeekCap     = "week_cap"     // the person got enough for a week
	DeadAddress = "dead_address" // messages to the address came back
	NoAddress   = "no_address"   // nobody to send it to
	HardBounce  = "hard_bounce"
	SoftBounce  = "soft_bounce"
	Refused     = "refused"     // by the channel, for good
	Unreachable = "unreachable" // the channel could not be reached, however often it was tried
	Interrupted = "interrupted" // the server stopped in the middle: it may have arrived
)

// When an address counts as dead, so that the cases of the person are told.
const (
	MaxHardBounces = 2
	MaxFailures    = 3 // messages in a row that did not arrive, over any channel
)

// Ladder is when and how often a tenant reaches its applicants. The zero value knows no limits.
type Ladder struct {
	QuietFrom  string `json:"quietFrom,omitempty"`  // "21:00"; "" for no quiet hours
	QuietUntil string `json:"quietUntil,omitempty"` // "08:00"
	QuietDays  []int  `json:"quietDays,omitempty"`  // whole days, 0 is Sunday
	PerDay     int    `json:"perDay,omitempty"`     // reminders to one person in 24 hours, over all pipelines; 0 is no limit
	PerWeek    int    `json:"perWeek,omitempty"`    // in seven days
	Resends    int    `json:"resends,omitempty"`    // how often staff may send one message again
	Revision   int64  `json:"revision,omitempty"`
}

// DefaultResends is how often a message may be sent again where a tenant has not said.
const DefaultResends = 3

// Standing is what there is to know before a message goes out.
type Standing struct {
	Now       time.Time
	Zone      *time.Location // whose clock the quiet hours are read on
	Contact   Contact
	Stage     string // where the case stands now; "" for a message of no case
	Day, Week int    // reminders that the person got
}

// Verdict is what becomes of a message: State is Queued (send it now), Held until Until, or Skipped.
type Verdict struct {
	State  string
	Reason string
	Until  *time.Time
}

// Judge says whether a message goes out now. What is no reminder passes the caps and the person's wish to be left alone;
// it waits for the end of the quiet hours only where the pipeline says so.
func (l Ladder) Judge(m Message, s Standing) Verdict {
	if m.Reminder {
		switch {
		case s.Contact.StoppedAt != nil:
			return Verdict{State: Skipped, Reason: Stopped}
		case m.Stage != "" && s.Stage != m.Stage:
			return Verdict{State: Skipped, Reason: MovedOn}
		case s.Contact.HardBounces >= MaxHardBounces:
			return Verdict{State: Skipped, Reason: DeadAddress}
		case l.PerDay > 0 && s.Day >= l.PerDay:
			return Verdict{State: Skipped, Reason: DayCap}
		case l.PerWeek > 0 && s.Week >= l.PerWeek:
			return Verdict{State: Skipped, Reason: WeekCap}
		}
	}
	if !m.Reminder && !m.Patient {
		return Verdict{State: Queued}
	}
	if at := l.Open(s.Now, s.Zone); at.After(s.Now) {
		return Verdict{State: Held, Reason: QuietHours, Until: &at}
	}
	return Verdict{State: Queued}
}

// Open returns the first moment from now on that is not quiet; now itself when it is not. A ladder that is always quiet
// has no such moment: nothing is held for more than eight days.
func (l Ladder) Open(now time.Time, zone *time.Location) time.Time {
	for at := now; at.Before(now.AddDate(0, 0, 8)); {
		next, quiet := l.quiet(at.In(zone))
		if !quiet {
			return at.UTC()
		}
		at = next
	}
	return now.UTC()
}

// quiet says whether a moment is quiet, and when to look again.
func (l Ladder) quiet(at time.Time) (next time.Time, quiet bool) {
	midnight := func(days int) time.Time {
		noon := time.Date(at.Year(), at.Month(), at.Day()+days, 12, 0, 0, 0, at.Location()) // which no clock jumps over
		return clock(noon, 0, 0)
	}
	if slices.Contains(l.QuietDays, int(at.Weekday())) {
		return midnight(1), true
	}
	if l.QuietFrom == "" || l.QuietFrom == l.QuietUntil {
		return at, false
	}
	now, overnight := at.Format("15:04"), l.QuietFrom > l.QuietUntil
	switch {
	case overnight && now >= l.QuietFrom:
		return midnight(1), true
	case now < l.QuietUntil && (overnight || now >= l.QuietFrom):
		return l.at(at, l.QuietUntil), true
	}
	return at, false
}

// at is a time of the clock on the day of a moment.
func (l Ladder) at(day time.Time, text string) time.Time {
	t, _ := time.Parse("15:04", text)
	return clock(day, t.Hour(), t.Minute())
}

// clock is an hour on a day. Where the clock jumps over it, it is as long after as the jump is: time.Date may give a moment
// before, to which one would come back for ever.
func clock(day time.Time, hour, minute int) time.Time {
	t := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, day.Location())
	want := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, time.UTC)
	got := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
	if got.Before(want) {
		return t.Add(want.Sub(got))
	}
	return t
}

// Contact is what is known of a person's address. The address itself is not kept with it.
type Contact struct {
	Tenant      string
	Person      string
	StoppedAt   *time.Time // since when they want no reminders
	HardBounces int        // since a message last arrived
	Failures    int
	ReportedAt  *time.Time // when their cases were told that they cannot be reached
	Zone        string     // of the browser in which they last handed something in; "" where that is not known
}

// Clock is the zone on whose clock quiet hours are read: the person's where it is known, else the tenant's.
func (c Contact) Clock(tenant *time.Location) *time.Location {
	if c.Zone == "" {
		return tenant
	}
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return tenant
	}
	return zone
}

// Person is the name under which messages to an address are counted: its SHA-256 in hex, however it was written.
func Person(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	if address == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:])
}

// Arrived notes that a message reached the person.
func (c *Contact) Arrived() { c.HardBounces, c.Failures, c.ReportedAt = 0, 0, nil }

// Missed notes that one did not, and says whether the person's cases are to be told now.
func (c *Contact) Missed(hard bool, at time.Time) (tell bool) {
	c.Failures++
	if hard {
		c.HardBounces++
	}
	if c.ReportedAt != nil || c.HardBounces < MaxHardBounces && c.Failures < MaxFailures {
		return false
	}
	c.ReportedAt = &at
	return true
}

// Report is what a channel says of a message after it was taken.
type Report struct {
	Message string // our id of it, or ""
	Carrier string // the id that the channel gave it, or ""
	Channel string // by which it went
	State   string // Delivered or Bounced
	Hard    bool   // the address does not exist or takes nothing for good
	Detail  string // what the other side said
}
