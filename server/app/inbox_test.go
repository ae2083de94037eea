package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/tenant"
)

// waits tells of somebody whose case waits for approval, and returns its address.
func (h *house) waits(who person) string {
	h.t.Helper()
	return "/cases/" + h.stages("aurora", story{onboarding, who, personal, time.Hour, func(s *scene) { s.submits() }}).who.Case
}

// TestAssign gives cases to colleagues who may take them, holds others off what somebody works on, and takes it from them
// only with a word.
func TestAssign(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		at := h.waits(elisa)
		s := &scenario{house: h, tenant: "aurora", caseID: strings.TrimPrefix(at, "/cases/")}
		registration, compliance, lead := h.staff("aurora", "cadastro"), h.staff("aurora", "compliance"), h.staff("aurora", "supervisao")
		id := func(word string) string { return h.member("aurora", word).ID }
		gives := func(name string, by *client, body map[string]any, status int, has map[string]any) answer {
			t.Helper()
			return s.run(step{name: name, by: by, do: "PUT " + at + "/assignee", body: body, status: status, has: has})
		}
		gives("no right to assign", registration, map[string]any{"member": id("compliance")}, http.StatusForbidden, map[string]any{"/key": "case.denied"})
		gives("nobody of that id", lead, map[string]any{"member": "nobody"}, http.StatusUnprocessableEntity, map[string]any{"/key": "case.assignee_unknown"})
		gives("who may not take it", lead, map[string]any{"member": id("auditoria")}, http.StatusUnprocessableEntity, map[string]any{"/key": "case.assignee_may_not", "/violations/0/path": "/member"})
		given := gives("a colleague", lead, map[string]any{"member": id("cadastro")}, http.StatusOK, map[string]any{"/row/assignee": id("cadastro")})
		if given.at("/row/claimedAt") == nil {
			t.Errorf("since when is not told: %s", given.raw)
		}
		seen := s.run(step{name: "who has it is told", by: compliance, do: "GET " + at, has: map[string]any{"/row/assignee": id("cadastro")}})
		if may, _ := seen.at("/may").([]any); slices.Contains(may, any("takeover")) || slices.Contains(may, any("assign")) {
			t.Errorf("compliance may %v", may)
		}
		s.run(step{name: "acts on a held case", by: compliance, do: "POST " + at + "/actions", body: map[string]any{"verb": "approve"}, status: http.StatusConflict, has: map[string]any{"/key": "case.held"}})
		s.run(step{name: "asks on a held case", by: compliance, do: "POST " + at + "/requests", body: map[string]any{"items": []any{map[string]any{"path": "/doc_front"}}}, status: http.StatusConflict, has: map[string]any{"/key": "case.held"}})
		s.run(step{name: "takes over without the right", by: compliance, do: "POST " + at + "/takeover", status: http.StatusForbidden, has: map[string]any{"/key": "case.denied"}})
		s.run(step{name: "gives back what is another's", by: compliance, do: "DELETE " + at + "/claim", status: http.StatusConflict, has: map[string]any{"/key": "case.claimed_by_another"}})
		gives("without a word", lead, map[string]any{}, http.StatusUnprocessableEntity, map[string]any{"/key": "case.reason_wanted", "/violations/0/path": "/reason"})
		gives("back to the queue", lead, map[string]any{"reason": "On holiday"}, http.StatusOK, map[string]any{"/row/assignee": nil})
		s.run(step{name: "taken", by: registration, do: "POST " + at + "/claim", has: map[string]any{"/row/assignee": id("cadastro")}})
		s.run(step{name: "taken over", by: lead, do: "POST " + at + "/takeover", has: map[string]any{"/row/assignee": id("supervisao")}})
		var told []string
		events, _ := lead.send("GET", at+"/events", nil, "Accept-Language: en").at("/events").([]any)
		for _, e := range events {
			if name, _ := member(e, "name").(string); strings.HasPrefix(name, "case.") && name != "case.moved" && name != "case.started" {
				text, _ := member(e, "text").(string)
				told = append(told, text)
			}
		}
		want := []string{"Gave the case to Analista de cadastro", "Took the case from Analista de cadastro and gave it back to the queue", "Took the case", "Took the case over from Analista de cadastro"}
		if !slices.Equal(told, want) {
			t.Errorf("told %q", told)
		}
	})
}

// TestNextCase hands out each case once, what is late first, and to nobody who may not take it.
func TestNextCase(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		first, second := h.waits(elisa), h.waits(diego)
		s := &scenario{house: h, tenant: "aurora"}
		next := func(name string, by *client, status int, want any, headers ...string) {
			t.Helper()
			got := by.send("POST", "/queues/approval/next", map[string]any{}, headers...)
			if got.status != status || got.at("/case") != want {
				t.Errorf("%s: %d %s", name, got.status, got.raw)
			}
		}
		registration, compliance := h.staff("aurora", "cadastro"), h.staff("aurora", "compliance")
		id := func(at string) string { return strings.TrimPrefix(at, "/cases/") }
		key := "Idempotency-Key: 0123456789-next"
		next("the oldest", registration, http.StatusOK, id(first), key)
		next("the same request", registration, http.StatusOK, id(first), key)
		next("news of mine come first", registration, http.StatusOK, id(first))
		s.run(step{name: "read", by: registration, do: "PUT " + first + "/mark", body: map[string]any{"read": true}, status: http.StatusNoContent, quiet: true})
		next("the other", compliance, http.StatusOK, id(second))
		next("none is left", registration, http.StatusOK, nil)
		s.run(step{name: "not theirs to take", by: h.staff("aurora", "auditoria"), do: "POST /queues/approval/next", body: map[string]any{}, status: http.StatusForbidden, quiet: true})
		s.run(step{name: "no such queue", by: registration, do: "POST /queues/nothing/next", body: map[string]any{}, status: http.StatusNotFound, quiet: true})
	})
}

// TestUnread tells each member what has happened since they looked.
func TestUnread(t *testing.T) {
	t.Parallel()
	h := still(t)
	at := h.waits(elisa)
	registration, compliance := h.staff("aurora", "cadastro"), h.staff("aurora", "compliance")
	unread := func(name string, by *client, want any) {
		t.Helper()
		count := by.send("GET", "/queues/unread", nil).at("/queues/approval")
		row := by.send("GET", "/queues/approval/cases", nil).at("/cases/0/unread")
		if count != want || (row == true) != (want != nil) {
			t.Errorf("%s: %v unread, row %v", name, count, row)
		}
	}
	marks := func(by *client, read bool) {
		t.Helper()
		if got := by.send("PUT", at+"/mark", map[string]any{"read": read}); got.status != http.StatusNoContent {
			t.Fatalf("%d %s", got.status, got.raw)
		}
	}
	unread("new", registration, float64(1))
	marks(registration, true)
	unread("read", registration, nil)
	unread("by another", compliance, float64(1))
	registration.send("POST", at+"/notes", map[string]any{"note": "Mine"})
	unread("my own note", registration, nil)
	compliance.send("POST", at+"/notes", map[string]any{"note": "Theirs"})
	unread("their note", registration, float64(1))
	marks(registration, true)
	compliance.send("POST", at+"/claim", nil)
	unread("somebody took it", registration, nil)
	marks(registration, false)
	unread("marked", registration, float64(1))
}

// TestTurnsAndSubstitutes hands the cases that enter a queue to one after the other, passes over who is away, and gives what
// is assigned to them to who stands in and may take it.
func TestTurnsAndSubstitutes(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		s := &scenario{house: h, tenant: "aurora"}
		lead, registration := h.staff("aurora", "supervisao"), h.staff("aurora", "cadastro")
		id := func(word string) string { return h.member("aurora", word).ID }
		set := func(by *client, body map[string]any, status int) {
			t.Helper()
			s.run(step{name: "sets the queue", by: by, do: "PUT /queues/approval/settings", body: body, status: status, quiet: true})
		}
		set(registration, map[string]any{"assignment": "round-robin", "revision": 0}, http.StatusForbidden)
		set(lead, map[string]any{"assignment": "round-robin", "revision": 0}, http.StatusOK)
		set(lead, map[string]any{"assignment": "off", "revision": 0}, http.StatusConflict)
		has := func(at string) any {
			t.Helper()
			return lead.send("GET", at, nil).at("/row/assignee")
		}
		var got []string
		for _, p := range []person{elisa, diego, gustavo, karen} {
			who, _ := has(h.waits(p)).(string)
			got = append(got, who)
		}
		team := slices.Sorted(slices.Values([]string{id("cadastro"), id("compliance"), id("supervisao")}))
		if want := append(team, team[0]); !slices.Equal(got, want) {
			t.Errorf("turns of %v, want %v", got, want)
		}
		away := func(by *client, body map[string]any, status int, has map[string]any) answer {
			t.Helper()
			body["from"], body["until"] = h.now().Add(-time.Minute).UTC().Format(time.RFC3339), h.now().Add(48*time.Hour).UTC().Format(time.RFC3339)
			return s.run(step{name: "away", by: by, do: "POST /absences", body: body, status: status, has: has, quiet: true})
		}
		away(registration, map[string]any{"member": id("compliance")}, http.StatusForbidden, nil)
		away(registration, map[string]any{"substitute": id("cadastro")}, http.StatusUnprocessableEntity, map[string]any{"/violations/0/key": "absence.oneself"})
		away(registration, map[string]any{"substitute": id("compliance")}, http.StatusCreated, map[string]any{"/absences/0/now": true, "/absences/0/gaps": nil})
		away(registration, map[string]any{}, http.StatusConflict, map[string]any{"/key": "absence.overlap"})
		at := ""
		for _, p := range []person{leandro, otto} {
			at = h.waits(p)
			if who := has(at); who == nil || who == id("cadastro") {
				t.Error("who is away had a turn")
			}
		}
		s.caseID = strings.TrimPrefix(at, "/cases/")
		assigned := s.run(step{name: "to who is away", by: lead, do: "PUT " + at + "/assignee", body: map[string]any{"member": id("cadastro"), "reason": "Knows the family"}, has: map[string]any{"/row/assignee": id("compliance")}})
		if assigned.status != http.StatusOK {
			t.Fatalf("%s", assigned.raw)
		}
		h.play.clock.add(49 * time.Hour) // it ends by itself
		lead, registration = h.staff("aurora", "supervisao"), h.staff("aurora", "cadastro")
		if list, _ := lead.send("GET", "/absences", nil).at("/absences").([]any); len(list) != 0 {
			t.Errorf("still away: %v", list)
		}
		// A substitute without the right gets nothing, and that is said.
		manager := h.staff("aurora", "admin")
		gap := away(manager, map[string]any{"member": id("cadastro"), "substitute": id("auditoria")}, http.StatusCreated, nil)
		if gaps, _ := gap.at("/absences/0/gaps").([]any); len(gaps) == 0 {
			t.Errorf("no gaps: %s", gap.raw)
		}
		s.run(step{name: "who may not", by: lead, do: "PUT " + at + "/assignee", body: map[string]any{"member": id("cadastro"), "reason": "x"}, status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "case.substitute_may_not"}})
		absence, _ := gap.at("/absences/0/id").(string)
		s.run(step{name: "not theirs to end", by: lead, do: "DELETE /absences/" + absence, status: http.StatusForbidden, quiet: true})
		s.run(step{name: "back", by: registration, do: "DELETE /absences/" + absence, has: map[string]any{"/absences/0": nil}, quiet: true})
		told, _, err := h.Administration.AuditEvents(t.Context(), actor.Job(h.tenantID("aurora"), "test"), tenant.Page{Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range told {
			names = append(names, e.Name)
		}
		for _, want := range []string{"queue.changed", "absence.added", "absence.ended"} {
			if !slices.Contains(names, want) {
				t.Errorf("%s is not told: %v", want, names)
			}
		}
	})
}
