package app

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

func (h *house) record(caseID string) cases.Record {
	h.t.Helper()
	var rec cases.Record
	if err := h.Store.View(h.t.Context(), h.tenantID("aurora"), func(tx conveyor.Tx) (err error) {
		rec, err = tx.Case(caseID)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return rec
}

// Rules compare with what the same person answered before, once that was completed.
func TestRulesLookBack(t *testing.T) {
	t.Parallel()
	h := still(t)
	answers := func(p person) map[string]any {
		a := moving(p)
		a["email"] = "another@example.com"
		return a
	}
	results := func(s *scene) map[string]cases.CheckMark { return h.record(s.who.Case).State.Checks }
	alone := h.stages("aurora", story{relocation, julia, moving, time.Hour, func(s *scene) { s.submits() }})
	if got := results(alone)["consistency"].Result; got != "unclear" {
		t.Errorf("without a case before: %s", got)
	}
	h.stages("aurora", story{onboarding, julia, personal, time.Hour, func(s *scene) {
		s.submits()
		for _, stage := range []string{"approval", "final_review"} { // there is another case of the same person
			if h.record(s.who.Case).State.Stage != stage {
				continue
			}
			s.acts("compliance", conveyor.Action{Verb: "approve", Note: "É a mesma pessoa."})
		}
		s.signs()
	}})
	other := h.begins("aurora", story{relocation, julia, answers, time.Hour, func(s *scene) { s.submits() }})
	if other.err == nil || !strings.Contains(other.err.Error(), "/email") {
		t.Errorf("with another address than before: %v", other.err)
	}
	same := h.stages("aurora", story{relocation, julia, moving, time.Hour, func(s *scene) { s.submits() }})
	if got := results(same)["consistency"].Result; got != "pass" {
		t.Errorf("as before: %s", got)
	}
	seen := h.staff("aurora", "compliance").send("GET", "/cases/"+same.who.Case, nil)
	if seen.at("/facts/previous/email") == nil || strings.Contains(string(seen.raw), demoCPF(julia.number)) {
		t.Errorf("what was answered before is shown as it is not: %s", seen.raw)
	}
}

// A service level of the team counts its working hours, in its own calendar.
func TestServiceLevelsCountWorkingHours(t *testing.T) {
	t.Parallel()
	h := still(t)
	set := &scenario{house: h, tenant: "aurora"}
	admin, body := set.staff("aurora", "admin"), map[string]any{
		"timeZone": "America/Sao_Paulo", "hours": map[string]string{"mon": "09:00-13:00"}, "holidays": []any{}, "revision": 0,
	}
	set.run(step{name: "by a clerk", by: set.staff("aurora", "cadastro"), do: "PUT /calendar", body: body, status: http.StatusForbidden})
	set.run(step{
		name: "half an hour", by: admin, do: "PUT /calendar", status: http.StatusUnprocessableEntity,
		body: map[string]any{"timeZone": "America/Sao_Paulo", "hours": map[string]string{"mon": "09:00-"}, "holidays": []any{map[string]any{"date": "25/12"}}, "revision": 0},
		has:  map[string]any{"/key": "calendar.invalid", "/violations/#": 2},
	})
	set.run(step{
		name: "over a weekend and a holiday", by: admin, do: "POST /calendar/preview", has: map[string]any{"/dueAt": "2026-12-28T15:30:00Z"},
		body: map[string]any{
			"timeZone": "America/Sao_Paulo", "hours": map[string]string{"mon": "09:00-18:00", "thu": "09:00-18:00", "fri": "09:00-18:00"},
			"holidays": []any{map[string]any{"date": "2026-12-25", "name": "Natal"}}, "at": "2026-12-24T17:30", "level": "PT4H",
		},
	})
	set.run(step{name: "save", by: admin, do: "PUT /calendar", body: body, has: map[string]any{"/revision": 1}})
	set.run(step{name: "once more", by: admin, do: "PUT /calendar", body: body, status: http.StatusConflict, has: map[string]any{"/key": "calendar.stale"}})
	h.forward(time.Minute)
	s := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
	rec := h.record(s.who.Case)
	if rec.State.Stage != "approval" || rec.LevelAt == nil {
		t.Fatalf("stands in %s until %v", rec.State.Stage, rec.LevelAt)
	}
	// 24 hours of work are six Mondays of four.
	if took := rec.LevelAt.Sub(rec.State.EnteredAt); took < 35*day || rec.LevelAt.Weekday() != time.Monday {
		t.Errorf("the service level ends %v after %v, at %v", took, rec.State.EnteredAt, rec.LevelAt)
	}
}

// What one visit saves is no change elsewhere to itself, in whatever order its saves arrive; that of another device is.
func TestSavesOfOneVisitDoNotCollide(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := h.stages("aurora", story{onboarding, ana, personal, time.Hour, func(s *scene) { s.fills("identity") }})
	v, err := h.Conveyor.ApplicantView(t.Context(), s.who, s.who.Case)
	if err != nil {
		t.Fatal(err)
	}
	began := v.Submission.Revision
	save := func(client string, nth int64, values map[string]any) conveyor.Saved {
		t.Helper()
		got, err := h.Conveyor.SavePage(t.Context(), s.who, conveyor.Save{
			Case: s.who.Case, Page: "who", Values: values, Revision: began, Client: client, Nth: nth,
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	save("phone", 1, map[string]any{"full_name": "Ana Um"})
	// The last one of a closing page knows nothing of the answer to the first.
	if got := save("phone", 3, map[string]any{"full_name": "Ana Tres"}); len(got.Merged) > 0 || got.Answers["full_name"] != "Ana Tres" {
		t.Errorf("the same visit is told of its own save: %v %v", got.Merged, got.Answers["full_name"])
	}
	if got := save("phone", 2, map[string]any{"full_name": "Ana Dois"}); len(got.Merged) > 0 || got.Answers["full_name"] != "Ana Tres" {
		t.Errorf("an overtaken save undoes a newer one: %v %v", got.Merged, got.Answers["full_name"])
	}
	got := save("tablet", 1, map[string]any{"full_name": "Ana Outra"})
	if strings.Join(got.Merged, " ") != "full_name" || got.Answers["full_name"] != "Ana Tres" {
		t.Errorf("another device overwrites: %v %v", got.Merged, got.Answers["full_name"])
	}
	if got := save("tablet", 2, map[string]any{}); strings.Join(got.Merged, " ") != "full_name" {
		t.Errorf("what changed elsewhere is not told: %v", got.Merged)
	}
}

// An answer that is taken back is gone.
func TestAnAnswerCanBeTakenBack(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := h.stages("aurora", story{onboarding, ana, personal, time.Hour, func(s *scene) { s.fills("address") }})
	got, err := h.Conveyor.SavePage(t.Context(), s.who, conveyor.Save{Case: s.who.Case, Page: "who", Values: map[string]any{"full_name": nil}})
	if err != nil || got.Answers["full_name"] != nil {
		t.Errorf("still there: %v %v", got.Answers["full_name"], err)
	}
}

// Older answers than those that are kept are not handed in; how things stand can be read.
func TestHandingInOldAnswersIsStale(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := h.stages("aurora", story{onboarding, ana, personal, time.Hour, func(s *scene) { s.fills(conveyor.CheckAnswers) }})
	v, err := h.Conveyor.ApplicantView(t.Context(), s.who, s.who.Case)
	if err != nil {
		t.Fatal(err)
	}
	in := conveyor.HandIn{Case: s.who.Case, Revision: v.Submission.Revision - 1}
	if _, err := h.Conveyor.Submit(t.Context(), s.who, in); fault.CodeOf(err) != fault.Stale {
		t.Errorf("older answers: %v", err)
	}
	in.Revision++
	if _, err := h.Conveyor.Submit(t.Context(), s.who, in); err != nil {
		t.Errorf("the answers as they are: %v", err)
	}
}

// Names, reasons and fields of groups that a member may not read are not found, not used and not named.
func TestGroupsStayPrivate(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
	admin := h.staff("aurora", "admin")
	set := admin.send("GET", "/policies", nil)
	var body map[string]any
	if err := json.Unmarshal(set.raw, &body); err != nil {
		t.Fatal(err)
	}
	v, err := h.Conveyor.StaffView(t.Context(), h.member("aurora", "cadastro"), s.who.Case)
	if err != nil {
		t.Fatal(err)
	}
	line, err := h.Conveyor.Line(t.Context(), h.tenantID("aurora"), v.Record.Version)
	if err != nil {
		t.Fatal(err)
	}
	name, _ := line.Form.FieldOf("full_name")
	body["policies"] = append(body["policies"].([]any), map[string]any{ //nolint:forcetypeassert // the contract says so
		"role": "registration", "object": "form/" + line.Form.Form().Key + "/group/" + name.Group, "verb": "read", "effect": "deny",
	})
	word, _, _ := strings.Cut(elisa.name, " ")
	search := func(by *client, text string) any {
		return by.send("GET", "/queues/approval/cases?search="+text, nil).at("/cases/#")
	}
	registration := h.staff("aurora", "cadastro")
	if v.Record.State.Stage != "approval" {
		t.Fatalf("stands in %s", v.Record.State.Stage)
	}
	if got := search(registration, word); got != 1.0 {
		t.Errorf("before: found %v", got)
	}
	if got := admin.send("PUT", "/policies", body); got.status != http.StatusOK {
		t.Fatalf("policies: %d %s", got.status, got.raw)
	}
	if got := search(registration, word); got != 0.0 {
		t.Errorf("a name that may not be read is found: %v", got)
	}
	if got := search(registration, v.Record.Reference); got != 1.0 {
		t.Errorf("the reference is not found: %v", got)
	}
	timeline := func(by *client) string { return string(by.send("GET", "/cases/"+s.who.Case+"/events", nil).raw) }
	if strings.Contains(timeline(registration), `"full_name"`) || !strings.Contains(timeline(h.staff("aurora", "compliance")), `"full_name"`) {
		t.Errorf("the timeline names fields that may not be read: %s", timeline(registration))
	}
	secret := ""
	for _, r := range line.Pipeline.Pipeline.Reasons {
		if r.Group == "compliance" {
			secret = r.Key
		}
	}
	_, err = h.Conveyor.Act(t.Context(), h.member("aurora", "cadastro"), conveyor.Action{Case: s.who.Case, Verb: "reject", Reason: secret, Note: "n"})
	if f, ok := errors.AsType[*fault.Fault](err); secret == "" || !ok || f.Key != "case.reason_unknown" {
		t.Errorf("a reason %q that may not be read: %v", secret, err)
	}
}

// What was asked for again has to change.
func TestRequestedItemsHaveToChange(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := h.stages("aurora", story{onboarding, gustavo, personal, time.Hour, playGustavo})
	_, err := h.Conveyor.Answer(t.Context(), s.who, conveyor.HandIn{Case: s.who.Case})
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Key != "request.unchanged" || len(f.Violations) != 2 {
		t.Fatalf("left as it was: %v", err)
	}
	s.replies("doc_front", "addr_proof")
	if s.err != nil {
		t.Error(s.err)
	}
}

// A request that comes again is answered as the first time, and nothing happens twice.
func TestRepeatedRequestsOfStaff(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		admin := h.staff("aurora", "admin")
		twice := func(method, path string, body any, status int, same ...string) {
			t.Helper()
			first := admin.send(method, path, body, "Idempotency-Key: 12345678-"+path)
			again := admin.send(method, path, body, "Idempotency-Key: 12345678-"+path)
			if first.status != status || again.status != status {
				t.Fatalf("%s: %d, then %d: %s %s", path, first.status, again.status, first.raw, again.raw)
			}
			for _, pointer := range same {
				if first.at(pointer) == nil || first.at(pointer) != again.at(pointer) {
					t.Errorf("%s: %s is %v, then %v", path, pointer, first.at(pointer), again.at(pointer))
				}
			}
		}
		twice("POST", "/members", map[string]any{
			"email": "nova@aurora.example", "name": "Nova", "roles": []string{"auditor"}, "password": "uma senha bem longa",
		}, http.StatusCreated, "/id")
		twice("POST", "/templates/install", map[string]any{"template": "pf-account"}, http.StatusCreated, "/versions/0/id", "/versions/#")
		got := admin.send("GET", "/definitions/form/pf-account", nil)
		draft, _ := got.at("/draft").(map[string]any)
		draft["description"] = map[string]any{"en": "Changed", "pt-BR": "Mudou", "es": "Cambió", "ar": "تغيّر"}
		saved := admin.send("PUT", "/definitions/form/pf-account", map[string]any{"body": draft, "revision": got.at("/revision")})
		if saved.status != http.StatusOK {
			t.Fatalf("draft: %d %s", saved.status, saved.raw)
		}
		twice("POST", "/definitions/form/pf-account"+"/publish", map[string]any{"revision": saved.at("/revision")}, http.StatusCreated, "/id", "/number")
	})
}

// A template with an error leaves nothing behind, and a tenant that cannot be has no trace.
func TestAllOrNothing(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := open(t, b, time.Now)
		defer func() {
			if err := h.close(); err != nil {
				t.Error(err)
			}
		}()
		template, err := library.Find("address-change")
		if err != nil {
			t.Fatal(err)
		}
		template.Pipelines = append(template.Pipelines, json.RawMessage(`{"key":"broken"}`))
		_, err = h.found(t.Context(), tenant.New{Tenant: tenant.Tenant{Slug: "half", Name: "Half"}, Templates: []library.Template{template}})
		if fault.CodeOf(err) != fault.Invalid {
			t.Errorf("a broken template: %v", err)
		}
		if _, err := h.Store.TenantBySlug(t.Context(), "half"); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("half a tenant: %v", err)
		}
		id := h.tenantID("horizonte")
		if err := h.InstallTemplate(t.Context(), tenant.Tenant{ID: id}, template); err == nil {
			t.Error("a broken template was installed")
		}
		if _, err := h.Store.Draft(t.Context(), id, "form", "address-change"); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("half a template: %v", err)
		}
		for slug, key := range map[string]string{"A": "tenant.slug", "a b": "tenant.slug", "-ab": "tenant.slug", "api": "tenant.slug_reserved"} {
			_, err := h.CreateTenant(t.Context(), tenant.Tenant{Slug: slug, Name: "X"})
			if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Key != key {
				t.Errorf("slug %q: %v", slug, err)
			}
		}
	})
}

// Seeding that was cut short goes on: no story is told twice, none is left half told.
func TestTheDemoGoesOnAfterAKill(t *testing.T) {
	t.Parallel()
	h := open(t, built{}, time.Now)
	t.Cleanup(func() { _ = h.close() })
	id := h.tenantID("horizonte")
	clock := &movable{}
	clock.set(time.Now())
	ctx, kill := context.WithCancel(t.Context())
	h.App.now = clock.now
	cut := h.Conveyor.NewID
	made := 0
	h.Conveyor.NewID = func() string {
		if made++; made == 150 {
			kill()
		}
		return cut()
	}
	if err := h.demoCases(ctx, "horizonte", clock); err == nil {
		t.Fatal("it was not cut short")
	}
	h.Conveyor.NewID = cut
	clock.set(time.Now())
	d := demoTenants[1]
	if err := h.demonstrate(t.Context(), demoing{d, clock, ""}); err != nil {
		t.Fatal(err)
	}
	page, err := h.Store.HeadsSince(t.Context(), id, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	living := 0
	begun := 0
	for _, head := range page {
		if head.Case == id { // the chain of the tenant itself
			continue
		}
		begun++
		var rec cases.Record
		if err := h.Store.View(t.Context(), id, func(tx conveyor.Tx) (err error) {
			rec, err = tx.Case(head.Case)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if !rec.State.Removed {
			living++
		}
	}
	if living != len(stories["horizonte"]) || begun == living {
		t.Errorf("%d cases, %d of them living; %d stories", begun, living, len(stories["horizonte"]))
	}
	if err := h.demonstrate(t.Context(), demoing{d, clock, ""}); err != nil {
		t.Fatal(err)
	}
}

// What was signed is kept with the signature and covered by the audit; erasing a case leaves hashes, and the audit
// still holds.
func TestErasureLeavesAProof(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		id := h.tenantID("aurora")
		s := h.stages("aurora", story{onboarding, karen, personal, time.Hour, playKaren})
		records, parts, err := h.Store.Records(t.Context(), id, s.who.Case)
		if err != nil || len(records) != 1 {
			t.Fatalf("%d records, %v", len(records), err)
		}
		var record map[string]any
		if err := json.Unmarshal(records[0].Record, &record); err != nil {
			t.Fatal(err)
		}
		snapshot, _ := record["answers"].(string)
		terms, _ := record["terms"].(map[string]any)
		if parts[snapshot].Hash() != record["answersSha256"] || !strings.Contains(parts[snapshot].Body, karen.name) ||
			terms["id"] == "" || terms["sha256"] == "" {
			t.Errorf("the record of the signature: %s", records[0].Record)
		}
		sound := func(when string) {
			t.Helper()
			report, err := h.Auditor.Verify(t.Context(), id, nil)
			if err != nil || !report.OK {
				t.Errorf("%s: %+v %v", when, report, err)
			}
		}
		sound("before")
		told := string(h.staff("aurora", "compliance").send("GET", "/cases/"+s.who.Case+"/events", nil).raw)
		if !strings.Contains(told, "Falta nitidez") {
			t.Errorf("the timeline lost its notes: %s", told)
		}
		if err := h.Conveyor.Discard(t.Context(), id, s.who.Case); err != nil {
			t.Fatal(err)
		}
		events, err := h.Conveyor.Chain(t.Context(), id, s.who.Case)
		if err != nil {
			t.Fatal(err)
		}
		left, err := json.Marshal(events)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"nitidez", "reflexo", karen.name} {
			if strings.Contains(string(left), text) {
				t.Errorf("%q is left in the events", text)
			}
		}
		sound("after erasure")
		if err := h.Store.Begin(t.Context(), id, func(tx conveyor.Tx) error {
			forged, _ := event.Hide("forged", "x")
			forged.Case = s.who.Case
			return tx.InsertPersonal([]event.Personal{forged})
		}); err != nil {
			t.Fatal(err)
		}
		sound("with a part that nobody names")
	})
}
