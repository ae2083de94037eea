package message

import (
	"testing"
	"testing/quick"
	"time"
)

func TestJudge(t *testing.T) {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC) // a Friday
	night := time.Date(2026, 11, 21, 1, 30, 0, 0, time.UTC)
	ladder := Ladder{QuietFrom: "21:00", QuietUntil: "08:00", QuietDays: []int{0}, PerDay: 1, PerWeek: 3}
	reminder := Message{Reminder: true, Stage: "draft"}
	for name, c := range map[string]struct {
		message Message
		is      Standing
		want    Verdict
	}{
		"by day":         {reminder, Standing{Now: noon, Stage: "draft"}, Verdict{State: Queued}},
		"stopped":        {reminder, Standing{Now: noon, Stage: "draft", Contact: Contact{StoppedAt: &noon}}, Verdict{State: Skipped, Reason: Stopped}},
		"done meanwhile": {reminder, Standing{Now: noon, Stage: "review"}, Verdict{State: Skipped, Reason: MovedOn}},
		"enough today":   {reminder, Standing{Now: noon, Stage: "draft", Day: 1}, Verdict{State: Skipped, Reason: DayCap}},
		"enough":         {reminder, Standing{Now: noon, Stage: "draft", Week: 3}, Verdict{State: Skipped, Reason: WeekCap}},
		"comes back":     {reminder, Standing{Now: noon, Stage: "draft", Contact: Contact{HardBounces: 2}}, Verdict{State: Skipped, Reason: DeadAddress}},
		"notice":         {Message{}, Standing{Now: night, Day: 9, Week: 9, Contact: Contact{StoppedAt: &noon, HardBounces: 5}}, Verdict{State: Queued}},
		"patient notice": {Message{Patient: true}, Standing{Now: night, Day: 9}, Verdict{State: Held, Reason: QuietHours, Until: at("2026-11-21T11:00:00Z")}},
		"by night":       {reminder, Standing{Now: night, Stage: "draft"}, Verdict{State: Held, Reason: QuietHours, Until: at("2026-11-21T11:00:00Z")}},
		"before sunday":  {reminder, Standing{Now: *at("2026-11-22T01:00:00Z"), Stage: "draft"}, Verdict{State: Held, Reason: QuietHours, Until: at("2026-11-23T11:00:00Z")}},
	} {
		t.Run(name, func(t *testing.T) {
			c.is.Zone = zone
			got := ladder.Judge(c.message, c.is)
			same := got.Until == c.want.Until || got.Until != nil && c.want.Until != nil && got.Until.Equal(*c.want.Until)
			if got.State != c.want.State || got.Reason != c.want.Reason || !same {
				t.Errorf("%+v until %v", got, got.Until)
			}
		})
	}
}

func at(text string) *time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return &t
}

// What is held goes out at a moment that is not quiet, never before it was held, and none that was not quiet lies between.
func TestOpenIsTheFirstMomentThatIsNotQuiet(t *testing.T) {
	zone, err := time.LoadLocation("America/Santiago") // whose clock jumps at midnight
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	holds := func(minutes uint32, from, until uint16, sunday bool) bool {
		l := Ladder{QuietFrom: clockOf(from), QuietUntil: clockOf(until)}
		if sunday {
			l.QuietDays = []int{0}
		}
		now := start.Add(time.Duration(minutes%(400*24*60)) * time.Minute)
		open := l.Open(now, zone)
		if _, quiet := l.quiet(open.In(zone)); quiet || open.Before(now) {
			return false
		}
		for at := now; at.Before(open); at = at.Add(7 * time.Minute) {
			if _, quiet := l.quiet(at.In(zone)); !quiet {
				return false
			}
		}
		return true
	}
	if err := quick.Check(holds, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

// On the day on which the clock of Chile jumps over midnight, a quiet evening ends all the same.
func TestQuietHoursEndWhereMidnightIsLeftOut(t *testing.T) {
	zone, err := time.LoadLocation("America/Santiago")
	if err != nil {
		t.Fatal(err)
	}
	ladder := Ladder{QuietFrom: "21:00", QuietUntil: "08:00"}
	if got := ladder.Open(*at("2026-09-06T02:30:00Z"), zone); !got.Equal(*at("2026-09-06T11:00:00Z")) {
		t.Errorf("%v", got)
	}
}

func TestQuietHoursAreThoseOfThePerson(t *testing.T) {
	here := time.UTC
	if got := (Contact{Zone: "Asia/Dubai"}).Clock(here).String(); got != "Asia/Dubai" {
		t.Error(got)
	}
	for _, zone := range []string{"", "Moon/Crater"} {
		if got := (Contact{Zone: zone}).Clock(here); got != here {
			t.Errorf("%q: %v", zone, got)
		}
	}
}

func clockOf(n uint16) string {
	return time.Date(2026, 1, 1, int(n/60)%24, int(n)%60, 0, 0, time.UTC).Format("15:04")
}

func TestTwoHardBouncesOrThreeFailuresTellOnce(t *testing.T) {
	now := time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		hard []bool
		want int // the attempt that tells
	}{{[]bool{true, true, true, true}, 2}, {[]bool{false, false, false, false}, 3}, {[]bool{false, true, true, false}, 3}} {
		var contact Contact
		told := 0
		for i, hard := range c.hard {
			if contact.Missed(hard, now) {
				if told > 0 {
					t.Errorf("%v: told again at %d", c.hard, i+1)
				}
				told = i + 1
			}
		}
		if told != c.want {
			t.Errorf("%v: told at %d, not %d", c.hard, told, c.want)
		}
	}
	contact := Contact{HardBounces: 1}
	contact.Arrived()
	if contact.Missed(true, now) {
		t.Error("a message that arrived is forgotten")
	}
}
