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
