package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// Somebody away lets a colleague decide in their name: with what they may do, told in the timeline, until it is taken back.
func TestDecidingInTheNameOfSomebody(t *testing.T) {
	t.Parallel()
	h := still(t)
	h.asksForApprovals()
	s := &scenario{house: h, tenant: "aurora"}
	submitted := func(p person) string {
		return "/cases/" + h.stages("aurora", story{onboarding, p, personal, time.Hour, func(s *scene) { s.submits() }}).who.Case
	}
	registration, compliance, auditor := h.staff("aurora", "cadastro"), h.staff("aurora", "compliance"), h.staff("aurora", "auditoria")
	id := func(word string) string { return h.member("aurora", word).ID }
	away := func(by *client, body map[string]any, status int, has map[string]any) answer {
		t.Helper()
		body["from"], body["until"] = h.now().Add(-time.Minute).UTC().Format(time.RFC3339), h.now().Add(48*time.Hour).UTC().Format(time.RFC3339)
		return s.run(step{name: "away", by: by, do: "POST /absences", body: body, status: status, has: has, quiet: true})
	}
	away(compliance, map[string]any{"decides": true}, http.StatusUnprocessableEntity, map[string]any{"/violations/0/key": "absence.substitute_wanted", "/violations/1/key": "absence.reason_wanted"})
	known := away(compliance, map[string]any{"substitute": id("auditoria"), "decides": true, "reason": "Holidays"}, http.StatusCreated, map[string]any{"/absences/0/decides": true, "/absences/0/reason": "Holidays"})

	approve := func(got answer) answer {
		list, _ := got.at("/actions").([]any)
		i := slices.IndexFunc(list, func(a any) bool { return member(a, "verb") == "approve" })
		return answer{json: got.at("/actions/" + index(i))}
	}
	does := func(by *client, at string) answer {
		return by.send("POST", at+"/actions", map[string]any{"verb": "approve", "note": "In order."})
	}
	at := submitted(elisa)
	if got := does(registration, at); got.status != http.StatusOK {
		t.Fatalf("the first: %d %.300s", got.status, got.raw)
	}
	if offered := approve(auditor.send("GET", at, nil)); offered.at("/allowed") != true || offered.at("/for") != id("compliance") || offered.at("/approvals/steps/1/for") != id("compliance") {
		t.Errorf("offered: %v", offered.json)
	}
	if got := does(auditor, at); got.status != http.StatusOK || got.text("/row/stage") != "signature" {
		t.Errorf("in the name of compliance: %d %.300s", got.status, got.raw)
	}
	told := string(auditor.send("GET", at+"/events", nil, "Accept-Language: en").raw)
	if name := h.member("aurora", "compliance").Name; !strings.Contains(told, "Approved as “Compliance” in the name of "+name) {
		t.Errorf("the timeline does not tell for whom: %s", told)
	}

	other := submitted(diego)
	does(registration, other)
	absence, _ := known.at("/absences/0/id").(string)
	s.run(step{name: "back", by: compliance, do: "DELETE /absences/" + absence, quiet: true})
	if got := does(auditor, other); got.status != http.StatusForbidden {
		t.Errorf("after it was taken back: %d %s", got.status, got.raw)
	}
}

// Who manages members hands on the decisions of somebody who is ill: told to both, kept as done by them, never to themselves.
func TestDecisionsOfSomebodyIllAreHandedOn(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := &scenario{house: h, tenant: "aurora"}
	id := func(word string) string { return h.member("aurora", word).ID }
	manager := h.staff("aurora", "admin")
	away := func(by *client, member, substitute string, status int, has map[string]any) {
		t.Helper()
		body := map[string]any{"member": id(member), "substitute": id(substitute), "decides": true, "reason": "Ill"}
		body["from"], body["until"] = h.now().Add(-time.Minute).UTC().Format(time.RFC3339), h.now().Add(48*time.Hour).UTC().Format(time.RFC3339)
		s.run(step{name: "away", by: by, do: "POST /absences", body: body, status: status, has: has, quiet: true})
	}
	first := func(key string) map[string]any {
		return map[string]any{"/violations/0/key": key, "/violations/0/path": "/substitute"}
	}
	away(h.staff("aurora", "supervisao"), "compliance", "auditoria", http.StatusForbidden, nil)
	away(manager, "compliance", "admin", http.StatusUnprocessableEntity, first("absence.to_oneself"))
	away(manager, "compliance", "auditoria", http.StatusCreated, map[string]any{"/absences/0/decides": true, "/absences/0/reason": "Ill"})
	away(manager, "auditoria", "compliance", http.StatusUnprocessableEntity, first("absence.circle"))
	away(manager, "auditoria", "supervisao", http.StatusCreated, nil)
	away(manager, "supervisao", "compliance", http.StatusUnprocessableEntity, first("absence.circle"))

	var told []string
	for _, mail := range list(manager.send("GET", "/outbox?template=delegated", nil), "/messages") {
		told = append(told, mail.text("/state")+" "+mail.text("/to")[:1])
		if body := mail.text("/body"); !strings.Contains(body, "(UTC-03:00)") || mail.text("/resendWhy") == "" {
			t.Errorf("it is to tell the hours of the tenant, and to be sent once: %s", mail.raw)
		}
		if !strings.Contains(mail.text("/subject"), h.member("aurora", "compliance").Name) && !strings.Contains(mail.text("/subject"), h.member("aurora", "auditoria").Name) {
			t.Errorf("it does not say in whose name: %s", mail.text("/subject"))
		}
	}
	slices.Sort(told)
	if want := []string{"sent a", "sent a", "sent c", "sent s"}; !slices.Equal(told, want) { // both of each, and not who did it
		t.Errorf("told: %v", told)
	}
	known := manager.send("GET", "/audit/events", nil)
	if !strings.Contains(string(known.raw), "absence.added") || known.text("/events/0/actor/name") != h.member("aurora", "admin").Name {
		t.Errorf("the audit: %.600s", known.raw)
	}
}
