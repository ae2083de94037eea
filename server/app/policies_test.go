package app

import (
	"net/http"
	"slices"
	"strconv"
	"testing"
)

// policySet is what GET /policies answers, to be changed and sent back.
func (s *scenario) policySet(by *client) map[string]any {
	s.t.Helper()
	set, ok := s.run(step{name: "the policies", by: by, do: "GET /policies"}).json.(map[string]any)
	if !ok {
		s.t.Fatal("no policies")
	}
	return set
}

// withoutPolicies leaves out policies that match.
func withoutPolicies(set map[string]any, gone func(role, object, verb string) bool) map[string]any {
	kept := []any{}
	for _, p := range set["policies"].([]any) { //nolint:forcetypeassert // the contract says so
		one := answer{json: p}
		if !gone(one.text("/role"), one.text("/object"), one.text("/verb")) {
			kept = append(kept, p)
		}
	}
	return map[string]any{"revision": set["revision"], "roles": set["roles"], "policies": kept}
}

// TestAPreviewOfPoliciesSaysWhatComesOfThem takes away what only one role may do: who loses it is told before, with what
// nobody can do then, and after it was saved it is so.
func TestAPreviewOfPoliciesSaysWhatComesOfThem(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	set := s.policySet(admin)
	wanted := withoutPolicies(set, func(_, object, verb string) bool {
		return object == "pipeline/"+onboarding+"/stage/approval" && verb == "approve"
	})
	got := s.run(step{name: "preview", by: admin, do: "POST /policies/preview", body: wanted, has: map[string]any{"/refusal": missing{}}})
	var losers []string
	for i := range got.at("/changes").([]any) { //nolint:forcetypeassert // the contract says so
		at := "/changes/" + strconv.Itoa(i)
		if got.text(at+"/verb") != "approve" || got.at(at+"/gains") != false || got.text(at+"/rule") == "" {
			t.Errorf("an unexpected change: %s", got.raw)
		}
		losers = append(losers, got.text(at+"/name"))
	}
	if len(losers) < 2 {
		t.Errorf("who loses it: %v", losers)
	}
	created, _ := got.at("/created").([]any)
	if !slices.ContainsFunc(created, func(v any) bool { return answer{json: v}.text("/finding/key") == "pipeline.nobody_may" }) {
		t.Errorf("that nobody may approve is not told: %s", got.raw)
	}
	who := "GET /policies/who?object=pipeline/" + onboarding + "/stage/approval&verb=approve"
	if can, _ := s.run(step{name: "who can before", by: admin, do: who}).at("/can").([]any); len(can) < 2 {
		t.Errorf("%d can approve", len(can))
	}
	s.run(step{name: "save", by: admin, do: "PUT /policies", body: wanted})
	s.run(step{name: "who can after", by: admin, do: who, has: map[string]any{"/can/#": 0}})
	s.run(step{name: "an older revision", by: admin, do: "PUT /policies", body: wanted, status: http.StatusConflict, has: map[string]any{"/code": "stale"}})
	s.run(step{name: "and back", by: admin, do: "POST /policies/preview", body: set, has: map[string]any{"/changes/0/gains": true, "/created/#": 0}})
}

// TestNobodyLocksATenant tries to leave a tenant without anybody who manages policies, or members.
func TestNobodyLocksATenant(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	set := s.policySet(admin)
	for _, object := range []string{"policy", "member"} {
		wanted := withoutPolicies(set, func(_, o, _ string) bool { return o == object })
		key := object + ".last_key"
		got := s.run(step{name: "preview without " + object, by: admin, do: "POST /policies/preview", body: wanted, has: map[string]any{"/refusal/key": key}})
		sentence(t, key, got.text("/refusal/key"), got.text("/refusal/message"))
		s.run(step{name: "save without " + object, by: admin, do: "PUT /policies", body: wanted, status: http.StatusConflict, has: map[string]any{"/key": key}})
	}
	// A helper who manages members takes the policies' only keeper away.
	wanted := withoutPolicies(set, func(string, string, string) bool { return false })
	wanted["policies"] = append(wanted["policies"].([]any), map[string]any{"role": "auditor", "object": "member", "verb": "*", "effect": "allow"}) //nolint:forcetypeassert // made above
	s.run(step{name: "a helper", by: admin, do: "PUT /policies", body: wanted})
	helper := s.staff("aurora", "auditoria")
	who := "PATCH /members/" + s.member("aurora", "admin").ID
	s.run(step{name: "deactivate the last", by: helper, do: who, body: map[string]any{"active": false}, status: http.StatusConflict, has: map[string]any{"/key": "policy.last_key"}})
	s.run(step{name: "take its roles", by: helper, do: who, body: map[string]any{"roles": []string{"compliance"}}, status: http.StatusConflict, has: map[string]any{"/key": "policy.last_key"}})
	s.run(step{name: "the last is still here", by: admin, do: "GET /policies"})
}

// TestWhyNotNamesTheRuleAndTheWay asks of others with the right to read policies, and of oneself without.
func TestWhyNotNamesTheRuleAndTheWay(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin, clerk := s.staff("aurora", "admin"), s.staff("aurora", "cadastro")
	at := "object=pipeline/" + onboarding + "/stage/approval&verb=approve"
	s.run(step{name: "of oneself", by: clerk, do: "GET /policies/why?" + at, has: map[string]any{"/allowed": true, "/active": true}})
	s.run(step{
		name: "of others", by: clerk, do: "GET /policies/why?" + at + "&member=" + s.member("aurora", "admin").ID, status: http.StatusForbidden,
		has: map[string]any{"/code": "denied"},
	})
	got := s.run(step{
		name: "of others, as one who may", by: admin, do: "GET /policies/why?" + at + "&member=" + s.member("aurora", "auditoria").ID,
		has: map[string]any{"/allowed": false, "/decided/rule": missing{}},
	})
	granting, _ := got.at("/granting").([]any)
	if !slices.Contains(granting, any("registration")) || slices.Contains(granting, any("administrator")) {
		t.Errorf("which roles would help: %v", granting)
	}
	areas := s.run(step{name: "what there is", by: admin, do: "GET /policies/areas", has: map[string]any{"/areas/0/kind": "administration"}})
	list, _ := areas.at("/areas").([]any)
	for _, kind := range []string{"stage", "group"} {
		if !slices.ContainsFunc(list, func(v any) bool { return answer{json: v}.text("/kind") == kind }) {
			t.Errorf("no %s: %s", kind, areas.raw)
		}
	}
	s.run(step{name: "not for a clerk", by: clerk, do: "GET /policies/areas", status: http.StatusForbidden})
}

// TestARoleThatIsGoneLeavesItsMembers deletes a role that members have.
func TestARoleThatIsGoneLeavesItsMembers(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	set := withoutPolicies(s.policySet(admin), func(role, _, _ string) bool { return role == "auditor" })
	set["roles"] = slices.DeleteFunc(set["roles"].([]any), func(r any) bool { return answer{json: r}.text("/key") == "auditor" }) //nolint:forcetypeassert // the contract says so
	s.run(step{name: "save", by: admin, do: "PUT /policies", body: set})
	if m := s.member("aurora", "auditoria"); len(m.Roles) != 0 {
		t.Errorf("has %v", m.Roles)
	}
}

// TestANewPasswordEndsSessions gives somebody a new password, as for one that was lost.
func TestANewPasswordEndsSessions(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin, clerk := s.staff("aurora", "admin"), s.staff("aurora", "cadastro")
	at := "PATCH /members/" + s.member("aurora", "cadastro").ID
	s.run(step{name: "too short", by: admin, do: at, body: map[string]any{"password": "short"}, status: http.StatusUnprocessableEntity})
	s.run(step{name: "a new password", by: admin, do: at, body: map[string]any{"password": "a-new-long-password"}, never: []string{"a-new-long-password"}})
	s.run(step{name: "the old session", by: clerk, do: "GET /session", status: http.StatusUnauthorized})
	for password, status := range map[string]int{demoPassword: http.StatusUnauthorized, "a-new-long-password": http.StatusOK} {
		s.run(step{
			name: "log in with " + password, by: s.visitor("aurora"), do: "POST /session", status: status,
			body: map[string]any{"email": "cadastro@aurora.example", "password": password},
		})
	}
	s.run(step{name: "by a clerk", by: s.staff("aurora", "compliance"), do: at, body: map[string]any{"password": "another-long-password"}, status: http.StatusForbidden})
}
