package tenant_test

import (
	"encoding/json"
	"reflect"
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
	if err := json.Unmarshal([]byte(`{"hours": {"tue": "08:30-17:00", "thu": "09:00-12:00,13:00-18:00", "sat": "20:00-24:00"}, "holidays": ["2026-12-25", "2026-11-20 Zumbi"]}`), &c); err != nil {
		t.Fatal(err)
	}
	works, err := c.Working(time.UTC)
	spans := [7][]pipeline.Hours{
		time.Tuesday:  {{Open: 8*time.Hour + 30*time.Minute, Close: 17 * time.Hour}},
		time.Thursday: {{Open: 9 * time.Hour, Close: 12 * time.Hour}, {Open: 13 * time.Hour, Close: 18 * time.Hour}},
		time.Saturday: {{Open: 20 * time.Hour, Close: 24 * time.Hour}},
	}
	if err != nil || !reflect.DeepEqual(works.Hours, spans) || !works.Holidays["2026-11-20"] || !works.Holidays["2026-12-25"] {
		t.Errorf("%v %v", works, err)
	}
	if b, err := json.Marshal(c.Holidays); err != nil || string(b) != `["2026-12-25","2026-11-20 Zumbi"]` {
		t.Errorf("%s %v", b, err)
	}
	for name, c := range map[string]tenant.Calendar{
		"nothing": {}, "no day": {Hours: map[string]string{"someday": "09:00-18:00"}}, "backwards": {Hours: map[string]string{"mon": "18:00-09:00"}},
		"overlapping": {Hours: map[string]string{"mon": "09:00-13:00,12:00-18:00"}}, "touching": {Hours: map[string]string{"mon": "09:00-12:00,12:00-18:00"}},
		"out of order": {Hours: map[string]string{"mon": "13:00-18:00,09:00-12:00"}}, "half a break": {Hours: map[string]string{"mon": "09:00-12:00,"}},
		"crumbs":  {Hours: map[string]string{"mon": "01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00"}},
		"no hour": {Hours: map[string]string{"mon": "9-18"}}, "short": {Hours: map[string]string{"mon": "9:00-18:00"}}, "no date": {Hours: map[string]string{"mon": "09:00-18:00"}, Holidays: []tenant.Holiday{{Date: "25/12"}}},
	} {
		if _, err := c.Working(time.UTC); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestKeysOfRoles(t *testing.T) {
	t.Parallel()
	for key, fits := range map[string]bool{
		"compliance": true, "risk_team-2": true, "": false, "<img>": false, "Risk": false, "risco é": false, "2nd": false, "a|b": false, "*": false, "a\n": false,
		"a123456789012345678901234567890123456789": true, "a1234567890123456789012345678901234567890": false,
	} {
		set := tenant.PolicySet{Roles: []tenant.Role{{Key: key}}}
		if err := set.Check(); (err == nil) != fits {
			t.Errorf("%q: %v", key, err)
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
