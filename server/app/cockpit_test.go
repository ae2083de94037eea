package app

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/portal"
)

// allReports are those of the cockpit, by the names that the contract gives them.
var allReports = []string{
	"stages", "pages", "devices", "channels", "languages", "idle", "reminders", "fields", "ageing", "level", "trend", "people", "minutes",
	"reasons", "approvals", "feedback",
}

// figures reads all reports on a pipeline.
func (h *house) figures(by *client, pipeline string) map[string]string {
	h.t.Helper()
	out := map[string]string{}
	for _, report := range allReports {
		got := by.send("GET", "/cockpit/reports/"+report+"?pipeline="+pipeline+"&from=2020-01-01&to=2035-12-31", nil)
		if got.status != http.StatusOK {
			h.t.Fatalf("%s: %d %s", report, got.status, got.raw)
		}
		out[report] = string(got.raw)
	}
	return out
}

// TestRebuiltFiguresAreTheSame lets people do, in a random order, what those of the demo do, and works all figures out again
// from the events: they are what verbs had counted, and a summary that was damaged is whole again.
func TestRebuiltFiguresAreTheSame(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a history, no secret
		told := stories["aurora"]
		for range 6 {
			h.begins("aurora", told[random.IntN(len(told))])
			h.play.clock.add(time.Duration(random.IntN(72)) * time.Minute)
		}
		lead := h.staff("aurora", "supervisao")
		counted := map[string]map[string]string{onboarding: h.figures(lead, onboarding), lifelong: h.figures(lead, lifelong)}
		for pipeline := range counted {
			h.listsAreWhole(lead, pipeline)
		}
		h.damage(b)
		if h.figures(lead, onboarding)["stages"] == counted[onboarding]["stages"] && h.figures(lead, lifelong)["stages"] == counted[lifelong]["stages"] {
			t.Error("nothing was damaged")
		}
		if n, err := h.rebuildCockpit(t.Context(), h.tenantID("aurora")); err != nil || n < 6 {
			t.Fatalf("%d cases: %v", n, err)
		}
		for pipeline, before := range counted {
			for report, again := range h.figures(lead, pipeline) {
				if again != before[report] {
					t.Errorf("%s of %s was\n%s\nbecame\n%s", report, pipeline, before[report], again)
				}
			}
		}
	})
}

// behindFigures says which cases stand behind the columns of a report: the kind of its rows, and the fate by column.
var behindFigures = map[string]struct {
	kind  string
	fates map[string]string
}{
	"stages":    {"stage", map[string]string{"entered": "", "went": "gone", "there": "there", "ended": "ended"}},
	"pages":     {"page", map[string]string{"entered": "", "went": "gone", "there": "there", "ended": "ended"}},
	"idle":      {"page", map[string]string{"cases": "there"}},
	"ageing":    {"stage", map[string]string{"cases": "there"}},
	"level":     {"stage", map[string]string{"met": "met", "missed": "missed", "overdue": "overdue"}},
	"channels":  {"channel", map[string]string{"started": "", "submitted": "submitted", "stopped": "stopped"}},
	"languages": {"language", map[string]string{"started": "", "submitted": "submitted", "stopped": "stopped"}},
	"devices":   {"device", map[string]string{"started": "", "submitted": "submitted", "stopped": "stopped"}},
	"reasons":   {"reason", map[string]string{"cases": ""}},
	"people":    {"member", map[string]string{"cases": ""}},
}

// listsAreWhole opens every figure behind which cases stand: it lists as many as it counts.
func (h *house) listsAreWhole(by *client, pipeline string) {
	h.t.Helper()
	const of = "&from=2020-01-01&to=2035-12-31"
	for report, behind := range behindFigures {
		rows, _ := by.send("GET", "/cockpit/reports/"+report+"?pipeline="+pipeline+of, nil).at("/rows").([]any)
		for _, row := range rows {
			key := fmt.Sprint(member(row, "key"))
			for column, fate := range behind.fates {
				counted, told := member(member(row, "values"), column).(float64)
				if !told || member(row, "of") != nil {
					continue
				}
				path := "/cockpit/cases?pipeline=" + pipeline + of + "&kind=" + behind.kind + "&step=" + key
				if fate != "" {
					path += "&fate=" + fate
				}
				got := by.send("GET", path, nil)
				cases, _ := got.at("/cases").([]any)
				withheld, _ := got.at("/withheld").(float64)
				if got.at("/total") != counted || float64(len(cases))+withheld != counted {
					h.t.Errorf("%s of %s counts %v at %s, and lists %s", column, report, counted, key, got.raw)
				}
			}
		}
	}
}

// damage makes the summary of steps wrong, as an error of ours would.
func (h *house) damage(b built) {
	h.t.Helper()
	h.tampers(b, "UPDATE step_counts SET n = n + 7")
}

// TestFewAreNotTold breaks nothing down by a group of fewer than five people, and tells of it from five on.
func TestFewAreNotTold(t *testing.T) {
	t.Parallel()
	h := still(t)
	lead := h.staff("aurora", "supervisao")
	begins := func(n int) {
		t.Helper()
		for range n {
			s := h.begins("aurora", story{onboarding, ana, personal, time.Hour, func(*scene) {}})
			if s.err == nil {
				s.err = h.Conveyor.GiveFeedback(t.Context(), s.who, portal.Feedback{Case: s.who.Case, Score: 4, Moment: "submitted"})
			}
			if s.err != nil {
				t.Fatal(s.err)
			}
		}
	}
	told := func(report, value string, want any) {
		t.Helper()
		got := lead.send("GET", "/cockpit/reports/"+report+"?pipeline="+onboarding+"&from=2020-01-01&to=2035-12-31", nil)
		rows, _ := got.at("/rows").([]any)
		if len(rows) == 0 || (member(rows[0], "few") == true) != (want == nil) || member(member(rows[0], "values"), value) != want {
			t.Errorf("%s: %s", report, got.raw)
		}
	}
	begins(4)
	for _, report := range []string{"channels", "languages", "devices", "feedback"} {
		told(report, "started", nil)
	}
	begins(1)
	for _, report := range []string{"channels", "languages", "devices"} {
		told(report, "started", 5.0)
	}
	told("feedback", "score", 4.0)
}
