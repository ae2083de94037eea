package cases_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
)

// A rule that cannot be answered counts nothing, is told to the log, and is marked in what is kept.
func TestScoreTellsWhatItCouldNotAnswer(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, load(t, testdata+"approvals"))
	p.step(step{Verb: "start", By: actor.Applicant})
	p.answers["days"] = "many"
	d, err := cases.Decide(context.Background(), p.v, p.state, cases.Trigger{ID: "x", Verb: "submit", Actor: actor.Actor{Kind: actor.Applicant}}, cases.Facts{
		Answers: p.answers, Now: p.now, Location: p.zone,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Failures) != 1 || d.Failures[0].Transition != "exposure/idle" {
		t.Errorf("failures: %+v", d.Failures)
	}
	want := []cases.ScoredRow{{Key: "base", Held: true, Points: 10}, {Key: "pep"}, {Key: "abroad"}, {Key: "salary"}, {Key: "idle", Unknown: true}}
	if got := d.State.Scores["exposure"]; got.Sum != 10 || got.Band != "low" || !reflect.DeepEqual(got.Rows, want) {
		t.Errorf("got %+v", got)
	}
	told, _ := d.Events[0].Data["rows"].([]any)
	if d.Events[0].Name != "score.computed" || len(told) != len(want) || !reflect.DeepEqual(told[4], map[string]any{"key": "idle", "held": false, "points": 0.0, "unknown": true}) {
		t.Errorf("event: %+v", d.Events[0])
	}
}
