package rule_test

import (
	"encoding/json"
	"testing"

	"github.com/esteira/esteira/builder/rule"
)

var fuzzData = rule.Data{Today: "2026-03-15", Root: map[string]any{
	"income": 5.0, "name": "x", "born": "2000-02-29", "colours": []any{"red"}, "extra": map[string]any{"a": []any{1.0}},
	"owners": []any{map[string]any{"share": 1.0}, nil, "x"},
}}

// FuzzRuleJSON: whatever is decoded is refused or runs; a query that runs has a verdict.
func FuzzRuleJSON(f *testing.F) {
	f.Add(one(`{"field":"income","operator":"in","value":[1,2]}`))
	f.Add(one(`{"field":"owners[].share","operator":"=","value":1,"match":"every"}`))
	f.Add(one(`{"field":"born","operator":"olderThan","valueField":"income"}`))
	f.Add(`{"query":{"combinator":"or","not":true,"rules":[{"rules":[]},null]}}`)
	f.Add(`{"cel":"sum(answers.owners.map(o, o.share))"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var r rule.Rule
		if json.Unmarshal([]byte(text), &r) != nil {
			return
		}
		r.Fields(household())
		p, err := rule.Compile(r, household())
		if err != nil {
			return
		}
		if _, err := p.Bool(t.Context(), fuzzData); err != nil && r.Query != nil {
			t.Errorf("%s: %v", p.CEL(), err)
		}
	})
}

func FuzzCEL(f *testing.F) {
	for _, text := range []string{
		"answers.income > 1", `round(answers.income, 2) == 1.0`, `text(number("1e5"))`, `addDays(today, 1e300)`,
		`{"a": [null, answers.owners]}`, `answers.owners.map(o, has(o.share), o.share)`, `"\u2028" + r'\'`,
		`digits(lower(answers.name))`, `[1][-1]`, "has(answers.`x`)",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := rule.Rule{CEL: text}
		r.Fields(household())
		p, err := rule.Compile(r, household())
		if err != nil {
			return
		}
		v, err := p.Value(t.Context(), fuzzData)
		if err != nil {
			return
		}
		if _, err := json.Marshal(v); err != nil {
			t.Errorf("%q gives what JSON cannot hold: %v", text, err)
		}
	})
}
