package pipeline

import (
	"regexp"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// Names are the names around a pipeline that it may refer to. A nil list of keys is not looked at.
type Names struct {
	Form       []rule.Name // the fields of its form
	Checklists []string    // keys of the checklists
}

// Lint returns all that is wrong with a pipeline: first what is written wrongly, then what would leave a case stuck.
// Paths are JSON Pointers into the definition. Params name stages and transitions by key and by their texts, and
// "path", where there is one, lists the stages that lead to the place.
func Lint(p Pipeline, around Names) []fault.Violation {
	l := newLinter(p, around)
	l.document()
	l.stages()
	l.transitions()
	l.checks()
	l.reasons()
	l.messages()
	l.papers()
	l.attributes()
	l.scores()
	l.soundness()
	return l.found
}

// linter walks one pipeline and gathers findings.
type linter struct {
	p      Pipeline
	around Names
	scope  rule.Scope
	stage  map[string]Stage
	verbs  map[string]bool
	found  []fault.Violation
}

var keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

func newLinter(p Pipeline, around Names) *linter {
	l := &linter{p: p, around: around, stage: map[string]Stage{}, verbs: map[string]bool{}}
	l.scope = Scope(p, rule.Scope{Names: around.Form})
	for _, s := range p.Stages {
		l.stage[s.Key] = s
	}
	for _, t := range p.Transitions {
		l.verbs[t.Trigger.Verb] = true
	}
	return l
}

// params are the values that a message needs.
type params = map[string]any

func (l *linter) fail(path, key string, ps params) {
	l.found = append(l.found, fault.Violation{Path: path, Key: "pipeline." + key, Params: ps})
}

func (l *linter) warn(path, key string, ps params) {
	l.found = append(l.found, fault.Violation{Path: path, Key: "pipeline." + key, Params: ps, Severity: "warn"})
}

// at writes a JSON Pointer; names of members hold no character that would need an escape.
func at(list string, index int, rest string) string {
	return "/" + list + "/" + strconv.Itoa(index) + rest
}

// document looks at the pipeline as a whole.
func (l *linter) document() {
	l.text("/title", l.p.Title, params{})
	if len(l.p.Locales) == 0 {
		l.fail("/locales", "missing_locale", nil)
	}
	l.found = append(l.found, l.p.Outdated.Lint(l.p.Locales)...)
	contact := l.p.Contact
	for _, c := range []struct{ name, path string }{
		{"name", contact.Name}, {"email", contact.Email}, {"phone", contact.Phone}, {"identity", contact.Identity},
	} {
		l.contact(c.name, c.path)
	}
	if l.p.Checklist != "" && !known(l.around.Checklists, l.p.Checklist) {
		l.fail("/checklist", "unknown_checklist", params{"checklist": l.p.Checklist})
	}
}

func (l *linter) contact(name, path string) {
	if path == "" && (name == "name" || name == "email") {
		l.fail("/contact/"+name, "missing_contact", params{"contact": name})
	}
	l.field("/contact/"+name, path)
}

// field wants the path of a field of the form, or nothing.
func (l *linter) field(at, path string) {
	if !hasField(l.around.Form, path) {
		l.fail(at, "unknown_form_field", params{"field": path, "form": l.p.Form})
	}
}

// key wants keys of the right shape, each once.
func (l *linter) key(path, key string, seen map[string]bool) {
	if !keyPattern.MatchString(key) {
		l.fail(path, "bad_key", params{"key": key})
	}
	if seen[key] {
		l.fail(path, "duplicate_key", params{"key": key})
	}
	seen[key] = true
}

// text wants a sentence in each language of the pipeline.
func (l *linter) text(path string, t schemas.Text, ps params) {
	var missing []string
	for _, locale := range l.p.Locales {
		if t[locale] == "" {
			missing = append(missing, locale)
		}
	}
	if len(missing) > 0 {
		ps["locales"] = missing
		l.fail(path, "missing_text", ps)
	}
}

// rule wants a rule that fits the scope.
func (l *linter) rule(path string, r *rule.Rule) {
	if r == nil {
		return
	}
	for _, v := range rule.Worded(r.Check(l.scope, rule.Bool), l.said) {
		v.Path = path + v.Path
		l.found = append(l.found, v)
	}
}

// duration wants an ISO 8601 duration that does not count backwards.
func (l *linter) duration(path, text string) {
	if d, err := ParseDuration(text); err != nil || d.Negative {
		l.fail(path, "bad_duration", params{"duration": text})
	}
}

// about names a transition for a message.
func (l *linter) about(t Transition) params {
	return params{
		"transition": t.Key, "title": t.Title, "from": t.From, "fromName": l.stage[t.From].Name,
		"to": t.To, "toName": l.stage[t.To].Name,
	}
}

// known tells whether a list that was given holds a key.
func known(list []string, key string) bool {
	if list == nil {
		return true
	}
	for _, k := range list {
		if k == key {
			return true
		}
	}
	return false
}
