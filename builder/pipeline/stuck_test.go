package pipeline_test

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

const stuck = "../../schemas/testdata/stuck/"

// workplace is a pipeline with all that stands around it.
type workplace struct {
	Form  []rule.Name `json:"form"`
	Asked []struct {
		Path      string       `json:"path"`
		Label     schemas.Text `json:"label"`
		Required  bool         `json:"required"`
		Never     bool         `json:"never"`
		StaffOnly bool         `json:"staffOnly"`
		Group     string       `json:"group"`
		Used      bool         `json:"used"`
	} `json:"asked"`
	People []struct {
		ID    string   `json:"id"`
		Name  string   `json:"name"`
		Roles []string `json:"roles"`
	} `json:"people"`
	Policies []string          `json:"policies"` // "role object verb"
	Pipeline pipeline.Pipeline `json:"pipeline"`
}

// broken is a change to base.json and all that is then found.
type broken struct {
	Title string      `json:"title"`
	Patch []operation `json:"patch"`
	Finds []find      `json:"finds"`
}

// find is a finding: which, where, whether it is a warning, the stages that lead there, and the member who is named.
type find struct {
	Key    string   `json:"key"`
	At     string   `json:"at"`
	Warn   bool     `json:"warn,omitempty"`
	Path   []string `json:"path"`
	Member string   `json:"member,omitempty"`
}

func (w workplace) find() []find {
	around := pipeline.Around{Names: pipeline.Names{Form: w.Form}}
	for _, a := range w.Asked {
		around.Asked = append(around.Asked, pipeline.Asked(a))
	}
	var people []pipeline.Person
	for _, p := range w.People {
		people = append(people, pipeline.Person(p))
	}
	found := slices.Concat(
		pipeline.Lint(w.Pipeline, around.Names), pipeline.Prove(w.Pipeline, around),
		pipeline.Staffing(w.Pipeline, around, people, func(who pipeline.Person, object, verb string) bool {
			return slices.ContainsFunc(who.Roles, func(role string) bool { return slices.Contains(w.Policies, role+" "+object+" "+verb) })
		}))
	out := make([]find, len(found))
	for i, v := range found {
		out[i] = find{Key: v.Key, At: v.Path, Warn: v.Severity == "warn"}
		out[i].Path, _ = v.Params["path"].([]string)
		out[i].Member, _ = v.Params["memberName"].(string)
	}
	return out
}

// TestNobodyGetsStuck finds what is wrong with each broken pipeline, where, and how a case comes there.
func TestNobodyGetsStuck(t *testing.T) {
	t.Parallel()
	var base json.RawMessage
	read(t, stuck+"base.json", &base)
	var sound workplace
	decode(t, base, &sound)
	if found := sound.find(); len(found) > 0 {
		t.Fatalf("the base is not sound: %+v", found)
	}
	files, _ := filepath.Glob(stuck + "*.json")
	cases := 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if name == "base" {
			continue
		}
		var list []broken
		read(t, file, &list)
		cases += len(list)
		for _, c := range list {
			t.Run(name+"/"+c.Title, func(t *testing.T) {
				t.Parallel()
				got := changed(t, base, c.Patch).find()
				if len(c.Finds) == 0 || !reflect.DeepEqual(got, c.Finds) {
					t.Errorf("found\n%+v, want\n%+v", got, c.Finds)
				}
			})
		}
	}
	if cases < 60 {
		t.Errorf("only %d cases", cases)
	}
}

func changed(t *testing.T, base json.RawMessage, ops []operation) workplace {
	t.Helper()
	doc := any(patch(t, base))
	for _, op := range ops {
		doc = apply(t, doc, strings.Split(op.Path, "/")[1:], op)
	}
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var w workplace
	decode(t, b, &w)
	return w
}
