package form_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// forty is a form as tenants make them: forty questions, a third of them under a condition.
func forty() (form.Form, map[string]any) {
	text := schemas.Text{"en": "Question"}
	f := form.Form{Key: "forty", Title: text, Locales: []string{"en"}, DefaultLocale: "en"}
	answers := map[string]any{}
	for p := range 4 {
		page := form.Page{ID: fmt.Sprint("p", p), Key: fmt.Sprint("page", p), Title: text}
		for i := range 10 {
			key := fmt.Sprintf("f%d_%d", p, i)
			q := field.Field{ID: key, Key: key, Type: "text", Label: text, Required: i%2 == 0}
			answers[key] = "Ana Maria"
			switch i % 5 {
			case 1:
				q.Type, answers[key] = "number", 12.0
			case 2:
				q.Type, answers[key] = "select", "a"
				q.Options = []field.Option{{Value: "a", Label: text}, {Value: "b", Label: text}}
			case 3:
				q.VisibleWhen = condition(fmt.Sprintf("f%d_%d", p, i-1), rule.Equal, "a")
			case 4:
				q.Type, answers[key] = "cpf", "529.982.247-25"
			}
			page.Fields = append(page.Fields, q)
		}
		f.Pages = append(f.Pages, page)
	}
	return f, answers
}

func condition(field, operator string, value any) *rule.Rule {
	c := rule.Condition{Field: field, Operator: operator, Value: value}
	return &rule.Rule{Query: &rule.Query{Combinator: "and", Rules: []rule.Node{{Condition: &c}}}}
}

func BenchmarkSubmit40(b *testing.B) {
	f, answers := forty()
	c := compile(b, f)
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		clean, _ := c.Clean(answers, form.Applicant)
		s := c.Resolve(ctx, form.View{Answers: clean, Today: "2026-01-01", Audience: form.Applicant})
		form.Prune(s)
		if found := c.Validate(ctx, s); len(found) > 0 {
			b.Fatal(found)
		}
	}
}

func BenchmarkCompile40(b *testing.B) {
	f, _ := forty()
	reg := field.Builtin()
	for b.Loop() {
		if _, err := form.Compile(reg, f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkConforms40(b *testing.B) {
	f, answers := forty()
	c := compile(b, f)
	clean, _ := c.Clean(answers, form.Applicant)
	for b.Loop() {
		if found := c.Conforms(clean); len(found) > 0 {
			b.Fatal(found)
		}
	}
}
