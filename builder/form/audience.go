package form

import (
	"encoding/json"
	"strings"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// ForAudience returns the form as an audience may have it: for an applicant without pages, fields, rules and settings
// that are the team's. With a locale, texts are reduced to that language or its nearest. The caller must not change it.
func (c *Compiled) ForAudience(audience, locale string) (json.RawMessage, error) {
	if locale == "" && audience == Applicant {
		return c.applicants()
	}
	return c.forAudience(audience, locale)
}

func (c *Compiled) forAudience(audience, locale string) (json.RawMessage, error) {
	a := audienceView{form: c, applicant: audience == Applicant, locale: locale}
	f := c.tree.form
	out := f
	out.Title, out.Description = a.text(f.Title), a.text(f.Description)
	out.Pages, out.Outdated = []Page{}, nil
	for i, p := range f.Pages {
		if a.applicant && p.StaffOnly {
			continue
		}
		p.Title, p.Description = a.text(p.Title), a.text(p.Description)
		if p.Fields = a.fields(c.tree.roots[i]); len(p.Fields) > 0 {
			out.Pages = append(out.Pages, p)
		}
	}
	out.Validations = a.checks()
	return json.Marshal(out)
}

type audienceView struct {
	form      *Compiled
	applicant bool
	locale    string
}

// text reduces a text to one language.
func (a audienceView) text(t schemas.Text) schemas.Text {
	if a.locale == "" || len(t) == 0 {
		return t
	}
	return schemas.Text{a.locale: t.In(a.locale, a.form.tree.form.DefaultLocale)}
}

func (a audienceView) fields(nodes []*node) []field.Field {
	kept := []field.Field{}
	for _, n := range nodes {
		if a.applicant && n.staff {
			continue
		}
		f := a.field(n.field)
		if f.Fields = a.fields(n.children); n.container() && len(f.Fields) == 0 {
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

func (a audienceView) field(f field.Field) field.Field {
	f.Label, f.Hint, f.Help, f.Content = a.text(f.Label), a.text(f.Hint), a.text(f.Help), a.text(f.Content)
	if a.applicant {
		f.Group, f.Indexed, f.Masked = "", false, false
	}
	options := make([]field.Option, len(f.Options))
	for i, o := range f.Options {
		options[i] = field.Option{Value: o.Value, Label: a.text(o.Label)}
	}
	f.Options = options
	validations := make([]field.Validation, len(f.Validations))
	for i, v := range f.Validations {
		v.Message = a.text(v.Message)
		validations[i] = v
	}
	f.Validations = validations
	return f
}

// checks are the rules over the whole form that the audience may read.
func (a audienceView) checks() []Check {
	var kept []Check
	for _, c := range a.form.checks {
		if a.applicant && c.staff {
			continue
		}
		v := c.Check
		v.Message = a.text(v.Message)
		kept = append(kept, v)
	}
	return kept
}

// readsStaff tells whether a rule reads what only the team has.
func (t *tree) readsStaff(r *rule.Rule, scope rule.Scope) (path string, reads bool) {
	for _, path := range r.Fields(scope) {
		read := t.find(strings.TrimPrefix(path, previous+"."))
		_, isCheck := CheckKey(path) // which of them an applicant may depend on is the pipeline's to say
		isChecks := path == checks || strings.HasPrefix(path, checks+".")
		if isChecks && !isCheck || read != nil && read.staff {
			return path, true
		}
	}
	return "", false
}
