package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// begun is a browser that began an application and answered the first page.
func (h *house) begun(slug, email string) *client {
	h.t.Helper()
	c := h.visitor(slug)
	c.must(http.StatusCreated, "POST", "/portal/"+onboarding+"/cases", map[string]any{"locale": "en"})
	c.must(http.StatusOK, "PUT", "/portal/case/pages/start", map[string]any{
		"values": map[string]any{"privacy_notice": true, "email": email, "mobile": "+5511987654321"}, "proceed": true,
	})
	return c
}

// must asks and wants a status; it returns what came as JSON.
func (c *client) must(status int, method, path string, body any) map[string]any {
	c.t.Helper()
	got := c.send(method, path, body)
	if got.status != status {
		c.t.Fatalf("%s %s: %d, want %d: %s", method, path, got.status, status, got.raw)
	}
	out, _ := got.json.(map[string]any)
	return out
}

// lettersTo are those that went to an address.
func (h *house) lettersTo(slug, to string) []mailed {
	h.t.Helper()
	return slices.DeleteFunc(h.letters(slug), func(l mailed) bool { return l.to != to })
}

// states are the items of a checklist by key.
func states(t *testing.T, of map[string]any) map[string]string {
	t.Helper()
	list, _ := of["checklist"].(map[string]any)
	out := map[string]string{}
	items, _ := list["items"].([]any)
	for _, item := range items {
		i, _ := item.(map[string]any)
		out[i["key"].(string)], _ = i["state"].(string)
	}
	return out
}

// TestChecklist: the list that the pipeline pins is on the applicant's case and on that of the staff, and says the same.
func TestChecklist(t *testing.T) {
	t.Parallel()
	h := still(t)
	c := h.begun("aurora", "lista@demo.example")
	mine := c.must(http.StatusOK, "GET", "/portal/case", nil)
	got := states(t, mine)
	for key, want := range map[string]string{"identity": "started", "address": "todo", "document_photos": "blocked", "terms": "blocked", "signature": "blocked"} {
		if got[key] != want {
			t.Errorf("%s is %q, want %q (all: %v)", key, got[key], want, got)
		}
	}
	if _, shown := got["guardian"]; shown {
		t.Error("a guardian is asked of nobody yet")
	}
	id := mine["id"].(string)
	theirs := h.staff("aurora", "cadastro").must(http.StatusOK, "GET", "/cases/"+id+"/checklist", nil)
	for key, state := range states(t, theirs) {
		if got[key] != state {
			t.Errorf("%s is %s to staff, %s to the applicant", key, state, got[key])
		}
	}
	c.must(http.StatusNotFound, "POST", "/portal/case/items/nothing/confirm", nil)
	h.staff("aurora", "cadastro").must(http.StatusNotFound, "PUT", "/cases/"+id+"/items/identity", map[string]any{"done": true})
}

// Two tabs share a cookie: what is typed in one does not go to the case that the other has opened since.
func TestAPageSpeaksOfItsCase(t *testing.T) {
	t.Parallel()
	h := still(t)
	browser := h.begun("aurora", "first@tabs.example")
	first, _ := browser.must(http.StatusOK, "GET", "/portal/case", nil)["id"].(string)
	second, _ := browser.must(http.StatusCreated, "POST", "/portal/onboarding-pf/cases", map[string]any{"locale": "en"})["id"].(string)
	typed := map[string]any{"values": map[string]any{"full_name": "Somebody Else"}}
	got := browser.send("PUT", "/portal/case/pages/who", typed, "X-Esteira-Case: "+first)
	if got.status != http.StatusConflict || got.text("/key") != "portal.other_case" {
		t.Errorf("the first tab saves: %d %s", got.status, got.raw)
	}
	if answers := browser.send("GET", "/portal/case", nil, "X-Esteira-Case: "+second).at("/answers/full_name"); answers != nil {
		t.Errorf("the second case has %v", answers)
	}
}

// TestThread: what one side writes the other reads once; the letter does not say it; who may not answer is refused.
func TestThread(t *testing.T) {
	t.Parallel()
	h := still(t)
	c := h.begun("aurora", "conversa@demo.example")
	id := c.must(http.StatusOK, "GET", "/portal/case", nil)["id"].(string)
	c.must(http.StatusCreated, "POST", "/portal/case/thread", map[string]any{"body": "  Is a passport enough? "})
	c.must(http.StatusUnprocessableEntity, "POST", "/portal/case/thread", map[string]any{"body": "   "})
	staff := h.staff("aurora", "cadastro")
	posts := staff.must(http.StatusOK, "GET", "/cases/"+id+"/thread", nil)["posts"].([]any)
	if len(posts) != 1 || posts[0].(map[string]any)["body"] != "Is a passport enough?" {
		t.Fatalf("staff read %v", posts)
	}
	secret := "Yes, the page with the photograph"
	staff.must(http.StatusCreated, "POST", "/cases/"+id+"/thread", map[string]any{"body": secret})
	h.staff("aurora", "auditoria").must(http.StatusForbidden, "POST", "/cases/"+id+"/thread", map[string]any{"body": "Me too"})
	if n := c.must(http.StatusOK, "GET", "/portal/case", nil)["unread"]; n != 1.0 {
		t.Errorf("unread: %v", n)
	}
	mine := c.must(http.StatusOK, "GET", "/portal/case/thread", nil)["posts"].([]any)
	if name, told := mine[1].(map[string]any)["name"]; told {
		t.Errorf("the applicant is told %v", name)
	}
	c.must(http.StatusNoContent, "POST", "/portal/case/thread/read", nil)
	if n, still := c.must(http.StatusOK, "GET", "/portal/case", nil)["unread"]; still {
		t.Errorf("still unread: %v", n)
	}
	letter := h.letter("aurora", "conversa@demo.example", "message")
	if !strings.Contains(letter, "/resume#token=") || strings.Contains(letter, "passport") || strings.Contains(letter, secret) {
		t.Errorf("letter: %s", letter)
	}
}

// TestHandOver: the link works once, on another device, and an older one no longer.
func TestHandOver(t *testing.T) {
	t.Parallel()
	h := still(t)
	c := h.begun("aurora", "celular@demo.example")
	first := c.must(http.StatusCreated, "POST", "/portal/case/handover", map[string]any{"to": "page/photos"})["url"].(string)
	second := c.must(http.StatusCreated, "POST", "/portal/case/handover", map[string]any{"to": "page/photos"})
	c.must(http.StatusUnprocessableEntity, "POST", "/portal/case/handover", map[string]any{"to": "https://elsewhere.example"})
	if svg, _ := second["qr"].(string); !strings.HasPrefix(svg, "<svg") {
		t.Errorf("qr: %.40s", svg)
	}
	phone := h.visitor("aurora")
	phone.must(http.StatusGone, "POST", "/portal/resume", map[string]any{"token": tokenOf(first)})
	phone.must(http.StatusOK, "POST", "/portal/resume", map[string]any{"token": tokenOf(second["url"].(string))})
	h.visitor("aurora").must(http.StatusGone, "POST", "/portal/resume", map[string]any{"token": tokenOf(second["url"].(string))})
	h.visitor("horizonte").must(http.StatusGone, "POST", "/portal/resume", map[string]any{"token": tokenOf(second["url"].(string))})
	phone.must(http.StatusOK, "PUT", "/portal/case/pages/who", map[string]any{"values": map[string]any{"full_name": "Celina Prado"}})
	answers := c.must(http.StatusOK, "GET", "/portal/case", nil)["answers"].(map[string]any)
	if answers["full_name"] != "Celina Prado" {
		t.Errorf("the first device sees %v", answers["full_name"])
	}
}

func tokenOf(link string) string {
	_, token, _ := strings.Cut(link, "#token=")
	token, _, _ = strings.Cut(token, "&")
	return token
}

// TestDiscardAndReminders: who asked for no more reminders gets none; a discarded draft leaves no answer and no name, and
// what was handed in cannot be discarded.
func TestDiscardAndReminders(t *testing.T) {
	t.Parallel()
	h := still(t)
	c := h.begun("aurora", "calma@demo.example")
	id := c.must(http.StatusOK, "GET", "/portal/case", nil)["id"].(string)
	if off := c.must(http.StatusOK, "PUT", "/portal/case/reminders", map[string]any{"stopped": true})["optedOut"]; off != true {
		t.Fatalf("opted out: %v", off)
	}
	before := len(h.lettersTo("aurora", "calma@demo.example"))
	h.forward(80 * time.Hour)
	if after := len(h.lettersTo("aurora", "calma@demo.example")); after != before {
		t.Errorf("%d letters came all the same", after-before)
	}
	c.must(http.StatusNoContent, "POST", "/portal/case/discard", nil)
	if got := c.send("GET", "/portal/case", nil); got.status != http.StatusUnauthorized {
		t.Errorf("this device still knows the case: %d", got.status)
	}
	rec := h.record(id)
	if !rec.State.Removed || rec.Email != "" || rec.Name != "" {
		t.Errorf("left: %+v", rec)
	}
	s := h.stages("aurora", story{onboarding, elisa, personal, 0, func(s *scene) { s.submits() }})
	if err := h.Conveyor.DiscardDraft(t.Context(), s.who, s.who.Case); err == nil {
		t.Error("what was handed in was discarded")
	}
}

// TestAssist: a member types for the applicant on the same pages; each answer says who typed it; without their session the
// cookie is worth nothing.
func TestAssist(t *testing.T) {
	t.Parallel()
	h := still(t)
	desk := h.staff("aurora", "cadastro")
	at := desk.must(http.StatusCreated, "POST", "/pipelines/"+onboarding+"/assist", map[string]any{"locale": "pt-BR"})
	mine := desk.must(http.StatusOK, "GET", "/portal/case", nil)
	if mine["helper"] != "Analista de cadastro" {
		t.Fatalf("helper: %v", mine["helper"])
	}
	desk.must(http.StatusOK, "PUT", "/portal/case/pages/who", map[string]any{"values": map[string]any{"full_name": "Balcão da Silva"}})
	dossier := desk.must(http.StatusOK, "GET", "/cases/"+at["case"].(string), nil)["dossier"].([]any)
	found := false
	for _, datum := range dossier {
		if d := datum.(map[string]any); d["path"] == "/full_name" {
			found = true
			if d["source"] != "member" || d["by"] != h.member("aurora", "cadastro").ID {
				t.Errorf("source: %v by %v", d["source"], d["by"])
			}
		}
	}
	if !found {
		t.Error("the dossier has no name")
	}
	desk.must(http.StatusNoContent, "DELETE", "/session", nil)
	desk.must(http.StatusUnauthorized, "GET", "/portal/case", nil)
	h.staff("aurora", "auditoria").must(http.StatusForbidden, "POST", "/cases/"+at["case"].(string)+"/assist", nil)
}

// TestInvite: a dry run changes nothing; each person has a case of their own with what was known, and a letter; who cannot
// be invited is named, with why, and stops nobody.
func TestInvite(t *testing.T) {
	t.Parallel()
	h := still(t)
	desk := h.staff("aurora", "cadastro")
	people := []any{
		map[string]any{"email": "um@demo.example", "full_name": "Um Convidado"},
		map[string]any{"email": "um@demo.example"},
		map[string]any{"email": "not an address"},
		map[string]any{"full_name": "Sem Correio"},
		map[string]any{"email": "dois@demo.example", "doc_front": "x"},
	}
	want := []bool{true, false, false, false, false}
	for _, dry := range []bool{true, false} {
		got := desk.must(http.StatusOK, "POST", "/pipelines/"+onboarding+"/invitations", map[string]any{"people": people, "dry": dry, "locale": "en"})
		for i, row := range got["people"].([]any) {
			r := row.(map[string]any)
			if r["invited"] != want[i] || (r["why"] == nil) != want[i] {
				t.Errorf("dry %v, row %d: %v", dry, i, r)
			}
		}
		if letters := h.lettersTo("aurora", "um@demo.example"); (len(letters) == 0) != dry {
			t.Errorf("dry %v: %d letters", dry, len(letters))
		}
	}
	guest := h.visitor("aurora")
	link := linked(t, h.letter("aurora", "um@demo.example", "/resume#token="), "resume")
	mine := guest.must(http.StatusOK, "POST", "/portal/resume", map[string]any{"token": link})
	if name := mine["answers"].(map[string]any)["full_name"]; name != "Um Convidado" {
		t.Errorf("prefilled: %v", name)
	}
	h.staff("aurora", "auditoria").must(http.StatusForbidden, "POST", "/pipelines/"+onboarding+"/invitations", map[string]any{"people": people[:1]})
}

// TestInvitations: those who may invite see how far each has come; an invitation is sent again as often as is allowed, and
// taken back only from who has not begun, after which no link of it works.
func TestInvitations(t *testing.T) {
	t.Parallel()
	h := still(t)
	desk := h.staff("aurora", "cadastro")
	list := "/pipelines/" + onboarding + "/invitations"
	people := []any{map[string]any{"email": "tres@demo.example", "full_name": "Três"}, map[string]any{"email": "quatro@demo.example"}}
	desk.must(http.StatusOK, "POST", list, map[string]any{"people": people, "locale": "en"})
	invited := func(email string) map[string]any {
		t.Helper()
		for _, row := range desk.must(http.StatusOK, "GET", list, nil)["invitations"].([]any) {
			if r := row.(map[string]any); r["email"] == email {
				return r
			}
		}
		t.Fatalf("%s is not on the list", email)
		return nil
	}
	h.forward(time.Minute)
	if three := invited("tres@demo.example"); three["state"] != "sent" || three["name"] != "Três" || three["canRevoke"] != true {
		t.Errorf("invited: %v", three)
	}
	again := "/cases/" + invited("tres@demo.example")["case"].(string) + "/invitation"
	desk.must(http.StatusNoContent, "POST", again, nil)
	h.forward(time.Minute)
	if letters := h.lettersTo("aurora", "tres@demo.example"); len(letters) != 2 || invited("tres@demo.example")["sends"] != 2.0 {
		t.Errorf("%d letters, %v", len(letters), invited("tres@demo.example"))
	}
	guest := h.visitor("aurora")
	guest.must(http.StatusOK, "POST", "/portal/resume", map[string]any{"token": linked(t, h.letter("aurora", "tres@demo.example", "/resume#token="), "resume")})
	if got := invited("tres@demo.example")["state"]; got != "opened" {
		t.Errorf("followed: %v", got)
	}
	h.forward(time.Minute)
	guest.must(http.StatusOK, "PUT", "/portal/case/pages/who", map[string]any{"values": map[string]any{"full_name": "Três da Silva"}})
	if got := invited("tres@demo.example")["state"]; got != "started" {
		t.Errorf("typed: %v", got)
	}
	desk.must(http.StatusConflict, "DELETE", again, nil)

	four := invited("quatro@demo.example")["case"].(string)
	link := linked(t, h.letter("aurora", "quatro@demo.example", "/resume#token="), "resume")
	auditor := h.staff("aurora", "auditoria")
	auditor.must(http.StatusForbidden, "GET", list, nil)
	auditor.must(http.StatusForbidden, "DELETE", "/cases/"+four+"/invitation", nil)
	desk.must(http.StatusNoContent, "DELETE", "/cases/"+four+"/invitation", nil)
	desk.must(http.StatusNoContent, "DELETE", "/cases/"+four+"/invitation", nil)
	if back := invited(""); back["state"] != "revoked" || back["canResend"] != false {
		t.Errorf("taken back: %v", back)
	}
	h.visitor("aurora").must(http.StatusGone, "POST", "/portal/resume", map[string]any{"token": link})
	desk.must(http.StatusConflict, "POST", "/cases/"+four+"/invitation", nil)

	admin := h.staff("aurora", "admin")
	three := invited("tres@demo.example")["case"].(string)
	v, err := h.Conveyor.StaffView(t.Context(), h.member("aurora", "cadastro"), three)
	if err != nil {
		t.Fatal(err)
	}
	line, err := h.Conveyor.Line(t.Context(), h.tenantID("aurora"), v.Record.Version)
	if err != nil {
		t.Fatal(err)
	}
	name, _ := line.Form.FieldOf("full_name")
	address, _ := line.Form.FieldOf("email")
	set := (&scenario{house: h, tenant: "aurora"}).policySet(admin)
	policies, _ := set["policies"].([]any)
	for _, group := range []string{name.Group, address.Group} {
		policies = append(policies, map[string]any{"role": "registration", "object": "form/" + line.Form.Form().Key + "/group/" + group, "verb": "read", "effect": "deny"})
	}
	admin.must(http.StatusOK, "PUT", "/policies", map[string]any{"revision": set["revision"], "roles": set["roles"], "policies": policies})
	for _, row := range desk.must(http.StatusOK, "GET", list, nil)["invitations"].([]any) {
		if r := row.(map[string]any); r["name"] != "" || r["email"] != "" || r["reference"] == "" {
			t.Errorf("told who may not read it: %v", r)
		}
		if r := row.(map[string]any); r["case"] == three && r["withheld"] != true || r["case"] == four && r["withheld"] != nil {
			t.Errorf("what is withheld and what was erased: %v", r)
		}
	}
}

// TestShare: only origins are taken, from the revision that was seen.
func TestShare(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	path := "/pipelines/" + onboarding + "/share"
	for _, bad := range []string{"http://www.example.org", "https://*.example.org", "https://example.org/path", "javascript:alert(1)", "https://a.example; script-src *", "*"} {
		admin.must(http.StatusUnprocessableEntity, "PUT", path, map[string]any{"origins": []string{bad}, "revision": 0})
	}
	saved := admin.must(http.StatusOK, "PUT", path, map[string]any{"origins": []string{"https://WWW.example.org/", "http://localhost:8081"}, "revision": 0})
	if got := saved["origins"].([]any); len(got) != 2 || got[0] != "https://www.example.org" {
		t.Errorf("origins: %v", got)
	}
	admin.must(http.StatusConflict, "PUT", path, map[string]any{"origins": []string{}, "revision": 0})
	entrance := h.visitor("aurora").must(http.StatusOK, "GET", "/portal/"+onboarding, nil)
	if framers, _ := entrance["framers"].([]any); len(framers) != 2 {
		t.Errorf("the page is told of %v", framers)
	}
	h.staff("aurora", "cadastro").must(http.StatusForbidden, "PUT", path, map[string]any{"origins": []string{}, "revision": 1})
}

// TestFeedback: the last word counts, by week; who may not read it is refused.
func TestFeedback(t *testing.T) {
	t.Parallel()
	h := still(t)
	for i, email := range []string{"bom@demo.example", "ruim@demo.example"} {
		c := h.begun("aurora", email)
		c.must(http.StatusNoContent, "PUT", "/portal/case/feedback", map[string]any{"score": 3, "moment": "exit"})
		c.must(http.StatusNoContent, "PUT", "/portal/case/feedback", map[string]any{"score": 5 - 3*i, "moment": "end", "words": "Quick"})
		c.must(http.StatusUnprocessableEntity, "PUT", "/portal/case/feedback", map[string]any{"score": 6, "moment": "end"})
	}
	report := h.staff("aurora", "supervisao").must(http.StatusOK, "GET", "/feedback", nil)
	week := report["weeks"].([]any)[0].(map[string]any)
	if week["count"] != 2.0 || week["average"] != 3.5 || week["pipeline"] != onboarding {
		t.Errorf("week: %v", week)
	}
	if latest := report["latest"].([]any); len(latest) != 2 {
		t.Errorf("latest: %v", latest)
	}
	h.staff("aurora", "cadastro").must(http.StatusForbidden, "GET", "/feedback", nil)
	h.staff("horizonte", "admin").must(http.StatusOK, "GET", "/feedback", nil)
}

// TestLate: while staff look at a case, its applicant may put a refused document right by the link of the item, and
// nothing else; what arrives is on the list at once.
func TestLate(t *testing.T) {
	t.Parallel()
	h := still(t)
	told := h.stages("aurora", story{onboarding, elisa, personal, 0, func(s *scene) { s.submits() }})
	link, err := h.Conveyor.HandOver(t.Context(), told.who, told.who.Case, "i/document_photos")
	if err != nil {
		t.Fatal(err)
	}
	phone := h.visitor("aurora")
	mine := phone.must(http.StatusOK, "POST", "/portal/resume", map[string]any{"token": tokenOf(link.URL)})
	if late, _ := mine["late"].([]any); len(late) != 0 || states(t, mine)["document_photos"] != "checking" {
		t.Errorf("before a verdict: late %v, states %v", late, states(t, mine))
	}
	staff := h.staff("aurora", "supervisao")
	for _, p := range h.papers(told.who.Case) {
		if p.Field == "/doc_front" {
			staff.must(http.StatusOK, "POST", "/cases/"+told.who.Case+"/documents/"+p.ID+"/verdict", map[string]any{"verdict": "refused", "reason": "Blurred", "cause": "illegible"})
		}
	}
	mine = phone.must(http.StatusOK, "GET", "/portal/case", nil)
	if late, _ := mine["late"].([]any); len(late) != 1 || late[0] != "/doc_front" || states(t, mine)["document_photos"] != "problem" {
		t.Errorf("late: %v, states %v", mine["late"], states(t, mine))
	}
	picture, err := card("RG", "Elisa", "Late")
	if err != nil {
		t.Fatal(err)
	}
	if got := phone.send("POST", "/portal/case/documents", file{"/doc_back", "back.jpg", picture}); got.status == http.StatusCreated {
		t.Errorf("one that nobody misses was taken: %s", got.raw)
	}
	phone.must(http.StatusCreated, "POST", "/portal/case/documents", file{"/doc_front", "front.jpg", picture})
	mine = phone.must(http.StatusOK, "GET", "/portal/case", nil)
	if late, _ := mine["late"].([]any); len(late) != 0 || states(t, mine)["document_photos"] != "checking" {
		t.Errorf("still late: %v, states %v", late, states(t, mine))
	}
	if got := phone.send("PUT", "/portal/case/pages/who", map[string]any{"values": map[string]any{"full_name": "Outra"}}); got.status == http.StatusOK {
		t.Errorf("an answer was changed: %s", got.raw)
	}
}
