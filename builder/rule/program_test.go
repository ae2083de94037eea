package rule_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

func compile(t testing.TB, r rule.Rule, s rule.Scope) *rule.Program {
	t.Helper()
	p, err := rule.Compile(r, s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func keyOf(err error) string {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f.Key
	}
	return ""
}

func TestTooCostly(t *testing.T) {
	loop := "answers.files.all(a, answers.files.all(b, answers.files.all(c, a != b || b != c || true)))"
	p := compile(t, rule.Rule{CEL: loop}, household())
	data := rule.Data{Root: map[string]any{"files": make([]any, 1000)}}
	_, err := p.Bool(t.Context(), data)
	if keyOf(err) != "rule.too_costly" || fault.CodeOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	q := one(`{"field":"owners[].share","operator":"=","value":1}`)
	data := rule.Data{Root: map[string]any{"owners": make([]any, 100_000)}}
	_, err := compile(t, decode(t, q), household()).Bool(ctx, data)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestBoolOfNoTruth(t *testing.T) {
	p := compile(t, rule.Rule{CEL: "answers.income"}, household())
	if _, err := p.Bool(t.Context(), rule.Data{Root: map[string]any{"income": 1.0}}); keyOf(err) != "rule.result" {
		t.Errorf("got %v", err)
	}
}

func TestCompileRefuses(t *testing.T) {
	_, err := rule.Compile(rule.Rule{CEL: "answers.x"}, household())
	if fault.CodeOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	bad := rule.Query{Combinator: "and", Rules: []rule.Node{{Condition: &rule.Condition{Field: "x", Operator: "="}}}}
	if _, err := rule.ToCEL(bad, household()); fault.CodeOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestNilData(t *testing.T) {
	p := compile(t, decode(t, one(`{"field":"address.city","operator":"isEmpty"}`)), household())
	if ok, err := p.Bool(t.Context(), rule.Data{}); !ok || err != nil {
		t.Errorf("got %v, %v", ok, err)
	}
}

func TestGoConstants(t *testing.T) {
	for _, value := range []any{[]string{"single"}, []any{"single"}} {
		q := rule.Query{Combinator: "and", Rules: []rule.Node{
			{Condition: &rule.Condition{Field: "status", Operator: rule.In, Value: value}},
			{Condition: &rule.Condition{Field: "income", Operator: rule.In, Value: []int{1, 2}}},
		}}
		got, err := rule.ToCEL(q, household())
		if err != nil || !strings.Contains(got, `["single"]`) || !strings.Contains(got, "[1.0, 2.0]") {
			t.Errorf("%s %v", got, err)
		}
	}
}

func TestFields(t *testing.T) {
	inRow := household()
	inRow.Rows = []string{"owners", "owners[].owners"}
	tests := []struct {
		rule  rule.Rule
		scope rule.Scope
		want  string
	}{
		{decode(t, one(`{"field":"owners[].share","operator":">","valueField":"income"},{"combinator":"or","rules":[{"field":"name","operator":"isEmpty"}]}`)), household(), "income name owners[].share"},
		{rule.Rule{CEL: "answers.income > 1 && previous.income < 2"}, household(), "income previous.income"},
		{rule.Rule{CEL: "has(answers.address.city)"}, household(), "address.city"},
		{rule.Rule{CEL: `answers["income"] > 1`}, household(), "income"},
		{rule.Rule{CEL: "sum(answers.owners.map(o, has(o.share), o.share))"}, household(), "owners[].share"},
		{rule.Rule{CEL: "size(answers.owners)"}, household(), "owners"},
		{rule.Rule{CEL: "answers.owners.all(o, true)"}, household(), "owners"},
		{rule.Rule{CEL: "answers.owners[0].name"}, household(), "owners[].name"},
		{rule.Rule{CEL: "answers.owners.exists(o, o.owners.exists(p, p.x > o.share))"}, household(), "owners[].owners[].x owners[].share"},
		{rule.Rule{CEL: "answers.owners.filter(o, o.share > 1).map(o, o.name)"}, household(), "owners[].name owners[].share"},
		{rule.Rule{CEL: "answers.owners.map(o, o.owners).exists(l, l.exists(p, p.x > 1))"}, household(), "owners[].owners owners[].owners[].x"},
		{rule.Rule{CEL: "answers.colours.exists(c, c == 'red')"}, household(), "colours"},
		{rule.Rule{CEL: "row.x + parent.share"}, inRow, "owners[].owners[].x owners[].share"},
		{rule.Rule{CEL: `{"a": [answers.name, today]}`}, household(), "name"},
		{rule.Rule{CEL: "answers."}, household(), ""},
		{rule.Rule{}, household(), ""},
	}
	for _, tt := range tests {
		if got := tt.rule.Fields(tt.scope); !slices.Equal(got, strings.Fields(tt.want)) {
			t.Errorf("%s: got %v, want %s", tt.rule.CEL, got, tt.want)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	query := decodeBench(b)
	b.Run("query", func(b *testing.B) {
		for b.Loop() {
			compile(b, query, household())
		}
	})
	b.Run("cel", func(b *testing.B) {
		for b.Loop() {
			compile(b, rule.Rule{CEL: "has(answers.income) && answers.income > 1000"}, household())
		}
	})
}

func BenchmarkBool(b *testing.B) {
	data := rule.Data{Root: map[string]any{
		"income": 5000.0, "status": "married", "owners": []any{map[string]any{"share": 10.0}, map[string]any{"share": 60.0}},
	}}
	for name, r := range map[string]rule.Rule{
		"query": decodeBench(b), "cel": {CEL: "has(answers.income) && answers.income > 1000"},
	} {
		p := compile(b, r, household())
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if ok, err := p.Bool(b.Context(), data); !ok || err != nil {
					b.Fatal(ok, err)
				}
			}
		})
	}
}

func decodeBench(b *testing.B) rule.Rule {
	b.Helper()
	q := rule.Query{Combinator: "and", Rules: []rule.Node{
		{Condition: &rule.Condition{Field: "income", Operator: rule.Greater, Value: 1000.0}},
		{Condition: &rule.Condition{Field: "status", Operator: rule.Equal, Value: "married"}},
		{Condition: &rule.Condition{Field: "owners[].share", Operator: rule.GreaterOrEqual, Value: 50.0}},
	}}
	return rule.Rule{Query: &q}
}
