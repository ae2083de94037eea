package app

import (
	"net/http"
	"testing"

	"github.com/esteira/esteira/builder/definition"
)

// TestScenariosOneByOne runs scenarios alone and together: that no message is sent can be expected, and is kept.
func TestScenariosOneByOne(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	begins := func(key string, expected object) object {
		return object{"key": key, "title": inFour(key), "steps": []any{
			object{"as": "applicant", "do": "start", "expect": object{"stage": "draft", "messages": []any{}}},
			object{"as": "applicant", "do": "save", "page": "start", "answers": object{"email": "eva@example.com", "mobile": "+5511961234567"}, "expect": expected},
		}}
	}
	line, revision := h.draftOf("aurora", definition.Pipeline, onboarding)
	line["scenarios"] = []any{
		begins("told", object{"messages": []any{"resume_link"}}),
		begins("silent", object{"messages": []any{}}),
		begins("unasked", object{"stage": "draft"}),
	}
	at := "/definitions/pipeline/" + onboarding
	if saved := admin.send("PUT", at, object{"body": line, "revision": revision}); saved.status != http.StatusOK {
		t.Fatalf("%d %s", saved.status, saved.raw)
	}
	all := admin.send("POST", at+"/scenarios/run", nil)
	for i, passed := range []bool{true, false, true} {
		if all.at("/results/"+index(i)+"/passed") != passed {
			t.Errorf("scenario %d: %s", i, all.raw)
		}
	}
	alone := admin.send("POST", at+"/scenarios/run?scenario=silent", nil)
	if alone.at("/results/#") != 1.0 || alone.text("/results/0/scenario") != "silent" || alone.text("/results/0/steps/1/fault/key") != "scenario.messages" {
		t.Errorf("%d %s", alone.status, alone.raw)
	}
	if path := alone.text("/results/0/steps/1/fault/path"); path != "/scenarios/1/steps/1" {
		t.Errorf("the fault stands at %s", path)
	}
	gone := admin.send("POST", at+"/scenarios/run?scenario=gone", nil)
	if gone.status != http.StatusNotFound || gone.text("/key") != "scenario.not_found" {
		t.Errorf("%d %s", gone.status, gone.raw)
	}
	sentence(t, "a scenario that is gone", "scenario.not_found", gone.text("/message"))
}

// TestPipelinesThatAFormIsTriedIn follows drafts, and newest versions where there is no draft.
func TestPipelinesThatAFormIsTriedIn(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	triedIn := func(form string) any { return admin.send("GET", "/definitions/form/"+form, nil).at("/triedIn/0/key") }
	if got := triedIn("pf-account"); got != onboarding {
		t.Errorf("pf-account is tried in %v", got)
	}
	line, revision := h.draftOf("aurora", definition.Pipeline, onboarding)
	line["form"] = "address-change"
	if saved := admin.send("PUT", "/definitions/pipeline/"+onboarding, object{"body": line, "revision": revision}); saved.status != http.StatusOK {
		t.Fatalf("%d %s", saved.status, saved.raw)
	}
	got := admin.send("GET", "/definitions/form/pf-account", nil)
	if got.at("/triedIn/#") != 0.0 || got.text("/usedBy/0/key") != onboarding {
		t.Errorf("%s", got.raw)
	}
	if got := admin.send("GET", "/definitions/form/address-change", nil); got.at("/triedIn/#") != 2.0 || got.text("/triedIn/0/key") != "address-change" {
		t.Errorf("%s", got.raw)
	}
}
