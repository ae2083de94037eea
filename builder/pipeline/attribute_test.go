package pipeline_test

import (
	"encoding/json"
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
)

func TestOptionsAreWrittenAsTheyWereRead(t *testing.T) {
	t.Parallel()
	const written = `{"key":"block","type":"choice","options":["total",{"value":"new","label":{"en":"New operations only"}}]}`
	var a pipeline.Attribute
	if err := json.Unmarshal([]byte(written), &a); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(a); err != nil || string(again) != written {
		t.Errorf("%s %v", again, err)
	}
	if !a.Fits("total") || !a.Fits("new") || a.Fits("New operations only") || a.Type != rule.Choice {
		t.Errorf("%+v takes what it should not, or does not take what it should", a)
	}
	var o pipeline.Option
	if err := json.Unmarshal([]byte(`7`), &o); err == nil {
		t.Errorf("a number became %+v", o)
	}
}
