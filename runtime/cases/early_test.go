package cases_test

import (
	"testing"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
)

// earlyPipeline asks one check while the applicant fills in, and all when it is handed in.
func earlyPipeline(t *testing.T) *pipeline.Compiled {
	t.Helper()
	text := schemas.Text{"en": "Text"}
	stage := func(key, kind, answers string) pipeline.Stage {
		return pipeline.Stage{Key: key, Name: text, Kind: kind, Applicant: text, Answers: answers}
	}
	end := stage("done", "end", "closed")
	end.Outcome = "completed"
	applicant, system := []string{"applicant"}, []string{"system"}
	v, err := pipeline.Compile(pipeline.Pipeline{
		Key: "early", Title: text, Locales: []string{"en"}, DefaultLocale: "en", Form: "f", Contact: pipeline.Contact{Name: "name", Email: "name"},
		Stages: []pipeline.Stage{stage("draft", "applicant", "open"), stage("checking", "automatic", "closed"), end},
		Checks: []pipeline.Check{{Key: "address", Type: "http", Title: text, Fields: []string{"name"}, Early: true}},
		Transitions: []pipeline.Transition{
			{Key: "start", To: "draft", Trigger: pipeline.Trigger{Verb: "start"}, By: applicant},
			{Key: "submit", From: "draft", To: "checking", Trigger: pipeline.Trigger{Verb: "submit"}, By: applicant, Effects: []pipeline.Effect{{Kind: "check", Name: "all"}}},
			{Key: "checked", From: "checking", To: "done", Trigger: pipeline.Trigger{Event: pipeline.ChecksCompleted}, By: system},
		},
	}, rule.Scope{Names: []rule.Name{{Key: "name", Type: rule.Text}}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAnEarlyCheckIsAskedOnceForTheSameAnswers(t *testing.T) {
	t.Parallel()
	v, now := earlyPipeline(t), time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)
	s := cases.State{Case: "c"}
	asked := 0
	pull := func(trigger cases.Trigger) {
		t.Helper()
		now = now.Add(time.Minute)
		trigger.Actor = actor.Actor{Kind: actor.Applicant, Tenant: "a", ID: "c"}
		d, err := cases.Decide(t.Context(), v, s, trigger, cases.Facts{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		s = d.State
		for _, w := range d.Effects {
			if w.Kind == "check" {
				asked++
			}
		}
	}
	ready := func(of string) {
		t.Helper()
		pull(cases.Trigger{Event: pipeline.CheckReady, Data: cases.Data{Check: "address", Of: of}})
	}
	answers := func(result string) {
		t.Helper()
		pull(cases.Trigger{Event: pipeline.CheckCompleted, Data: cases.Data{Check: "address", Result: result, Round: s.Checks["address"].Round}})
	}
	wants := func(result, standing string, count int) {
		t.Helper()
		if m := s.Checks["address"]; m.Result != result || m.Standing() != standing || asked != count {
			t.Fatalf("%+v stands as %q, asked %d times", m, m.Standing(), asked)
		}
	}
	pull(cases.Trigger{Verb: "start"})
	ready("one")
	wants(pipeline.Pending, pipeline.Pending, 1)
	answers(pipeline.Passed)
	ready("one")
	wants(pipeline.Passed, pipeline.Passed, 1)
	ready("two")
	wants(pipeline.Pending, pipeline.Pending, 2) // what stood was about other answers
	ready("")
	wants("", "", 2)
	ready("one")
	answers(pipeline.Passed)
	pull(cases.Trigger{Event: pipeline.CheckAsked, Data: cases.Data{Check: "address"}})
	wants(pipeline.Pending, pipeline.Passed, 4) // the same answers: what stood counts until there is a result
	answers(pipeline.Passed)
	pull(cases.Trigger{Verb: "submit"})
	wants(pipeline.Passed, pipeline.Passed, 4) // asked a moment ago
	if s.Stage != "done" {
		t.Fatalf("it stands at %s", s.Stage)
	}
}
