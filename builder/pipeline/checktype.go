package pipeline

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// CheckType is a registered type of check.
//
// Its settings are a JSON Schema 2020-12 whose members, in their order, are the form in which they are made. Texts are by
// language: x-text is what a member is called, x-hint what it means, x-one what one of a list is called, x-values what
// the values of an enum are called. x-is says what a value stands for: "field" is the path of an answer, "rule" a
// condition, "text" a text by language, "facts" attributes of the case and their values, "key" a name that tells one of
// a list from the others. A field is the setting field and facts are the setting set, not inside of others: there a
// refactoring finds them.
type CheckType struct {
	Name     string
	Settings []byte // of Check.Config; nil for a type that does not describe them

	schema *schemas.Schema
	drawn  member
}

// member is a part of the settings as their schema describes it.
type member struct {
	Text       schemas.Text      `json:"x-text"`
	Is         string            `json:"x-is"`
	Properties map[string]member `json:"properties"`
	Items      *member           `json:"items"`
}

// NewCheckType reads the schema of the settings; nil takes any. Faults are those of schemas.Compile, and fault.Invalid for
// a field or facts where no refactoring would find them.
func NewCheckType(name string, settings []byte) (CheckType, error) {
	t := CheckType{Name: name, Settings: settings}
	if settings == nil {
		return t, nil
	}
	if err := json.Unmarshal(settings, &t.drawn); err != nil {
		return t, fault.New(fault.Invalid, "schema.invalid").Because(err)
	}
	if path := hiddenIn("", t.drawn); path != "" {
		return t, fault.New(fault.Invalid, "schema.invalid").At(fault.Violation{Path: path, Key: "schema.invalid"})
	}
	var err error
	t.schema, err = schemas.Compile("check/"+name, settings)
	return t, err
}

// mended are the settings that refactorings mend, by what they stand for: builder/refactor knows them by these places.
var mended = map[string]string{"field": "/properties/field", "facts": "/properties/set"}

// hiddenIn is where settings name fields or attributes without a refactoring finding them, "" for nowhere.
func hiddenIn(path string, m member) string {
	if want, ok := mended[m.Is]; ok && path != want {
		return path
	}
	for _, name := range sortedKeys(m.Properties) {
		if found := hiddenIn(path+"/properties/"+schemas.Token(name), m.Properties[name]); found != "" {
			return found
		}
	}
	if m.Items != nil {
		return hiddenIn(path+"/items", *m.Items)
	}
	return ""
}

// LintChecks returns what is wrong with the checks of a pipeline as far as their types tell: types that nobody
// registered, and settings that do not fit or name what there is not. Paths are JSON Pointers into the definition.
func LintChecks(p Pipeline, form rule.Scope, types []CheckType) []fault.Violation {
	l := configLinter{linter: newLinter(p, Names{Form: form.Names})}
	for i, c := range p.Checks {
		l.check, l.path = c, at("checks", i, "/config")
		t, ok := typeOf(types, c.Type)
		switch {
		case !ok:
			l.fail(at("checks", i, "/type"), "unknown_check_type", params{"type": c.Type})
		case t.schema != nil:
			l.config(t)
		}
	}
	return l.found
}

func typeOf(types []CheckType, name string) (CheckType, bool) {
	for _, t := range types {
		if t.Name == name {
			return t, true
		}
	}
	return CheckType{}, false
}

// configLinter looks at the settings of one check after the other.
type configLinter struct {
	*linter
	check Check
	path  string
}

func (l *configLinter) config(t CheckType) {
	value, err := schemas.Decode(orNothing(l.check.Config))
	if err != nil {
		l.fail(l.path, "check_config", l.params(t, ""))
		return
	}
	wrong := t.schema.Validate(value)
	for _, v := range wrong {
		key := "check_config"
		if v.Key == "empty" {
			key = "check_config_missing"
		}
		l.fail(l.path+v.Path, key, l.params(t, v.Path))
	}
	if len(wrong) == 0 {
		l.member(l.path, t.drawn, value)
	}
}

func orNothing(config json.RawMessage) []byte {
	if len(config) == 0 {
		return []byte("{}")
	}
	return config
}

// params name a check and one of its settings as people call them.
func (l *configLinter) params(t CheckType, pointer string) params {
	return params{"check": l.check.Key, "title": l.check.Title, "setting": t.called(pointer)}
}

// called is what people call the setting at a place; the whole where the schema has no name for it.
func (t CheckType) called(pointer string) schemas.Text {
	m, name := t.drawn, t.drawn.Text
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		next, ok := m.Properties[token]
		if !ok && m.Items != nil {
			next, ok = *m.Items, true
		}
		if !ok {
			break
		}
		if m = next; m.Text != nil {
			name = m.Text
		}
	}
	return name
}

// member looks at a value that fits its schema: whether what it names is there.
func (l *configLinter) member(path string, m member, value any) {
	switch m.Is {
	case "field":
		answer, _ := value.(string)
		l.field(path, answer)
		return
	case "rule":
		l.condition(path, m, value)
		return
	case "text":
		l.text(path, textOf(value), params{"check": l.check.Key})
		return
	case "facts":
		l.facts(path, value)
		return
	}
	switch value := value.(type) {
	case map[string]any:
		for _, name := range sortedKeys(value) {
			l.member(path+"/"+schemas.Token(name), m.Properties[name], value[name])
		}
	case []any:
		for i, item := range value {
			if m.Items != nil {
				l.member(path+"/"+strconv.Itoa(i), *m.Items, item)
			}
		}
	}
}

// condition wants a rule that can be read and fits the scope.
func (l *configLinter) condition(path string, m member, value any) {
	var r rule.Rule
	raw, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(raw, &r)
	}
	if err != nil || len(schemas.ForKind("rule").Validate(value)) > 0 {
		l.fail(path, "check_config", params{"check": l.check.Key, "title": l.check.Title, "setting": m.Text})
		return
	}
	l.rule(path, &r)
}

// facts wants attributes of the case with constants that fit them: a check cannot set the reason, nor reckon a day.
func (l *configLinter) facts(path string, value any) {
	set, _ := value.(map[string]any)
	for _, name := range sortedKeys(set) {
		if _, reckoned := set[name].(map[string]any); reckoned {
			l.fail(path+"/"+name, "check_config", params{"check": l.check.Key, "title": l.check.Title, "setting": schemas.Text{"und": name}})
			continue
		}
		l.value(path+"/"+name, name, set[name])
	}
}

func textOf(value any) schemas.Text {
	members, _ := value.(map[string]any)
	out := schemas.Text{}
	for locale, text := range members {
		out[locale], _ = text.(string)
	}
	return out
}
