package app

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/server/jobs"
)

// publishes changes the form of the onboarding, publishes it with the pipeline, and returns the id of the pipeline's version.
func (h *house) publishes(admin *client, change func(page object)) string {
	h.t.Helper()
	form, revision := h.draftOf("aurora", definition.Form, "pf-account")
	change(form["pages"].([]any)[1].(object))
	at := "/definitions/form/pf-account"
	saved := admin.send("PUT", at, object{"body": form, "revision": revision})
	got := admin.send("POST", at+"/publish", object{"revision": saved.at("/revision"), "pipelines": []any{onboarding}})
	if got.status != http.StatusCreated {
		h.t.Fatalf("%d %s", got.status, got.raw)
	}
	return admin.send("GET", "/definitions/pipeline/"+onboarding, nil).text("/versions/0/id")
}

func retitled(words string) func(object) {
	return func(page object) { page["title"] = inFour(words) }
}

func asksMore(key string) func(object) {
	return func(page object) {
		page["fields"] = append(page["fields"].([]any), with(text(key), "required", true))
	}
}

const runsAt = "/pipelines/" + onboarding + "/migrations"

// TestAMigrationEndsWhenANewerVersionIsLive publishes once more while a migration waits: it brings nobody back who began on
// the newer version, and ends by itself.
func TestAMigrationEndsWhenANewerVersionIsLive(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	old := h.stages("aurora", story{onboarding, diego, personal, 0, func(s *scene) { s.fills("residence") }})
	second := h.publishes(admin, retitled("Second"))
	body := object{"version": second, "choices": object{"untouched": "forward"}}
	begun := admin.send("POST", runsAt, body, "Idempotency-Key: overtaken-1")
	third := h.publishes(admin, retitled("Third"))
	fresh := h.stages("aurora", story{onboarding, elisa, personal, 0, func(s *scene) { s.fills("residence") }})
	before := h.record(old.who.Case).Version
	h.forward(0)
	if got := h.record(fresh.who.Case).Version; got != third {
		t.Errorf("who began on the newest version is on %s", got)
	}
	if got := h.record(old.who.Case).Version; got != before {
		t.Errorf("a case was moved to %s", got)
	}
	got := admin.send("GET", "/migrations/"+begun.text("/id"), nil)
	if got.text("/state") != "cancelled" || got.text("/why") != "superseded" || got.at("/endedBy") != nil || got.text("/endedAt") == "" {
		t.Errorf("%s", got.raw)
	}
	if again := admin.send("POST", runsAt, body, "Idempotency-Key: overtaken-1"); again.text("/id") != begun.text("/id") {
		t.Errorf("the same request again: %d %s", again.status, again.raw)
	}
	if next := admin.send("POST", runsAt, object{"version": third, "choices": object{"untouched": "forward"}}); next.at("/total") != 1.0 {
		t.Errorf("only one case is on an older version: %d %s", next.status, next.raw)
	}
}

// TestAMigrationThatCannotGoOn has its job fail for the last time: it has failed, and another may begin.
func TestAMigrationThatCannotGoOn(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	h.stages("aurora", story{onboarding, diego, personal, 0, func(s *scene) { s.fills("residence") }})
	body := object{"version": h.publishes(admin, retitled("Second")), "choices": object{"untouched": "forward"}}
	id := admin.send("POST", runsAt, body).text("/id")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, last := range []struct {
		attempt int
		state   string
	}{{1, "running"}, {jobs.MaxAttempts, "cancelled"}} {
		if err := h.migrate(gone, h.tenantID("aurora"), map[string]string{"migration": id}, last.attempt); err == nil {
			t.Fatal("it went on without a database")
		}
		if got := admin.send("GET", "/migrations/"+id, nil); got.text("/state") != last.state {
			t.Errorf("after attempt %d: %s", last.attempt, got.raw)
		}
	}
	if got := admin.send("GET", "/migrations/"+id, nil); got.text("/why") != "failed" {
		t.Errorf("%s", got.raw)
	}
	if next := admin.send("POST", runsAt, body); next.status != http.StatusCreated {
		t.Errorf("the next: %d %s", next.status, next.raw)
	}
}

// TestAMigrationThatBreaks has its job panic for the last time: that is no other end than an error is.
func TestAMigrationThatBreaks(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	h.stages("aurora", story{onboarding, diego, personal, 0, func(s *scene) { s.fills("residence") }})
	id := admin.send("POST", runsAt, object{"version": h.publishes(admin, retitled("Second")), "choices": object{"untouched": "forward"}}).text("/id")
	profiles := h.Conveyor.Tenants
	h.Conveyor.Tenants = nil
	err := h.migrate(t.Context(), h.tenantID("aurora"), map[string]string{"migration": id}, jobs.MaxAttempts)
	h.Conveyor.Tenants = profiles
	if err == nil || !strings.Contains(err.Error(), "panic") {
		t.Fatalf("it did not break: %v", err)
	}
	if got := admin.send("GET", "/migrations/"+id, nil); got.text("/state") != "cancelled" || got.text("/why") != "failed" {
		t.Errorf("%s", got.raw)
	}
}

// TestApprovalsAreForWhatWasApproved moves a case that has an approval: other words leave it, another question voids it.
func TestApprovalsAreForWhatWasApproved(t *testing.T) {
	t.Parallel()
	h := still(t)
	h.asksForApprovals()
	admin, registration := h.staff("aurora", "admin"), h.staff("aurora", "cadastro")
	c := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
	if got := registration.send("POST", "/cases/"+c.who.Case+"/actions", object{"verb": "approve"}); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.raw)
	}
	line, revision := h.draftOf("aurora", definition.Pipeline, onboarding)
	for _, each := range line["transitions"].([]any) {
		if approvals, ok := each.(object)["approvals"].(object); ok {
			approvals["steps"].([]any)[0].(object)["name"] = inFour("Another word")
		}
	}
	at := "/definitions/pipeline/" + onboarding
	saved := admin.send("PUT", at, object{"body": line, "revision": revision})
	if got := admin.send("POST", at+"/publish", object{"revision": saved.at("/revision")}); got.status != http.StatusCreated {
		t.Fatalf("%d %s", got.status, got.raw)
	}
	h.moves(admin, object{"untouched": "forward"})
	if got := h.record(c.who.Case); len(got.State.Approvals) != 1 {
		t.Errorf("other words: %+v", got.State.Approvals)
	}
	h.publishes(admin, asksMore("nickname"))
	h.moves(admin, object{"asks": "forward"})
	if got := h.record(c.who.Case); len(got.State.Approvals) != 0 {
		t.Errorf("another question: %+v", got.State.Approvals)
	}
	if chain := (&scenario{house: h, tenant: "aurora", caseID: c.who.Case}).chain(); !contains(chain, "approval.voided") {
		t.Errorf("the chain: %v", chain)
	}
}

// TestHandedOverCasesAreMarked hands a case to the team as it moves: its queue says so until the case goes on.
func TestHandedOverCasesAreMarked(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin, registration := h.staff("aurora", "admin"), h.staff("aurora", "cadastro")
	c := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
	marked := func() any {
		t.Helper()
		rows := registration.send("GET", "/queues/approval/cases", nil)
		list, _ := rows.at("/cases").([]any)
		for _, row := range list {
			if (answer{json: row}).text("/id") == c.who.Case {
				return (answer{json: row}).at("/handedOver")
			}
		}
		t.Fatalf("the case is not in the queue: %s", rows.raw)
		return nil
	}
	if got := marked(); got != nil {
		t.Errorf("before the move: %v", got)
	}
	h.publishes(admin, retitled("Second"))
	h.moves(admin, object{"untouched": "staff"})
	if got := marked(); got != true {
		t.Errorf("after the move: %v", got)
	}
}

// moves has one case go to the newest version of the onboarding.
func (h *house) moves(admin *client, choices object) {
	h.t.Helper()
	version := admin.send("GET", "/definitions/pipeline/"+onboarding, nil).text("/versions/0/id")
	begun := admin.send("POST", runsAt, object{"version": version, "choices": choices})
	h.forward(0)
	if got := admin.send("GET", "/migrations/"+begun.text("/id"), nil); got.at("/outcomes/0/moved") != 1.0 {
		h.t.Fatalf("%s, then %s", begun.raw, got.raw)
	}
}

// TestWhatWasSignedStays moves a case whose answers were signed to a version without one of them: the hash that was signed
// stays, and the chain says so.
func TestWhatWasSignedStays(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	c := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
	tenant := h.tenantID("aurora")
	hash := func() (sha string) {
		t.Helper()
		err := h.Store.View(t.Context(), tenant, func(tx conveyor.Tx) error {
			sub, err := tx.Submission(c.who.Case)
			sha = sub.SHA256
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return sha
	}
	signed := hash()
	err := h.Store.Begin(t.Context(), tenant, func(tx conveyor.Tx) error {
		at := tx.Now()
		return tx.InsertToken(signature.Token{
			ID: "signed-once", Tenant: tenant, Case: c.who.Case, Purpose: signature.ForSignature, SHA256: "signed-once",
			State: signature.Used, Answers: signed, To: "elisa@example.org", CreatedAt: at, ExpiresAt: at, UsedAt: &at,
		})
	})
	if err != nil || signed == "" {
		t.Fatal(signed, err)
	}
	h.publishes(admin, func(page object) {
		page["fields"] = slices.DeleteFunc(page["fields"].([]any), func(f any) bool { return f.(object)["key"] == "mother_name" })
	})
	h.moves(admin, object{"loses": "forward", "untouched": "forward", "asks": "forward"})
	if now := hash(); now != signed {
		t.Errorf("signed was %s, kept is %s", signed, now)
	}
	events, err := h.Store.Events(t.Context(), tenant, c.who.Case)
	told := slices.ContainsFunc(events, func(e event.Event) bool { return e.Name == "signature.outgrown" && e.Data["sha256"] == signed })
	if err != nil || !told {
		t.Errorf("the chain does not tell, %v", err)
	}
}
