package pipeline_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

const testdata = "../../schemas/testdata/pipelines/"

// specimen is base.json: a sound pipeline and what stands around it.
type specimen struct {
	Form       []rule.Name     `json:"form"`
	Checklists []string        `json:"checklists"`
	Pipeline   json.RawMessage `json:"pipeline"`
}

// flaw changes the base and names all that Lint then finds, in order. Params are compared as far as they are given.
type flaw struct {
	Title    string            `json:"title"`
	Patch    []operation       `json:"patch"`
	Findings []fault.Violation `json:"findings"`
}

// operation is one of a JSON Patch.
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

func TestLint(t *testing.T) {
	t.Parallel()
	var base specimen
	read(t, testdata+"invalid/base.json", &base)
	files, _ := filepath.Glob(testdata + "invalid/*.json")
	if len(files) < 20 {
		t.Fatalf("only %d cases", len(files))
	}
	for _, file := range files {
		if filepath.Base(file) == "base.json" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			var f flaw
			read(t, file, &f)
			p := patched(t, base.Pipeline, f.Patch)
			names := pipeline.Names{Form: base.Form, Checklists: base.Checklists}
			compare(t, pipeline.Lint(p, names), f.Findings)
			_, err := pipeline.Compile(p, rule.Scope{Names: base.Form})
			if blocked := fault.CodeOf(err) == fault.Invalid; blocked != blocks(f.Findings) {
				t.Errorf("compile: %v", err)
			}
		})
	}
}

func TestEmbarkHasNoFindings(t *testing.T) {
	t.Parallel()
	p, form := embark(t)
	for _, v := range pipeline.Lint(p, pipeline.Names{Form: form}) {
		t.Errorf("%+v", v)
	}
}

// Objects and actors of a compiled pipeline.
func TestCompiled(t *testing.T) {
	t.Parallel()
	p, form := embark(t)
	c, err := pipeline.Compile(p, rule.Scope{Names: form})
	if err != nil {
		t.Fatal(err)
	}
	approve := c.Verb("approval", "approve")
	if len(approve) != 2 || approve[0].Key != "t13_compliance" || !approve[1].Otherwise {
		t.Errorf("approve: %v", approve)
	}
	if got := c.Object(approve[0]); got != "pipeline/embark/compliance" {
		t.Error(got)
	}
	if got := c.Object(approve[1]); got != "pipeline/embark/stage/approval" {
		t.Error(got)
	}
	if got := fmt.Sprint(c.Verbs("approval")); got != "[request approve reject escalate]" {
		t.Error(got)
	}
	if r, ok := c.Reason("documents"); !ok || !r.Reopenable {
		t.Error(r)
	}
	if _, ok := c.Stage("nirvana"); ok {
		t.Error("an unknown stage is known")
	}
}

func BenchmarkLint60Stages200Transitions(b *testing.B) {
	p, names := large()
	if vs := pipeline.Lint(p, names); len(vs) != 0 {
		b.Fatal(vs)
	}
	for b.Loop() {
		pipeline.Lint(p, names)
	}
}

func BenchmarkCompile60Stages200Transitions(b *testing.B) {
	p, names := large()
	for b.Loop() {
		if _, err := pipeline.Compile(p, rule.Scope{Names: names.Form}); err != nil {
			b.Fatal(err)
		}
	}
}

// large is a chain of 60 stages with a way forward, a guarded way back, a timer and a guarded shortcut.
func large() (pipeline.Pipeline, pipeline.Names) {
	text := schemas.Text{"pt-BR": "x", "en": "x"}
	p := pipeline.Pipeline{
		Key: "large", Title: text, Locales: []string{"pt-BR", "en"}, DefaultLocale: "en", Contact: pipeline.Contact{Name: "f0", Email: "f1"},
		Transitions: []pipeline.Transition{{Key: "start", To: "s0", Trigger: pipeline.Trigger{Verb: "start"}, By: []string{"applicant"}}},
	}
	names := pipeline.Names{}
	for i := range 60 {
		names.Form = append(names.Form, rule.Name{Key: "f" + strconv.Itoa(i), Type: rule.Number})
		p.Stages = append(p.Stages, pipeline.Stage{Key: "s" + strconv.Itoa(i), Name: text, Kind: "staff", Applicant: text, Answers: "closed"})
	}
	p.Stages[59].Kind, p.Stages[59].Outcome = "end", "completed"
	for i := range 199 {
		from := i * 59 / 199
		t := pipeline.Transition{Key: "t" + strconv.Itoa(i), From: "s" + strconv.Itoa(from), To: "s" + strconv.Itoa((from*7+i)%60), Title: text, By: []string{"member", "system"}}
		t.Trigger.Verb = "v" + strconv.Itoa(i)
		t.Guard = &rule.Rule{Query: &rule.Query{Combinator: "and", Rules: []rule.Node{
			{Condition: &rule.Condition{Field: "f" + strconv.Itoa(i%60), Operator: rule.Greater, Value: float64(i)}},
			{Condition: &rule.Condition{Field: "case.stage", Operator: rule.Equal, Value: t.From}},
		}}}
		if i%3 == 0 {
			t.To, t.Guard = "s"+strconv.Itoa(from+1), nil
			t.Trigger = pipeline.Trigger{Timer: &pipeline.Timer{After: []string{"P3D"}, Since: "stage"}}
		}
		p.Transitions = append(p.Transitions, t)
	}
	return p, names
}

func embark(t *testing.T) (p pipeline.Pipeline, form []rule.Name) {
	t.Helper()
	read(t, testdata+"embark/pipeline.json", &p)
	read(t, testdata+"embark/form.json", &form)
	return p, form
}

func compare(t *testing.T, got, want []fault.Violation) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("not found: %+v", want[i])
		case i >= len(want):
			t.Errorf("found too: %+v", got[i])
		case got[i].Path != want[i].Path || got[i].Key != want[i].Key || got[i].Severity != want[i].Severity || !holds(t, got[i].Params, want[i].Params):
			t.Errorf("found\n%+v, want\n%+v", got[i], want[i])
		}
	}
}

func holds(t *testing.T, got, want map[string]any) bool {
	t.Helper()
	plain := patch(t, got)
	for name, v := range want {
		if !reflect.DeepEqual(plain[name], v) {
			return false
		}
	}
	return true
}

func patch(t *testing.T, v any) (out map[string]any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func blocks(vs []fault.Violation) bool {
	for _, v := range vs {
		// Compile is not told of checklists and types of check: there, other findings block.
		if v.Severity == "" {
			return true
		}
	}
	return false
}

func patched(t *testing.T, raw json.RawMessage, ops []operation) (p pipeline.Pipeline) {
	t.Helper()
	doc := any(patch(t, raw))
	for _, op := range ops {
		doc = apply(t, doc, strings.Split(op.Path, "/")[1:], op)
	}
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	decode(t, b, &p)
	return p
}

// apply returns the document with one operation carried out below it.
func apply(t *testing.T, doc any, path []string, op operation) any {
	t.Helper()
	if object, ok := doc.(map[string]any); ok {
		switch {
		case len(path) > 1:
			object[path[0]] = apply(t, object[path[0]], path[1:], op)
		case op.Op == "remove":
			delete(object, path[0])
		default:
			object[path[0]] = op.Value
		}
		return object
	}
	list, ok := doc.([]any)
	if !ok {
		t.Fatalf("%s leads nowhere", op.Path)
	}
	if path[0] == "-" {
		return append(list, op.Value)
	}
	i, err := strconv.Atoi(path[0])
	if err != nil || i >= len(list) {
		t.Fatalf("%s leads nowhere", op.Path)
	}
	switch {
	case len(path) > 1:
		list[i] = apply(t, list[i], path[1:], op)
	case op.Op == "remove":
		return append(list[:i], list[i+1:]...)
	default:
		list[i] = op.Value
	}
	return list
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		t.Fatal(err)
	}
	decode(t, b, into)
}

func decode(t *testing.T, b []byte, into any) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%v in %.200s", err, b)
	}
}
