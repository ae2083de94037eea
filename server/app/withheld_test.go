package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
)

// What a member may not read stays out of every place where it could be seen, compared or guessed.
func TestWhatIsWithheldCannotBeFoundOut(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := h.stages("aurora", story{onboarding, bruno, personal, time.Hour, func(s *scene) { s.submits() }})
	at := "/cases/" + s.who.Case

	compliance, registration := h.staff("aurora", "compliance"), h.staff("aurora", "cadastro")
	saved := compliance.send("PUT", at+"/pages/"+staffPageOf(t, compliance.send("GET", at, nil)), map[string]any{"values": map[string]any{}})
	if saved.status != http.StatusOK || strings.Contains(string(saved.raw), demoCPF(s.person.number)) {
		t.Errorf("a saved staff page shows masked answers: %d %s", saved.status, saved.raw)
	}
	for _, query := range []string{"sort=identity", "filter=" + url.QueryEscape("identity:contains:1")} {
		for _, queue := range []string{"rejected", "approval"} {
			got := registration.send("GET", "/queues/"+queue+"/cases?"+query, nil)
			if got.status == http.StatusOK {
				t.Errorf("queue %s takes %s", queue, query)
			}
		}
	}
	if got := registration.send("GET", "/queues/rejected/cases?filter="+url.QueryEscape("reason:=:compliance"), nil); got.status == http.StatusOK {
		t.Error("a reason that registration may not read can be asked for")
	}
	if got := registration.send("POST", at+"/reveal", map[string]any{"path": "/owners", "reason": "to see"}); got.status == http.StatusOK {
		t.Error("a group of answers is revealed as a whole")
	}
}

func staffPageOf(t *testing.T, got answer) string {
	t.Helper()
	pages, _ := got.at("/form/pages").([]any)
	for _, p := range pages {
		if staff, _ := member(p, "staffOnly").(bool); staff {
			key, _ := member(p, "key").(string)
			return key
		}
	}
	t.Fatalf("no staff page: %s", got.raw)
	return ""
}

// A draft that is erased is still a case: it can be looked at, and its timers fire.
func TestAnErasedCaseCanBeLookedAt(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := h.stages("aurora", story{onboarding, ana, personal, time.Hour, func(s *scene) { s.fills("address") }})
	h.forward(40 * day)
	got := h.staff("aurora", "supervisao").send("GET", "/cases/"+s.who.Case, nil)
	if got.status != http.StatusOK || got.text("/row/stage") != "expired" || got.text("/row/name") != "" {
		t.Errorf("an erased case: %d %s", got.status, got.raw)
	}
}

// Links that went to an address which was mended open nothing.
func TestALinkToAFormerAddressIsWorthless(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := h.stages("aurora", story{onboarding, carla, personal, time.Hour, func(s *scene) { s.fills("address") }})
	if err := h.Conveyor.SendResumeLink(t.Context(), s.who, s.who.Case); err != nil {
		t.Fatal(err)
	}
	old := linked(t, h.letter("aurora", s.person.address(), "/resume#token="), "resume")
	_, err := h.Conveyor.SavePage(t.Context(), s.who, conveyor.Save{
		Case: s.who.Case, Page: "start", Values: map[string]any{"email": "other@example.com"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := h.visitor("aurora").send("POST", "/portal/resume", map[string]any{"token": old}); got.status != http.StatusGone {
		t.Errorf("a link to the former address: %d %s", got.status, got.raw)
	}
}

// One key counts for what it was sent with, and a weak key of one visitor opens nothing to another.
func TestAKeyCountsForOneRequest(t *testing.T) {
	t.Parallel()
	h := still(t)
	start := func(agent string) string {
		got := h.visitor("aurora").send("POST", "/portal/"+onboarding+"/cases", map[string]any{"locale": "en"},
			"Idempotency-Key: 12345678", "User-Agent: "+agent)
		if got.status != http.StatusCreated {
			t.Fatalf("start: %d %s", got.status, got.raw)
		}
		return got.text("/id")
	}
	first := start("one")
	if start("one") != first {
		t.Error("the same request started a second case")
	}
	if start("two") == first {
		t.Error("another visitor was handed the case of the first")
	}
}
