package tenant_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/server/tenant"
)

func TestSlugs(t *testing.T) {
	t.Parallel()
	for slug, fits := range map[string]bool{
		"ab": true, "acme-bank": true, "a1": true, "a": false, "": false, "Acme": false, "a_b": false, "-ab": false, "ab-": false, "a b": false,
		"áb": false, "api": false, "www": false, "a12345678901234567890123456789012345678b": true, "a123456789012345678901234567890123456789b": false,
	} {
		if err := tenant.CheckSlug(slug); (err == nil) != fits {
			t.Errorf("%q: %v", slug, err)
		}
	}
}

func TestCalendars(t *testing.T) {
	t.Parallel()
	var c tenant.Calendar
	if err := json.Unmarshal([]byte(`{"hours": {"tue": "08:30-17:00", "sat": "20:00-24:00"}, "holidays": ["2026-12-25", "2026-11-20 Zumbi"]}`), &c); err != nil {
		t.Fatal(err)
	}
	works, err := c.Working(time.UTC)
	if err != nil || works.Hours[time.Tuesday] != (pipeline.Hours{Open: 8*time.Hour + 30*time.Minute, Close: 17 * time.Hour}) ||
		works.Hours[time.Monday].Close != 0 || works.Hours[time.Saturday].Close != 24*time.Hour || !works.Holidays["2026-11-20"] || !works.Holidays["2026-12-25"] {
		t.Errorf("%v %v", works, err)
	}
	if b, err := json.Marshal(c.Holidays); err != nil || string(b) != `["2026-12-25","2026-11-20 Zumbi"]` {
		t.Errorf("%s %v", b, err)
	}
	for name, c := range map[string]tenant.Calendar{
		"nothing": {}, "no day": {Hours: map[string]string{"someday": "09:00-18:00"}}, "backwards": {Hours: map[string]string{"mon": "18:00-09:00"}},
		"no hour": {Hours: map[string]string{"mon": "9-18"}}, "short": {Hours: map[string]string{"mon": "9:00-18:00"}}, "no date": {Hours: map[string]string{"mon": "09:00-18:00"}, Holidays: []tenant.Holiday{{Date: "25/12"}}},
	} {
		if _, err := c.Working(time.UTC); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestANewTenantRemindsOnceADayAndNotAtNight(t *testing.T) {
	t.Parallel()
	l := tenant.FirstLadder()
	if l.PerDay != 1 || l.QuietFrom == "" || l.QuietUntil == "" {
		t.Fatalf("a new tenant reaches people by %+v", l)
	}
}
