package app

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// screens publishes the onboarding pipeline with a check against lists, which compliance alone may see.
func (h *house) screens(config map[string]any) {
	h.t.Helper()
	admin := h.staff("aurora", "admin")
	got := admin.send("GET", "/definitions/pipeline/"+onboarding, nil)
	draft, _ := got.at("/draft").(map[string]any)
	checks, _ := draft["checks"].([]any)
	draft["checks"] = append(checks, map[string]any{
		"key": "sanctions", "type": "screening", "title": inFour("Sanctions"), "group": "compliance",
		"fields": []string{"full_name", "birth_date", "cpf"}, "config": config,
	})
	saved := admin.send("PUT", "/definitions/pipeline/"+onboarding, map[string]any{"body": draft, "revision": got.at("/revision")})
	published := admin.send("POST", "/definitions/pipeline/"+onboarding+"/publish", map[string]any{"revision": saved.at("/revision")})
	if saved.status != http.StatusOK || published.status != http.StatusCreated {
		h.t.Fatalf("published: %d %s, %d %s", saved.status, saved.raw, published.status, published.raw)
	}
}

// lists loads rows of a plain list under a key, and has them read.
func (h *house) lists(key, rows string) answer {
	h.t.Helper()
	by := h.staff("aurora", "compliance")
	by.send("PUT", "/lists/"+key, map[string]any{"name": "Watch list", "format": "plain", "revision": 0})
	loaded := by.send("POST", "/lists/"+key+"/versions", file{"/list", "list.csv", []byte("id,name,birth\n" + rows)})
	if loaded.status != http.StatusCreated {
		h.t.Fatalf("loaded: %d %s", loaded.status, loaded.raw)
	}
	h.forward(time.Minute)
	return by.send("GET", "/lists", nil)
}

// TestScreening takes a case through a list: compliance sees who was found and why, registration sees nothing of it, a
// match is cleared with a reason, and a newer list finds the case again.
func TestScreening(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		h.screens(map[string]any{})
		s := &scenario{house: h, tenant: "aurora"}
		name, birth := elisa.name, "1980-05-05"
		if born, ok := personal(elisa)["birth_date"].(string); ok {
			birth = born
		}
		got := h.lists("watch", "77,"+name+","+birth[:4]+"\n78,Somebody Else,1950\n,,\n")
		if got.at("/lists/0/versions/0/state") != "ready" || got.at("/lists/0/versions/0/entries") != float64(2) || got.at("/lists/0/versions/0/rejected") != float64(1) ||
			got.at("/lists/0/active") != got.at("/lists/0/versions/0/id") || got.text("/lists/0/versions/0/rejects/0/why") == "" {
			t.Fatalf("read: %s", got.raw)
		}
		c := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
		at := "/cases/" + c.who.Case
		check := at + "/checks/sanctions"
		registration, compliance := h.staff("aurora", "cadastro"), h.staff("aurora", "compliance")

		found := s.run(step{name: "compliance sees who was found", by: compliance, do: "GET " + check, has: map[string]any{
			"/check/result": "fail", "/hits/0/entry": "77", "/hits/0/score": 1, "/hits/0/parts/birth": "agrees", "/lists/0/list": "watch", "/inputs/#": 3, "/may/#": 3,
		}})
		if strings.Contains(string(found.raw), demoCPF(elisa.number)) {
			t.Errorf("the inputs are not masked: %s", found.raw)
		}
		s.run(step{name: "registration does not", by: registration, do: "GET " + check, status: http.StatusForbidden})
		for _, path := range []string{at, at + "/events", "/lists"} {
			if hidden := registration.send("GET", path, nil); strings.Contains(string(hidden.raw), "Watch list") || strings.Contains(string(hidden.raw), `"77"`) {
				t.Errorf("registration is tipped off by %s: %s", path, hidden.raw)
			}
		}
		person := found.at("/hits/0/person")
		clear := map[string]any{"list": "watch", "entry": "77", "person": person, "reason": "Another mother's name"}
		s.run(step{name: "registration clears nothing", by: registration, do: "POST " + check + "/clear", body: clear, status: http.StatusForbidden})
		s.run(step{name: "no such entry", by: compliance, do: "POST " + check + "/clear", body: map[string]any{"list": "watch", "entry": "78", "person": person, "reason": "Nobody"}, status: http.StatusNotFound})
		s.run(step{name: "compliance clears it", by: compliance, do: "POST " + check + "/clear", body: clear, has: map[string]any{"/check/result": "pending", "/hits/0/cleared/reason": "Another mother's name"}})
		h.forward(time.Minute)
		s.run(step{name: "it passes", by: compliance, do: "GET " + check, has: map[string]any{"/check/result": "pass", "/results/#": 2}})

		h.lists("watch", "77,"+name+","+birth[:4]+"\n78,Somebody Else,1950\n79,Nobody Known,1940\n")
		s.run(step{name: "a newer list that says the same finds nobody", by: compliance, do: "GET " + check, has: map[string]any{"/check/result": "pass", "/results/#": 2}})
		h.lists("watch", "77,"+name+"|,"+birth[:4]+"\n80,"+name+","+birth[:4]+"\n")
		s.run(step{name: "another entry finds the case again", by: compliance, do: "GET " + check, has: map[string]any{"/check/result": "fail", "/results/#": 3}})
		if sweep := compliance.send("GET", "/lists", nil); sweep.at("/lists/0/versions/0/sweep/done") != float64(1) || sweep.at("/lists/0/versions/0/sweep/total") != float64(1) ||
			sweep.text("/lists/0/versions/0/sweep/endedAt") == "" {
			t.Errorf("how far the cases were looked at: %s", sweep.raw)
		}
		events := compliance.send("GET", at+"/events", nil, "Accept-Language: en")
		if !strings.Contains(string(events.raw), "a new edition of list watch has the entry 80") {
			t.Errorf("events: %s", events.raw)
		}
		if hidden := registration.send("GET", at+"/events", nil); strings.Contains(string(hidden.raw), "list.hit") || strings.Contains(string(hidden.raw), "check.cleared") {
			t.Errorf("registration is tipped off: %s", hidden.raw)
		}
		h.overrules(s, check, at)
	})
}

// overrules puts another result in place of the check's own: four eyes, each with a reason.
func (h *house) overrules(s *scenario, check, at string) {
	h.t.Helper()
	admin, compliance := h.staff("aurora", "admin"), h.staff("aurora", "compliance")
	member := s.run(step{name: "a second one", by: admin, do: "POST /members", status: http.StatusCreated, body: map[string]any{
		"email": "second@aurora.example", "name": "Second Eyes", "roles": []string{"compliance"}, "password": demoPassword,
	}})
	if member.status != http.StatusCreated {
		h.t.Fatal("no second member")
	}
	second := h.staff("aurora", "second")
	wish := map[string]any{"result": "pass", "reason": "Seen the passport"}
	s.run(step{name: "proposes", by: compliance, do: "POST " + check + "/overrule", body: wish, has: map[string]any{"/check/result": "fail", "/proposal/result": "pass", "/proposal/mine": true}})
	s.run(step{name: "two eyes are not four", by: compliance, do: "POST " + check + "/overrule", body: wish, status: http.StatusForbidden, has: map[string]any{"/key": "check.four_eyes"}})
	s.run(step{name: "four are", by: second, do: "POST " + check + "/overrule", body: wish, has: map[string]any{"/check/result": "pass", "/overruled": "fail", "/proposal": missing{}}})
	s.run(step{name: "it is asked anew", by: second, do: "POST " + check + "/ask", body: map[string]any{"reason": "To be sure"}, has: map[string]any{"/check/result": "pending"}})
	h.forward(time.Minute)
	s.run(step{name: "and has its own result again", by: second, do: "GET " + check, has: map[string]any{"/check/result": "fail", "/overruled": missing{}}})
}

// TestListsThatCannotBeRead fail with the reason, and leave the one in use in place.
func TestListsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	h := still(t)
	compliance := h.staff("aurora", "compliance")
	h.lists("watch", "1,Ana Lima,1980\n")
	first := compliance.send("GET", "/lists", nil).text("/lists/0/active")
	loaded := compliance.send("POST", "/lists/watch/versions", file{"/list", "list.csv", []byte("colour\nred\n")})
	if loaded.status != http.StatusCreated {
		t.Fatalf("%d %s", loaded.status, loaded.raw)
	}
	h.forward(time.Minute)
	got := compliance.send("GET", "/lists", nil, "Accept-Language: en")
	if got.text("/lists/0/versions/0/state") != "failed" || got.text("/lists/0/versions/0/failure") == "" || got.text("/lists/0/active") != first {
		t.Errorf("%s", got.raw)
	}
	again := compliance.send("POST", "/lists/watch/versions", file{"/list", "list.csv", []byte("id,name,birth\n1,Ana Lima,1980\n")})
	if again.status != http.StatusConflict || again.text("/key") != "list.same" {
		t.Errorf("the same files: %d %s", again.status, again.raw)
	}
	if bad := compliance.send("PUT", "/lists/other", map[string]any{"name": "", "format": "plain", "revision": 0}); bad.status != http.StatusUnprocessableEntity {
		t.Errorf("a list without a name: %d %s", bad.status, bad.raw)
	}
	if denied := h.staff("aurora", "cadastro").send("PUT", "/lists/watch", map[string]any{"name": "Mine", "revision": 2}); denied.status != http.StatusForbidden {
		t.Errorf("registration: %d %s", denied.status, denied.raw)
	}
	audit := h.staff("aurora", "admin").send("GET", "/audit/events", nil)
	for _, name := range []string{"list.changed", "list.loaded", "list.failed"} {
		if !strings.Contains(string(audit.raw), name) {
			t.Errorf("the audit does not tell %s: %s", name, audit.raw)
		}
	}
	if off := compliance.send("PUT", "/lists/watch", map[string]any{"name": "Off", "revision": got.at("/lists/0/revision")}); off.text("/active") != "" {
		t.Errorf("switched off: %s", off.raw)
	}
}

// TestAnEditionInUseTellsOfItsSweep from the moment on that it is used until the cases were looked at, also when it brings
// nothing new: who watches would otherwise take what has yet to begin for what is over.
func TestAnEditionInUseTellsOfItsSweep(t *testing.T) {
	t.Parallel()
	h := still(t)
	compliance := h.staff("aurora", "compliance")
	h.lists("watch", "1,Ana Lima,1980\n")
	all := h.lists("watch", "1,Ana Lima,1980\n2,Rui Costa,1970\n")
	use := map[string]any{"name": "Watch list", "active": all.text("/lists/0/versions/1/id"), "revision": all.at("/lists/0/revision")}
	if put := compliance.send("PUT", "/lists/watch", use); put.status != http.StatusOK {
		t.Fatalf("%d %s", put.status, put.raw)
	}
	begun := compliance.send("GET", "/lists", nil)
	if begun.at("/lists/0/versions/1/sweep/done") != float64(0) || begun.text("/lists/0/versions/1/sweep/endedAt") != "" {
		t.Errorf("before the job: %s", begun.raw)
	}
	h.forward(time.Minute)
	if ended := compliance.send("GET", "/lists", nil); ended.text("/lists/0/versions/1/sweep/endedAt") == "" {
		t.Errorf("after it: %s", ended.raw)
	}
}
