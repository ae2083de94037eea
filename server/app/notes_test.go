package app

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// A note of compliance reaches nobody who may not read its group, by no way there is; what it says speaks only to those who may.
func TestNotesOfComplianceStayWithin(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := &scenario{house: h, tenant: "aurora"}
	c := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
	at := "/cases/" + c.who.Case
	registration, compliance := h.staff("aurora", "cadastro"), h.staff("aurora", "compliance")
	id := func(word string) string { return h.member("aurora", word).ID }
	const secret = "Zwielichtig"
	note := func(group string, status int, has map[string]any, to ...string) {
		t.Helper()
		body := map[string]any{"note": secret, "group": group, "mentions": append([]string{}, to...)}
		s.run(step{name: "note", by: compliance, do: "POST " + at + "/notes", body: body, status: status, has: has, quiet: true})
	}
	note("compliance", http.StatusUnprocessableEntity, map[string]any{"/key": "note.not_for"}, id("auditoria"), id("cadastro"))
	note("compliance", http.StatusCreated, nil, id("auditoria"))
	for _, one := range []struct {
		word  string
		found bool
	}{{"compliance", false}, {"auditoria", true}, {"cadastro", false}} {
		got := h.staff("aurora", one.word).send("GET", "/mentions", nil)
		if (got.text("/mentions/0/case") == c.who.Case) != one.found || strings.Contains(string(got.raw), secret) {
			t.Errorf("mentions of %s: %s", one.word, got.raw)
		}
	}
	mails := list(h.staff("aurora", "admin").send("GET", "/outbox?template=mentioned", nil), "/messages")
	if len(mails) != 1 || mails[0].at("/case") != nil || mails[0].text("/state") != "sent" {
		t.Errorf("mail of the mention, which must name no case: %v", mails)
	}
	auditor := h.staff("aurora", "auditoria")
	s.run(step{name: "read", by: auditor, do: "PUT " + at + "/mark", body: map[string]any{"read": true}, status: http.StatusNoContent, quiet: true})
	if got := auditor.send("GET", "/mentions", nil); got.at("/mentions/0/read") != true {
		t.Errorf("not read: %s", got.raw)
	}
	if got := registration.send("GET", at+"/mentionable?group=compliance", nil); got.status != http.StatusForbidden {
		t.Errorf("registration learns who may read notes of compliance: %d", got.status)
	}

	view, err := h.Conveyor.ApplicantView(t.Context(), c.who, c.who.Case)
	if told := fmt.Sprintf("%+v", view); err != nil || strings.Contains(told, secret) {
		t.Errorf("the applicant is told it: %v", err)
	}
	for name, got := range map[string]answer{
		"the case": registration.send("GET", at, nil), "the timeline": registration.send("GET", at+"/events", nil),
		"messages": registration.send("GET", at+"/messages", nil), "papers": registration.send("GET", at+"/papers", nil),
		"the queue":  registration.send("GET", "/queues/approval/cases?search="+url.QueryEscape(secret), nil),
		"the outbox": h.staff("aurora", "admin").send("GET", "/outbox", nil), "the audit": h.staff("aurora", "admin").send("GET", "/audit/events", nil),
	} {
		if strings.Contains(string(got.raw), secret) || got.at("/cases/0") != nil {
			t.Errorf("%s tells it: %d %.200s", name, got.status, got.raw)
		}
	}
	for _, one := range []*client{registration, auditor} {
		one.must(http.StatusNoContent, "PUT", at+"/mark", map[string]any{"read": true})
	}
	ears := map[string]*ear{"cadastro": h.listens("aurora", "cadastro"), "auditoria": h.listens("aurora", "auditoria")}
	note("compliance", http.StatusCreated, nil)
	ears["auditoria"].until(c.who.Case, "approval")
	note("general", http.StatusCreated, nil)
	if got := ears["cadastro"].until(c.who.Case, "approval").Cases; len(got) != 1 {
		t.Errorf("registration heard %d changes: more than of the note for all", len(got))
	}
	registration.must(http.StatusNoContent, "PUT", at+"/mark", map[string]any{"read": true})
	auditor.must(http.StatusNoContent, "PUT", at+"/mark", map[string]any{"read": true})
	note("compliance", http.StatusCreated, nil)
	if got := registration.send("GET", "/queues/unread", nil).at("/queues/approval"); got != nil {
		t.Errorf("it is unread to registration: %v", got)
	}
	if got := auditor.send("GET", "/queues/unread", nil).at("/queues/approval"); got != 1.0 {
		t.Errorf("it is not unread to who may read it: %v", got)
	}
	if got := compliance.send("GET", at+"/events", nil); !strings.Contains(string(got.raw), secret) {
		t.Error("compliance does not read its own note")
	}
}
