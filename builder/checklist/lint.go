package checklist

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

var (
	keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	// durations are whole and of one unit at least: P3D, PT4H, P1DT12H.
	duration = regexp.MustCompile(`^P(?:(?:\d+[YMWD])+(?:T(?:\d+[HMS])+)?|T(?:\d+[HMS])+)$`)
	kinds    = []string{"form", "document", "signature", "reading", "payment", "staffTask"}
)

// Lint returns what is wrong with a checklist beside a form, whose scope says which answers there are. Paths are JSON
// Pointers into the checklist; every finding is an error, except text.outdated.
//
// Keys: checklist.empty, checklist.bad_key, checklist.duplicate_key, checklist.unknown_kind, checklist.missing_text,
// checklist.locales, checklist.default_locale, checklist.unknown_item, checklist.circular, checklist.unknown_field,
// checklist.no_fields, checklist.duration, text.outdated, and the keys of rule.Check.
func Lint(c Checklist, scope rule.Scope) []fault.Violation {
	l := &linter{list: c, scope: scope, byKey: map[string]int{}}
	l.head()
	for i, item := range c.Items {
		l.item("/items/"+strconv.Itoa(i), i, item)
	}
	l.order()
	return l.found
}

type linter struct {
	list  Checklist
	scope rule.Scope
	byKey map[string]int
	found []fault.Violation
}

func (l *linter) add(path, key string, params map[string]any) {
	l.found = append(l.found, fault.Violation{Path: path, Key: key, Params: params, Severity: "error"})
}

func (l *linter) head() {
	if len(l.list.Locales) == 0 {
		l.add("/locales", "checklist.locales", nil)
	}
	if !slices.Contains(l.list.Locales, l.list.DefaultLocale) {
		l.add("/defaultLocale", "checklist.default_locale", map[string]any{"locale": l.list.DefaultLocale})
	}
	l.text("/title", l.list.Title)
	l.found = append(l.found, l.list.Outdated.Lint(l.list.Locales)...)
	if len(l.list.Items) == 0 {
		l.add("/items", "checklist.empty", nil)
	}
}

func (l *linter) text(path string, text schemas.Text) {
	for _, locale := range l.list.Locales {
		if text[locale] == "" {
			l.add(path, "checklist.missing_text", map[string]any{"locale": locale})
		}
	}
}

func (l *linter) item(path string, i int, item Item) {
	switch _, taken := l.byKey[item.Key]; {
	case !keyPattern.MatchString(item.Key):
		l.add(path+"/key", "checklist.bad_key", map[string]any{"key": item.Key})
	case taken:
		l.add(path+"/key", "checklist.duplicate_key", map[string]any{"key": item.Key})
	default:
		l.byKey[item.Key] = i
	}
	if !slices.Contains(kinds, item.Kind) {
		l.add(path+"/kind", "checklist.unknown_kind", map[string]any{"kind": item.Kind})
	}
	l.text(path+"/title", item.Title)
	if len(item.Hint) > 0 {
		l.text(path+"/hint", item.Hint)
	}
	if len(item.Heading) > 0 {
		l.text(path+"/heading", item.Heading)
	}
	if item.Due != "" && !duration.MatchString(item.Due) {
		l.add(path+"/due", "checklist.duration", map[string]any{"value": item.Due})
	}
	l.reads(path, item)
}

// reads finds what an item says about answers that do not exist.
func (l *linter) reads(path string, item Item) {
	if item.RequiredWhen != nil {
		for _, v := range item.RequiredWhen.Check(l.scope, rule.Bool) {
			v.Path, v.Severity = path+"/requiredWhen"+v.Path, "error"
			l.found = append(l.found, v)
		}
	}
	if item.Kind == "form" && len(item.Fields) == 0 {
		l.add(path+"/fields", "checklist.no_fields", nil)
	}
	for i, name := range item.Fields {
		if !l.known(name) {
			l.add(path+"/fields/"+strconv.Itoa(i), "checklist.unknown_field", map[string]any{"field": name})
		}
	}
}

// known asks the rules: a path is known when a condition may read it.
func (l *linter) known(path string) bool {
	c := rule.Condition{Field: path, Operator: rule.NotEmpty}
	r := rule.Rule{Query: &rule.Query{Combinator: "and", Rules: []rule.Node{{Condition: &c}}}}
	return len(r.Check(l.scope, rule.Bool)) == 0
}

// order finds items that wait for none or for each other.
func (l *linter) order() {
	state := make([]int, len(l.list.Items))
	for i := range l.list.Items {
		l.visit(i, state, nil)
	}
}

const (
	fresh = iota
	open
	done
)

func (l *linter) visit(i int, state []int, path []string) {
	if state[i] == done {
		return
	}
	item := l.list.Items[i]
	if state[i] == open {
		from := max(0, slices.Index(path, item.Key))
		l.add("/items/"+strconv.Itoa(i)+"/after", "checklist.circular", map[string]any{"cycle": slices.Clone(path[from:])})
		return
	}
	state[i] = open
	for k, key := range item.After {
		next, ok := l.byKey[key]
		if !ok {
			l.add("/items/"+strconv.Itoa(i)+"/after/"+strconv.Itoa(k), "checklist.unknown_item", map[string]any{"key": key})
			continue
		}
		l.visit(next, state, append(path, item.Key))
	}
	state[i] = done
}
