package pipeline_test

import (
	"slices"
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// TestLintScenarios: what a step names must be there, and each finding stands at its step.
func TestLintScenarios(t *testing.T) {
	t.Parallel()
	p := pipeline.Pipeline{
		Locales: []string{"en"}, Stages: []pipeline.Stage{{Key: "draft"}}, Messages: []pipeline.Message{{Key: "hello"}},
		Checks: []pipeline.Check{{Key: "age"}}, Transitions: []pipeline.Transition{{Key: "t", Trigger: pipeline.Trigger{Verb: "submit"}}},
	}
	asked := pipeline.FormPlaces{
		Page:  func(key string) bool { return key == "who" },
		Field: func(pointer string) bool { return pointer == "/name" },
	}
	for _, c := range []struct {
		step  pipeline.ScenarioStep
		found []string
	}{
		{pipeline.ScenarioStep{As: "applicant", Do: "submit", Expect: &pipeline.Expectation{Stage: "draft", Messages: []string{"hello"}, Owed: []string{"/name"}}}, nil},
		{pipeline.ScenarioStep{As: "applicant", Do: "save", Page: "who", Answers: map[string]any{"name": "Ana"}}, nil},
		{pipeline.ScenarioStep{Do: "wait", For: "P1D"}, nil},
		{pipeline.ScenarioStep{Do: "check", Check: "age", Result: "fail"}, nil},
		{pipeline.ScenarioStep{As: "compliance", Do: "claim"}, nil}, // whether there is such a role only the run can tell
		{pipeline.ScenarioStep{As: "applicant", Do: "save", Page: "where", Answers: map[string]any{"city": "Natal"}}, []string{"pipeline.scenario_page", "pipeline.scenario_field"}},
		{pipeline.ScenarioStep{As: "applicant", Do: "upload", Field: "/photo"}, []string{"pipeline.scenario_field"}},
		{pipeline.ScenarioStep{As: "clerk", Do: "approve"}, []string{"pipeline.unknown_verb"}},
		{pipeline.ScenarioStep{Do: "submit"}, []string{"pipeline.scenario_doer"}},
		{pipeline.ScenarioStep{As: "clerk", Do: "wait", For: "a day"}, []string{"pipeline.scenario_doer", "pipeline.bad_duration"}},
		{pipeline.ScenarioStep{Do: "wait", For: "P10Y"}, nil},
		{pipeline.ScenarioStep{Do: "wait", For: "P11Y"}, []string{"pipeline.scenario_wait"}},
		{pipeline.ScenarioStep{Do: "check", Check: "pep"}, []string{"pipeline.unknown_check"}},
		{
			pipeline.ScenarioStep{As: "clerk", Do: "note", Expect: &pipeline.Expectation{Stage: "lost", Messages: []string{"bye"}, Owed: []string{"/city"}}},
			[]string{"pipeline.scenario_stage", "pipeline.unknown_message", "pipeline.scenario_field"},
		},
	} {
		p.Scenarios = []pipeline.Scenario{
			{Key: "first", Title: schemas.Text{"en": "First"}},
			{Key: "second", Title: schemas.Text{"en": "Second"}, Steps: []pipeline.ScenarioStep{{As: "applicant", Do: "start"}, c.step}},
		}
		var keys []string
		for _, v := range pipeline.LintScenarios(p, asked) {
			if v.Path != "/scenarios/1/steps/1" {
				t.Errorf("%+v: found at %s", c.step, v.Path)
			}
			keys = append(keys, v.Key)
		}
		if !slices.Equal(keys, c.found) {
			t.Errorf("%+v: %v, not %v", c.step, keys, c.found)
		}
	}
	p.Scenarios = []pipeline.Scenario{{Key: "twice", Title: schemas.Text{"en": "A"}}, {Key: "twice", Locale: "pt-BR"}}
	want := []string{"/scenarios/1/key pipeline.duplicate_key", "/scenarios/1/title pipeline.missing_text", "/scenarios/1/locale pipeline.scenario_locale"}
	if got := placed(pipeline.LintScenarios(p, asked)); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func placed(found []fault.Violation) []string {
	var out []string
	for _, v := range found {
		out = append(out, v.Path+" "+v.Key)
	}
	return out
}
