package app

import (
	"net/http"
	"testing"
	"time"
)

// What was done is done, also when the case went to a stage that its doer may not read: the answer says so, to the request
// that comes again too, and nothing of the case is told any more.
func TestACaseThatWentToOthersIsDone(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := &scenario{house: h, tenant: "aurora"}
	c := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
	at := "/cases/" + c.who.Case
	admin, registration := h.staff("aurora", "admin"), h.staff("aurora", "cadastro")
	set := s.policySet(admin)
	policies, _ := set["policies"].([]any)
	denied := map[string]any{"role": "registration", "object": "pipeline/" + onboarding + "/stage/rejected", "verb": "read", "effect": "deny"}
	body := map[string]any{"revision": set["revision"], "roles": set["roles"], "policies": append(policies, denied)}
	s.run(step{name: "what was rejected is not for registration", by: admin, do: "PUT /policies", body: body, status: http.StatusOK})

	key := "Idempotency-Key: 0123456789-gone"
	for _, time := range []string{"first", "second"} {
		got := registration.send("POST", at+"/actions", map[string]any{"verb": "reject", "note": "No.", "reason": "documents_unreadable"}, key)
		if got.status != http.StatusOK || got.at("/gone") != true || got.at("/row") != nil {
			t.Errorf("the %s time: %d %s", time, got.status, got.raw)
		}
	}
	if got := h.staff("aurora", "supervisao").send("GET", at, nil); got.text("/row/stage") != "rejected" {
		t.Errorf("it was not done: %s", got.raw)
	}
	if got := registration.send("GET", at, nil); got.status != http.StatusForbidden {
		t.Errorf("they still read it: %d", got.status)
	}
	if got := registration.send("POST", at+"/actions", map[string]any{"verb": "reject", "note": "Again.", "reason": "documents_unreadable"}); got.status != http.StatusForbidden {
		t.Errorf("they still act on it: %d %s", got.status, got.raw)
	}
}
