package cases

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// line is a pipeline in which a case waits for checks, and is reminded; version says what it has.
func line(t *testing.T, checks, remind string) *pipeline.Compiled {
	t.Helper()
	var p pipeline.Pipeline
	text := `{"key":"p","title":{"en":"P"},"locales":["en"],"defaultLocale":"en","form":"f","contact":{"name":"name","email":"email"},
		"attributes":[{"key":"risk","type":"choice","options":["low","high"]}],"checks":` + checks + `,
		"stages":[
			{"key":"draft","name":{"en":"D"},"kind":"applicant","applicant":{"en":"x"},"answers":"open"},
			{"key":"waits","name":{"en":"W"},"kind":"automatic","applicant":{"en":"x"},"answers":"closed"},
			{"key":"review","name":{"en":"R"},"kind":"staff","applicant":{"en":"x"},"answers":"closed"},
			{"key":"done","name":{"en":"E"},"kind":"end","applicant":{"en":"x"},"answers":"closed","outcome":"completed"}],
		"transitions":[
			{"key":"start","from":"","to":"draft","trigger":{"verb":"start"},"by":["applicant"],"title":{"en":"s"}},
			{"key":"remind","from":"draft","to":"draft","trigger":{"timer":{"after":` + remind + `,"since":"stage"}},"by":["system"]},
			{"key":"submit","from":"draft","to":"waits","trigger":{"verb":"submit"},"by":["applicant"],"title":{"en":"s"}},
			{"key":"checked","from":"waits","to":"review","trigger":{"event":"checks.completed"},"by":["system"]},
			{"key":"approve","from":"review","to":"done","trigger":{"verb":"approve"},"by":["member"],"title":{"en":"a"}}]}`
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	c, err := pipeline.Compile(p, rule.Scope{Names: []rule.Name{{Key: "name", Type: rule.Text}, {Key: "email", Type: rule.Text}}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestATransferGoesOnWhereTheCaseStands(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	now := began.Add(72 * time.Hour)
	at := func(stage string) State {
		return State{Case: "c", Stage: stage, StartedAt: began, EnteredAt: began, ActivityAt: began, Attributes: map[string]any{"risk": "high", "old": 1.0}}
	}
	move := func(v *pipeline.Compiled, s State, to Transfer) (Decision, error) {
		return Move(t.Context(), v, s, to, Facts{Now: now})
	}
	without := line(t, `[]`, `["P1D","P5D"]`)

	t.Run("nobody is reminded because the rules changed", func(t *testing.T) {
		d, err := move(without, at("draft"), Transfer{ID: "m"})
		if err != nil || len(d.State.Timers) != 1 || !d.State.Timers[0].DueAt.Equal(began.Add(5*24*time.Hour)) {
			t.Errorf("timers %+v, %v", d.State.Timers, err)
		}
		if _, kept := d.State.Attributes["old"]; kept || d.State.Attributes["risk"] != "high" {
			t.Errorf("attributes %v", d.State.Attributes)
		}
		if again, err := move(without, d.State, Transfer{ID: "m"}); err != nil || !again.Repeated {
			t.Errorf("the same transfer twice: %+v, %v", again, err)
		}
	})
	t.Run("a check that is gone is not waited for", func(t *testing.T) {
		s := at("waits")
		s.Checks = map[string]CheckMark{"cpf": {Result: pipeline.Pending, Round: 1}}
		if d, err := move(without, s, Transfer{}); err != nil || d.State.Stage != "review" || len(d.State.Checks) != 0 {
			t.Errorf("%+v, %v", d.State, err)
		}
		with := line(t, `[{"key":"cpf","type":"identifier","title":{"en":"CPF"}}]`, `["P1D"]`)
		if d, err := move(with, s, Transfer{}); err != nil || d.State.Stage != "waits" {
			t.Errorf("one that is there is: %+v, %v", d.State, err)
		}
	})
	t.Run("what was approved is what it was", func(t *testing.T) {
		approved := at("review")
		approved.Approvals = []Approval{{Transition: "approve", Step: "one", By: "m1", At: began}}
		asked := approved
		asked.Attributes = map[string]any{"risk": "high"}
		if d, err := move(without, asked, Transfer{}); err != nil || len(d.State.Approvals) != 1 {
			t.Errorf("nothing is gone: %+v, %v", d.State.Approvals, err)
		}
		checked := asked
		checked.Checks = map[string]CheckMark{"cpf": {Result: "pass", Round: 1}}
		for why, s := range map[string]State{"facts": approved, "checks": checked} {
			d, err := move(without, s, Transfer{})
			told := slices.ContainsFunc(d.Events, func(e Planned) bool { return e.Name == "approval.voided" && e.Data["why"] == why })
			if err != nil || len(d.State.Approvals) != 0 || !told {
				t.Errorf("%s are gone: %+v, %v", why, d.State.Approvals, err)
			}
		}
	})
	t.Run("a stage that is gone needs another", func(t *testing.T) {
		if _, err := move(without, at("attic"), Transfer{}); fault.KeyOf(err) != "migration.no_stage" {
			t.Error(err)
		}
		d, err := move(without, at("attic"), Transfer{Stage: "review"})
		told := slices.ContainsFunc(d.Events, func(e Planned) bool { return e.Name == "case.moved" && e.Data["to"] == "review" })
		if err != nil || d.State.Stage != "review" || !d.State.EnteredAt.Equal(now) || !told {
			t.Errorf("%+v, %v", d, err)
		}
	})
	t.Run("nothing is asked where nothing can be", func(t *testing.T) {
		if _, err := move(without, at("review"), Transfer{Items: []string{"/name"}}); fault.KeyOf(err) != "migration.no_request" {
			t.Error(err)
		}
		if Asks(t.Context(), without, at("review"), Facts{Now: now}) {
			t.Error("the stage knows no request")
		}
	})
}
