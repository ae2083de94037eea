package form_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// dice makes random forms that can be published, and random answers to them, good and bad.
type dice struct {
	*rand.Rand
	fields int
	good   bool // answer as well as the forms allow
}

func (d *dice) one(options ...string) string { return options[d.IntN(len(options))] }

func (d *dice) chance(percent int) bool { return d.IntN(100) < percent }

func text(s string) schemas.Text { return schemas.Text{"en": s} }

func (d *dice) form() form.Form {
	d.fields = 0
	f := form.Form{Key: "random", Title: text("Random"), Locales: []string{"en"}, DefaultLocale: "en"}
	var known []source
	for p := range 1 + d.IntN(3) {
		page := form.Page{ID: fmt.Sprint("p", p), Key: fmt.Sprint("p", p), Title: text("Page"), StaffOnly: p > 0 && d.chance(10)}
		if !page.StaffOnly && d.chance(30) {
			page.VisibleWhen = d.rule(known)
		}
		g := grower{dice: d, staff: page.StaffOnly}
		page.Fields = g.fieldsOf("", 3+d.IntN(6), &known)
		f.Pages = append(f.Pages, page)
	}
	if r := d.rule(known); r != nil && d.chance(50) {
		f.Validations = append(f.Validations, form.Check{
			Field: f.Pages[0].Fields[0].Key, Validation: field.Validation{Rule: *r, Message: text("No.")},
		})
	}
	return f
}

// source is a field that later rules may read.
type source struct {
	path    string
	typ     rule.Type
	options []string
}

type grower struct {
	*dice
	depth int
	rows  int
	staff bool
}

// fieldsOf makes the members of one level. Rules read what stands before, on any level.
func (g grower) fieldsOf(prefix string, count int, known *[]source) []field.Field {
	var fields []field.Field
	for range count {
		fields = append(fields, g.field(prefix, known))
	}
	return fields
}

var leaves = []string{
	"text", "textarea", "email", "phone", "number", "money", "percent", "date", "select", "radio", "checkboxes",
	"boolean", "consent", "country", "state", "cep", "cpf", "cnpj", "taxId", "bankAccount", "pixKey", "iban",
	"file", "image", "signature", "statement", "computed", "number", "select", "boolean", "text",
}

func (g grower) field(prefix string, known *[]source) field.Field {
	g.fields++
	key := fmt.Sprint("k", g.fields)
	f := field.Field{
		ID: key, Key: key, Type: g.one(leaves...), Label: text("Q"), Required: g.chance(50),
		Content: text("Text."), StaffOnly: !g.staff && prefix == "" && g.chance(6),
	}
	if g.depth < 3 && g.chance(22) {
		f.Type = "group"
		if g.rows < 2 && g.chance(60) {
			f.Type = "repeat"
		}
	}
	if g.chance(40) {
		f.VisibleWhen = g.rule(*known)
	}
	if g.chance(20) {
		f.RequiredWhen = g.rule(*known)
	}
	g.settings(&f)
	path := prefix + key
	g.members(&f, path, known)
	if f.Type == "computed" {
		f.Formula = g.formula(*known)
	}
	g.learn(f, path, known)
	if r := g.rule(*known); g.chance(25) && r != nil && f.Type != "statement" && f.Type != "group" {
		f.Validations = append(f.Validations, field.Validation{
			Rule: *r, Message: text("Rule."), Severity: g.one("", "error", "warn"),
		})
	}
	return f
}

func (g grower) members(f *field.Field, path string, known *[]source) {
	in := grower{dice: g.dice, depth: g.depth + 1, rows: g.rows, staff: g.staff || f.StaffOnly}
	switch f.Type {
	case "group":
		path += "."
	case "repeat":
		in.rows++
		path += "[]."
	default:
		return
	}
	inside := append([]source{}, *known...)
	f.Fields = in.fieldsOf(path, 1+g.IntN(4), &inside)
	if !f.StaffOnly {
		*known = inside
	}
}

// learn makes a field known to the rules after it; what is for staff may not be read by others.
func (g grower) learn(f field.Field, path string, known *[]source) {
	typ, _ := field.Builtin().Get(f.Type)
	if g.staff || f.StaffOnly || f.Type == "statement" || f.Type == "group" {
		return
	}
	s := source{path: path, typ: typ.RuleType(f)}
	for _, o := range f.Options {
		s.options = append(s.options, o.Value)
	}
	*known = append(*known, s)
}

func (g grower) settings(f *field.Field) {
	switch f.Type {
	case "select", "radio", "checkboxes":
		for _, v := range []string{"a", "b", "ção"} {
			f.Options = append(f.Options, field.Option{Value: v, Label: text(v)})
		}
	case "text":
		f.Config = []byte(g.one("null", `{"minLength":2}`, `{"maxLength":5}`, `{"pattern":"^[a-zé]+$"}`))
	case "number", "percent":
		f.Config = []byte(g.one("null", `{"min":0}`, `{"max":10}`, `{"min":-5,"max":5,"decimals":1}`))
	case "money":
		f.Config = []byte(g.one("null", `{"min":100}`, `{"currency":"USD"}`))
	case "date":
		f.Config = []byte(g.one("null", `{"max":"today"}`, `{"min":"2020-01-01","max":"2030-12-31"}`))
	case "repeat", "file":
		f.Config = []byte(g.one("null", `{}`))
	case "computed":
		f.Config = []byte(g.one("null", `{"result":"number"}`))
	}
	if string(f.Config) == "null" {
		f.Config = nil
	}
	if f.Type == "repeat" {
		f.Config = []byte(g.one(`{}`, `{"min":2}`, `{"max":2}`))
	}
	if f.Type != "statement" && f.Type != "consent" {
		f.Content = nil
	}
}

func (g grower) formula(known []source) *rule.Rule {
	for _, i := range g.Perm(len(known)) {
		if s := known[i]; s.typ == rule.Number && !hasRows(s.path) {
			return &rule.Rule{CEL: "has(answers." + s.path + ") ? answers." + s.path + " * 2.0 : 1.0"}
		}
	}
	return &rule.Rule{CEL: g.one("1.5", "0.0", "7.0")}
}

func hasRows(path string) bool {
	for _, r := range path {
		if r == '[' {
			return true
		}
	}
	return false
}

// rule reads one to three of the known fields; nil when there are none.
func (d *dice) rule(known []source) *rule.Rule {
	if len(known) == 0 {
		return nil
	}
	q := rule.Query{Combinator: d.one("and", "or"), Not: d.chance(15)}
	for range 1 + d.IntN(3) {
		c := d.condition(known[d.IntN(len(known))])
		q.Rules = append(q.Rules, rule.Node{Condition: &c})
	}
	if d.chance(20) {
		return &rule.Rule{Query: &rule.Query{Combinator: "and", Rules: []rule.Node{{Group: &q}}}}
	}
	return &rule.Rule{Query: &q}
}

func (d *dice) condition(s source) rule.Condition {
	c := rule.Condition{Field: s.path, Operator: d.one(rule.IsEmpty, rule.NotEmpty)}
	if hasRows(s.path) {
		c.Match = d.one("", "some", "every", "none")
	}
	if d.chance(25) {
		return c
	}
	switch s.typ {
	case rule.Number:
		c.Operator = d.one(rule.Equal, rule.NotEqual, rule.Less, rule.LessOrEqual, rule.Greater, rule.GreaterOrEqual)
		c.Value = float64(d.IntN(8))
	case rule.Bool:
		c.Operator, c.Value = d.one(rule.Equal, rule.NotEqual), d.chance(50)
	case rule.Choice:
		c.Operator, c.Value = d.one(rule.Equal, rule.NotEqual), "a"
		if s.options == nil {
			c.Value = "BR"
		}
	case rule.Choices:
		c.Operator, c.Value = d.one(rule.Contains, rule.NotContains), "a"
	case rule.Text:
		c.Operator, c.Value = d.one(rule.Equal, rule.NotEqual, rule.Contains, rule.BeginsWith), "ab"
	case rule.Date:
		c.Operator, c.Value = d.one(rule.Equal, rule.Less, rule.Greater), d.one("2025-06-01", "today")
	}
	return c
}
