package check_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/screening"
)

// people answers for every identity.
type people []string

func (p people) Others(context.Context, string, string, string) ([]string, error) { return p, nil }

// template is the part of a template that checks need.
type template struct {
	Forms     []form.Form `json:"forms"`
	Pipelines []struct {
		Checks []struct {
			Key    string          `json:"key"`
			Type   string          `json:"type"`
			Fields []string        `json:"fields"`
			Config json.RawMessage `json:"config"`
		} `json:"checks"`
	} `json:"pipelines"`
}

// fixture asks the checks of one template.
type fixture struct {
	form      *form.Compiled
	questions map[string]check.Question
	types     map[string]string
	checkers  map[string]check.Checker
}

func load(t testing.TB, name string) fixture {
	t.Helper()
	doc, err := os.ReadFile("../../schemas/templates/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var tpl template
	if err := json.Unmarshal(doc, &tpl); err != nil {
		t.Fatal(err)
	}
	f := fixture{questions: map[string]check.Question{}, types: map[string]string{}, checkers: map[string]check.Checker{}}
	if f.form, err = form.Compile(field.Builtin(), tpl.Forms[0]); err != nil {
		t.Fatal(err)
	}
	for _, c := range append(check.Builtin(people(nil)), check.NewScreening(noLists{})) {
		f.checkers[c.Type()] = c
	}
	for _, c := range tpl.Pipelines[0].Checks {
		f.types[c.Key] = c.Type
		f.questions[c.Key] = check.Question{
			Tenant: "t1", Case: "c1", Key: c.Key, Fields: c.Fields, Config: c.Config, Today: "2026-11-21",
			Identity: "52998224725", Form: f.form,
		}
	}
	return f
}

func (f fixture) ask(t testing.TB, key string, answers map[string]any) check.Answer {
	t.Helper()
	return f.askKnowing(t, key, answers, nil)
}

func (f fixture) askKnowing(t testing.TB, key string, answers, previous map[string]any) check.Answer {
	t.Helper()
	q := f.questions[key]
	q.Answers, q.Facts = answers, map[string]any{"previous": previous}
	answer, err := f.checkers[f.types[key]].Check(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range []string{"pt-BR", "es", "en", "ar"} {
		if answer.Explanation[locale] == "" {
			t.Errorf("%s: no explanation in %s", key, locale)
		}
	}
	return answer
}

func TestEveryCheckOfTheTemplatesIsKnown(t *testing.T) {
	for _, name := range []string{"pf-account", "pj-account", "address-change"} {
		f := load(t, name)
		for key, typ := range f.types {
			if f.checkers[typ] == nil {
				t.Errorf("%s: check %s has the unknown type %s", name, key, typ)
				continue
			}
			// No answer at all must not be an error.
			f.ask(t, key, map[string]any{})
		}
	}
}

func TestPersonTemplate(t *testing.T) {
	f := load(t, "pf-account")
	for _, tc := range []struct {
		name, key string
		answers   map[string]any
		want      string
		set       string // an attribute that must be set; "" is none
	}{
		{"right number", "identifier", map[string]any{"cpf": "52998224725"}, check.Pass, ""},
		{"wrong number", "identifier", map[string]any{"cpf": "52998224724"}, check.Fail, ""},
		{"no number", "identifier", map[string]any{}, check.Unclear, ""},
		{"number of the wrong shape", "identifier", map[string]any{"cpf": 12.0}, check.Fail, ""},
		{"grown up", "age", map[string]any{"birth_date": "1990-02-28"}, check.Pass, ""},
		{"eighteen today", "age", map[string]any{"birth_date": "2008-11-21"}, check.Pass, ""},
		{"eighteen tomorrow", "age", map[string]any{"birth_date": "2008-11-22"}, check.Fail, "needs_compliance"},
		{"too old", "age", map[string]any{"birth_date": "1890-01-01"}, check.Fail, "needs_compliance"},
		{"not born", "age", map[string]any{"birth_date": "2030-01-01"}, check.Fail, "needs_compliance"},
		{"no date", "age", map[string]any{}, check.Unclear, "needs_compliance"},
		{"no real date", "age", map[string]any{"birth_date": "1990-02-30"}, check.Unclear, "needs_compliance"},
		{"exposed", "pep", map[string]any{"is_pep": "yes"}, check.Fail, "risk"},
		{"not exposed", "pep", map[string]any{"is_pep": "no"}, check.Pass, ""},
		{"consistent", "consistency", map[string]any{"income": 400000.0, "third_party": "no"}, check.Pass, ""},
		{"rich by nothing", "consistency", map[string]any{"income": 600000.0, "occupation": "student"}, check.Unclear, ""},
		{"nobody else", "duplicate", nil, check.Pass, ""},
	} {
		t.Run(tc.key+"/"+tc.name, func(t *testing.T) {
			got := f.ask(t, tc.key, tc.answers)
			if got.Result != tc.want {
				t.Errorf("%s: %v", got.Result, got.Explanation)
			}
			if _, set := got.Set[tc.set]; tc.set != "" && !set || tc.set == "" && len(got.Set) > 0 {
				t.Errorf("set %v", got.Set)
			}
		})
	}
}

func TestCompanyTemplate(t *testing.T) {
	f := load(t, "pj-account")
	owner := func(values map[string]any) map[string]any {
		return map[string]any{"listed": "no", "cnpj": "11222333000181", "owners": []any{values}}
	}
	if got := f.ask(t, "pep", owner(map[string]any{"owner_kind": "person", "is_pep": "related"})); got.Result != check.Fail {
		t.Errorf("an exposed owner: %s", got.Result)
	}
	got := f.ask(t, "identifier", owner(map[string]any{"owner_kind": "person", "cpf": "11111111111"}))
	if got.Result != check.Fail || len(got.Evidence["places"].([]any)) != 1 {
		t.Errorf("a wrong number of an owner: %s %v", got.Result, got.Evidence)
	}
}

func TestAddressChangeComparesWithBefore(t *testing.T) {
	f := load(t, "address-change")
	now := map[string]any{"cpf": "52998224725", "email": "ana@example.org", "addr_country": "BR"}
	for name, tc := range map[string]struct {
		previous map[string]any
		want     map[string]string
	}{
		"same":    {map[string]any{"cpf": "52998224725", "email": "ana@example.org", "addr_country": "BR"}, map[string]string{"consistency": check.Pass, "country_change": check.Pass}},
		"abroad":  {map[string]any{"cpf": "52998224725", "email": "ana@example.org", "addr_country": "PT"}, map[string]string{"consistency": check.Pass, "country_change": check.Fail}},
		"other":   {map[string]any{"cpf": "11144477735", "email": "ana@example.org", "addr_country": "BR"}, map[string]string{"consistency": check.Fail}},
		"unknown": {nil, map[string]string{"consistency": check.Unclear, "country_change": check.Pass}},
	} {
		for key, want := range tc.want {
			if got := f.askKnowing(t, key, now, tc.previous); got.Result != want {
				t.Errorf("%s, %s: %s %v", name, key, got.Result, got.Evidence)
			}
		}
	}
}

// A number in evidence or an explanation would stay in logs and event chains.
func TestNothingPersonalIsKept(t *testing.T) {
	f := load(t, "pf-account")
	const wrong = "52998224724"
	kept, err := json.Marshal(f.ask(t, "identifier", map[string]any{"cpf": wrong}))
	if err != nil || json.Valid(kept) && containsText(kept, wrong) {
		t.Errorf("%s, %v", kept, err)
	}
}

func BenchmarkConsistency(b *testing.B) {
	f := load(b, "pf-account")
	answers := map[string]any{"income": 600000.0, "occupation": "student", "third_party": "yes"}
	for b.Loop() {
		f.ask(b, "consistency", answers)
	}
}

// noLists is a tenant that loaded none.
type noLists struct{}

func (noLists) Loaded(context.Context, string) ([]check.Loaded, error) { return nil, nil }

func (noLists) Clearings(context.Context, string, string) ([]screening.Clearing, error) {
	return nil, nil
}
