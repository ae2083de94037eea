package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// runs does one act to cases of the approval queue and carries it out.
func (h *house) runs(by *client, body map[string]any) answer {
	h.t.Helper()
	begun := by.send("POST", "/queues/approval/runs", body)
	if begun.status != http.StatusCreated {
		h.t.Fatalf("%d %s", begun.status, begun.raw)
	}
	return h.carriesOut(by, begun)
}

func (h *house) carriesOut(by *client, begun answer) answer {
	h.t.Helper()
	id := begun.text("/id")
	if ended, err := h.runSome(h.t.Context(), h.tenantID("aurora"), id); err != nil || !ended {
		h.t.Fatalf("ended %v: %v", ended, err)
	}
	return by.send("GET", "/runs/"+id, nil)
}

// TestAssignMany gives several cases to a colleague at once, tells of each what stood in the way, and takes it all back but
// for what somebody else has since.
func TestAssignMany(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		free, held, moved := h.waits(elisa), h.waits(diego), h.waits(gustavo)
		registration, lead := h.staff("aurora", "cadastro"), h.staff("aurora", "supervisao")
		id := func(word string) string { return h.member("aurora", word).ID }
		has := func(name, at string, want any) {
			t.Helper()
			if got := lead.send("GET", at, nil).at("/row/assignee"); got != want {
				t.Errorf("%s: %v has it, want %v", name, got, want)
			}
		}
		tallies := func(name string, run answer, done, refused, changed float64) {
			t.Helper()
			if run.at("/done") != done || run.at("/refused") != refused || run.at("/changed") != changed {
				t.Errorf("%s: %s", name, run.raw)
			}
		}
		of := func(at ...string) []any {
			var out []any
			for _, one := range at {
				out = append(out, map[string]any{"id": strings.TrimPrefix(one, "/cases/"), "revision": 0})
			}
			return out
		}
		if got := registration.send("GET", "/queues/approval/assignees", nil); got.status != http.StatusForbidden {
			t.Errorf("who may not assign is told to whom: %d", got.status)
		}
		if got := lead.send("GET", "/queues/approval/assignees", nil); got.status != http.StatusOK || !strings.Contains(string(got.raw), id("compliance")) || strings.Contains(string(got.raw), id("auditoria")) {
			t.Errorf("whom to give to: %s", got.raw)
		}
		registration.send("POST", held+"/claim", nil)

		refused := h.runs(registration, map[string]any{"verb": "assign", "assignee": id("compliance"), "cases": of(free)})
		tallies("without the right", refused, 0, 1, 0)
		without := h.runs(lead, map[string]any{"verb": "assign", "assignee": id("compliance"), "cases": of(free, held)})
		tallies("without a word", without, 1, 1, 0)
		has("free", free, id("compliance"))
		has("held", held, id("cadastro"))
		given := h.runs(lead, map[string]any{"verb": "assign", "assignee": id("compliance"), "note": "She knows them", "cases": of(held, moved)})
		tallies("with a word", given, 2, 0, 0)
		if given.at("/undoable") != true || refused.at("/undoable") == true {
			t.Errorf("undoable: %s", given.raw)
		}
		h.staff("aurora", "compliance").send("DELETE", moved+"/claim", nil)
		lead.send("POST", moved+"/claim", nil)
		begun := lead.send("POST", "/runs/"+given.text("/id")+"/undo", nil)
		if begun.status != http.StatusCreated {
			t.Fatalf("undo: %d %s", begun.status, begun.raw)
		}
		tallies("undone", h.carriesOut(lead, begun), 1, 0, 1)
		has("given back", held, id("cadastro"))
		has("taken since", moved, id("supervisao"))
		if again := lead.send("POST", "/runs/"+begun.text("/id")+"/undo", nil); again.status != http.StatusConflict || again.text("/key") != "run.not_undoable" {
			t.Errorf("undoing what undid: %d %s", again.status, again.raw)
		}
		if foreign := registration.send("POST", "/runs/"+given.text("/id")+"/undo", nil); foreign.status != http.StatusNotFound {
			t.Errorf("the run of another: %d", foreign.status)
		}
		if asked := lead.send("POST", "/queues/approval/runs", map[string]any{"verb": "restore", "cases": of(free)}); asked.status != http.StatusUnprocessableEntity {
			t.Errorf("restore by name: %d", asked.status)
		}
		if latest := lead.send("GET", "/runs", nil); latest.text("/runs/0/verb") != "restore" || latest.text("/runs/1/id") != given.text("/id") {
			t.Errorf("latest runs: %s", latest.raw)
		}
	})
}

// TestTeams tells who manages queues who works each, who is away and who stands in.
func TestTeams(t *testing.T) {
	t.Parallel()
	h := still(t)
	lead, registration := h.staff("aurora", "supervisao"), h.staff("aurora", "cadastro")
	if got := registration.send("GET", "/queues/settings", nil); got.status != http.StatusForbidden {
		t.Errorf("who may not manage queues: %d", got.status)
	}
	list, _ := lead.send("GET", "/queues/settings", nil).at("/queues").([]any)
	if len(list) < 12 {
		t.Fatalf("%d queues", len(list))
	}
	for _, q := range list {
		if people, _ := member(q, "people").([]any); member(q, "key") == "approval" && len(people) < 3 {
			t.Errorf("who works the approvals: %v", people)
		}
		if stages, _ := member(q, "stages").([]any); len(stages) == 0 {
			t.Errorf("no stage: %v", q)
		}
	}
}

// Blanks are no reason: who reveals, decides or notes has said why.
func TestBlanksAreNoReason(t *testing.T) {
	t.Parallel()
	h := still(t)
	at := "/cases/" + h.stages("aurora", story{lifelong, renato, personal, time.Hour, func(s *scene) { s.submits() }}).who.Case
	compliance := h.staff("aurora", "compliance")
	for path, body := range map[string]map[string]any{
		"/reveal": {"path": "/cpf", "reason": "     "}, "/notes": {"note": " \t "},
		"/actions": {"verb": "reject", "reason": "invalid_data", "note": "  "},
	} {
		got := compliance.send("POST", at+path, body)
		if got.status < 400 || got.status == http.StatusForbidden || got.text("/violations/0/key") != "empty" && got.text("/key") == "request.invalid" {
			t.Errorf("%s: %d %.200s", path, got.status, got.raw)
		}
	}
}

// TestExportTells writes times in the zone of the tenant, and offers what is masked only to who may reveal it.
func TestExportTells(t *testing.T) {
	t.Parallel()
	h := still(t)
	h.waits(elisa)
	lead, auditor := h.staff("aurora", "supervisao"), h.staff("aurora", "cadastro")
	file := lead.send("POST", "/queues/approval/exports", map[string]any{"format": "csv", "locale": "pt-BR", "columns": []any{"started"}})
	if file.status != http.StatusOK || !strings.Contains(string(file.raw), "-03:00") || strings.Contains(string(file.raw), "Z\r\n") {
		t.Errorf("times: %s", file.raw)
	}
	if got := auditor.send("POST", "/queues/approval/exports", map[string]any{"format": "csv"}); got.status != http.StatusForbidden {
		t.Errorf("who may not export: %d", got.status)
	}
	views := lead.send("GET", "/queues/approval/views", nil)
	revealed := lead.send("POST", "/queues/approval/exports", map[string]any{"format": "csv", "reveal": "For the regulator"})
	if want := map[bool]int{true: http.StatusOK, false: http.StatusForbidden}[views.at("/mayReveal") == true]; revealed.status != want {
		t.Errorf("offered %v, answered %d", views.at("/mayReveal"), revealed.status)
	}
}

// TestOlderCasesAreFound lets a job find words for cases from before the words of answers were kept.
func TestOlderCasesAreFound(t *testing.T) {
	t.Parallel()
	h := still(t)
	at := h.waits(elisa)
	lead := h.staff("aurora", "supervisao")
	found := func(want bool) {
		t.Helper()
		list, _ := lead.send("GET", "/queues/approval/cases?search="+url.QueryEscape(elisa.city), nil).at("/cases").([]any)
		if (len(list) == 1) != want {
			t.Errorf("found %d, want %v", len(list), want)
		}
	}
	found(true)
	for _, text := range []string{"DELETE FROM answer_index WHERE field LIKE ':word/%'", "INSERT INTO unindexed (tenant_id, case_id) SELECT tenant_id, id FROM cases"} {
		if _, err := h.Store.Pool().ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	found(false)
	for range 2 { // the second time nothing is left
		if err := h.index(t.Context(), h.tenantID("aurora"), nil, 1); err != nil {
			t.Fatal(err)
		}
	}
	found(true)
	if left, err := h.Store.Unindexed(t.Context(), h.tenantID("aurora"), 9); err != nil || len(left) > 0 {
		t.Errorf("%s: still to be indexed %v %v", at, left, err)
	}
}
