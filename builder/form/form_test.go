package form_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

const testdata = "../../schemas/testdata"

func load(t testing.TB, name string) form.Form {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(testdata, "forms", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, b)
}

func decode(t testing.TB, b []byte) form.Form {
	t.Helper()
	if _, err := schemas.DecodeAs("form", b); err != nil {
		t.Fatal(err)
	}
	var f form.Form
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func compile(t testing.TB, f form.Form) *form.Compiled {
	t.Helper()
	c, err := form.Compile(field.Builtin(), f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRichFormCompiles(t *testing.T) {
	f := load(t, "rich")
	for _, v := range form.Lint(field.Builtin(), f) {
		t.Errorf("%s %s %v", v.Path, v.Key, v.Params)
	}
	c := compile(t, f)
	if minutes := c.Estimate(); minutes < 3 || minutes > 12 {
		t.Error(minutes, "minutes")
	}
	if names := c.Scope().Names; len(names) == 0 || names[0].Key != "kind" {
		t.Error("the first name of the scope is not the first answer", names)
	}
}

func blocked(found []fault.Violation) bool {
	return slices.ContainsFunc(found, func(v fault.Violation) bool { return v.Severity != "warn" })
}

const person = `{"kind":"person","name":" Ana  Maria ","birth":"1990-05-01","cpf":"529.982.247-25","cnpj":"1","email":"ana@example.com",
	"employed":true,"income":500000,"other_income":100,"total":7,"channels":["app"],"app_reason":"It is near","risk":3,
	"address":{"country":"BR","cep":"01310-100","state":"SP","city":"São Paulo","zip":1},
	"id_front":["doc-1"],"sign":"Ana Maria","terms":true,"news":false,"score":1,"intro":"x","nothing":[]}`

func resolved(t *testing.T, audience string) (*form.Compiled, *form.State, []string) {
	t.Helper()
	c := compile(t, load(t, "rich"))
	v, err := schemas.Decode([]byte(person))
	if err != nil {
		t.Fatal(err)
	}
	clean, unknown := c.Clean(v.(map[string]any), audience)
	s := c.Resolve(context.Background(), form.View{Answers: clean, Today: corpusDay, Audience: audience})
	return c, s, unknown
}

func TestApplicantMayNotAnswerForTheTeam(t *testing.T) {
	t.Parallel()
	_, s, unknown := resolved(t, form.Applicant)
	if want := []string{"/address/zip", "/intro", "/nothing", "/risk", "/score"}; !slices.Equal(unknown, want) {
		t.Errorf("unknown %v, want %v", unknown, want)
	}
	if s.Visible("/risk") || s.Required("/risk") || slices.Contains(s.Pages(), "team") {
		t.Error("an applicant sees what is for staff")
	}
	c, s, unknown := resolved(t, form.Staff)
	if slices.Contains(unknown, "/risk") || !s.Visible("/risk") || !s.Required("/risk") || !slices.Contains(s.Pages(), "team") {
		t.Error("staff do not see what is for them", unknown)
	}
	if found := c.Validate(context.Background(), s); len(found) > 0 {
		t.Error(found)
	}
}

func TestPruneDropsWhatIsHidden(t *testing.T) {
	t.Parallel()
	_, s, _ := resolved(t, form.Applicant)
	answers, dropped := form.Prune(s)
	if !slices.Equal(dropped, []string{"/cnpj"}) || answers["cnpj"] != nil {
		t.Error(dropped)
	}
	if answers["total"] != 500100.0 || answers["name"] != "Ana Maria" || answers["cpf"] != "52998224725" {
		t.Error(answers)
	}
	if _, ok := answers["other_address"]; ok || answers["address"].(map[string]any)["geo"] != nil {
		t.Error("something stands for nothing", answers)
	}
}

func TestValidatePage(t *testing.T) {
	t.Parallel()
	c := compile(t, load(t, "rich"))
	ctx := context.Background()
	s := c.Resolve(ctx, form.View{Today: corpusDay, Audience: form.Applicant})
	all := c.Validate(ctx, s)
	pages := 0
	for _, key := range append(s.Pages(), "no such page") {
		pages += len(c.ValidatePage(ctx, s, key))
	}
	if pages != len(all) || len(all) == 0 {
		t.Errorf("%d on pages, %d in all", pages, len(all))
	}
	if one := c.ValidatePage(ctx, s, "money"); len(one) != 2 || one[0].Path != "/employed" || one[0].Key != "empty" {
		t.Error(one)
	}
}

func TestIndexAndConsents(t *testing.T) {
	t.Parallel()
	c, s, _ := resolved(t, form.Applicant)
	got := map[string]any{}
	for _, r := range c.Index(s) {
		if r.Text != nil {
			got[r.Field] = *r.Text
		} else {
			got[r.Field] = *r.Number
		}
	}
	if want := map[string]any{"kind": "person", "name": "Ana Maria", "income": 500000.0, ":word/rich/general": "Ana Maria"}; !maps.Equal(got, want) {
		t.Errorf("index %v, want %v", got, want)
	}
	consents := c.Consents(s, "en")
	if len(consents) != 2 || !consents[0].Given || consents[1].Given || consents[0].Hash != field.ConsentHash("I agree.") {
		t.Error(consents)
	}
}

func TestForAudienceHidesTheTeamsFields(t *testing.T) {
	t.Parallel()
	f := load(t, "rich")
	f.Outdated = definition.Outdated{"pt-BR": {"title"}}
	wire, err := compile(t, f).ForAudience(form.Applicant, "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"risk", "score", "remark", "staffOnly\":true", "indexed", "masked", "outdated", "pt-BR\":"} {
		if strings.Contains(string(wire), secret) {
			t.Errorf("%s reaches the applicant", secret)
		}
	}
	all, err := compile(t, f).ForAudience(form.Staff, "")
	if err != nil || !strings.Contains(string(all), "remark") || len(all) <= len(wire) {
		t.Error("staff do not get all", err)
	}
	again := load(t, "rich")
	again.Outdated = definition.Outdated{"pt-BR": {"title"}}
	if !reflect.DeepEqual(f, again) {
		t.Error("the form was changed")
	}
}

func TestRequiredNeverBlocksWhatStaffOwe(t *testing.T) {
	t.Parallel()
	c, s, _ := resolved(t, form.Applicant)
	if p := c.Progress(s); p.Required != p.Answered || p.Required == 0 || len(p.Pages) != len(s.Pages()) {
		t.Error(p)
	}
}

func TestFailingRulesAreLoggedAndDecideNothing(t *testing.T) {
	t.Parallel()
	f := load(t, "rich")
	f.Pages[0].Fields[2].VisibleWhen = &rule.Rule{CEL: "answers.kind.size() > 100 || [1.0][5] > 0.0"}
	f.Pages[0].Fields[2].Validations = []field.Validation{
		{Rule: rule.Rule{CEL: "[1.0][5] > 0.0"}, Message: schemas.Text{"en": "x", "pt-BR": "x"}},
	}
	c := compile(t, f)
	s := c.Resolve(context.Background(), form.View{Answers: map[string]any{"kind": "a", "name": "Ana"}, Today: corpusDay})
	if s.Visible("/name") || len(s.Errors()) != 1 {
		t.Error(s.Visible("/name"), s.Errors())
	}
}

func TestWarningsDoNotKeepAFormFromBeingPublished(t *testing.T) {
	t.Parallel()
	f := load(t, "rich")
	f.Pages[0].Fields[2].RequiredWhen = condition("other_address", rule.Equal, true)
	f.Pages[0].Fields[0].Required = true
	found := form.Lint(field.Builtin(), f)
	want := []place{{"/pages/0/fields/0/required", "form.required_hidden"}, {"/pages/0/fields/2/requiredWhen", "form.late_requirement"}}
	if got := places(found); !slices.Equal(got, want) || blocked(found) {
		t.Error(found)
	}
	compile(t, f)
}

func TestTooManyFields(t *testing.T) {
	t.Parallel()
	f, _ := forty()
	for len(f.Pages) < 201 {
		f.Pages = append(f.Pages, f.Pages[0])
	}
	if found := form.Lint(field.Builtin(), f); len(found) != 1 || found[0].Key != "form.too_many_fields" {
		t.Error(len(found))
	}
}

func TestCompiledIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	f, answers := forty()
	c := compile(t, f)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			ctx := context.Background()
			clean, _ := c.Clean(answers, form.Applicant)
			s := c.Resolve(ctx, form.View{Answers: clean, Today: corpusDay})
			if found := c.Validate(ctx, s); len(found) > 0 || len(c.Conforms(clean)) > 0 {
				t.Error(found)
			}
		})
	}
	wg.Wait()
}
