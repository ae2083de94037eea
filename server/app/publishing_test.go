package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/session"
)

// TestPublishingOverLivingCases is the way of an administrator over HTTP: a form is changed, what it would mean is looked at,
// it is published with the pipeline that uses it, nothing has changed, then the cases are moved as chosen, and the version
// before comes back as a new one.
func TestPublishingOverLivingCases(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	typing := h.stages("aurora", story{onboarding, diego, personal, 0, func(s *scene) { s.fills("residence") }})
	waiting := h.stages("aurora", story{onboarding, elisa, personal, 0, func(s *scene) { s.submits() }})
	s := &scenario{house: h, tenant: "aurora"}

	form, before := h.draftOf("aurora", definition.Form, "pf-account")
	page := form["pages"].([]any)[1].(object)
	page["fields"] = append(page["fields"].([]any), with(text("nickname"), "required", true))
	at := "/definitions/form/pf-account"
	saved := s.run(step{name: "a question more", by: admin, do: "PUT " + at, body: object{"body": form, "revision": before}, has: map[string]any{"/estimate/minutes": given{}, "/estimate/pages/0/seconds": given{}}})
	revision := saved.at("/revision")
	s.run(step{name: "who uses it", by: admin, do: "GET " + at, has: map[string]any{"/usedBy/#": 1, "/usedBy/0/key": onboarding}})
	preview := object{"revision": revision, "pipeline": onboarding}
	seen := s.run(step{name: "what it would mean", by: admin, do: "POST " + at + "/impact", body: preview, has: map[string]any{
		"/total": 2, "/done": 2, "/cursor": missing{}, "/buckets/#": 1, "/buckets/0/bucket": "asks", "/buckets/0/cases": 2,
		"/buckets/0/reasons/0/kind": "fieldOwed", "/buckets/0/reasons/0/name": "nickname", "/buckets/0/reasons/0/label/en": "nickname",
	}})
	if fmt.Sprint(seen.at("/buckets/0/examples")) == "[]" {
		t.Error("no example is given")
	}
	s.run(step{name: "who may not publish may not look", by: h.staff("aurora", "cadastro"), do: "POST " + at + "/impact", body: preview, status: http.StatusForbidden})

	s.run(step{name: "publish", by: admin, do: "POST " + at + "/publish", body: object{"revision": revision, "name": "With a nickname", "pipelines": []any{onboarding}}, status: http.StatusCreated})
	s.run(step{name: "its name", by: admin, do: "GET " + at, has: map[string]any{"/versions/0/name": "With a nickname", "/versions/0/number": 2, "/versions/0/publisher": given{}}})
	line := s.run(step{name: "the pipeline took it over", by: admin, do: "GET /definitions/pipeline/" + onboarding, has: map[string]any{"/versions/0/number": 2}})
	version := line.text("/versions/0/id")
	runs := "/pipelines/" + onboarding + "/migrations"
	s.run(step{name: "nobody has moved", by: admin, do: "GET " + runs, has: map[string]any{"/migrations/#": 0, "/inFlight/#": 1, "/inFlight/0/version": line.text("/versions/1/id"), "/inFlight/0/cases": 2}})

	s.run(step{name: "nothing chosen", by: admin, do: "POST " + runs, body: object{"version": version, "choices": object{"asks": "keep"}}, status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "migration.nothing_chosen"}})
	s.run(step{name: "an older version", by: admin, do: "POST " + runs, body: object{"version": line.text("/versions/1/id"), "choices": object{"asks": "ask"}}, status: http.StatusConflict, has: map[string]any{"/key": "migration.old_version"}})
	s.run(step{name: "no stage of staff", by: admin, do: "POST " + runs, body: object{"version": version, "choices": object{"asks": "staff"}, "stage": "signature"}, status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "migration.stage"}})

	page1 := h.applies("aurora", typing.who.Case)
	old := page1.send("GET", "/portal/case", nil).text("/formVersion")
	begun := s.run(step{name: "move them", by: admin, do: "POST " + runs, body: object{"version": version, "choices": object{"asks": "ask"}}, header: []string{"Idempotency-Key: only-once"}, status: http.StatusCreated, has: map[string]any{"/total": 2, "/state": one{"running", "done"}}})
	s.run(step{name: "how far it is", by: admin, do: "GET /migrations/" + begun.text("/id"), has: map[string]any{
		"/state": "done", "/done": 2, "/outcomes/0/bucket": "asks", "/outcomes/0/moved": 2, "/outcomes/0/kept": 0, "/beganBy": given{}, "/endedAt": given{},
	}})
	again := admin.send("POST", runs, object{"version": version, "choices": object{"asks": "ask"}}, "Idempotency-Key: only-once")
	if again.text("/id") != begun.text("/id") {
		t.Errorf("the same request moved twice: %s", again.raw)
	}

	t.Run("an open page is told and loses nothing", func(t *testing.T) {
		save := object{"values": object{"social_name": "Di"}, "formVersion": old}
		if got := page1.send("PUT", "/portal/case/pages/who", save); got.text("/key") != "submission.moved" {
			t.Fatalf("%d %s", got.status, got.raw)
		}
		save["formVersion"] = page1.send("GET", "/portal/case", nil).text("/formVersion")
		if got := page1.send("PUT", "/portal/case/pages/who", save); got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.raw)
		}
	})
	t.Run("only what is new is asked", func(t *testing.T) {
		applicant := h.applies("aurora", waiting.who.Case)
		got := applicant.send("GET", "/portal/case", nil)
		if got.text("/stage/answers") != "requested" || got.text("/requests/0/path") != "/nickname" || got.at("/requests/1") != nil {
			t.Fatalf("%s", got.raw)
		}
		if got := applicant.send("PUT", "/portal/case/pages/who", object{"values": object{"nickname": "Lili", "full_name": "Somebody else"}}); got.status != http.StatusOK {
			t.Fatalf("%s", got.raw)
		}
		if got := applicant.send("POST", "/portal/case/answer", object{"locale": "en"}); got.status != http.StatusOK || got.text("/answers/nickname") != "Lili" || got.text("/answers/full_name") == "Somebody else" {
			t.Fatalf("%d %s", got.status, got.raw)
		}
		chain := (&scenario{house: h, tenant: "aurora", caseID: waiting.who.Case}).chain()
		if !contains(chain, "case.migrated") || !contains(chain, "request.made") {
			t.Errorf("the chain: %v", chain)
		}
	})
	t.Run("reverting is a new version", func(t *testing.T) {
		shelf := admin.send("GET", at, nil)
		first := admin.send("GET", "/versions/"+shelf.text("/versions/1/id"), nil)
		back := admin.send("PUT", at, object{"body": first.at("/body"), "revision": shelf.at("/revision")})
		got := admin.send("POST", at+"/publish", object{"revision": back.at("/revision"), "pipelines": []any{onboarding}})
		if got.status != http.StatusCreated || got.at("/number") != 3.0 || got.text("/checksum") != first.text("/checksum") {
			t.Fatalf("%d %s", got.status, got.raw)
		}
		lost := admin.send("POST", "/definitions/pipeline/"+onboarding+"/impact", object{})
		if lost.text("/buckets/0/bucket") != "loses" || lost.text("/buckets/0/reasons/0/name") != "nickname" {
			t.Errorf("%s", lost.raw)
		}
	})
}

// TestAMigrationCanBeStopped stops one before any case was moved: none is, and another may begin.
func TestAMigrationCanBeStopped(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	h.stages("aurora", story{onboarding, diego, personal, 0, func(s *scene) { s.fills("residence") }})
	form, before := h.draftOf("aurora", definition.Form, "pf-account")
	form["title"] = inFour("Other words")
	admin.send("PUT", "/definitions/form/pf-account", object{"body": form, "revision": before})
	admin.send("POST", "/definitions/form/pf-account/publish", object{"revision": before + 1, "pipelines": []any{onboarding}})
	version := admin.send("GET", "/definitions/pipeline/"+onboarding, nil).text("/versions/0/id")
	runs, body := "/pipelines/"+onboarding+"/migrations", object{"version": version, "choices": object{"untouched": "forward"}}
	first := admin.send("POST", runs, body)
	if second := admin.send("POST", runs, body); second.text("/key") != "migration.running" {
		t.Errorf("a second beside it: %d %s", second.status, second.raw)
	}
	stopped := admin.send("DELETE", "/migrations/"+first.text("/id"), nil)
	if stopped.text("/state") != "cancelled" || stopped.text("/endedBy") == "" {
		t.Errorf("stopped: %s", stopped.raw)
	}
	h.forward(0)
	got := admin.send("GET", runs, nil)
	if got.at("/migrations/0/done") != 0.0 || got.at("/inFlight/0/version") == version {
		t.Errorf("after it was stopped: %s", got.raw)
	}
	admin.send("POST", runs, body)
	h.forward(0)
	if got := admin.send("GET", runs, nil); got.at("/migrations/0/outcomes/0/moved") != 1.0 || got.text("/inFlight/0/version") != version {
		t.Errorf("the next: %s", got.raw)
	}
}

// TestAnOpening closes a pipeline to who comes, and to who has begun only when that is chosen.
func TestAnOpening(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin, begun := h.staff("aurora", "admin"), h.stages("aurora", story{onboarding, diego, personal, 0, func(s *scene) { s.fills("residence") }})
	applicant, at := h.applies("aurora", begun.who.Case), "/pipelines/"+onboarding+"/opening"
	s := &scenario{house: h, tenant: "aurora"}
	s.run(step{name: "never set", by: admin, do: "GET " + at, has: map[string]any{"/door": "open", "/revision": 0, "/paused": false}})
	start := step{by: h.visitor("aurora"), do: "POST /portal/" + onboarding + "/cases", body: object{"locale": "en"}, status: http.StatusConflict}
	now := h.play.clock.now()
	for i, o := range []struct {
		door string
		body object
	}{
		{"later", object{"opensAt": now.Add(time.Hour), "paused": false, "stops": false}},
		{"closed", object{"closesAt": now.Add(-time.Hour), "paused": false, "stops": false}},
		{"paused", object{"paused": true, "stops": false, "message": object{"en": "Back on Monday"}}},
	} {
		o.body["revision"] = i
		s.run(step{name: o.door, by: admin, do: "PUT " + at, body: o.body, has: map[string]any{"/door": o.door, "/revision": i + 1}})
		s.run(step{name: "what visitors are told", by: h.visitor("aurora"), do: "GET /portal/" + onboarding, has: map[string]any{"/notice/door": o.door}})
		start.name, start.has = "start while "+o.door, map[string]any{"/key": "opening." + o.door}
		s.run(start)
		save := step{name: "who has begun goes on", by: applicant, do: "PUT /portal/case/pages/who", body: object{"values": object{"social_name": fmt.Sprint("Di", i)}}}
		s.run(save)
	}
	s.run(step{name: "from an older revision", by: admin, do: "PUT " + at, body: object{"paused": false, "stops": false, "revision": 1}, status: http.StatusConflict, has: map[string]any{"/key": "opening.stale"}})
	s.run(step{name: "the wrong way round", by: admin, do: "PUT " + at, body: object{"opensAt": now, "closesAt": now.Add(-time.Hour), "paused": false, "stops": false, "revision": 3}, status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "opening.order"}})
	s.run(step{name: "who has begun stops too", by: admin, do: "PUT " + at, body: object{"paused": true, "stops": true, "revision": 3}})
	s.run(step{name: "nothing is taken", by: applicant, do: "PUT /portal/case/pages/who", body: object{"values": object{"social_name": "Late"}}, status: http.StatusConflict, has: map[string]any{"/key": "opening.paused"}})
	s.run(step{name: "nothing is taken back", by: applicant, do: "POST /portal/case/edit", status: http.StatusConflict, has: map[string]any{"/key": "opening.paused"}})
	s.run(step{name: "and it is told", by: applicant, do: "GET /portal/case", has: map[string]any{"/notice/door": "paused", "/notice/stops": true, "/stage/answers": "closed", "/answers/social_name": "Di2"}})
	s.run(step{name: "open again", by: admin, do: "PUT " + at, body: object{"paused": false, "stops": false, "revision": 4}, has: map[string]any{"/door": "open"}})
	start.name, start.status, start.has = "start", http.StatusCreated, nil
	s.run(start)
	s.run(step{name: "no version was made", by: admin, do: "GET /definitions/pipeline/" + onboarding, has: map[string]any{"/versions/#": 1}})
}

// TestWhatApplicantsDoWhileItIsClosed: who has begun can neither hand in nor do another verb where the pipeline stops them
// too, and who handed in while it was open can.
func TestWhatApplicantsDoWhileItIsClosed(t *testing.T) {
	t.Parallel()
	w := newMoving(t, still(t))
	ways, _ := w.line["transitions"].([]any)
	w.line["transitions"] = append(ways,
		way("leave", "draft", "done", object{"verb": "withdraw"}, "applicant"), way("retract", "review", "done", object{"verb": "withdraw"}, "applicant"),
		way("renounce", "asked", "done", object{"verb": "withdraw"}, "applicant"))
	if !w.publish(definition.Pipeline, w.line) {
		t.Fatal("the pipeline is wrong")
	}
	(&scenario{house: w.house, tenant: "aurora"}).addPolicies(w.staff("aurora", "admin"),
		policyOf("supervisor", "form/moving/group/general", "read", "allow"), policyOf("supervisor", "pipeline/moving/stage/review", "read", "allow"),
		policyOf("supervisor", "pipeline/moving/stage/review", "request", "allow"))
	answers := object{"name": "Ana", "email": "ana@example.org", "kind": "near"}
	begin := func() string {
		rec, err := w.Conveyor.Start(t.Context(), actor.Actor{Kind: actor.Applicant, Tenant: w.admin.Tenant, Roles: []string{"applicant"}},
			conveyor.Start{Pipeline: "moving", Locale: "en", Values: answers})
		if err != nil {
			t.Fatal(err)
		}
		return rec.ID
	}
	does := func(id, verb string) string {
		who := session.Applicant(w.admin.Tenant, id)
		if verb == "submit" {
			_, err := w.Conveyor.Submit(t.Context(), who, conveyor.HandIn{Case: id, Locale: "en"})
			return fault.KeyOf(err)
		}
		_, err := w.Conveyor.Act(t.Context(), who, conveyor.Action{Case: id, Verb: verb})
		return fault.KeyOf(err)
	}
	sets := func(revision int64, stops bool) {
		o := definition.Opening{Pipeline: "moving", Paused: true, Stops: stops, Revision: revision}
		if _, err := w.Conveyor.SetOpening(t.Context(), w.admin, o); err != nil {
			t.Fatal(err)
		}
	}
	begun, late, handed, retracted, asked := begin(), begin(), begin(), begin(), begin()
	for _, id := range []string{handed, retracted, asked} {
		if key := does(id, "submit"); key != "" {
			t.Fatal(key)
		}
	}
	if _, err := w.Conveyor.Request(t.Context(), w.reviewer(), conveyor.Ask{Case: asked, Items: []conveyor.AskedItem{{Path: "/name"}}}); err != nil {
		t.Fatal(err)
	}
	sets(0, true)
	for _, c := range []struct{ name, id, verb, want string }{
		{"hands in", begun, "submit", "opening.paused"},
		{"withdraws before", begun, "withdraw", "opening.paused"},
		{"withdraws after", retracted, "withdraw", ""},
		{"withdraws when asked for more", asked, "withdraw", ""},
	} {
		if got := does(c.id, c.verb); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	sets(1, false)
	for _, c := range []struct{ id, verb string }{{begun, "submit"}, {late, "withdraw"}, {handed, "withdraw"}} {
		if got := does(c.id, c.verb); got != "" {
			t.Errorf("%s where only beginning is closed: %s", c.verb, got)
		}
	}
}

// draftOf is a definition as it is edited, and its revision.
func (h *house) draftOf(slug string, kind definition.Kind, key string) (object, int64) {
	h.t.Helper()
	d, err := h.Store.Draft(h.t.Context(), h.tenantID(slug), kind, key)
	if err != nil {
		h.t.Fatal(err)
	}
	var body object
	if err := json.Unmarshal(d.Body, &body); err != nil {
		h.t.Fatal(err)
	}
	return body, d.Revision
}

func contains(chain []string, name string) bool {
	for _, line := range chain {
		if line == name || len(line) > len(name) && line[:len(name)+1] == name+" " {
			return true
		}
	}
	return false
}

// TestAPreviewPlaysNoScenario: publishing would be refused by one, and what it would do to cases is shown all the same.
func TestAPreviewPlaysNoScenario(t *testing.T) {
	t.Parallel()
	h := still(t)
	r := &trier{house: h, admin: h.staff("aurora", "admin")}
	got := r.publishes(func(body map[string]any) {
		start := map[string]any{"as": "applicant", "do": "start", "expect": map[string]any{"stage": "approval"}}
		body["scenarios"] = []any{map[string]any{"key": "wrong", "title": inFour("Wrong"), "steps": []any{start}}}
	})
	if got.text("/key") != "scenario.failed" {
		t.Fatalf("publish: %d %s", got.status, got.raw)
	}
	_, revision := h.draftOf("aurora", definition.Pipeline, "onboarding-pf")
	who := h.member("aurora", "admin")
	d := definition.Draft{Tenant: who.Tenant, Kind: definition.Pipeline, Key: "onboarding-pf", Revision: revision}
	if _, _, err := h.Library.Candidate(t.Context(), who, library.Publication{Draft: d}, d.Key); err != nil {
		t.Errorf("preview: %v", err)
	}
}
