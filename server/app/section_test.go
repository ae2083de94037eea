package app

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestLinksAreJudgedBesideTheirSections publishes and saves what each case of the corpus says, and wants its findings.
func TestLinksAreJudgedBesideTheirSections(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../schemas/testdata/links/*.json")
	if err != nil || len(files) < 15 {
		t.Fatal("too few cases", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			judgesLinks(t, file)
		})
	}
}

func judgesLinks(t *testing.T, file string) {
	t.Helper()
	var c struct {
		Says      string
		Published []map[string]any
		Draft     map[string]any
		Findings  []map[string]any
	}
	if err := json.Unmarshal(must(os.ReadFile(file)), &c); err != nil {
		t.Fatal(err)
	}
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	for _, body := range c.Published {
		s.publishes(admin, body)
	}
	key, _ := c.Draft["key"].(string)
	saved := s.saves(admin, c.Draft)
	for name, got := range map[string]answer{
		"saved": saved, "checked": s.run(step{name: c.Says, by: admin, do: "POST /definitions/form/" + key + "/check"}),
	} {
		if is := got.rows("/findings"); !slices.EqualFunc(is, c.Findings, isFinding) {
			t.Errorf("%s, %s\n got %s\nwant %v", c.Says, name, must(json.Marshal(got.at("/findings"))), c.Findings)
		}
	}
	status := http.StatusCreated
	if slices.ContainsFunc(c.Findings, func(f map[string]any) bool { return f["severity"] == "error" }) {
		status = http.StatusUnprocessableEntity
	}
	s.run(step{
		name: c.Says, by: admin, do: "POST /definitions/form/" + key + "/publish", body: map[string]any{"revision": saved.at("/revision")}, status: status,
	})
}

// isFinding compares what is told with what is wanted of it.
func isFinding(is answer, want map[string]any) bool {
	params, _ := want["params"].(map[string]any)
	for name, value := range params {
		if is.at("/params/"+name) != value {
			return false
		}
	}
	return is.at("/path") == want["path"] && is.at("/key") == want["key"] && is.at("/severity") == want["severity"]
}

// saves writes a form over the draft that there is.
func (s *scenario) saves(by *client, form map[string]any) answer {
	s.t.Helper()
	key, _ := form["key"].(string)
	revision := by.send("GET", "/definitions/form/"+key, nil).at("/revision")
	if revision == nil {
		revision = 0
	}
	return s.run(step{name: key, by: by, do: "PUT /definitions/form/" + key, body: map[string]any{"body": form, "revision": revision}})
}

func (s *scenario) publishes(by *client, form map[string]any) {
	s.t.Helper()
	saved := s.saves(by, form)
	s.run(step{
		name: saved.text("/key"), by: by, do: "POST /definitions/form/" + saved.text("/key") + "/publish",
		body: map[string]any{"revision": saved.at("/revision")}, status: http.StatusCreated,
	})
}

// aSection is a section of text fields.
func aSection(key string, fields ...any) map[string]any {
	return with(aForm(key, fields...), "section", true)
}

// linkedTo is a group that holds a copy of a section of text fields.
func linkedTo(section, key string, fields ...string) map[string]any {
	var held []any
	for _, name := range fields {
		held = append(held, with(text(name), "id", "l_"+key+".f_"+name))
	}
	return map[string]any{"id": "l_" + key, "key": key, "type": "group", "label": inFour(key), "section": section, "fields": held}
}

// TestFormsFollowASection is the life of a section: linked twice in a form and once in another, changed, and followed by
// both at once.
func TestFormsFollowASection(t *testing.T) {
	t.Parallel()
	onBoth(t, followsASection)
}

func followsASection(t *testing.T, b built) {
	s := &scenario{house: stillOn(t, b), tenant: "aurora"}
	admin, analyst := s.staff("aurora", "admin"), s.staff("aurora", "cadastro")
	s.publishes(admin, aSection("place", text("street"), text("city")))
	s.publishes(admin, aForm("buyer", linkedTo("place", "home", "street", "city"), linkedTo("place", "work", "street", "city"), with(text("why"), "visibleWhen", query("home.street"))))
	s.saves(admin, aForm("seller", linkedTo("place", "shop", "street", "city")))
	const at = "/definitions/form/place/links"
	s.run(step{name: "all hold the newest", by: admin, do: "GET " + at, has: map[string]any{
		"/newest": 1, "/links/#": 3, "/links/0/key": "buyer", "/links/0/link": "home", "/links/0/version": 1, "/links/0/newest": 1, "/links/0/published": true,
		"/links/0/draftRevision": 1, "/links/0/label/en": "home", "/links/1/link": "work", "/links/2/key": "seller", "/links/2/published": false,
	}})
	s.publishes(admin, aSection("place", with(text("road"), "id", "f_street"), text("city"), text("zip")))
	s.run(step{name: "all are behind", by: admin, do: "GET " + at, has: map[string]any{"/newest": 2, "/links/0/version": 1, "/links/0/newest": 2, "/links/2/version": 1}})
	s.run(step{name: "which is told", by: admin, do: "POST /definitions/form/buyer/check", has: map[string]any{
		"/findings/#": 2, "/findings/0/key": "section.newer", "/findings/0/severity": "warn", "/findings/0/path": "/pages/0/fields/0/section", "/findings/0/params/newest": 2,
	}})
	list := s.run(step{name: "the list", by: admin, do: "GET /definitions"})
	for _, row := range list.rows("/definitions") {
		if is := row.at("/section") == true; is != slices.Contains([]string{"place", "postal-address"}, row.text("/key")) {
			t.Errorf("section of %s: %v", row.text("/key"), is)
		}
	}
	both := func(buyer, seller int) map[string]any {
		return map[string]any{"forms": []any{map[string]any{"key": "buyer", "revision": buyer}, map[string]any{"key": "seller", "revision": seller}}}
	}
	before := s.bodies(admin, "buyer", "seller")
	for name, c := range map[string]struct {
		by     *client
		at     string
		body   any
		status int
	}{
		"an older revision of the second":   {admin, at, both(1, 7), http.StatusConflict},
		"somebody who may not":              {analyst, at, both(1, 1), http.StatusForbidden},
		"a form that there is not":          {admin, at, map[string]any{"forms": []any{map[string]any{"key": "buyer", "revision": 1}, map[string]any{"key": "nobody", "revision": 1}}}, http.StatusNotFound},
		"a form that does not link to it":   {admin, at, map[string]any{"forms": []any{map[string]any{"key": "buyer", "revision": 1}, map[string]any{"key": "pf-account", "revision": 1}}}, http.StatusUnprocessableEntity},
		"a form that is no section":         {admin, "/definitions/form/pf-account/links", both(1, 1), http.StatusUnprocessableEntity},
		"the same form twice":               {admin, at, map[string]any{"forms": []any{map[string]any{"key": "buyer", "revision": 1}, map[string]any{"key": "buyer", "revision": 1}}}, http.StatusConflict},
		"a section that there is not":       {admin, "/definitions/form/nowhere/links", both(1, 1), http.StatusNotFound},
		"somebody who may not see the list": {analyst, "", nil, http.StatusForbidden},
	} {
		do := "POST " + c.at
		if c.at == "" {
			do = "GET " + at
		}
		s.run(step{name: name, by: c.by, do: do, body: c.body, status: c.status})
		if after := s.bodies(admin, "buyer", "seller"); !maps.Equal(before, after) {
			t.Fatalf("%s: a draft has changed", name)
		}
	}
	s.run(step{name: "both follow", by: admin, do: "POST " + at, body: both(1, 1), has: map[string]any{
		"/forms/#": 2, "/forms/0/key": "buyer", "/forms/0/revision": 2, "/forms/1/revision": 2,
	}})
	s.run(step{name: "now", by: admin, do: "GET " + at, has: map[string]any{"/links/0/version": 2, "/links/1/version": 2, "/links/2/version": 2}})
	s.run(step{name: "what names the field follows it", by: admin, do: "GET /definitions/form/buyer", has: map[string]any{
		"/findings/#": 0, "/draft/pages/0/fields/0/fields/0/key": "road", "/draft/pages/0/fields/1/fields/2/id": "l_work.f_zip",
		"/draft/pages/0/fields/2/visibleWhen/query/rules/0/field": "home.road",
	}})
	s.run(step{name: "once more changes nothing", by: admin, do: "POST " + at, body: both(2, 2), has: map[string]any{"/forms/0/revision": 2, "/forms/1/revision": 2}})
	s.run(step{name: "and can be published", by: admin, do: "POST /definitions/form/buyer/publish", body: map[string]any{"revision": 2}, status: http.StatusCreated})
}

// rows are the members of a list.
func (a answer) rows(pointer string) []answer {
	list, _ := a.at(pointer).([]any)
	out := make([]answer, len(list))
	for i, one := range list {
		out[i] = answer{json: one}
	}
	return out
}

func (s *scenario) bodies(by *client, keys ...string) map[string]string {
	out := map[string]string{}
	for _, key := range keys {
		got := s.run(step{name: key, by: by, do: "GET /definitions/form/" + key})
		out[key] = string(must(json.Marshal(got.at("/draft")))) + strconv.Itoa(int(got.at("/revision").(float64)))
	}
	return out
}

// TestASectionIsNoFormOfAPipeline refuses it there, and lets a form with links run in the sandbox, which has no sections.
func TestASectionIsNoFormOfAPipeline(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	s.publishes(admin, aSection("place", text("name"), text("email")))
	s.publishes(admin, aForm("buyer", text("name"), text("email"), linkedTo("place", "home", "name", "email")))
	line := aPipeline(t, "bought", func(p map[string]any) { p["form"] = "place" })
	saved := s.run(step{name: "a section", by: admin, do: "PUT /definitions/pipeline/bought", body: map[string]any{"body": line, "revision": 0}, has: map[string]any{
		"/findings/0/key": "section.no_form", "/findings/0/path": "/form",
	}})
	s.run(step{name: "refused", by: admin, do: "POST /definitions/pipeline/bought/publish", body: map[string]any{"revision": saved.at("/revision")}, status: http.StatusUnprocessableEntity})
	for _, key := range []string{"buyer", "place"} {
		tried := s.tries("aurora", "form/"+key, map[string]any{})
		if !strings.HasPrefix(tried.slug(), sandboxPrefix) {
			t.Error(key, tried.slug())
		}
	}
}
