package form

import (
	"sort"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// The limits of a form.
const (
	maxFields  = 2000
	maxRepeats = 3 // repeats inside each other: rules name a row, its parent and its grandparent
)

const (
	severe  = "error"
	mild    = "warn"
	keyForm = `^[a-z][a-z0-9_]{0,39}$`
)

// Lint returns what is wrong with a form, in the order of the document. Paths are JSON Pointers into it. Errors keep
// it from being published; warnings do not.
//
// Keys: form.bad_key, form.duplicate_key, form.duplicate_id, form.missing_id, form.reserved_key, form.unknown_type,
// form.no_page, form.empty_page, form.not_a_container, form.too_many_fields, form.too_deep,
// form.locales, form.default_locale, form.missing_text, form.severity, form.required_hidden, form.no_value,
// form.circular, form.late_trigger, form.late_requirement, form.staff_only_read, form.long, form.group_condition,
// form.unknown_field, text.outdated, section.pages, section.page_rule, section.validations, section.not_group, the keys of rule.Check and
// of rule.Flaws, and those of the field types (options.empty, setting.value, pattern.portable…).
func Lint(reg *field.Registry, f Form) []fault.Violation {
	l := &linter{tree: grow(reg, f)}
	if len(l.tree.nodes) > maxFields {
		l.add("/pages", "form.too_many_fields", params{"max": maxFields, "count": len(l.tree.nodes)})
		return l.found
	}
	l.names = l.tree.seen()
	l.texts()
	l.keys()
	l.shape()
	l.section()
	l.rules()
	l.circles()
	l.length()
	return l.sorted()
}

// length warns of a form that many would leave half filled.
func (l *linter) length() {
	if minutes := l.tree.minutes(); minutes > LongAfter {
		l.warn("/pages", "form.long", params{"minutes": minutes, "max": LongAfter})
	}
}

type params = map[string]any

type linter struct {
	tree  *tree
	names []rule.Name
	found []fault.Violation
}

func (l *linter) add(path, key string, p params) {
	l.found = append(l.found, fault.Violation{Path: path, Key: key, Params: p, Severity: severe})
}

func (l *linter) warn(path, key string, p params) {
	l.found = append(l.found, fault.Violation{Path: path, Key: key, Params: p, Severity: mild})
}

// under adds what another package found, at its place in the form.
func (l *linter) under(path string, found []fault.Violation) {
	for _, v := range found {
		v.Path = path + v.Path
		if v.Severity == "" {
			v.Severity = severe
		}
		l.found = append(l.found, v)
	}
}

// sorted brings the findings into the order of the document.
func (l *linter) sorted() []fault.Violation {
	sort.SliceStable(l.found, func(i, j int) bool { return before(l.found[i].Path, l.found[j].Path) })
	return l.found
}

// before compares pointers token by token, numbers as numbers: /pages/2 stands before /pages/10.
func before(a, b string) bool {
	for {
		var x, y string
		x, a = nextToken(a)
		y, b = nextToken(b)
		switch {
		case x == "" || y == "":
			return x == "" && y != ""
		case x == y:
		case isNumber(x) && isNumber(y) && len(x) != len(y):
			return len(x) < len(y)
		default:
			return x < y
		}
	}
}

func nextToken(pointer string) (token, rest string) {
	if pointer == "" {
		return "", ""
	}
	for i := 1; i < len(pointer); i++ {
		if pointer[i] == '/' {
			return pointer[:i], pointer[i:]
		}
	}
	return pointer, ""
}

func isNumber(token string) bool { return len(token) > 1 && token[1] >= '0' && token[1] <= '9' }

// blocks tells whether a form with these findings must not be published.
func blocks(found []fault.Violation) bool {
	for _, v := range found {
		if v.Severity != mild {
			return true
		}
	}
	return false
}

// shape finds what is wrong with pages and fields as such.
func (l *linter) shape() {
	if len(l.tree.form.Pages) == 0 {
		l.add("/pages", "form.no_page", nil)
	}
	for i, page := range l.tree.roots {
		if len(page) == 0 {
			l.add(pagePath(i)+"/fields", "form.empty_page", nil)
		}
	}
	for _, n := range l.tree.nodes {
		if n.typ == nil {
			l.add(n.document+"/type", "form.unknown_type", params{"type": n.field.Type})
			continue
		}
		l.field(n)
	}
}

func (l *linter) field(n *node) {
	l.under(n.document, n.typ.Lint(n.field))
	if !n.container() && len(n.field.Fields) > 0 {
		l.add(n.document+"/fields", "form.not_a_container", params{"type": n.field.Type})
	}
	if n.repeats() && len(n.rows) >= maxRepeats {
		l.add(n.document, "form.too_deep", params{"max": maxRepeats})
	}
	if n.computed() && (n.silent() || n.container()) {
		l.add(n.document+"/formula", "form.no_value", params{"type": n.field.Type})
	}
	l.required(n)
	l.linked(n)
}

// required warns of an answer that is owed where nobody can give one.
func (l *linter) required(n *node) {
	if n.asked() {
		return
	}
	if n.field.Required {
		l.warn(n.document+"/required", "form.required_hidden", nil)
	}
	if n.field.RequiredWhen != nil {
		l.warn(n.document+"/requiredWhen", "form.required_hidden", nil)
	}
}

// texts asks for every text in every language of the form.
func (l *linter) texts() {
	f := l.tree.form
	t := texts{linter: l, locales: f.Locales}
	if len(f.Locales) == 0 {
		l.add("/locales", "form.locales", nil)
	}
	if !contains(f.Locales, f.DefaultLocale) {
		l.add("/defaultLocale", "form.default_locale", params{"locale": f.DefaultLocale})
	}
	t.must("/title", f.Title)
	t.may("/description", f.Description)
	for i, p := range f.Pages {
		t.must(pagePath(i)+"/title", p.Title)
		t.may(pagePath(i)+"/description", p.Description)
	}
	for _, n := range l.tree.nodes {
		t.field(n)
	}
	for i, c := range f.Validations {
		t.must(checkPath(i)+"/message", c.Message)
	}
	l.found = append(l.found, f.Outdated.Lint(f.Locales)...)
}

type texts struct {
	linter  *linter
	locales []string
}

// must reports the languages in which a text is missing.
func (t texts) must(path string, text schemas.Text) {
	for _, locale := range t.locales {
		if field.Normalise(text[locale]) == "" {
			t.linter.add(path, "form.missing_text", params{"locale": locale})
		}
	}
}

// may is must for a text that may be left out altogether.
func (t texts) may(path string, text schemas.Text) {
	if len(text) > 0 {
		t.must(path, text)
	}
}

func (t texts) field(n *node) {
	f := n.field
	if n.silent() {
		t.may(n.document+"/label", f.Label)
	} else {
		t.must(n.document+"/label", f.Label)
	}
	t.may(n.document+"/hint", f.Hint)
	t.may(n.document+"/help", f.Help)
	t.may(n.document+"/content", f.Content)
	for i, o := range f.Options {
		t.must(n.document+"/options/"+itoa(i)+"/label", o.Label)
	}
	for i, v := range f.Validations {
		t.must(n.document+"/validations/"+itoa(i)+"/message", v.Message)
	}
}
