package refactor_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas/fault"
)

const line = `{"key":"p","stages":[{"key":"a"},{"key":"b"},{"key":"c"}],` +
	`"transitions":[{"key":"s","from":"","to":"a"},{"key":"x","from":"a","to":"b","effects":[{"kind":"score","name":"risk"},{"kind":"check","name":"age"}]},` +
	`{"key":"y","from":"b","to":"c","guard":{"cel":"case.risk_band == \"low\" && case.risk < 5"}}],` +
	`"checks":[{"key":"age"}],"scores":[{"key":"risk"}]}`

// TestPartsOfAPipelineAreChangedWhereTheyStand renames and deletes members of the lists of a pipeline.
func TestPartsOfAPipelineAreChangedWhereTheyStand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change refactor.Change
		want   string // "" for fault
		fault  fault.Code
	}{
		"a stage that has one way on": {
			change: refactor.Change{Part: "stage", Do: "delete", From: []string{"b"}},
			want: `{"key":"p","stages":[{"key":"a"},{"key":"c"}],"transitions":[{"key":"s","from":"","to":"a"},` +
				`{"key":"x","from":"a","to":"c","effects":[{"kind":"score","name":"risk"},{"kind":"check","name":"age"}]}],"checks":[{"key":"age"}],"scores":[{"key":"risk"}]}`,
		},
		"a stage that has none": {
			change: refactor.Change{Part: "stage", Do: "delete", From: []string{"c"}},
			want: `{"key":"p","stages":[{"key":"a"},{"key":"b"}],"transitions":[{"key":"s","from":"","to":"a"},` +
				`{"key":"x","from":"a","to":"b","effects":[{"kind":"score","name":"risk"},{"kind":"check","name":"age"}]}],"checks":[{"key":"age"}],"scores":[{"key":"risk"}]}`,
		},
		"the last check": {
			change: refactor.Change{Part: "check", Do: "delete", From: []string{"age"}},
			want: `{"key":"p","stages":[{"key":"a"},{"key":"b"},{"key":"c"}],"transitions":[{"key":"s","from":"","to":"a"},` +
				`{"key":"x","from":"a","to":"b","effects":[{"kind":"score","name":"risk"},{"kind":"check","name":"age"}]},` +
				`{"key":"y","from":"b","to":"c","guard":{"cel":"case.risk_band == \"low\" && case.risk < 5"}}],"scores":[{"key":"risk"}]}`,
		},
		"a score": {
			change: refactor.Change{Part: "score", Do: "rename", From: []string{"risk"}, To: "danger"},
			want: `{"key":"p","stages":[{"key":"a"},{"key":"b"},{"key":"c"}],"transitions":[{"key":"s","from":"","to":"a"},` +
				`{"key":"x","from":"a","to":"b","effects":[{"kind":"score","name":"danger"},{"kind":"check","name":"age"}]},` +
				`{"key":"y","from":"b","to":"c","guard":{"cel":"case.danger_band == \"low\" && case.danger < 5"}}],"checks":[{"key":"age"}],"scores":[{"key":"danger"}]}`,
		},
		"a key that is taken": {change: refactor.Change{Part: "stage", Do: "rename", From: []string{"a"}, To: "b"}, fault: fault.Conflict},
		"no such part":        {change: refactor.Change{Part: "message", Do: "delete", From: []string{"a"}}, fault: fault.NotFound},
	} {
		c.change.Kind, c.change.Key = definition.Pipeline, "p"
		got, _, err := c.change.Own(json.RawMessage(line))
		if fault.CodeOf(err) != c.fault || c.fault == "" && string(got) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, got, c.want)
		}
	}
}

// TestAStageLeavesABridge deletes a stage as each case of the corpus says, which the browser reads too, and wants to be told
// of every transition that goes or leads elsewhere.
func TestAStageLeavesABridge(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../schemas/testdata/bridges/*.json")
	if err != nil || len(files) < 5 {
		t.Fatal("too few cases", err)
	}
	type way struct{ Key, From, To string }
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c struct {
			Says, Stage       string
			Transitions, Left []way
		}
		if err := json.Unmarshal(body, &c); err != nil {
			t.Fatal(err)
		}
		change := refactor.Change{Kind: definition.Pipeline, Key: "p", Part: "stage", Do: "delete", From: []string{c.Stage}}
		after, uses, err := change.Own(body)
		var got struct{ Transitions []way }
		if err != nil || json.Unmarshal(after, &got) != nil || !reflect.DeepEqual(got.Transitions, c.Left) {
			t.Errorf("%s: %v\n got %v\nwant %v", c.Says, err, got.Transitions, c.Left)
		}
		told, want := map[string]string{}, map[string]string{}
		for _, u := range uses {
			told[u.Owner] = u.Outcome
		}
		left := map[string]way{}
		for _, w := range c.Left {
			left[w.Key] = w
		}
		for _, w := range c.Transitions {
			if now, ok := left[w.Key]; !ok {
				want[w.Key] = refactor.Dropped
			} else if now != w {
				want[w.Key] = refactor.Changed
			}
		}
		if !reflect.DeepEqual(told, want) {
			t.Errorf("%s: told %v, want %v", c.Says, told, want)
		}
	}
}
