package cases_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
)

// Lint cannot see that two guards agree; the engine stops them.
func TestCascadeEnds(t *testing.T) {
	t.Parallel()
	hot := rule.Rule{Query: &rule.Query{Combinator: "and", Rules: []rule.Node{
		{Condition: &rule.Condition{Field: "hot", Operator: rule.Equal, Value: true}},
	}}}
	text := schemas.Text{"en": "x"}
	stage := func(key, kind, outcome string) pipeline.Stage {
		return pipeline.Stage{Key: key, Name: text, Kind: kind, Applicant: text, Answers: "closed", Outcome: outcome}
	}
	on := func(key, from, to, event string, guard *rule.Rule) pipeline.Transition {
		return pipeline.Transition{Key: key, From: from, To: to, Trigger: pipeline.Trigger{Event: event}, Guard: guard, By: []string{"system"}}
	}
	v, err := pipeline.Compile(pipeline.Pipeline{
		Key: "loop", Title: text, Locales: []string{"en"}, DefaultLocale: "en", Contact: pipeline.Contact{Name: "name", Email: "name"},
		Stages: []pipeline.Stage{stage("a", "automatic", ""), stage("b", "automatic", ""), stage("z", "end", "completed")},
		Transitions: []pipeline.Transition{
			on("in", "", "a", "begin", nil), on("ab", "a", "b", pipeline.StageEntered, &hot), on("az", "a", "z", pipeline.StageEntered, nil),
			on("ba", "b", "a", pipeline.StageEntered, &hot), on("bz", "b", "z", pipeline.StageEntered, nil),
		},
	}, rule.Scope{Names: []rule.Name{{Key: "hot", Type: rule.Bool}, {Key: "name", Type: rule.Text}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		hot  bool
		want error
	}{{false, nil}, {true, cases.ErrCascade}} {
		d, err := cases.Decide(context.Background(), v, cases.State{Case: "c"},
			cases.Trigger{Event: "begin", Actor: actor.Job("acme", "import")},
			cases.Facts{Answers: map[string]any{"hot": c.hot}, Now: time.Unix(0, 0)})
		if !errors.Is(err, c.want) || err == nil && d.State.Stage != "z" {
			t.Errorf("hot %v: %v in stage %q", c.hot, err, d.State.Stage)
		}
	}
}
