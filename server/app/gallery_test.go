package app

import (
	"net/http"
	"testing"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/server/tenant"
)

// TestATemplateIsLookedAtAndInstalledBesideOnesOwn installs what the tenant has already under other keys: what refers
// to the definitions follows, and the tenant's own stay as they are.
func TestATemplateIsLookedAtAndInstalledBesideOnesOwn(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	s.run(step{name: "the gallery", by: admin, do: "GET /templates", has: map[string]any{
		"/templates/0/figures/minutes": given{}, "/templates/0/figures/fields": given{}, "/templates/0/figures/stages": given{},
	}})
	seen := s.run(step{name: "one of them", by: admin, do: "GET /templates/pf-account", has: map[string]any{
		"/body/key": "pf-account", "/parts/0/kind": "form", "/parts/0/key": "pf-account", "/parts/0/taken": "same",
	}})
	if seen.at("/body/pipelines/0/stages/0/key") == nil {
		t.Errorf("the pipeline is not in it: %s", seen.raw[:200])
	}
	before := s.run(step{name: "what there is", by: admin, do: "GET /definitions/pipeline/" + onboarding}).at("/versions/#")
	keys := map[string]string{"form/pf-account": "second", "checklist/pf-account": "second", "pipeline/onboarding-pf": "second-line"}
	s.run(step{name: "install beside", by: admin, do: "POST /templates/install", body: map[string]any{"template": "pf-account", "keys": keys}, status: http.StatusCreated})
	s.run(step{name: "it is live", by: admin, do: "GET /definitions/pipeline/second-line", has: map[string]any{
		"/draft/form": "second", "/draft/checklist": "second", "/versions/#": 1,
	}})
	s.run(step{name: "and can be applied for", by: s.visitor("aurora"), do: "GET /portal/second-line"})
	s.run(step{name: "its own roles may work in it", by: admin, do: "GET /policies/who?object=pipeline/second-line/stage/approval&verb=approve", has: map[string]any{"/can/0": given{}}})
	s.run(step{name: "the other is as it was", by: admin, do: "GET /definitions/pipeline/" + onboarding, has: map[string]any{"/versions/#": before}})
	for _, bad := range []map[string]string{{"form/pf-account": "Not a key"}, {"pipeline/onboarding-pf": "../x"}} {
		s.run(step{
			name: "a bad key", by: admin, do: "POST /templates/install", body: map[string]any{"template": "pf-account", "keys": bad},
			status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "template.key"},
		})
	}
	s.run(step{name: "no such template", by: admin, do: "GET /templates/nothing", status: http.StatusNotFound})
}

// TestADefinitionIsDuplicated makes drafts of a pipeline with its form, and lets the same roles work with them.
func TestADefinitionIsDuplicated(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	at := "POST /definitions/pipeline/" + onboarding + "/duplicate"
	body := map[string]any{
		"keys":  map[string]string{"pipeline/" + onboarding: "copied-line", "form/pf-account": "copied-form"},
		"title": map[string]string{"en": "The copy", "xx": "unknown"}, "policies": true,
	}
	key := []string{"Idempotency-Key: duplicate-once-only"}
	for range 2 { // the second time nothing happens
		s.run(step{name: "duplicate", by: admin, do: at, body: body, header: key, status: http.StatusCreated, has: map[string]any{
			"/definitions/#": 2, "/definitions/0/key": "copied-form", "/definitions/1/key": "copied-line", "/definitions/1/title/en": "The copy",
			"/definitions/1/title/xx": missing{},
		}})
	}
	s.run(step{name: "the draft", by: admin, do: "GET /definitions/pipeline/copied-line", has: map[string]any{
		"/draft/form": "copied-form", "/draft/checklist": "pf-account", "/revision": 1, "/versions/#": 0,
	}})
	s.run(step{name: "who may approve in it", by: admin, do: "GET /policies/who?object=pipeline/copied-line/stage/approval&verb=approve", has: map[string]any{"/can/0": given{}}})
	s.run(step{name: "again", by: admin, do: at, body: body, status: http.StatusConflict, has: map[string]any{"/key": "definition.key_taken"}})
	s.run(step{
		name: "a live key", by: admin, do: at, body: map[string]any{"keys": map[string]string{"pipeline/" + onboarding: corporate}},
		status: http.StatusConflict, has: map[string]any{"/key": "definition.key_taken"},
	})
	s.run(step{name: "without a key", by: admin, do: at, body: map[string]any{"keys": map[string]string{}}, status: http.StatusUnprocessableEntity})
	s.run(step{name: "by a clerk", by: s.staff("aurora", "cadastro"), do: at, body: body, status: http.StatusForbidden})
	s.run(step{name: "publish the form", by: admin, do: "POST /definitions/form/copied-form/publish", body: map[string]any{"revision": 1}, status: http.StatusCreated})
	s.run(step{name: "publish the line", by: admin, do: "POST /definitions/pipeline/copied-line/publish", body: map[string]any{"revision": 1}, status: http.StatusCreated})
}

// TestATemplateWithoutRightsLeavesThoseOfTheTenant installs definitions alone: nobody's rights have to be read again.
func TestATemplateWithoutRightsLeavesThoseOfTheTenant(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.member("aurora", "admin")
	version := func() int64 {
		v, err := h.Store.PolicyVersion(t.Context(), admin.Tenant)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	before := version()
	bare, err := library.Find("pf-account")
	if err != nil {
		t.Fatal(err)
	}
	bare.Roles, bare.Policies = nil, nil
	installed, err := h.Administration.Install(t.Context(), tenant.Request[library.Template]{Who: admin, What: bare})
	if err != nil {
		t.Fatal(err)
	}
	if len(installed) == 0 || version() != before {
		t.Errorf("%d versions; the policies are of version %d, and were of %d", len(installed), version(), before)
	}
}
