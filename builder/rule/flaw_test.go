package rule_test

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// The small world in which everything can be tried.
var small = rule.Scope{Names: []rule.Name{
	{Key: "color", Type: rule.Choice, Options: []string{"r", "g"}},
	{Key: "size", Type: rule.Number},
	{Key: "flag", Type: rule.Bool},
	{Key: "nick", Type: rule.Text},
	{Key: "day", Type: rule.Date},
}}

func smallDomains() map[string][]any {
	return map[string][]any{
		"color": {"r", "g", nil}, "size": {-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, nil}, "flag": {true, false, nil},
		"nick": {"a", "b", "z", nil}, "day": {"2019-12-31", "2020-01-01", "2020-01-02", "2020-01-03", nil},
	}
}

func drawCondition(r *rand.Rand) rule.Condition {
	some := func(of ...any) any { return of[r.IntN(len(of))] }
	op := func(of ...string) string { return of[r.IntN(len(of))] }
	compare := []string{rule.Equal, rule.NotEqual, rule.Less, rule.LessOrEqual, rule.Greater, rule.GreaterOrEqual}
	field := op("color", "color", "size", "size", "flag", "nick", "day")
	c := rule.Condition{Field: field}
	switch n := r.IntN(8); {
	case n == 0:
		c.Operator = op(rule.IsEmpty, rule.NotEmpty)
	case field == "color" || field == "nick":
		of := map[string][]any{"color": {"r", "g"}, "nick": {"a", "b"}}[field]
		c.Operator, c.Value = op(rule.Equal, rule.NotEqual), some(of...)
		if n == 1 {
			c.Operator, c.Value = op(rule.In, rule.NotIn), []any{some(of...), some(of...)}
		}
	case field == "size":
		c.Operator, c.Value = op(compare...), some(0.0, 1.0, 2.0)
		if n == 1 {
			c.Operator, c.Value = rule.Between, []any{some(0.0, 1.0), some(1.0, 2.0)}
		}
	case field == "day":
		c.Operator, c.Value = op(compare...), some("2020-01-01", "2020-01-02", "today")
	default:
		c.Operator, c.Value = op(rule.Equal, rule.NotEqual), some(true, false)
	}
	return c
}

func drawQuery(r *rand.Rand, depth int) rule.Query {
	q := rule.Query{Combinator: []string{"and", "or"}[r.IntN(2)], Not: r.IntN(6) == 0}
	for range 1 + r.IntN(3) {
		if depth > 0 && r.IntN(3) == 0 {
			inner := drawQuery(r, depth-1)
			q.Rules = append(q.Rules, rule.Node{Group: &inner})
			continue
		}
		c := drawCondition(r)
		q.Rules = append(q.Rules, rule.Node{Condition: &c})
	}
	return q
}

// try says whether a query holds for some answers, and fails for some, by trying all.
func try(t *testing.T, q rule.Query) (holds, fails bool) {
	t.Helper()
	p, err := rule.Compile(rule.Rule{Query: &q}, small)
	if err != nil {
		t.Fatal(err)
	}
	domains := smallDomains()
	read := rule.Rule{Query: &q}.Fields(small)
	root := map[string]any{}
	var walk func(i int)
	walk = func(i int) {
		if i < len(read) {
			for _, v := range domains[read[i]] {
				root[read[i]] = v
				if v == nil {
					delete(root, read[i])
				}
				walk(i + 1)
			}
			return
		}
		ok, err := p.Bool(t.Context(), rule.Data{Root: root, Today: "2020-01-02"})
		if err != nil {
			t.Fatal(err)
		}
		holds, fails = holds || ok, fails || !ok
	}
	walk(0)
	return holds, fails
}

// at returns the part of a query that a path leads to, as a query of its own.
func at(q rule.Query, path string) rule.Query {
	for _, token := range strings.Split(strings.TrimPrefix(path, "/query"), "/")[1:] {
		if token == "rules" {
			continue
		}
		i, _ := strconv.Atoi(token)
		if n := q.Rules[i]; n.Group != nil {
			q = *n.Group
		} else {
			q = rule.Query{Combinator: "and", Rules: []rule.Node{n}}
		}
	}
	return q
}

// TestFlawsAreTrue tries everything that flaws say of random rules: no alarm is false. Rules of which the table can read
// all are found whenever they decide nothing.
func TestFlawsAreTrue(t *testing.T) {
	t.Parallel()
	rounds := 4000
	if testing.Short() {
		rounds = 300
	}
	r := rand.New(rand.NewPCG(8, 9)) //nolint:gosec // repeatable on purpose
	told := map[string]int{}
	for range rounds {
		q := drawQuery(r, 2)
		found := rule.Rule{Query: &q}.Flaws(rule.World{Scope: small}, nil)
		for _, v := range found {
			told[v.Key]++
			holds, fails := try(t, judged(q, v))
			never := v.Key == "rule.never" || v.Key == "rule.condition_never" || v.Key == "rule.contradiction"
			if never && holds || !never && fails {
				t.Fatalf("false alarm %+v in %s", v, asJSON(q))
			}
		}
		holds, fails := try(t, q)
		opaque := strings.Contains(asJSON(q), "today")
		if (!holds || !fails) && len(found) == 0 && !opaque {
			t.Fatalf("nothing found in %s", asJSON(q))
		}
	}
	for _, key := range []string{"rule.always", "rule.never", "rule.contradiction", "rule.condition_never"} {
		if told[key] < rounds/200 {
			t.Errorf("%s was told only %d times", key, told[key])
		}
	}
	t.Logf("%d rules, told: %v", rounds, told)
}

// judged is the part of a query that a flaw is about. What contradicts is the group around it.
func judged(q rule.Query, v fault.Violation) rule.Query {
	path := v.Path
	if v.Key == "rule.contradiction" {
		path = path[:strings.LastIndex(path, "/rules/")]
	}
	return at(q, path)
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// A contradiction names both conditions as people call what they read.
func TestContradictionSaysWhichTwo(t *testing.T) {
	t.Parallel()
	r, g := rule.Condition{Field: "color", Operator: rule.Equal, Value: "r"}, rule.Condition{Field: "color", Operator: rule.Equal, Value: "g"}
	q := rule.Query{Combinator: "and", Rules: []rule.Node{{Condition: &r}, {Condition: &rule.Condition{Field: "flag", Operator: rule.NotEmpty}}, {Condition: &g}}}
	label := func(path, value string) map[string]string {
		return map[string]map[string]string{"color": {"en": "Color"}, "color r": {"en": "Red"}}[strings.TrimSpace(path+" "+value)]
	}
	found := rule.Rule{Query: &q}.Flaws(rule.World{Scope: small}, label)
	if len(found) != 1 || found[0].Key != "rule.contradiction" || found[0].Path != "/query/rules/2" {
		t.Fatalf("got %+v", found)
	}
	want := `{"first":{"field":{"en":"Color"},"operator":"=","values":[{"en":"Red"}]},"second":{"field":{"en":"Color"},"operator":"=","values":[{"und":"g"}]}}`
	if got := asJSON(found[0].Params); got != want {
		t.Errorf("got %s", got)
	}
}
