package app

import (
	"net/http"
	"testing"
)

// TestWhatNamesAFieldOfASectionFollowsIt renames a field in a section: the pipeline and the checklist of a form that follows
// it name the field by its new key, and what nobody can mend is told.
func TestWhatNamesAFieldOfASectionFollowsIt(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	puts := func(kind string, body map[string]any) answer {
		key, _ := body["key"].(string)
		return s.run(step{name: key, by: admin, do: "PUT /definitions/" + kind + "/" + key, body: map[string]any{"body": body, "revision": 0}})
	}
	s.publishes(admin, aSection("reach", text("name"), text("mail")))
	s.publishes(admin, aForm("buyer", linkedTo("reach", "home", "name", "mail")))
	puts("checklist", map[string]any{
		"key": "papers", "title": inFour("Papers"), "locales": []any{"pt-BR", "es", "en", "ar"}, "defaultLocale": "en",
		"items": []any{map[string]any{"key": "who", "kind": "form", "title": inFour("Who"), "fields": []any{"home.name"}, "requiredWhen": query("home.mail")}},
	})
	puts("pipeline", aPipeline(t, "bought", func(p map[string]any) {
		p["form"], p["checklist"] = "buyer", "papers"
		p["contact"] = map[string]any{"name": "home.name", "email": "home.mail"}
		ways, _ := p["transitions"].([]any)
		first, _ := ways[0].(map[string]any)
		first["guard"] = map[string]any{"cel": "answers.home.mail != '' && case.stage != ''"}
		next, _ := ways[1].(map[string]any)
		next["guard"] = map[string]any{"cel": "(answers.home).mail != ''"}
	}))
	s.publishes(admin, aSection("reach", text("name"), with(text("email"), "id", "f_mail")))
	s.run(step{
		name: "the form follows, and what goes with it", by: admin, do: "POST /definitions/form/reach/links",
		body: map[string]any{"forms": []any{map[string]any{"key": "buyer", "revision": 1}}},
		has: map[string]any{
			"/forms/#": 1, "/forms/0/revision": 2, "/others/#": 2, "/others/0/kind": "checklist", "/others/0/key": "papers", "/others/0/revision": 2,
			"/others/0/left/#": 0, "/others/1/kind": "pipeline", "/others/1/key": "bought", "/others/1/revision": 2,
			"/others/1/left/#": 1, "/others/1/left/0/pointer": "/transitions/1/guard", "/others/1/left/0/outcome": "left",
		},
	})
	s.run(step{name: "the checklist", by: admin, do: "GET /definitions/checklist/papers", has: map[string]any{
		"/draft/items/0/fields/0": "home.name", "/draft/items/0/requiredWhen/query/rules/0/field": "home.email",
	}})
	s.run(step{name: "the pipeline", by: admin, do: "GET /definitions/pipeline/bought", has: map[string]any{
		"/draft/contact/name": "home.name", "/draft/contact/email": "home.email",
		"/draft/transitions/0/guard/cel": "answers.home.email != '' && case.stage != ''",
	}})
	s.run(step{
		name: "once more changes nothing", by: admin, do: "POST /definitions/form/reach/links",
		body:   map[string]any{"forms": []any{map[string]any{"key": "buyer", "revision": 2}}},
		status: http.StatusOK, has: map[string]any{"/forms/0/revision": 2},
	})
}
