package app

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/definition"
)

// TestAFieldIsRenamedInAllThatNamesIt renames a field of the account form as an administrator does: shown first, done in one
// step, refused when somebody else was faster, and taken back.
func TestAFieldIsRenamedInAllThatNamesIt(t *testing.T) {
	t.Parallel()
	onBoth(t, renamesAField)
}

func renamesAField(t *testing.T, b built) {
	s := &scenario{house: stillOn(t, b), tenant: "aurora"}
	admin, other := s.staff("aurora", "admin"), s.staff("aurora", "cadastro")
	at := "POST /definitions/form/pf-account/refactor"
	rename := func(more map[string]any) map[string]any {
		body := map[string]any{"change": map[string]any{"part": "field", "do": "rename", "from": []string{"cpf"}, "to": "tax_id"}}
		maps.Copy(body, more)
		return body
	}
	before := s.drafts(admin)
	shown := s.run(step{
		name: "shown", by: admin, do: at, body: rename(map[string]any{"dry": true}),
		has: map[string]any{"/own/isChanged": true, "/own/findings/#": 0, "/others/#": 2, "/others/0/kind": "checklist", "/others/1/kind": "pipeline", "/others/1/isChanged": true, "/policies/#": 0},
	})
	if got := s.drafts(admin); !maps.Equal(before, got) {
		t.Error("showing has changed something")
	}
	for _, list := range []string{"/own/uses", "/others/0/uses", "/others/1/uses"} {
		uses, _ := shown.at(list).([]any)
		for _, u := range uses {
			if one := (answer{json: u}); one.text("/outcome") != "changed" || strings.Contains(one.text("/after"), `"cpf"`) {
				t.Errorf("%s: %v", list, u)
			}
		}
	}
	for _, list := range []string{"/others/0/findings", "/others/1/findings"} {
		if found, _ := shown.at(list).([]any); len(found) > 0 {
			t.Errorf("%s: %v", list, found)
		}
	}
	s.run(step{name: "by who may not", by: other, do: at, body: rename(nil), status: http.StatusForbidden})
	s.run(step{name: "not looked at", by: admin, do: at, body: rename(nil), status: http.StatusConflict})
	seen := revisionsOf(shown)
	for _, key := range []string{"form/pf-account", "pipeline/onboarding-pf"} {
		stale := maps.Clone(seen)
		stale[key] = 99
		s.run(step{name: "another was faster with " + key, by: admin, do: at, body: rename(map[string]any{"revisions": stale}), status: http.StatusConflict})
	}
	if got := s.drafts(admin); !maps.Equal(before, got) {
		t.Error("a refused change has changed something")
	}
	done := s.run(step{name: "done", by: admin, do: at, body: rename(map[string]any{"revisions": seen})})
	after := s.drafts(admin)
	for _, key := range []string{"form/pf-account", "pipeline/onboarding-pf", "checklist/pf-account"} {
		old, others := `"cpf"`, 0
		if key == "form/pf-account" { // whose type has that name too, and whose proxies have such a field of their own
			old, others = `"key":"cpf"`, 1
		}
		if strings.Count(after[key], old) != others || !strings.Contains(after[key], `"tax_id"`) {
			t.Errorf("%s was not mended", key)
		}
	}
	kept, _ := admin.send("GET", "/definitions/form/pf-account", nil).at("/revision").(float64)
	if got := done.at("/own/revision"); got != kept {
		t.Errorf("the form is told to be at revision %v, and is at %v", got, kept)
	}
	s.run(step{name: "taken back", by: admin, do: at, body: map[string]any{"restore": restoring(done)}})
	if got := s.drafts(admin); !maps.Equal(before, got) {
		t.Error("taking it back has left something")
	}
	s.run(step{name: "taken back twice", by: admin, do: at, body: map[string]any{"restore": restoring(done)}, status: http.StatusConflict})
}

// TestChangesThatCannotBe are refused before anything is looked at.
func TestChangesThatCannotBe(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	for name, c := range map[string]struct {
		change map[string]any
		status int
		at     string
	}{
		"a key that is none":     {map[string]any{"part": "field", "do": "rename", "from": []string{"cpf"}, "to": "Tax Id"}, http.StatusUnprocessableEntity, ""},
		"a key that is taken":    {map[string]any{"part": "field", "do": "rename", "from": []string{"cpf"}, "to": "email"}, http.StatusConflict, ""},
		"no such field":          {map[string]any{"part": "field", "do": "delete", "from": []string{"nothing"}}, http.StatusNotFound, ""},
		"one piece":              {map[string]any{"part": "field", "do": "split", "from": []string{"cpf"}, "use": "a", "into": []any{map[string]any{"id": "1", "key": "a", "label": map[string]any{}}}}, http.StatusUnprocessableEntity, ""},
		"a stage of a form":      {map[string]any{"part": "stage", "do": "rename", "from": []string{"a"}, "to": "b"}, http.StatusUnprocessableEntity, ""},
		"neither change nor way": {nil, http.StatusUnprocessableEntity, ""},
		"no such form":           {map[string]any{"part": "field", "do": "delete", "from": []string{"x"}}, http.StatusNotFound, "nowhere"},
	} {
		key := "pf-account"
		if c.at != "" {
			key = c.at
		}
		body := map[string]any{"dry": true}
		if c.change != nil {
			body["change"] = c.change
		}
		s.run(step{name: name, by: admin, do: "POST /definitions/form/" + key + "/refactor", body: body, status: c.status})
	}
}

// TestWhatADeletedFieldLeavesBehindIsSaid shows what cannot be mended, in the reader's language.
func TestWhatADeletedFieldLeavesBehindIsSaid(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	got := s.run(step{
		name: "shown", by: admin, do: "POST /definitions/form/pf-account/refactor",
		body: map[string]any{"dry": true, "change": map[string]any{"part": "field", "do": "delete", "from": []string{"cpf"}, "drop": true}},
	})
	found, _ := got.at("/others/1/findings").([]any)
	if len(found) == 0 {
		t.Fatalf("the contact of the pipeline is broken, and nobody says so: %s", got.raw)
	}
	for _, f := range found {
		sentence(t, "finding", answer{json: f}.text("/key"), answer{json: f}.text("/message"))
	}
}

// TestAStageIsDeletedWithItsWays deletes parts of a pipeline as the builder asks for it: what named them is shown, the stage
// takes its transitions with it, and a check leaves what named it.
func TestAStageIsDeletedWithItsWays(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	at := "POST /definitions/pipeline/onboarding-pf/refactor"
	remove := func(part, key string, more map[string]any) map[string]any {
		body := map[string]any{"change": map[string]any{"part": part, "do": "delete", "from": []string{key}, "drop": true}}
		maps.Copy(body, more)
		return body
	}
	for part, key := range map[string]string{"stage": "approval", "check": "duplicate"} {
		shown := s.run(step{name: part + " shown", by: admin, do: at, body: remove(part, key, map[string]any{"dry": true}), has: map[string]any{"/own/isChanged": true}})
		s.run(step{name: part + " deleted", by: admin, do: at, body: remove(part, key, map[string]any{"revisions": revisionsOf(shown)})})
		body, _ := s.house.draftOf("aurora", definition.Pipeline, "onboarding-pf")
		for _, list := range []string{"stages", "checks"} {
			for _, one := range body[list].([]any) { //nolint:forcetypeassert // the contract says so
				if (answer{json: one}).text("/key") == key {
					t.Errorf("%s is still among the %s", key, list)
				}
			}
		}
		for _, one := range body["transitions"].([]any) { //nolint:forcetypeassert // the contract says so
			if way := (answer{json: one}); part == "stage" && (way.text("/from") == key || way.text("/to") == key) {
				t.Errorf("%s still leads from %s to %s", way.text("/key"), way.text("/from"), way.text("/to"))
			}
		}
	}
	s.run(step{name: "one that is not there", by: admin, do: at, body: remove("check", "nothing", map[string]any{"dry": true}), status: http.StatusNotFound})
}

// TestPoliciesAreCountedForWhoMayNotSeeThem deletes a stage as somebody who designs and has no say in policies: how many speak
// of it is shown, before and after, and none of them.
func TestPoliciesAreCountedForWhoMayNotSeeThem(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin, designer := s.staff("aurora", "admin"), s.staff("aurora", "cadastro")
	s.addPolicies(admin, policyOf("registration", "definition", "*", "allow"))
	at := "POST /definitions/pipeline/onboarding-pf/refactor"
	change := map[string]any{"part": "stage", "do": "delete", "from": []string{"approval"}, "drop": true}
	all := s.run(step{name: "shown to who may", by: admin, do: at, body: map[string]any{"dry": true, "change": change}, has: map[string]any{"/untold": missing{}}})
	speak, _ := all.at("/policies").([]any)
	told := map[string]any{"/policies/#": 0, "/untold": len(speak)}
	shown := s.run(step{name: "shown", by: designer, do: at, body: map[string]any{"dry": true, "change": change}, has: told})
	rename := map[string]any{"part": "stage", "do": "rename", "from": []string{"approval"}, "to": "review"}
	s.run(step{name: "one that adds policies", by: designer, do: at, body: map[string]any{"dry": true, "change": rename}, status: http.StatusForbidden})
	s.run(step{name: "done", by: designer, do: at, body: map[string]any{"change": change, "revisions": revisionsOf(shown)}, has: told})
	if len(speak) == 0 {
		t.Error("no policy speaks of it")
	}
}

// TestARenamedStageKeepsItsPolicies says that whoever could do something at a stage, can at it under both its keys: the live
// version goes by the old one until another is published. What was forbidden is so at both.
func TestARenamedStageKeepsItsPolicies(t *testing.T) {
	t.Parallel()
	onBoth(t, renamesAStage)
}

func renamesAStage(t *testing.T, b built) {
	s := &scenario{house: stillOn(t, b), tenant: "aurora"}
	admin, other := s.staff("aurora", "admin"), s.staff("aurora", "cadastro")
	const before, after = "pipeline/onboarding-pf/stage/approval", "pipeline/onboarding-pf/stage/review"
	s.addPolicies(admin,
		policyOf("registration", before, "note", "deny"), policyOf("registration", before+"/approval/first", "approve", "allow"),
		policyOf("supervisor", before, "judge", "allow"), policyOf("supervisor", after, "judge", "allow"), policyOf("supervisor", after, "claim", "deny"))
	at := "POST /definitions/pipeline/onboarding-pf/refactor"
	change := map[string]any{"part": "stage", "do": "rename", "from": []string{"approval"}, "to": "review"}
	was := s.policies(admin)
	s.run(step{name: "shown to who may not", by: other, do: at, body: map[string]any{"dry": true, "change": change}, status: http.StatusForbidden})
	shown := s.run(step{name: "shown", by: admin, do: at, body: map[string]any{"dry": true, "change": change}})
	done := s.run(step{name: "done", by: admin, do: at, body: map[string]any{"change": change, "revisions": revisionsOf(shown)}})
	added, _ := done.at("/policies").([]any)
	is := s.policies(admin)
	if len(added) == 0 || len(is) != len(was)+len(added) || !slices.Equal(is[:len(was)], was) {
		t.Fatalf("%d policies were %d, and %d are added", len(is), len(was), len(added))
	}
	for _, p := range was {
		if twin := strings.Replace(p, before, after, 1); !slices.Contains(is, twin) {
			t.Errorf("%s has nothing beside it", p)
		}
	}
	s.run(step{name: "taken back by who may not", by: other, do: at, body: map[string]any{"restore": []any{}, "policies": added}, status: http.StatusForbidden})
	s.run(step{name: "taken back", by: admin, do: at, body: map[string]any{"restore": []any{}, "policies": added}})
	if got := s.policies(admin); !slices.Equal(was, got) {
		t.Errorf("policies: %v", got)
	}
	s.run(step{name: "made again", by: admin, do: at, body: map[string]any{"restore": []any{}, "policies": added, "again": true}})
	if got := s.policies(admin); !slices.Equal(is, got) {
		t.Errorf("policies: %v", got)
	}
}

// TestTakingBackReachesNoOtherPolicies sends what no rename of a stage of the pipeline can have added.
func TestTakingBackReachesNoOtherPolicies(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	was := s.policies(admin)
	const stage = "pipeline/onboarding-pf/stage/"
	for name, c := range map[string]struct{ kind, before, after string }{
		"the policies themselves": {"pipeline", "policy", "x"},
		"made of a stage":         {"pipeline", stage + "approval", "policy"},
		"every stage":             {"pipeline", stage + "approval", stage + "*"},
		"another pipeline":        {"pipeline", "pipeline/onboarding-pj/stage/approval", "pipeline/onboarding-pj/stage/review"},
		"another tail":            {"pipeline", stage + "approval", stage + "review/approval/first"},
		"a form":                  {"form", stage + "approval", stage + "review"},
	} {
		key := map[string]string{"pipeline": "onboarding-pf", "form": "pf-account"}[c.kind]
		for _, again := range []bool{false, true} {
			s.run(step{name: name, by: admin, do: "POST /definitions/" + c.kind + "/" + key + "/refactor", status: http.StatusUnprocessableEntity, body: map[string]any{
				"restore": []any{}, "again": again,
				"policies": []any{map[string]any{"role": "administrator", "verb": "manage", "effect": "allow", "before": c.before, "after": c.after}},
			}})
		}
	}
	if got := s.policies(admin); !slices.Equal(was, got) {
		t.Errorf("policies: %v", got)
	}
}

// policies are those of the tenant, each in one line.
func (s *scenario) policies(by *client) []string {
	list, _ := s.run(step{name: "policies", by: by, do: "GET /policies"}).at("/policies").([]any)
	var out []string
	for _, each := range list {
		p := answer{json: each}
		out = append(out, strings.Join([]string{p.text("/role"), p.text("/object"), p.text("/verb"), p.text("/effect")}, " "))
	}
	return out
}

func policyOf(role, object, verb, effect string) map[string]any {
	return map[string]any{"role": role, "object": object, "verb": verb, "effect": effect}
}

func (s *scenario) addPolicies(by *client, added ...map[string]any) {
	got := s.run(step{name: "policies", by: by, do: "GET /policies"})
	set, _ := got.json.(map[string]any)
	list, _ := set["policies"].([]any)
	for _, p := range added {
		list = append(list, p)
	}
	set["policies"] = list
	s.run(step{name: "more policies", by: by, do: "PUT /policies", body: set})
}

// drafts are the bodies of what may be touched, by kind and key.
func (s *scenario) drafts(by *client) map[string]string {
	out := map[string]string{}
	for _, at := range []string{"form/pf-account", "checklist/pf-account", "pipeline/onboarding-pf", "form/pj-account", "pipeline/onboarding-pj"} {
		got := s.run(step{name: at, by: by, do: "GET /definitions/" + at})
		out[at] = string(must(json.Marshal(got.at("/draft"))))
	}
	return out
}

// revisionsOf are the drafts that were looked at.
func revisionsOf(shown answer) map[string]any {
	out := map[string]any{}
	note := func(d answer) { out[d.text("/kind")+"/"+d.text("/key")] = d.at("/revision") }
	note(answer{json: shown.at("/own")})
	others, _ := shown.at("/others").([]any)
	for _, one := range others {
		note(answer{json: one})
	}
	return out
}

func restoring(done answer) []any {
	out := []any{}
	others, _ := done.at("/others").([]any)
	for _, one := range append([]any{done.at("/own")}, others...) {
		d := answer{json: one}
		if d.at("/isChanged") == true {
			out = append(out, map[string]any{"kind": d.at("/kind"), "key": d.at("/key"), "revision": d.at("/revision"), "body": d.at("/before")})
		}
	}
	return out
}

// TestTheSchemaOfADraftIsThatOfItsVersion compares what is downloaded while designing with what publishing gives.
func TestTheSchemaOfADraftIsThatOfItsVersion(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	s.run(step{name: "a form", by: admin, do: "PUT /definitions/form/survey", body: map[string]any{"body": aForm("survey", text("name")), "revision": 0}})
	draft := s.run(step{name: "of the draft", by: admin, do: "GET /definitions/form/survey/schema", has: map[string]any{"/properties/name": given{}}})
	v := s.run(step{name: "published", by: admin, do: "POST /definitions/form/survey/publish", body: map[string]any{"revision": 1}, status: http.StatusCreated})
	version := s.run(step{name: "of the version", by: admin, do: "GET /versions/" + v.text("/id") + "/schema"})
	if string(must(json.Marshal(draft.json))) != string(must(json.Marshal(version.json))) {
		t.Errorf("draft: %s\nversion: %s", draft.raw, version.raw)
	}
	s.run(step{name: "of a pipeline", by: admin, do: "GET /definitions/pipeline/onboarding-pf/schema", status: http.StatusNotFound})
}
