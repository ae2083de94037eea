package app

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// trier is an administrator who tries a draft, with the browser in whose frames the sandbox is shown.
type trier struct {
	*house
	admin *client // at the real tenant
	in    *client // at the sandbox, as whoever was chosen
	id    string
}

// tries opens a try-out as the administrator of a tenant.
func (h *house) tries(slug, definition string, body map[string]any) *trier {
	h.t.Helper()
	r := &trier{house: h, admin: h.staff(slug, "admin")}
	r.opened(r.admin.send("POST", "/definitions/"+definition+"/tryout", body))
	return r
}

func (r *trier) opened(got answer) {
	r.t.Helper()
	if got.status != http.StatusCreated {
		r.t.Fatalf("open: %d %s", got.status, got.raw)
	}
	r.id = got.text("/id")
	r.in = &client{t: r.t, base: r.base + "/t/" + got.text("/slug") + "/api/v1", http: r.admin.http}
}

// slug is that of the sandbox.
func (r *trier) slug() string {
	return strings.TrimSuffix(strings.TrimPrefix(r.in.base, r.base+"/t/"), "/api/v1")
}

// does asks something of the try-out and expects it to be done.
func (r *trier) does(method, path string, body any) answer {
	r.t.Helper()
	got := r.admin.send(method, "/tryouts/"+r.id+path, body)
	if got.status != http.StatusOK {
		r.t.Fatalf("%s %s: %d %s", method, path, got.status, got.raw)
	}
	return got
}

// is becomes a made person of a role.
func (r *trier) is(role string, number float64) {
	r.t.Helper()
	people, _ := r.does("GET", "", nil).at("/people").([]any)
	for _, p := range people {
		if one := (answer{json: p}); one.text("/role") == role && one.at("/person") == number {
			r.does("POST", "/as", map[string]any{"person": one.text("/id")})
			return
		}
	}
	r.t.Fatalf("nobody is %s %v", role, number)
}

// asks sends a request into the sandbox and expects a status.
func (r *trier) asks(method, path string, body any, status int) answer {
	r.t.Helper()
	got := r.in.send(method, path, body)
	if got.status != status {
		r.t.Fatalf("%s %s: %d %s", method, path, got.status, got.raw)
	}
	return got
}

// fills starts a case and fills all pages, as the form leads.
func (r *trier) fills(answers map[string]any) string {
	r.t.Helper()
	got := r.asks("POST", "/portal/onboarding-pf/cases", map[string]any{"locale": "pt-BR"}, http.StatusCreated)
	id, pages := got.text("/id"), pagesOf(got)
	for page := got.text("/next"); page != "" && page != "check"; {
		for _, field := range papers[page] {
			content, err := card(paperTitles[field], "Elisa")
			if err != nil {
				r.t.Fatal(err)
			}
			r.asks("POST", "/portal/case/documents", file{"/" + field, field + ".jpg", content}, http.StatusCreated)
		}
		values := map[string]any{}
		for _, key := range pages[page] {
			if value, ok := answers[key]; ok {
				values[key] = value
			}
		}
		saved := r.asks("PUT", "/portal/case/pages/"+page, map[string]any{"values": values, "proceed": true}, http.StatusOK)
		if page = saved.text("/next"); page == "" {
			r.t.Fatalf("page not done: %s", saved.raw)
		}
	}
	return id
}

// pagesOf are the keys of the fields by page.
func pagesOf(got answer) map[string][]string {
	out := map[string][]string{}
	pages, _ := got.at("/form/pages").([]any)
	for _, p := range pages {
		page := answer{json: p}
		fields, _ := page.at("/fields").([]any)
		for _, f := range fields {
			out[page.text("/key")] = append(out[page.text("/key")], answer{json: f}.text("/key"))
		}
	}
	return out
}

// stage is where the newest case of the try-out stands.
func (r *trier) stage() string {
	r.t.Helper()
	list, _ := r.does("GET", "", nil).at("/cases").([]any)
	return answer{json: list[len(list)-1]}.text("/stage")
}

func (r *trier) link(template string) string {
	r.t.Helper()
	list, _ := r.does("GET", "", nil).at("/messages").([]any)
	for _, m := range list {
		if one := (answer{json: m}); one.text("/template") == template {
			return linked(r.t, one.text("/body"), "sign")
		}
	}
	r.t.Fatalf("no message %s", template)
	return ""
}

// TestADraftIsTriedAndTheRunIsKept goes all the way: an account is filled in and decided in the sandbox, the run
// becomes a scenario, the scenario gates publishing.
func TestADraftIsTriedAndTheRunIsKept(t *testing.T) {
	t.Parallel()
	h := still(t)
	before := h.counts()
	r := h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	caseID := r.fills(personal(elisa)) // exposed politically: compliance has to approve
	r.asks("POST", "/portal/case/submit", map[string]any{"locale": "pt-BR"}, http.StatusOK)
	if got := r.stage(); got != "approval" {
		t.Fatalf("stands in %s", got)
	}
	r.is("registration", 1)
	denied := r.asks("POST", "/cases/"+caseID+"/actions", map[string]any{"verb": "approve"}, http.StatusForbidden)
	if denied.text("/key") != "case.denied" {
		t.Errorf("refused with %s", denied.raw)
	}
	r.is("compliance", 1)
	r.asks("PUT", "/cases/"+caseID+"/pages/compliance", map[string]any{
		"values": map[string]any{"risk_override": "medium", "risk_override_note": "Cargo local"},
	}, http.StatusOK)
	r.asks("POST", "/cases/"+caseID+"/actions", map[string]any{"verb": "override"}, http.StatusOK)
	maker := r.asks("POST", "/cases/"+caseID+"/actions", map[string]any{"verb": "approve"}, http.StatusForbidden)
	if maker.text("/key") != "case.maker_checker" {
		t.Errorf("refused with %s", maker.raw)
	}
	r.is("compliance", 2)
	r.asks("POST", "/cases/"+caseID+"/claim", nil, http.StatusOK)
	for _, stage := range []string{"final_review", "signature"} { // a risk that was lowered lets nobody pass who is exposed
		r.asks("POST", "/cases/"+caseID+"/actions", map[string]any{"verb": "approve", "note": "Conferido"}, http.StatusOK)
		if got := r.stage(); got != stage {
			t.Fatalf("approved, stands in %s", got)
		}
	}
	document := r.asks("GET", "/cases/"+caseID, nil, http.StatusOK).text("/documents/0/id")
	seen := r.asks("GET", "/cases/"+caseID+"/documents/"+document+"/link", nil, http.StatusOK).text("/url")
	if status := r.fetch(seen); status != http.StatusOK || !strings.HasPrefix(seen, "/t/"+r.slug()+"/files/") {
		t.Errorf("a document at %s: %d", seen, status)
	}
	if got := r.does("GET", "", nil); got.text("/acting") == "" {
		t.Error("nobody acts")
	}
	late := r.link("signature_request")
	r.does("POST", "/advance", map[string]any{"by": "PT25H"})
	gone := r.asks("POST", "/portal/signature/open", map[string]any{"token": late}, http.StatusGone)
	if gone.text("/key") == "" {
		t.Errorf("%s", gone.raw)
	}
	r.is("registration", 1)
	r.asks("POST", "/cases/"+caseID+"/actions", map[string]any{"verb": "resend"}, http.StatusOK)
	token := r.link("signature_request")
	offer := r.asks("POST", "/portal/signature/open", map[string]any{"token": token}, http.StatusOK)
	r.asks("POST", "/portal/signature/sign", map[string]any{
		"token": token, "accept": true, "answersSha256": offer.text("/answersSha256"), "papersSha256": offer.hashes(), "locale": "pt-BR",
	}, http.StatusOK)
	told := r.does("GET", "", nil)
	if got := r.stage(); got != "complete" {
		t.Fatalf("stands in %s: %s", got, told.raw)
	}
	if after := h.counts(); !slices.Equal(before, after) {
		t.Errorf("the real tenant was written to:\n%v\n%v", before, after)
	}
	r.keeps(r.does("GET", "/scenario", nil))
}

// draft is the draft of the pipeline with its revision.
func (r *trier) draft() (body map[string]any, revision any) {
	r.t.Helper()
	got := r.admin.send("GET", "/definitions/pipeline/onboarding-pf", nil)
	body, _ = got.at("/draft").(map[string]any)
	return body, got.at("/revision")
}

// saves changes the draft and returns what publishing it says.
func (r *trier) publishes(change func(body map[string]any)) answer {
	r.t.Helper()
	body, revision := r.draft()
	change(body)
	saved := r.admin.send("PUT", "/definitions/pipeline/onboarding-pf", map[string]any{"body": body, "revision": revision})
	if saved.status != http.StatusOK {
		r.t.Fatalf("save: %d %s", saved.status, saved.raw)
	}
	return r.admin.send("POST", "/definitions/pipeline/onboarding-pf/publish", map[string]any{"revision": saved.at("/revision")},
		"Idempotency-Key: "+rand.Text())
}

// keeps puts a run into the pipeline. It passes, until a guard is changed.
func (r *trier) keeps(run answer) {
	r.t.Helper()
	steps, _ := run.at("/steps").([]any)
	refusals := []string{}
	for _, step := range steps {
		if key := (answer{json: step}).text("/expect/refused"); key != "" {
			refusals = append(refusals, key)
		}
	}
	if !slices.Equal(refusals, []string{"case.denied", "case.maker_checker", "token.expired"}) {
		r.t.Errorf("refusals kept: %v", refusals)
	}
	if got := r.publishes(func(body map[string]any) { body["scenarios"] = []any{run.json} }); got.status != http.StatusCreated {
		r.t.Fatalf("publish: %d %s", got.status, got.raw)
	}
	report := r.admin.send("POST", "/definitions/pipeline/onboarding-pf/scenarios/run", nil)
	if report.at("/results/0/passed") != true || report.at("/results/0/steps/#") != float64(len(steps)) {
		r.t.Fatalf("run: %d %s", report.status, report.raw)
	}
	r.t.Logf("%d steps in %v ms", len(steps), report.at("/results/0/milliseconds"))
	r.covers(report)
	never := map[string]any{"query": map[string]any{"combinator": "and", "rules": []any{
		map[string]any{"field": "case.openItems", "operator": ">", "value": 5},
	}}}
	refused := r.publishes(func(body map[string]any) {
		for _, one := range body["transitions"].([]any) {
			if transition := one.(map[string]any); transition["key"] == "t16" {
				transition["guard"] = never
			}
		}
	})
	resend := slices.IndexFunc(steps, func(step any) bool { return answer{json: step}.text("/do") == "resend" })
	if refused.status != http.StatusUnprocessableEntity || refused.text("/key") != "scenario.failed" ||
		refused.text("/violations/0/path") != "/scenarios/0/steps/"+index(resend) || refused.text("/violations/0/key") != "scenario.refused" {
		r.t.Fatalf("publish with another guard: %d %s", refused.status, refused.raw)
	}
	sentence(r.t, "a failed scenario", "scenario.refused", refused.text("/violations/0/message"))
}

// covers looks at what the run says that it saw.
func (r *trier) covers(report answer) {
	r.t.Helper()
	count := func(list, name, key, of string) any {
		all, _ := report.at("/coverage/" + list).([]any)
		for _, one := range all {
			if (answer{json: one}).text("/"+name) == key {
				return answer{json: one}.at("/" + of)
			}
		}
		return nil
	}
	for what, got := range map[string][2]any{
		"stage approval": {count("stages", "key", "approval", "visits"), 1.0}, "stage info_req": {count("stages", "key", "info_req", "visits"), 0.0},
		"taken resend": {count("transitions", "key", "t16", "taken"), 1.0}, "taken reject": {count("transitions", "key", "t14", "taken"), 0.0},
	} {
		if got[0] != got[1] {
			r.t.Errorf("%s: %v", what, got[0])
		}
	}
	all, _ := report.at("/coverage/rules").([]any)
	both, never := 0, 0
	for _, one := range all {
		held, not := answer{json: one}.at("/true").(float64), answer{json: one}.at("/false").(float64)
		if held > 0 && not > 0 {
			both++
		}
		if held+not == 0 {
			never++
		}
	}
	if len(all) < 50 || both == 0 || never == 0 || never == len(all) {
		r.t.Errorf("%d rules, %d seen both ways, %d never", len(all), both, never)
	}
}

// counts says what every table of the house holds, but for sessions, which logging in adds to.
func (h *house) counts() []string {
	h.t.Helper()
	var out []string
	names, err := h.Store.Pool().QueryContext(h.t.Context(), "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sessions' ORDER BY name")
	if err != nil {
		h.t.Fatal(err)
	}
	defer names.Close()
	var tables []string
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			h.t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := errors.Join(names.Err(), names.Close()); err != nil { // there is one connection, which the counts need
		h.t.Fatal(err)
	}
	for _, name := range tables {
		count := ""
		if err := h.Store.Pool().QueryRowContext(h.t.Context(), `SELECT count(*) FROM "`+name+`"`).Scan(&count); err != nil {
			h.t.Fatal(err)
		}
		out = append(out, name+" "+count)
	}
	return out
}
