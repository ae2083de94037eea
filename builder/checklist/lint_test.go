package checklist_test

import (
	"slices"
	"testing"

	"github.com/esteira/esteira/builder/checklist"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

var scope = rule.Scope{Names: []rule.Name{
	{Key: "name", Type: rule.Text},
	{Key: "owners", Type: rule.Repeat, Members: []rule.Name{{Key: "share", Type: rule.Number}}},
}}

func sound() checklist.Checklist {
	text := schemas.Text{"en": "Text"}
	when := condition("name", rule.NotEmpty)
	return checklist.Checklist{
		Key: "list", Title: text, Locales: []string{"en"}, DefaultLocale: "en",
		Items: []checklist.Item{
			{Key: "answers", Kind: "form", Title: text, Fields: []string{"name", "owners[].share"}, Due: "P1DT12H"},
			{Key: "papers", Kind: "document", Title: text, After: []string{"answers"}, RequiredWhen: when, Due: "PT4H"},
			{Key: "sign", Kind: "signature", Title: text, After: []string{"answers", "papers"}},
		},
	}
}

func condition(field, operator string) *rule.Rule {
	c := rule.Condition{Field: field, Operator: operator}
	return &rule.Rule{Query: &rule.Query{Combinator: "and", Rules: []rule.Node{{Condition: &c}}}}
}

func TestLint(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*checklist.Checklist)
		want  []string
	}{
		"sound": {func(*checklist.Checklist) {}, nil},
		"empty": {func(c *checklist.Checklist) { c.Items = nil }, []string{"/items checklist.empty"}},
		"key":   {func(c *checklist.Checklist) { c.Items[2].Key = "Sign!" }, []string{"/items/2/key checklist.bad_key"}},
		"twice": {func(c *checklist.Checklist) { c.Items[2].Key = "papers" }, []string{"/items/2/key checklist.duplicate_key"}},
		"kind":  {func(c *checklist.Checklist) { c.Items[2].Kind = "dance" }, []string{"/items/2/kind checklist.unknown_kind"}},
		"text":  {func(c *checklist.Checklist) { c.Items[0].Title = nil }, []string{"/items/0/title checklist.missing_text"}},
		"heading": {
			func(c *checklist.Checklist) { c.Items[0].Heading = schemas.Text{"pt-BR": "Sobre"} },
			[]string{"/items/0/heading checklist.missing_text"},
		},
		"language":   {func(c *checklist.Checklist) { c.DefaultLocale = "de" }, []string{"/defaultLocale checklist.default_locale"}},
		"item":       {func(c *checklist.Checklist) { c.Items[1].After = []string{"x"} }, []string{"/items/1/after/0 checklist.unknown_item"}},
		"circle":     {func(c *checklist.Checklist) { c.Items[0].After = []string{"papers"} }, []string{"/items/0/after checklist.circular"}},
		"itself":     {func(c *checklist.Checklist) { c.Items[0].After = []string{"answers"} }, []string{"/items/0/after checklist.circular"}},
		"field":      {func(c *checklist.Checklist) { c.Items[0].Fields[0] = "nam" }, []string{"/items/0/fields/0 checklist.unknown_field"}},
		"rows":       {func(c *checklist.Checklist) { c.Items[0].Fields[0] = "owners.share" }, []string{"/items/0/fields/0 checklist.unknown_field"}},
		"no fields":  {func(c *checklist.Checklist) { c.Items[0].Fields = nil }, []string{"/items/0/fields checklist.no_fields"}},
		"due":        {func(c *checklist.Checklist) { c.Items[0].Due = "3 days" }, []string{"/items/0/due checklist.duration"}},
		"due months": {func(c *checklist.Checklist) { c.Items[0].Due = "P1H" }, []string{"/items/0/due checklist.duration"}},
		"rule": {
			func(c *checklist.Checklist) { c.Items[1].RequiredWhen = condition("nam", rule.NotEmpty) },
			[]string{"/items/1/requiredWhen/query/rules/0/field rule.unknown_field"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := sound()
			c.spoil(&list)
			var got []string
			for _, v := range checklist.Lint(list, scope) {
				got = append(got, v.Path+" "+v.Key)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
