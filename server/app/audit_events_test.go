package app

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestWhatTheAdministrationDoesStaysKnown changes policies, members, the brand and a plugin: each is in the chain of the tenant
// with who did it and what is another, without what is secret, and nobody else reads it.
func TestWhatTheAdministrationDoesStaysKnown(t *testing.T) {
	t.Parallel()
	onBoth(t, staysKnown)
}

func staysKnown(t *testing.T, b built) {
	s := &scenario{house: stillOn(t, b), tenant: "aurora"}
	admin, other := s.staff("aurora", "admin"), s.staff("aurora", "cadastro")
	begun := s.run(step{name: "from the beginning", by: admin, do: "GET /audit/events", has: map[string]any{"/events/0/seq": given{}}})
	before, _ := begun.at("/events").([]any)
	if first := begun.text("/events/" + strconv.Itoa(len(before)-1) + "/name"); first != "policy.changed" {
		t.Errorf("the chain of a tenant begins with %s", first)
	}
	s.addPolicies(admin, policyOf("registration", "outbox", "read", "deny"))
	added := s.run(step{name: "a member", by: admin, do: "POST /members", status: http.StatusCreated, body: object{
		"email": "nova@aurora.example", "name": "Nova Pessoa", "password": "a-long-password", "roles": []string{"registration"},
	}})
	member := "/members/" + added.text("/id")
	s.run(step{name: "another role", by: admin, do: "PATCH " + member, body: object{"roles": []string{"supervisor"}, "password": "another-password"}})
	s.run(step{name: "nothing", by: admin, do: "PATCH " + member, body: object{"roles": []string{"supervisor"}}})
	s.run(step{name: "refused", by: other, do: "PATCH " + member, body: object{"active": false}, status: http.StatusForbidden})
	s.run(step{name: "brand", by: admin, do: "PUT /brand", body: object{"accent": "#123456", "contact": "Ana, 11 5555-0100", "revision": 0}})
	s.run(step{name: "plugin", by: admin, do: "PUT /plugins/email", body: object{"revision": 0, "settings": object{"name": "Aurora", "server": "smtp://mail.example.com", "from": "mail@aurora.example", "user": "ana.login", "password": "a-secret"}}})

	got := s.run(step{name: "all of it", by: admin, do: "GET /audit/events", has: map[string]any{
		"/events/0/name": "plugin.changed", "/events/1/name": "brand.changed", "/events/2/name": "member.changed",
		"/events/3/name": "member.added", "/events/4/name": "policy.changed",
		"/events/0/text": "Changed the settings of E-mail", "/events/0/changes/0/label": "Address of the sender", "/events/0/changes/0/name": "from", "/events/0/changes/0/after": missing{}, "/events/0/changes/1/name": "name", "/events/0/changes/1/after": "Aurora",
		"/events/1/changes/0/what": "accent", "/events/1/changes/0/after": "#123456",
		"/events/1/changes/1/what": "contact", "/events/1/changes/1/after": missing{},
		"/events/2/text": "Changed the member Nova Pessoa", "/events/2/changes/0/before": "registration", "/events/2/changes/0/after": "supervisor",
		"/events/2/changes/1/what": "password", "/events/2/changes/1/after": missing{}, "/events/2/changes/#": 2,
		"/events/4/changes/0/name": "registration outbox read", "/events/4/changes/0/after": "deny",
		"/events/4/changes/0/before": missing{}, "/events/4/changes/#": 1,
	}})
	all, _ := got.at("/events").([]any)
	if got := s.run(step{name: "the plugin", by: admin, do: "GET /audit/events?limit=1"}); !strings.Contains(string(got.raw), `"secret"`) {
		t.Errorf("that a secret is another is not told: %s", got.raw)
	}
	if len(all) != len(before)+5 {
		t.Errorf("%d events came, %d were there", len(all), len(before))
	}
	if name := got.text("/events/0/actor/name"); name == "" || name != s.member("aurora", "admin").Name {
		t.Errorf("it was done by %q", name)
	}
	for _, secret := range []string{"a-secret", "a-long-password", "another-password", "argon2id", "5555-0100", "mail@aurora.example", "ana.login"} {
		if strings.Contains(string(got.raw), secret) {
			t.Errorf("the chain tells %s", secret)
		}
	}
	s.pages(admin, len(all))
	s.rewords(admin)
	s.run(step{name: "who may not", by: other, do: "GET /audit/events", status: http.StatusForbidden})
	elsewhere := s.staff("horizonte", "admin").send("GET", "/audit/events", nil)
	if strings.Contains(string(elsewhere.raw), "Nova Pessoa") {
		t.Error("another tenant reads it")
	}
	if err := s.Auditor.Anchor(t.Context(), s.tenantID("aurora")); err != nil {
		t.Fatal(err)
	}
	s.run(step{name: "it holds", by: admin, do: "GET /audit", has: map[string]any{"/ok": true}})
}

// rewords changes what a role is called in one language, which is told by it.
func (s *scenario) rewords(by *client) {
	s.t.Helper()
	set, _ := s.run(step{name: "roles", by: by, do: "GET /policies"}).json.(map[string]any)
	roles, _ := set["roles"].([]any)
	role, _ := roles[0].(map[string]any)
	name, _ := role["name"].(map[string]any)
	name["es"] = "Otra palabra"
	s.run(step{name: "another word for a role", by: by, do: "PUT /policies", body: set})
	s.run(step{name: "told", by: by, do: "GET /audit/events?limit=1", has: map[string]any{
		"/events/0/changes/#": 1, "/events/0/changes/0/what": "role", "/events/0/changes/0/name": answer{json: role}.text("/key") + " es",
	}})
}

// pages goes over the chain three events at a time.
func (s *scenario) pages(by *client, want int) {
	var seen []float64
	for cursor := ""; ; {
		page := s.run(step{name: "a page", by: by, do: "GET /audit/events?limit=3&cursor=" + cursor})
		events, _ := page.at("/events").([]any)
		for _, e := range events {
			seq, _ := answer{json: e}.at("/seq").(float64)
			seen = append(seen, seq)
		}
		if cursor = page.text("/cursor"); cursor == "" {
			break
		}
	}
	if len(seen) != want || !slices.IsSortedFunc(seen, func(a, b float64) int { return int(b - a) }) {
		s.t.Errorf("%d events in pages, %d in one: %v", len(seen), want, seen)
	}
}

// TestARowThatWasChangedIsFound changes the row of a case as somebody with the database can, and asks what does not hold.
func TestARowThatWasChangedIsFound(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		s := &scenario{house: stillOn(t, b), tenant: "aurora"}
		for _, told := range stories["aurora"][:4] {
			s.begins("aurora", told)
		}
		auditor := s.staff("aurora", "auditoria")
		s.run(step{name: "as it is", by: auditor, do: "GET /audit", has: map[string]any{"/ok": true}})
		aurora := s.tenantID("aurora")
		for end, change := range map[string]string{"MIN": "stage = 'active'", "MAX": "assignee = 'eve'"} {
			s.tampers(b, "UPDATE cases SET "+change+" WHERE id = (SELECT "+end+"(id) FROM cases WHERE tenant_id = '"+aurora+"')")
		}
		got := s.run(step{name: "after it was changed", by: auditor, do: "GET /audit", has: map[string]any{"/ok": false, "/broken/#": 2, "/broken/0/why": "row"}})
		columns := []string{got.text("/broken/0/column"), got.text("/broken/1/column")}
		if slices.Sort(columns); !slices.Equal(columns, []string{"assignee", "stage"}) {
			t.Errorf("found %s", got.raw)
		}
	})
}

// tampers changes the database of a house behind its back.
func (h *house) tampers(b built, change string) {
	h.t.Helper()
	tx, err := h.Store.Pool().BeginTx(h.t.Context(), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	if len(b.settings) > 0 { // PostgreSQL lets nobody past the wall between tenants
		_, err = tx.ExecContext(h.t.Context(), "SELECT set_config('app.tenant', $1, true)", h.tenantID("aurora"))
	}
	if err == nil {
		_, err = tx.ExecContext(h.t.Context(), change)
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		h.t.Fatal(err)
	}
}
