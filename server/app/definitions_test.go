package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
)

// wrong is a definition that must not be published, and why.
type wrong struct {
	name, kind, key string
	body            map[string]any
	path, violation string
	refused         bool // already when it is saved: it has not even the shape of its kind
}

// TestDefinitionsThatCannotWorkAreRefused saves and publishes them as an administrator does. Each is refused with the
// place and a sentence in the four languages.
func TestDefinitionsThatCannotWorkAreRefused(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	for _, w := range wrongs(t) {
		at := "/definitions/" + w.kind + "/" + w.key
		save := step{name: w.name, by: admin, do: "PUT " + at, body: map[string]any{"body": w.body, "revision": 0}}
		if w.refused {
			save.status = http.StatusUnprocessableEntity
			s.finds(w, s.run(save), "/violations")
			continue
		}
		s.finds(w, s.run(save), "/findings")
		s.finds(w, s.run(step{name: w.name + ", checked", by: admin, do: "POST " + at + "/check"}), "/findings")
		s.finds(w, s.run(step{
			name: w.name + ", published", by: admin, do: "POST " + at + "/publish", body: map[string]any{"revision": 1},
			status: http.StatusUnprocessableEntity,
		}), "/violations")
		s.run(step{
			name: w.name + ", and no version is there", by: admin, do: "GET " + at, has: map[string]any{"/versions/#": 0, "/revision": 1},
		})
	}
}

// finds looks for the violation at its place.
func (s *scenario) finds(w wrong, got answer, list string) {
	s.t.Helper()
	found, _ := got.at(list).([]any)
	for _, v := range found {
		one := answer{json: v}
		if one.text("/path") == w.path && one.text("/key") == w.violation {
			sentence(s.t, w.name, one.text("/key"), one.text("/message"))
			return
		}
	}
	s.t.Errorf("%s: no %s at %s: %s", w.name, w.violation, w.path, got.raw)
}

func wrongs(t *testing.T) []wrong {
	t.Helper()
	return []wrong{
		{
			name: "a rule that reads what is not there", kind: "form", key: "unknown-field", path: "/pages/0/fields/1/visibleWhen/query/rules/0/field", violation: "rule.unknown_field",
			body: aForm("unknown-field", text("name"), with(text("city"), "visibleWhen", query("nome"))),
		},
		{
			name: "the same key twice", kind: "form", key: "twice", path: "/pages/0/fields/1/key", violation: "form.duplicate_key",
			body: aForm("twice", text("name"), with(text("name"), "id", "other")),
		},
		{
			name: "a pattern that Go cannot run", kind: "form", key: "lookahead", path: "/pages/0/fields/0/config/pattern", violation: "pattern.invalid",
			body: aForm("lookahead", with(text("code"), "config", map[string]any{"pattern": "^(?=a).*$"})),
		},
		{
			name: "a pattern that browsers read otherwise", kind: "form", key: "posix", path: "/pages/0/fields/0/config/pattern", violation: "pattern.portable",
			body: aForm("posix", with(text("code"), "config", map[string]any{"pattern": "^[[:alpha:]]+$"})),
		},
		{
			name: "a rule that cannot be read", kind: "form", key: "syntax", path: "/pages/0/fields/1/visibleWhen/cel", violation: "rule.syntax",
			body: aForm("syntax", text("name"), with(text("city"), "visibleWhen", map[string]any{"cel": "answers.name =="})),
		},
		{
			name: "a rule that goes round", kind: "form", key: "circle", path: "/pages/0/fields/0", violation: "form.circular",
			body: aForm("circle", with(text("name"), "visibleWhen", query("city")), with(text("city"), "visibleWhen", query("name"))),
		},
		{
			name: "a member that forms do not have", kind: "form", key: "shape", path: "/pages/0/fields/0/onclick", violation: "unknown", refused: true,
			body: aForm("shape", with(text("name"), "onclick", "alert(1)")),
		},
		{
			name: "a stage that no case reaches", kind: "pipeline", key: "unreachable", path: "/stages/8", violation: "pipeline.unreachable_stage",
			body: aPipeline(t, "unreachable", func(p map[string]any) { add(p, "stages", stage("attic", "end")) }),
		},
		{
			name: "a stage that no case leaves", kind: "pipeline", key: "trap", path: "/stages/8", violation: "pipeline.no_exit",
			body: aPipeline(t, "trap", func(p map[string]any) {
				add(p, "stages", stage("trap", "staff"))
				add(p, "transitions", map[string]any{
					"key": "extra", "from": "approval", "to": "trap", "trigger": map[string]any{"verb": "park"}, "by": []any{"member"},
					"title": inFour("Park"),
				})
			}),
		},
		{
			name: "a message that names what nothing fills in", kind: "pipeline", key: "unfilled", path: "/messages/0/body/en", violation: "pipeline.unknown_variable",
			body: aPipeline(t, "unfilled", func(p map[string]any) {
				list, _ := p["messages"].([]any)
				first, _ := list[0].(map[string]any)
				first["body"] = inFour("Hello {nickname}")
			}),
		},
		{
			name: "a way out that others always take before", kind: "pipeline", key: "shadowed", path: "/stages/8", violation: "pipeline.unreachable_stage",
			body: aPipeline(t, "shadowed", func(p map[string]any) {
				add(p, "stages", stage("attic", "end"))
				for key, operator := range map[string]string{"few": "<", "many": ">="} {
					add(p, "transitions", map[string]any{
						"key": key, "from": "approval", "to": "approval", "trigger": map[string]any{"verb": "wave"}, "by": []any{"member"}, "title": inFour("Wave"),
						"guard": map[string]any{"query": map[string]any{"combinator": "and", "rules": []any{map[string]any{"field": "case.attempts", "operator": operator, "value": 3}}}},
					})
				}
				add(p, "transitions", map[string]any{
					"key": "up", "from": "approval", "to": "attic", "trigger": map[string]any{"verb": "wave"}, "by": []any{"member"}, "title": inFour("Wave"),
				})
			}),
		},
		{
			name: "a form that was never published", kind: "pipeline", key: "formless", path: "/form", violation: "definition.not_published",
			body: aPipeline(t, "formless", func(p map[string]any) { p["form"] = "nowhere" }),
		},
	}
}

func aForm(key string, fields ...any) map[string]any {
	return map[string]any{
		"key": key, "title": inFour("Sample"), "locales": []any{"pt-BR", "es", "en", "ar"}, "defaultLocale": "en",
		"pages": []any{map[string]any{"id": "p", "key": "one", "title": inFour("One"), "fields": fields}},
	}
}

func text(key string) map[string]any {
	return map[string]any{"id": "f_" + key, "key": key, "type": "text", "label": inFour(key)}
}

func with(m map[string]any, key string, value any) map[string]any {
	m[key] = value
	return m
}

func query(field string) map[string]any {
	return map[string]any{"query": map[string]any{"combinator": "and", "rules": []any{map[string]any{"field": field, "operator": "notEmpty"}}}}
}

func inFour(text string) map[string]any {
	return map[string]any{"pt-BR": text, "es": text, "en": text, "ar": text}
}

func stage(key, kind string) map[string]any {
	s := map[string]any{"key": key, "name": inFour(key), "kind": kind, "applicant": inFour(key), "answers": "closed"}
	if kind == "end" {
		s["outcome"] = "closed"
	}
	return s
}

func add(m map[string]any, list string, value any) {
	old, _ := m[list].([]any)
	m[list] = append(old, value)
}

// aPipeline is that of the address change, under another key and with a change.
func aPipeline(t *testing.T, key string, change func(map[string]any)) map[string]any {
	t.Helper()
	template, err := library.Find("address-change")
	if err != nil {
		t.Fatal(err)
	}
	var p map[string]any
	if err := json.Unmarshal(template.Pipelines[0], &p); err != nil {
		t.Fatal(err)
	}
	p["key"] = key
	change(p)
	return p
}

// TestADefinitionIsPublishedOnce is the way that works: saved, checked, published, unchanged by a second publication,
// refused from an older revision, and running.
func TestADefinitionIsPublishedOnce(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	form, line := aForm("survey", with(text("name"), "required", true), text("email")), aPipeline(t, "survey", func(p map[string]any) {})
	s.run(step{name: "a new form", by: admin, do: "PUT /definitions/form/survey", body: map[string]any{"body": form, "revision": 0}, has: map[string]any{"/findings/#": 0, "/revision": 1}})
	s.run(step{
		name: "from an older revision", by: admin, do: "PUT /definitions/form/survey", body: map[string]any{"body": form, "revision": 0},
		status: http.StatusConflict, has: map[string]any{"/code": "stale"},
	})
	first := s.run(step{name: "publish", by: admin, do: "POST /definitions/form/survey/publish", body: map[string]any{"revision": 1}, status: http.StatusCreated, has: map[string]any{"/number": 1}})
	s.run(step{
		name: "publish again", by: admin, do: "POST /definitions/form/survey/publish", body: map[string]any{"revision": 1},
		status: http.StatusCreated, has: map[string]any{"/number": 1, "/id": first.text("/id")},
	})
	s.run(step{name: "its schema", by: admin, do: "GET /versions/" + first.text("/id") + "/schema", has: map[string]any{"/$schema": "https://json-schema.org/draft/2020-12/schema"}})
	s.run(step{
		name: "a pipeline over a form without its fields", by: admin, do: "PUT /definitions/pipeline/survey",
		body: map[string]any{"body": with(line, "form", "survey"), "revision": 0}, has: map[string]any{"/findings/0/message": given{}},
	})
	s.run(step{
		name: "a key that is not the address", by: admin, do: "PUT /definitions/form/other", body: map[string]any{"body": form, "revision": 0},
		status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "definition.key", "/violations/0/path": "/key"},
	})
	s.run(step{
		name: "registration designs nothing", by: s.staff("aurora", "cadastro"), do: "PUT /definitions/form/survey",
		body: map[string]any{"body": form, "revision": 1}, status: http.StatusForbidden, has: map[string]any{"/code": "denied"},
	})
	raw := `{"revision":0,"body":` + strings.Replace(string(must(json.Marshal(aForm("doubled", text("name"))))), `"key":"doubled"`, `"key":"doubled","key":"doubled"`, 1) + `}`
	s.run(step{
		name: "a name twice in one object", by: admin, do: "PUT /definitions/form/doubled", body: bare{"application/json", []byte(raw)},
		status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "json.duplicate_key"},
	})
}

// TestOutdatedTranslationsAreAWarning: they are told of every kind, are published, and no applicant is sent them.
func TestOutdatedTranslationsAreAWarning(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	for _, of := range []struct {
		kind         definition.Kind
		key, address string
	}{
		{definition.Form, "address-change", "title"},
		{definition.Checklist, "pf-account", "items/identity/title"},
		{definition.Pipeline, "address-change", "stages/draft/name"},
	} {
		body, revision := s.draftOf("aurora", of.kind, of.key)
		body["outdated"] = object{"es": []string{of.address}, "en": []string{of.address}}
		at := "/definitions/" + string(of.kind) + "/" + of.key
		s.run(step{name: "kept", by: admin, do: "PUT " + at, body: object{"body": body, "revision": revision}})
		found, _ := s.run(step{name: "told", by: admin, do: "POST " + at + "/check"}).at("/findings").([]any)
		told := map[string]bool{}
		for _, v := range found {
			if one := (answer{json: v}); one.text("/key") == "text.outdated" && one.text("/severity") == "warn" {
				told[one.text("/path")] = true
				sentence(t, "told", "text.outdated", one.text("/message"))
			}
		}
		if !told["/outdated/es"] || !told["/outdated/en"] {
			t.Errorf("%s %s: %v", of.kind, of.key, found)
		}
		s.run(step{name: "published", by: admin, do: "POST " + at + "/publish", body: object{"revision": revision + 1}, status: http.StatusCreated})
	}
}

// TestACheckNamesWhoIsMissing asks the tenant's own policies and members who can do what a pipeline leaves to them.
func TestACheckNamesWhoIsMissing(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	s.run(step{name: "the other is gone", by: admin, do: "PATCH /members/" + s.member("aurora", "conformidade").ID, body: object{"active": false}})
	check := step{name: "checked", by: admin, do: "POST /definitions/pipeline/address-change/check"}
	finding := func(key string) answer {
		t.Helper()
		found, _ := s.run(check).at("/findings").([]any)
		for _, v := range found {
			if one := (answer{json: v}); one.text("/key") == key && one.text("/params/verb") == "approve" {
				sentence(t, "checked", key, one.text("/message"))
				return one
			}
		}
		t.Fatalf("no %s in %v", key, found)
		return answer{}
	}
	only := finding("pipeline.only_one_can")
	member := s.member("aurora", "compliance")
	if only.text("/params/member") != member.ID || !strings.Contains(only.text("/message"), member.Name) || only.text("/params/path/0") != "draft" {
		t.Errorf("the only one: %v", only.json)
	}
	s.run(step{name: "who goes", by: admin, do: "PATCH /members/" + member.ID, body: map[string]any{"active": false}})
	if gone := finding("pipeline.nobody_may"); gone.text("/severity") != "warn" {
		t.Errorf("nobody: %v", gone.json)
	}
}

// TestWhoHasADraftOpenIsSeen is two people at one definition, one of whom goes away.
func TestWhoHasADraftOpenIsSeen(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin, other := s.staff("aurora", "admin"), s.staff("aurora", "admin")
	at := "POST /definitions/form/pf-account/presence"
	window := func(client string, selection ...string) map[string]any {
		return map[string]any{"client": client, "selection": append([]string{}, selection...)}
	}
	s.run(step{name: "alone", by: admin, do: at, body: window("one", "f_name"), has: map[string]any{"/peers/#": 0, "/revision": given{}}})
	s.run(step{
		name: "beside", by: other, do: at, body: window("two"),
		has: map[string]any{"/peers/#": 1, "/peers/0/id": "one", "/peers/0/name": given{}, "/peers/0/selection/0": "f_name"},
	})
	s.run(step{name: "and back", by: admin, do: at, body: window("one"), has: map[string]any{"/peers/#": 1, "/peers/0/id": "two"}})
	s.play.clock.add(21 * time.Second)
	s.run(step{name: "gone", by: admin, do: at, body: window("one"), has: map[string]any{"/peers/#": 0}})
	s.run(step{name: "too long a word", by: admin, do: at, body: window(strings.Repeat("w", 65)), status: http.StatusUnprocessableEntity})
	s.run(step{name: "nowhere", by: admin, do: "POST /definitions/form/nowhere/presence", body: window("one"), status: http.StatusNotFound})
}

// TestWhatIsPublishedCanBeOpened takes the draft away: the newest version stands in at revision 0, from which a draft is
// saved.
func TestWhatIsPublishedCanBeOpened(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	form := aForm("survey", text("name"))
	s.run(step{name: "a new form", by: admin, do: "PUT /definitions/form/survey", body: map[string]any{"body": form, "revision": 0}})
	first := s.run(step{name: "published", by: admin, do: "POST /definitions/form/survey/publish", body: map[string]any{"revision": 1}, status: http.StatusCreated})
	if _, err := s.Store.Pool().ExecContext(t.Context(), "DELETE FROM drafts WHERE key = 'survey'"); err != nil {
		t.Fatal(err)
	}
	s.run(step{
		name: "opened", by: admin, do: "GET /definitions/form/survey",
		has: map[string]any{"/revision": 0, "/draft/key": "survey", "/findings/#": 0, "/versions/#": 1},
	})
	s.run(step{name: "checked", by: admin, do: "POST /definitions/form/survey/check", has: map[string]any{"/findings/#": 0}})
	s.run(step{
		name: "published as it is", by: admin, do: "POST /definitions/form/survey/publish", body: map[string]any{"revision": 0},
		status: http.StatusCreated, has: map[string]any{"/id": first.text("/id")},
	})
	s.run(step{name: "saved", by: admin, do: "PUT /definitions/form/survey", body: map[string]any{"body": form, "revision": 0}, has: map[string]any{"/revision": 1}})
	s.run(step{
		name: "saved by another who opened it", by: admin, do: "PUT /definitions/form/survey", body: map[string]any{"body": form, "revision": 0},
		status: http.StatusConflict,
	})
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}
