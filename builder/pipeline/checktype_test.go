package pipeline_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

const listOfFindings = `{
	"x-text": {"en": "Settings"}, "type": "object", "additionalProperties": false, "required": ["rules"],
	"properties": {
		"field": {"type": "string", "x-is": "field", "x-text": {"en": "Date"}},
		"years": {"type": "integer", "minimum": 0, "x-text": {"en": "Years"}},
		"set": {"type": "object", "x-is": "facts"},
		"rules": {"type": "array", "x-text": {"en": "Findings"}, "items": {
			"type": "object", "required": ["rule"], "properties": {
				"rule": {"type": "object", "x-is": "rule", "x-text": {"en": "Found when"}},
				"message": {"type": "object", "x-is": "text"}}}}}}`

func TestLintChecks(t *testing.T) {
	t.Parallel()
	findings, err := pipeline.NewCheckType("findings", []byte(listOfFindings))
	if err != nil {
		t.Fatal(err)
	}
	silent, err := pipeline.NewCheckType("silent", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		kind, config string
		want         []string // place, key, and what the setting is called
	}{
		"all that fits": {kind: "findings", config: `{"field": "born", "years": 18, "set": {"risk": "high"}, "rules": [
			{"rule": {"cel": "answers.born < '2000-01-01'"}, "message": {"en": "Old"}}]}`},
		"a type that describes nothing takes anything": {kind: "silent", config: `{"x": [1]}`},
		"an unknown type": {kind: "taste", want: []string{
			"/checks/0/type pipeline.unknown_check_type",
		}},
		"nothing where something is owed": {kind: "findings", want: []string{
			"/checks/0/config/rules pipeline.check_config_missing Findings",
		}},
		"a number out of bounds, and a member that there is not": {kind: "findings", config: `{"years": -1, "colour": "red", "rules": []}`, want: []string{
			"/checks/0/config/colour pipeline.check_config Settings",
			"/checks/0/config/years pipeline.check_config Years",
		}},
		"a rule that is missing in a list": {kind: "findings", config: `{"rules": [{}]}`, want: []string{
			"/checks/0/config/rules/0/rule pipeline.check_config_missing Found when",
		}},
		"a rule of the wrong shape": {kind: "findings", config: `{"rules": [{"rule": {"sql": "1"}}]}`, want: []string{
			"/checks/0/config/rules/0/rule pipeline.check_config Found when",
		}},
		"answers, facts and languages that there are not": {
			kind:   "findings",
			config: `{"field": "death", "set": {"colour": "red", "reason": "late", "risk": {"after": "P1D"}}, "rules": [{"rule": {"cel": "answers.nobody == 1"}, "message": {"pt-BR": "Velho"}}]}`,
			want: []string{
				"/checks/0/config/field pipeline.unknown_form_field",
				"/checks/0/config/rules/0/message pipeline.missing_text",
				"/checks/0/config/rules/0/rule/cel rule.unknown_field",
				"/checks/0/config/set/colour pipeline.unknown_attribute",
				"/checks/0/config/set/reason pipeline.unknown_attribute",
				"/checks/0/config/set/risk pipeline.check_config",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pipeline.Pipeline{
				Locales:    []string{"en"},
				Attributes: []pipeline.Attribute{{Key: "risk", Type: rule.Choice, Options: []pipeline.Option{{Value: "high"}}}},
				Checks:     []pipeline.Check{{Key: "c", Type: c.kind, Title: schemas.Text{"en": "C"}, Config: json.RawMessage(c.config)}},
			}
			form := rule.Scope{Names: []rule.Name{{Key: "born", Type: rule.Date}}}
			var got []string
			for _, v := range pipeline.LintChecks(p, form, []pipeline.CheckType{findings, silent}) {
				setting, _ := v.Params["setting"].(schemas.Text)
				got = append(got, strings.TrimSpace(v.Path+" "+v.Key+" "+setting["en"]))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestCheckTypesMustBeSchemas(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{`{`, `{"type": "banana"}`, `{"$ref": "https://elsewhere.example/x"}`} {
		if _, err := pipeline.NewCheckType("bad", []byte(bad)); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// TestCheckTypesNameWhereARefactoringLooks refuses settings that name an answer or a fact of the case where nothing would
// mend them.
func TestCheckTypesNameWhereARefactoringLooks(t *testing.T) {
	t.Parallel()
	for settings, want := range map[string]fault.Code{
		`{"properties": {"field": {"x-is": "field"}, "set": {"x-is": "facts"}, "key": {"x-is": "key"}}}`: "",
		`{"properties": {"date": {"x-is": "field"}}}`:                                                    fault.Invalid,
		`{"properties": {"facts": {"x-is": "facts"}}}`:                                                   fault.Invalid,
		`{"properties": {"rules": {"items": {"properties": {"field": {"x-is": "field"}}}}}}`:             fault.Invalid,
	} {
		if _, err := pipeline.NewCheckType("some", []byte(settings)); fault.CodeOf(err) != want {
			t.Errorf("%s: %v", settings, err)
		}
	}
}
