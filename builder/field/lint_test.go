package field

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/esteira/esteira/schemas"
)

func TestLint(t *testing.T) {
	t.Parallel()
	options := []Option{{Value: "a"}}
	for _, c := range []struct {
		name string
		f    Field
		want []string
	}{
		{"no settings", Field{Type: "text"}, []string{}},
		{"unknown setting", Field{Type: "text", Config: raw(`{"minLenght":3}`)}, []string{"/config/minLenght setting.unknown"}},
		{
			"unknown settings are in order",
			Field{Type: "cpf", Config: raw(`{"b/c":1,"a":2}`)},
			[]string{"/config/a setting.unknown", "/config/b~1c setting.unknown"},
		},
		{"wrong type", Field{Type: "text", Config: raw(`{"minLength":"3"}`)}, []string{"/config/minLength setting.type type=integer"}},
		{"fraction", Field{Type: "text", Config: raw(`{"minLength":1.5}`)}, []string{"/config/minLength setting.type type=integer"}},
		{"null", Field{Type: "text", Config: raw(`{"minLength":null}`)}, []string{"/config/minLength setting.type type=integer"}},
		{"negative", Field{Type: "text", Config: raw(`{"minLength":-1}`)}, []string{"/config/minLength setting.value"}},
		{"not an object", Field{Type: "text", Config: raw(`[]`)}, []string{"/config setting.type type=object"}},
		{"limits crossed", Field{Type: "text", Config: raw(`{"minLength":5,"maxLength":3}`)}, []string{"/config/maxLength setting.order"}},
		{"numbers crossed", Field{Type: "number", Config: raw(`{"min":5,"max":3}`)}, []string{"/config/max setting.order"}},
		{"below the default", Field{Type: "percent", Config: raw(`{"max":-3}`)}, []string{"/config/max setting.order"}},
		{"money crossed", Field{Type: "money", Config: raw(`{"min":5,"max":3}`)}, []string{"/config/max setting.order"}},
		{"currency", Field{Type: "money", Config: raw(`{"currency":"real"}`)}, []string{"/config/currency setting.value"}},
		{"pattern", Field{Type: "text", Config: raw(`{"pattern":"("}`)}, []string{"/config/pattern pattern.invalid"}},
		{
			"pattern not portable",
			Field{Type: "text", Config: raw(`{"pattern":"(?i)a"}`)},
			[]string{"/config/pattern pattern.portable part=("},
		},
		{"date", Field{Type: "date", Config: raw(`{"min":"2026-02-30"}`)}, []string{"/config/min real_date"}},
		{"date word", Field{Type: "date", Config: raw(`{"max":"tomorrow"}`)}, []string{"/config/max setting.value"}},
		{"dates crossed", Field{Type: "date", Config: raw(`{"min":"2026-02-02","max":"2026-02-01"}`)}, []string{"/config/max setting.order"}},
		{"today crosses nothing", Field{Type: "date", Config: raw(`{"min":"today","max":"2026-02-01"}`)}, []string{}},
		{"no options", Field{Type: "select"}, []string{"/options options.empty"}},
		{
			"options",
			Field{Type: "radio", Options: []Option{{Value: "a"}, {Value: ""}, {Value: "a"}, {Value: " b"}}},
			[]string{"/options/1/value options.value", "/options/2/value options.duplicate", "/options/3/value options.value"},
		},
		{"counts crossed", Field{Type: "checkboxes", Options: options, Config: raw(`{"min":2,"max":1}`)}, []string{"/config/max setting.order"}},
		{"consent without text", Field{Type: "consent"}, []string{"/content content.empty"}},
		{"statement", Field{Type: "statement", Content: schemas.Text{"ar": "نص"}}, []string{}},
		{"empty group", Field{Type: "group"}, []string{"/fields fields.empty"}},
		{"empty repeat", Field{Type: "repeat", Config: raw(`{"min":200}`)}, []string{"/fields fields.empty", "/config/max setting.order"}},
		{"computed", Field{Type: "computed"}, []string{"/formula formula.missing"}},
		{"computed result", Field{Type: "computed", Config: raw(`{"result":"list"}`)}, []string{"/config/result setting.value"}},
		{"file type", Field{Type: "file", Config: raw(`{"accept":["pdf","exe"]}`)}, []string{"/config/accept/1 setting.value"}},
		{"camera of a file", Field{Type: "file", Config: raw(`{"capture":"user"}`)}, []string{"/config/capture setting.unknown"}},
		{"tax id", taxIDField("MX", "curp"), []string{}},
		{"tax id of another country", taxIDField("CL", "curp"), []string{"/config/kind setting.value"}},
		{"tax id of the rest of the world", taxIDField("FR", "other"), []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := spell(typeOf(t, c.f).Lint(c.f)); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func raw(config string) json.RawMessage { return json.RawMessage(config) }

// patternFile is schemas/testdata/answers/patterns.json: the browser compiles the portable ones and matches the same.
type patternFile struct {
	Portable    map[string]map[string]bool `json:"portable"`
	NotPortable []string                   `json:"notPortable"`
	Invalid     []string                   `json:"invalid"`
}

func TestLintPattern(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../schemas/testdata/answers/patterns.json")
	if err != nil {
		t.Fatal(err)
	}
	var all patternFile
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	for pattern, samples := range all.Portable {
		if found := LintPattern(pattern); found != nil {
			t.Errorf("%s: %v", pattern, found)
		}
		limits := textLimits{Pattern: pattern, MaxLength: new(float64)}
		*limits.MaxLength = 100
		for text, want := range samples {
			if got := checkLimits(limits, text) == nil; got != want {
				t.Errorf("%s matches %q: %v", pattern, text, got)
			}
		}
	}
	for _, pattern := range all.NotPortable {
		if found := LintPattern(pattern); len(found) == 0 || found[0].Key != "pattern.portable" {
			t.Errorf("%s: %v, want pattern.portable", pattern, found)
		}
	}
	for _, pattern := range all.Invalid {
		if found := LintPattern(pattern); len(found) == 0 || found[0].Key != "pattern.invalid" {
			t.Errorf("%s: %v, want pattern.invalid", pattern, found)
		}
	}
}
