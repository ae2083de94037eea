package library

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas/fault"
)

// stand is a place in which a section is linked: the form around it, and what is asked there.
type stand struct {
	link     string                   // JSON of the form with an empty link
	pointer  string                   // where the answers of the section stand
	wrap     func(answers any) any    // those answers as answers of the form
	previous func(map[string]any) any // nil where rules cannot speak of answers before a change
}

const around = `{"key":"around","title":{"en":"Around"},"locales":["en"],"defaultLocale":"en",` +
	`"pages":[{"id":"page","key":"page","title":{"en":"Page"},"fields":[%]}]}`

func stands() map[string]stand {
	field := func(id, kind, more string) string {
		return `{"id":"` + id + `","key":"` + id + `","type":"` + kind + `","label":{"en":"L"},` + more + `}`
	}
	inside := func(fields string) string { return `"fields":[` + fields + `]` }
	form := func(fields string) string { return strings.Replace(around, "%", fields, 1) }
	const link = `"section":"random","fields":[]`
	in := func(key string, value any) map[string]any { return map[string]any{key: value} }
	return map[string]stand{
		"in a group": {
			form(field("home", "group", link)), "/home", func(a any) any { return in("home", a) },
			func(p map[string]any) any { return in("home", p) },
		},
		"in rows": {form(field("homes", "repeat", link)), "/homes/0", func(a any) any { return in("homes", []any{a}) }, nil},
		"in a group in rows": {
			form(field("owners", "repeat", inside(field("at", "group", inside(field("home", "group", link)))))), "/owners/0/at/home",
			func(a any) any { return in("owners", []any{in("at", in("home", a))}) }, nil,
		},
	}
}

// TestALinkedSectionIsAskedAsTheFormThatItIs answers random forms by themselves, and linked in each place: what is seen,
// owed, kept and refused is the same, with rules as queries and as the CEL that is generated from them.
func TestALinkedSectionIsAskedAsTheFormThatItIs(t *testing.T) {
	t.Parallel()
	compared, byHand := 0, 0
	for _, name := range []string{"form-corpus", "form-rich"} {
		body, err := os.ReadFile("../../schemas/testdata/answers/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range decoded[[]asked](t, body) {
			s.Form = onePage(s.Form)
			inCEL := s
			inCEL.Form = onlyCEL(t, s.Form)
			byHand += strings.Count(string(encoded(t, inCEL.Form)), `"cel"`)
			for says, where := range stands() {
				compared += s.compare(t, name+" "+strconv.Itoa(i)+" "+says, where)
				compared += inCEL.compare(t, name+" "+strconv.Itoa(i)+" "+says+" in CEL", where)
			}
		}
	}
	t.Logf("%d comparisons, %d conditions in CEL", compared, byHand)
	if compared < 200 || byHand < 20 {
		t.Errorf("only %d comparisons, %d conditions", compared, byHand)
	}
}

type asked struct {
	Form  map[string]any
	Cases []struct{ Answers, Previous map[string]any }
}

// onePage puts all fields on one page that is always shown, and leaves out rules over the whole form.
func onePage(f map[string]any) map[string]any {
	var fields []any
	pages, _ := f["pages"].([]any)
	for _, p := range pages {
		page, _ := p.(map[string]any)
		more, _ := page["fields"].([]any)
		fields = append(fields, more...)
	}
	out := map[string]any{"section": true, "key": "random"}
	for _, name := range []string{"title", "locales", "defaultLocale"} {
		out[name] = f[name]
	}
	first, _ := pages[0].(map[string]any)
	out["pages"] = []any{map[string]any{"id": "first", "key": "first", "title": first["title"], "fields": fields}}
	return out
}

// onlyCEL writes the conditions of a form as the CEL that they run as, where that can be written by hand.
func onlyCEL(t *testing.T, f map[string]any) map[string]any {
	t.Helper()
	_, compiled := compiledOf(t, f)
	out := f
	for pointer, program := range compiled.Rules() {
		if program == nil || len(program.CEL()) > 4000 {
			continue
		}
		next := decoded[map[string]any](t, encoded(t, out))
		put(next, strings.Split(pointer[1:], "/"), map[string]any{"cel": program.CEL()})
		found := form.Lint(field.Builtin(), decoded[form.Form](t, encoded(t, next)))
		if !slices.ContainsFunc(found, func(v fault.Violation) bool { return v.Severity != "warn" }) {
			out = next
		}
	}
	return out
}

func decoded[T any](t *testing.T, body json.RawMessage) T {
	t.Helper()
	out, err := decode[T](body)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func put(in any, path []string, value any) {
	switch v := in.(type) {
	case map[string]any:
		if len(path) == 1 {
			v[path[0]] = value
		} else {
			put(v[path[0]], path[1:], value)
		}
	case []any:
		i, _ := strconv.Atoi(path[0])
		put(v[i], path[1:], value)
	}
}

func encoded(t *testing.T, v any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func compiledOf(t *testing.T, f map[string]any) (json.RawMessage, *form.Compiled) {
	t.Helper()
	body := encoded(t, f)
	compiled, err := form.Compile(field.Builtin(), decoded[form.Form](t, body))
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	return body, compiled
}

// compare answers a section by itself and linked, and counts.
func (a asked) compare(t *testing.T, name string, where stand) int {
	t.Helper()
	section, alone := compiledOf(t, a.Form)
	if strings.Contains(string(section), "previous") && where.previous == nil {
		return 0
	}
	linked, err := refactor.Follow(json.RawMessage(where.link), "random", section)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(form.Lint(field.Builtin(), decoded[form.Form](t, linked)), func(v fault.Violation) bool { return v.Key == "form.too_deep" }) {
		return 0
	}
	_, around := compiledOf(t, decoded[map[string]any](t, linked))
	for _, c := range a.Cases {
		answers, _ := where.wrap(c.Answers).(map[string]any)
		facts, inside := map[string]any{}, map[string]any{}
		if c.Previous != nil && where.previous != nil {
			facts["previous"], inside["previous"] = c.Previous, where.previous(c.Previous)
		}
		is, want := seenOf(t, around, answers, inside).below(where.pointer), seenOf(t, alone, c.Answers, facts)
		if !reflect.DeepEqual(is, want) {
			t.Errorf("%s: answers %s\n got %+v\nwant %+v", name, encoded(t, c.Answers), is, want)
		}
	}
	return len(a.Cases)
}

// seen is what comes of answers.
type seen struct{ Visible, Required, Found []string }

func seenOf(t *testing.T, c *form.Compiled, answers, facts map[string]any) seen {
	t.Helper()
	clean, _ := c.Clean(answers, form.Staff)
	state := c.Resolve(t.Context(), form.View{Answers: clean, Facts: facts, Today: "2026-03-15", Audience: form.Staff})
	out := seen{Visible: state.VisiblePlaces()}
	for _, path := range out.Visible {
		if state.Required(path) {
			out.Required = append(out.Required, path)
		}
	}
	for _, v := range c.Validate(t.Context(), state) {
		out.Found = append(out.Found, v.Path+" "+v.Key+" "+v.Severity)
	}
	return out
}

// below is what is seen in one place, as if that were all.
func (s seen) below(pointer string) seen {
	strip := func(list []string) []string {
		var out []string
		for _, one := range list {
			if rest, ok := strings.CutPrefix(one, pointer+"/"); ok {
				out = append(out, "/"+rest)
			}
		}
		return slices.Clip(out)
	}
	return seen{strip(s.Visible), strip(s.Required), strip(s.Found)}
}
