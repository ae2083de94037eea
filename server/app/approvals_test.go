package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// asksForApprovals publishes the onboarding pipeline with two approvals one after the other, and another table
// for the score that it works out.
func (h *house) asksForApprovals() {
	h.t.Helper()
	admin := h.staff("aurora", "admin")
	got := admin.send("GET", "/definitions/pipeline/"+onboarding, nil)
	draft, _ := got.at("/draft").(map[string]any)
	approvals := map[string]any{"mode": "series", "steps": []any{
		map[string]any{"key": "registration", "name": inFour("Registration"), "policy": "pipeline/" + onboarding + "/stage/approval"},
		map[string]any{"key": "compliance", "name": inFour("Compliance"), "policy": "pipeline/" + onboarding + "/compliance"},
	}}
	transitions, _ := draft["transitions"].([]any)
	for _, each := range transitions {
		t, _ := each.(map[string]any)
		if t["key"] == "t13" || t["key"] == "t13c" {
			t["approvals"] = approvals
		}
	}
	draft["scores"] = []any{map[string]any{
		"key": "exposure", "title": inFour("Exposure"), "group": "compliance",
		"rows": []any{
			map[string]any{"key": "base", "label": inFour("Every case"), "points": 5},
			map[string]any{"key": "named", "label": inFour("Gave a name"), "points": 10, "when": query("full_name")},
		},
		"bands": []any{map[string]any{"key": "low", "label": inFour("Low")}, map[string]any{"key": "high", "label": inFour("High"), "from": 15}},
	}}
	saved := admin.send("PUT", "/definitions/pipeline/"+onboarding, map[string]any{"body": draft, "revision": got.at("/revision")})
	published := admin.send("POST", "/definitions/pipeline/"+onboarding+"/publish", map[string]any{"revision": saved.at("/revision")})
	if saved.status != http.StatusOK || published.status != http.StatusCreated {
		h.t.Fatalf("published: %d %s, %d %s", saved.status, saved.raw, published.status, published.raw)
	}
}

// TestApprovals sends a case through two approvals by different people over HTTP: each is an act of its own, given once,
// void when an answer changes, and only the last moves the case.
func TestApprovals(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		h.asksForApprovals()
		s := &scenario{house: h, tenant: "aurora"}
		c := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
		at := "/cases/" + c.who.Case
		registration, compliance := h.staff("aurora", "cadastro"), h.staff("aurora", "compliance")
		approves := func(name string, by *client, body map[string]any, status int, has map[string]any) answer {
			t.Helper()
			return s.run(step{name: name, by: by, do: "POST " + at + "/actions", body: with(body, "verb", "approve"), status: status, has: has})
		}
		approve := func(got answer) string {
			t.Helper()
			list, _ := got.at("/actions").([]any)
			i := slices.IndexFunc(list, func(a any) bool { return member(a, "verb") == "approve" })
			return "/actions/" + index(i) + "/approvals"
		}
		s.run(step{name: "the score is for compliance", by: compliance, do: "GET " + at, has: map[string]any{"/scores/0/sum": 15, "/scores/0/band/en": "High", "/scores/0/rows/1/held": true}})
		if hidden := registration.send("GET", at, nil); hidden.at("/scores") != nil || strings.Contains(string(hidden.raw), "exposure") {
			t.Errorf("registration reads a score of compliance: %s", hidden.raw)
		}
		approves("not yet", compliance, map[string]any{"step": "compliance"}, http.StatusConflict, map[string]any{"/key": "case.approval_waits"})
		approves("not theirs", registration, map[string]any{"step": "compliance"}, http.StatusForbidden, map[string]any{"/key": "case.denied"})
		approves("no such", registration, map[string]any{"step": "board"}, http.StatusUnprocessableEntity, map[string]any{"/key": "case.unknown_step"})
		first := approves("the first", registration, map[string]any{"note": "seen"}, http.StatusOK, map[string]any{"/row/stage": "approval"})
		if place := approve(first); first.at(place+"/given") != float64(1) || first.at(place+"/steps/0/by") == nil || first.at(place+"/steps/1/allowed") != false {
			t.Errorf("after the first: %v", first.at(place))
		}
		approves("the same person", registration, map[string]any{}, http.StatusForbidden, map[string]any{"/key": "case.approved_another"})
		approves("given already", compliance, map[string]any{"step": "registration"}, http.StatusConflict, map[string]any{"/key": "case.approval_given"})

		page := staffPageOf(t, compliance.send("GET", at, nil))
		s.run(step{name: "an answer changes", by: compliance, do: "PUT " + at + "/pages/" + page, body: map[string]any{"values": map[string]any{"adverse_media": "none"}}, status: http.StatusOK})
		seen := compliance.send("GET", at, nil)
		if place := approve(seen); seen.at(place+"/given") != float64(0) {
			t.Errorf("an approval outlives what was approved: %v", seen.at(place))
		}
		again := []string{"Idempotency-Key: 0123456789-approve"}
		for range 2 {
			if got := registration.send("POST", at+"/actions", map[string]any{"verb": "approve"}, again...); got.status != http.StatusOK || got.at(approve(got)+"/given") != float64(1) {
				t.Errorf("sent twice: %d %s", got.status, got.raw)
			}
		}
		approves("the last", compliance, map[string]any{}, http.StatusOK, map[string]any{"/row/stage": "signature"})

		var told []string
		events, _ := compliance.send("GET", at+"/events", nil, "Accept-Language: en").at("/events").([]any)
		for _, e := range events {
			if name, _ := member(e, "name").(string); strings.HasPrefix(name, "approval.") || strings.HasPrefix(name, "score.") {
				text, _ := member(e, "text").(string)
				told = append(told, text)
			}
		}
		want := []string{
			"Worked out Exposure: 15 points, High",
			"Approved as “Registration”: 1 of 2", "The approvals given so far are void, because an answer was changed: 1",
			"Approved as “Registration”: 1 of 2", "Approved as “Compliance”: 2 of 2",
		}
		if slices.Sort(told); !slices.Equal(told, slices.Sorted(slices.Values(want))) {
			t.Errorf("told %q", told)
		}
	})
}
