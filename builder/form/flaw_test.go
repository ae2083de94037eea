package form_test

import (
	"encoding/json"
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
)

// Conditions that decide nothing are told at their place, with the words of the form, and keep nothing from being published.
func TestLintTellsConditionsThatDecideNothing(t *testing.T) {
	t.Parallel()
	var f form.Form
	err := json.Unmarshal([]byte(`{
		"key": "f", "title": {"en": "F"}, "locales": ["en"], "defaultLocale": "en", "pages": [{"id": "p", "key": "p", "title": {"en": "P"}, "fields": [
			{"id": "a", "key": "color", "type": "radio", "label": {"en": "Color"}, "options": [{"value": "r", "label": {"en": "Red"}}, {"value": "g", "label": {"en": "Green"}}]},
			{"id": "b", "key": "size", "type": "number", "label": {"en": "Size"}, "visibleWhen": {"query": {"combinator": "and", "rules": [
				{"field": "color", "operator": "=", "value": "r"}, {"field": "color", "operator": "=", "value": "g"}]}}},
			{"id": "c", "key": "why", "type": "text", "label": {"en": "Why"}, "requiredWhen": {"query": {"combinator": "or", "rules": [
				{"field": "size", "operator": ">", "value": 1}, {"field": "size", "operator": "<=", "value": 1}, {"field": "size", "operator": "isEmpty"}]}}},
			{"id": "d", "key": "more", "type": "text", "label": {"en": "More"}, "visibleWhen": {"query": {"combinator": "and", "rules": [
				{"field": "color", "operator": "=", "value": "r"}, {"field": "size", "operator": ">", "value": 1}]}}}
		]}]}`), &f)
	if err != nil {
		t.Fatal(err)
	}
	got := form.Lint(field.Builtin(), f)
	if len(got) != 2 || got[0].Key != "rule.contradiction" || got[0].Path != "/pages/0/fields/1/visibleWhen/query/rules/1" ||
		got[1].Key != "rule.always" || got[1].Path != "/pages/0/fields/2/requiredWhen" || got[0].Severity != "warn" {
		t.Fatalf("got %+v", got)
	}
	first, _ := json.Marshal(got[0].Params["first"])
	if string(first) != `{"field":{"en":"Color"},"operator":"=","values":[{"en":"Red"}]}` {
		t.Errorf("got %s", first)
	}
	if _, err := form.Compile(field.Builtin(), f); err != nil {
		t.Error(err)
	}
}

// A rule that compares with an option that the field does not have is told with the name of the field and of what is meant.
func TestLintNamesTheOptionThatIsMeant(t *testing.T) {
	t.Parallel()
	var f form.Form
	err := json.Unmarshal([]byte(`{
		"key": "f", "title": {"en": "F"}, "locales": ["en"], "defaultLocale": "en", "pages": [{"id": "p", "key": "p", "title": {"en": "P"}, "fields": [
			{"id": "a", "key": "status", "type": "radio", "label": {"en": "Marital status"}, "options": [{"value": "married", "label": {"en": "Married"}}, {"value": "single", "label": {"en": "Single"}}]},
			{"id": "b", "key": "spouse", "type": "text", "label": {"en": "Spouse"}, "visibleWhen": {"query": {"combinator": "or", "rules": [
				{"field": "status", "operator": "=", "value": "maried"}, {"field": "status", "operator": "=", "value": "gone"}]}}}
		]}]}`), &f)
	if err != nil {
		t.Fatal(err)
	}
	got := form.Lint(field.Builtin(), f)
	if len(got) != 2 || got[0].Key != "rule.unknown_option" {
		t.Fatalf("got %+v", got)
	}
	told, _ := json.Marshal([]any{got[0].Params["f"], got[0].Params["suggestion"], got[1].Params["f"], got[1].Params["suggestion"]})
	if want := `[{"en":"Marital status"},{"en":"Married"},{"en":"Marital status"},null]`; string(told) != want {
		t.Errorf("got %s, want %s", told, want)
	}
}
