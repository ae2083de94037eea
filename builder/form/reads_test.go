package form_test

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/esteira/esteira/builder/form"
)

// spared is a form whose questions depend on checks; ui/src/runtime/form/spared.test.ts wants the same.
type spared struct {
	Form  json.RawMessage `json:"form"`
	Cases []struct {
		Checks            map[string]any `json:"checks"`
		Answers           map[string]any `json:"answers"`
		Visible, Required []string
	} `json:"cases"`
}

func readSpared(t *testing.T) (spared, *form.Compiled) {
	t.Helper()
	raw, err := os.ReadFile("../../schemas/testdata/answers/spared.json")
	if err != nil {
		t.Fatal(err)
	}
	var s spared
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	return s, compile(t, decode(t, s.Form))
}

func TestWhatChecksSpareIsNotAsked(t *testing.T) {
	t.Parallel()
	s, c := readSpared(t)
	for i, each := range s.Cases {
		state := c.Resolve(t.Context(), form.View{Answers: each.Answers, Facts: map[string]any{"checks": each.Checks}, Today: corpusDay, Audience: form.Applicant})
		var required []string
		for _, at := range state.VisiblePlaces() {
			if state.Required(at) {
				required = append(required, at)
			}
		}
		if !slices.Equal(state.VisiblePlaces(), each.Visible) || !slices.Equal(required, each.Required) {
			t.Errorf("case %d: visible %v, required %v", i, state.VisiblePlaces(), required)
		}
	}
}

func TestChecksRead(t *testing.T) {
	t.Parallel()
	_, c := readSpared(t)
	var got []string
	for _, read := range c.ChecksRead() {
		got = append(got, read.Check+" "+read.At)
	}
	want := []string{
		"age /pages/1/visibleWhen", "address /pages/1/fields/0/visibleWhen", "address /pages/1/fields/1/requiredWhen",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read %q", got)
	}
	if by := c.SparedBy("proof"); !slices.Equal(by, []string{"age", "address"}) {
		t.Errorf("the proof is spared by %v", by)
	}
}
