package rule_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

func household() rule.Scope {
	person := []rule.Name{
		{Key: "name", Type: rule.Text},
		{Key: "share", Type: rule.Number},
		{Key: "owners", Type: rule.Repeat, Members: []rule.Name{{Key: "x", Type: rule.Number}}},
	}
	return rule.Scope{Names: []rule.Name{
		{Key: "income", Type: rule.Number},
		{Key: "name", Type: rule.Text},
		{Key: "agree", Type: rule.Bool},
		{Key: "born", Type: rule.Date},
		{Key: "status", Type: rule.Choice, Options: []string{"single", "married"}},
		{Key: "colours", Type: rule.Choices, Options: []string{"red", "blue"}},
		{Key: "files", Type: rule.List},
		{Key: "address", Type: rule.Group, Members: []rule.Name{{Key: "city", Type: rule.Text}}},
		{Key: "owners", Type: rule.Repeat, Members: person},
		{Key: "extra", Type: rule.Any},
		{Key: "previous", Type: rule.Group, Members: []rule.Name{{Key: "income", Type: rule.Number}}},
	}}
}

func decode(t *testing.T, text string) rule.Rule {
	t.Helper()
	var r rule.Rule
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// one wraps a single condition.
func one(condition string) string {
	return `{"query":{"combinator":"and","rules":[` + condition + `]}}`
}

func TestCheckQuery(t *testing.T) {
	const first = "/query/rules/0"
	tests := []struct{ name, rule, path, key string }{
		{"nothing", `{}`, "", "rule.empty"},
		{"both", `{"cel":"true","query":{"combinator":"and","rules":[]}}`, "/cel", "rule.bad_value"},
		{"combinator", `{"query":{"combinator":"xor","rules":[]}}`, "/query/combinator", "rule.bad_value"},
		{"null member", `{"query":{"combinator":"and","rules":[{}]}}`, first + "/field", "rule.empty"},
		{"unknown field", one(`{"field":"incme","operator":"=","value":1}`), first + "/field", "rule.unknown_field"},
		{"member of nothing", one(`{"field":"income.x","operator":"=","value":1}`), first + "/field", "rule.unknown_field"},
		{"rows of no repeat", one(`{"field":"address[].city","operator":"=","value":"x"}`), first + "/field", "rule.unknown_field"},
		{"ends in rows", one(`{"field":"owners[]","operator":"isEmpty"}`), first + "/field", "rule.unknown_field"},
		{"root alone", one(`{"field":"previous","operator":"isEmpty"}`), first + "/field", "rule.unknown_field"},
		{"repeat without rows", one(`{"field":"owners.share","operator":"=","value":1}`), first + "/field", "rule.not_in_scope"},
		{"no such operator", one(`{"field":"income","operator":"~","value":1}`), first + "/operator", "rule.unknown_operator"},
		{"text has no order", one(`{"field":"name","operator":"<","value":"x"}`), first + "/operator", "rule.unknown_operator"},
		{"any text has no order", one(`{"field":"extra","operator":"<","value":"x"}`), first + "/operator", "rule.unknown_operator"},
		{"group has no value", one(`{"field":"address","operator":"=","value":"x"}`), first + "/operator", "rule.unknown_operator"},
		{"match", one(`{"field":"owners[].share","operator":"=","value":1,"match":"most"}`), first + "/match", "rule.bad_value"},
		{"text for number", one(`{"field":"income","operator":"=","value":"1"}`), first + "/value", "rule.unlike_types"},
		{"no value", one(`{"field":"income","operator":"="}`), first + "/value", "rule.bad_value"},
		{"empty value", one(`{"field":"name","operator":"=","value":""}`), first + "/value", "rule.bad_value"},
		{"no list", one(`{"field":"income","operator":"in","value":1}`), first + "/value", "rule.bad_value"},
		{"empty list", one(`{"field":"income","operator":"in","value":[]}`), first + "/value", "rule.bad_value"},
		{"second of list", one(`{"field":"income","operator":"in","value":[1,"x"]}`), first + "/value/1", "rule.unlike_types"},
		{"between one", one(`{"field":"income","operator":"between","value":[1]}`), first + "/value", "rule.bad_value"},
		{"between three", one(`{"field":"income","operator":"between","value":[1,2,3]}`), first + "/value", "rule.too_long"},
		{"between backwards", one(`{"field":"income","operator":"between","value":[2,1]}`), first + "/value", "rule.bad_value"},
		{"dates backwards", one(`{"field":"born","operator":"between","value":["2021-01-01","2020-01-01"]}`), first + "/value", "rule.bad_value"},
		{"no date", one(`{"field":"born","operator":"<","value":"2023-02-29"}`), first + "/value", "rule.bad_value"},
		{"number for date", one(`{"field":"born","operator":"<","value":5}`), first + "/value", "rule.unlike_types"},
		{"age in words", one(`{"field":"born","operator":"olderThan","value":"18"}`), first + "/value", "rule.unlike_types"},
		{"negative age", one(`{"field":"born","operator":"olderThan","value":-1}`), first + "/value", "rule.bad_value"},
		{"option", one(`{"field":"status","operator":"=","value":"maried"}`), first + "/value", "rule.unknown_option"},
		{"option in list", one(`{"field":"colours","operator":"in","value":["red","bleu"]}`), first + "/value/1", "rule.unknown_option"},
		{"unlike fields", one(`{"field":"income","operator":"=","valueField":"name"}`), first + "/valueField", "rule.unlike_types"},
		{"date against text", one(`{"field":"born","operator":"=","valueField":"name"}`), first + "/valueField", "rule.unlike_types"},
		{"unknown other", one(`{"field":"income","operator":"=","valueField":"x"}`), first + "/valueField", "rule.unknown_field"},
		{"in a field", one(`{"field":"income","operator":"in","valueField":"income"}`), first + "/valueField", "rule.bad_value"},
		{"other in rows", one(`{"field":"income","operator":"=","valueField":"owners[].share"}`), first + "/valueField", "rule.not_in_scope"},
		{"other deeper", one(`{"field":"owners[].share","operator":"=","valueField":"owners[].owners[].x"}`), first + "/valueField", "rule.not_in_scope"},
		{"long constant", one(`{"field":"name","operator":"=","value":"` + strings.Repeat("x", 4001) + `"}`), first + "/value", "rule.too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantOnly(t, decode(t, tt.rule).Check(household(), rule.Bool), tt.path, tt.key) })
	}
}

func wantOnly(t *testing.T, vs []fault.Violation, path, key string) {
	t.Helper()
	if len(vs) != 1 || vs[0].Path != path || vs[0].Key != key {
		t.Errorf("got %v, want only %s at %q", vs, key, path)
	}
}

func TestCheckLimits(t *testing.T) {
	condition := rule.Node{Condition: &rule.Condition{Field: "income", Operator: rule.Equal, Value: 1}}
	deep := rule.Query{Combinator: "and", Rules: []rule.Node{condition}}
	for range 7 {
		inner := deep
		deep = rule.Query{Combinator: "and", Rules: []rule.Node{{Group: &inner}}}
	}
	if vs := (rule.Rule{Query: &deep}).Check(household(), rule.Bool); len(vs) > 0 {
		t.Errorf("eight deep: %v", vs)
	}
	deeper := rule.Query{Combinator: "or", Rules: []rule.Node{{Group: &deep}}}
	path := "/query" + strings.Repeat("/rules/0", 8)
	wantOnly(t, rule.Rule{Query: &deeper}.Check(household(), rule.Bool), path, "rule.too_deep")

	wide := rule.Query{Combinator: "and", Rules: make([]rule.Node, 201)}
	for i := range wide.Rules {
		wide.Rules[i] = condition
	}
	wantOnly(t, rule.Rule{Query: &wide}.Check(household(), rule.Bool), "/query", "rule.too_long")

	long := rule.Query{Combinator: "and", Rules: make([]rule.Node, 100)}
	for i := range long.Rules {
		long.Rules[i].Condition = &rule.Condition{Field: "name", Operator: rule.NotEqual, Value: strings.Repeat("x", 3999)}
	}
	wantOnly(t, rule.Rule{Query: &long}.Check(household(), rule.Bool), "/query", "rule.too_long")

	s := household()
	s.Rows = []string{"income"}
	wantOnly(t, rule.Rule{CEL: "true"}.Check(s, rule.Bool), "", "rule.not_in_scope")
	s.Rows = []string{"owners", "owners", "owners", "owners"}
	wantOnly(t, rule.Rule{CEL: "true"}.Check(s, rule.Bool), "", "rule.too_deep")
}

func TestCheckSuggests(t *testing.T) {
	tests := []struct {
		rule   rule.Rule
		params map[string]any
	}{
		{decode(t, one(`{"field":"incmoe","operator":"=","value":1}`)), map[string]any{"field": "incmoe", "suggestion": "income"}},
		{decode(t, one(`{"field":"adress.city","operator":"isEmpty"}`)), map[string]any{"suggestion": "address.city"}},
		{decode(t, one(`{"field":"status","operator":"=","value":"maried"}`)), map[string]any{"option": "maried", "suggestion": "married"}},
		{decode(t, one(`{"field":"zzzzzz","operator":"isEmpty"}`)), map[string]any{"suggestion": nil}},
		{rule.Rule{CEL: "answers.incme > 1"}, map[string]any{"field": "incme", "suggestion": "income", "line": 1, "column": 8}},
		{rule.Rule{CEL: "answers.address.cty == 'x'"}, map[string]any{"field": "address.cty", "suggestion": "city"}},
		{rule.Rule{CEL: "true &&\n answers.owners.all(o, o.shre > 1)"}, map[string]any{"field": "owners[].shre", "suggestion": "share", "line": 2}},
		{rule.Rule{CEL: "income > 1"}, map[string]any{"suggestion": "answers.income"}},
		{rule.Rule{CEL: "incom > 1"}, map[string]any{"suggestion": "answers.income"}},
		{rule.Rule{CEL: "anwsers.income > 1"}, map[string]any{"suggestion": "answers"}},
		{rule.Rule{CEL: "yeers(today, today)"}, map[string]any{"suggestion": "years"}},
	}
	for _, tt := range tests {
		vs := tt.rule.Check(household(), rule.Any)
		if len(vs) == 0 {
			t.Errorf("%v: nothing found", tt.rule)
			continue
		}
		for name, want := range tt.params {
			if got := vs[0].Params[name]; got != want {
				t.Errorf("%v: %s is %v, want %v", tt.rule, name, got, want)
			}
		}
	}
}

func TestCheckCEL(t *testing.T) {
	tests := []struct {
		cel  string
		want rule.Type
		key  string
	}{
		{"answers.income > 1000", rule.Bool, ""},
		{"has(answers.address.city)", rule.Bool, ""},
		{"answers.owners.exists(o, has(o.share) && o.share > 1)", rule.Bool, ""},
		{"answers.extra.deep.er", rule.Bool, ""},
		{"previous.income", rule.Number, ""},
		{"size(answers.owners)", rule.Number, ""},
		{"today", rule.Date, ""},
		{"answers.colours", rule.Choices, ""},
		{"[1.0]", rule.Any, ""},
		{`"a ` + "`" + ` b" == 'c ` + "`" + `'`, rule.Bool, ""},
		{" \n", rule.Bool, "rule.empty"},
		{"answers.income +", rule.Bool, "rule.syntax"},
		{"answers.`income` > 1", rule.Bool, "rule.syntax"},
		{"has(answers.owners[0].share)", rule.Bool, "rule.syntax"},
		{`"\q"`, rule.Bool, "rule.syntax"},
		{`answers.income > "x"`, rule.Bool, "rule.unlike_types"},
		{"answers.income * 2", rule.Number, "rule.unlike_types"},
		{"answers.colours > 1", rule.Bool, "rule.unlike_types"},
		{"years(answers.income, today)", rule.Number, "rule.unlike_types"},
		{"answers.owners.share > 1", rule.Bool, "rule.not_in_scope"},
		{"row.share > 1", rule.Bool, "rule.unknown_field"},
		{"checks.age", rule.Bool, "rule.unknown_field"},
		{"answers.previous", rule.Any, "rule.unknown_field"},
		{`answers.name.matches("x")`, rule.Bool, "rule.unknown_field"},
		{`timestamp("2020-01-01T00:00:00Z") == timestamp("2020-01-01T00:00:00Z")`, rule.Bool, "rule.unknown_field"},
		{"answers.income > .5", rule.Bool, "rule.syntax"},
		{"[0.5, 1.5][0] > 0.5 && '.5' != '`'", rule.Bool, ""},
		{"string(1.0)", rule.Text, "rule.unknown_field"},
		{"answers.income", rule.Bool, "rule.result"},
		{"answers.name", rule.Number, "rule.result"},
		{"type(1)", rule.Any, "rule.result"},
		{"{1: 2}", rule.Any, "rule.result"},
		{"b'x'", rule.Any, "rule.result"},
		{"'" + strings.Repeat("x", 4000) + "'", rule.Any, "rule.too_long"},
		{strings.Repeat("(", 500) + "true" + strings.Repeat(")", 500), rule.Bool, "rule.syntax"},
	}
	for _, tt := range tests {
		vs := rule.Rule{CEL: tt.cel}.Check(household(), tt.want)
		switch {
		case tt.key == "" && len(vs) > 0:
			t.Errorf("%s: %v", tt.cel, vs)
		case tt.key != "" && (len(vs) == 0 || vs[0].Key != tt.key || tt.key != "rule.empty" && vs[0].Path != "/cel"):
			t.Errorf("%.60s: got %v, want %s", tt.cel, vs, tt.key)
		}
	}
	q := decode(t, one(`{"field":"income","operator":"isEmpty"}`))
	wantOnly(t, q.Check(household(), rule.Number), "/query", "rule.result")
}
