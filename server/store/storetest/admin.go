package storetest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

func testTenants(t *testing.T, b *bench) {
	bySlug, err := b.TenantBySlug(ctx, "slug-a")
	must(t, err)
	byHost, err := b.TenantByHost(ctx, "a.example.org")
	must(t, err)
	equal(t, byHost, bySlug)
	equal(t, bySlug.Hosts, []string{"a.example.org"})
	equal(t, bySlug.CreatedAt, b.now)
	equal(t, bySlug.Brand.Accent, "#112233")

	bySlug.Name, bySlug.Hosts = "Renamed", []string{"z.example.org", "y.example.org"}
	bySlug.PolicyVersion = 99
	must(t, b.UpdateTenant(ctx, bySlug))
	after, err := b.TenantByHost(ctx, "y.example.org")
	must(t, err)
	bySlug.PolicyVersion = 0
	equal(t, after, bySlug)

	brand, err := b.saveBrand("a", tenant.Brand{Accent: "#445566", Contact: "help"})
	must(t, err)
	equal(t, brand, tenant.Brand{Accent: "#445566", Contact: "help", Revision: 1})
	_, err = b.saveBrand("a", tenant.Brand{Accent: "#000000"})
	wants(t, err, fault.Stale)
	testWorkingTime(t, b)
	_, err = b.saveBrand("nobody", tenant.Brand{})
	wants(t, err, fault.NotFound)
	branded, err := b.TenantBySlug(ctx, "slug-a")
	must(t, err)
	equal(t, branded.Brand, brand)

	_, err = b.TenantByHost(ctx, "a.example.org")
	wants(t, err, fault.NotFound)
	_, err = b.TenantBySlug(ctx, "nobody")
	wants(t, err, fault.NotFound)
	wants(t, b.CreateTenant(ctx, tenant.Tenant{ID: "c", Slug: "slug-a"}), fault.Conflict)
	wants(t, b.CreateTenant(ctx, tenant.Tenant{ID: "c", Slug: "c", Hosts: []string{"b.example.org"}}), fault.Conflict)
	wants(t, b.UpdateTenant(ctx, tenant.Tenant{ID: "nobody", Slug: "n"}), fault.NotFound)
	all, err := b.Tenants(ctx)
	must(t, err)
	equal(t, len(all), 2) // the conflicts left nothing behind
	must(t, b.Ping(ctx))
}

func member(tenantID, id, email string, now time.Time) tenant.Member {
	return tenant.Member{
		ID: id, Tenant: tenantID, Email: email, Name: "Member " + id, PasswordHash: "$argon2id$x", Roles: []string{"analyst"}, Active: true,
		Locale: "pt-BR", CreatedAt: now,
	}
}

func testMembers(t *testing.T, b *bench) {
	m := member("a", "m1", "ana@example.org", b.now)
	must(t, b.CreateMember(ctx, m))
	wants(t, b.CreateMember(ctx, member("a", "m2", "ana@example.org", b.now)), fault.Conflict)
	must(t, b.CreateMember(ctx, member("b", "m1", "ana@example.org", b.now)))
	version := func() int64 {
		v, err := b.PolicyVersion(ctx, "a")
		must(t, err)
		return v
	}
	equal(t, version(), int64(1))

	m.Name = "Ana"
	must(t, b.changeMember(m))
	equal(t, version(), int64(1))
	m.Roles = []string{"manager"}
	must(t, b.changeMember(m))
	equal(t, version(), int64(2))
	m.Active = false
	must(t, b.changeMember(m))
	equal(t, version(), int64(3))

	got, err := b.Member(ctx, "a", "m1")
	must(t, err)
	equal(t, got, m)
	got, err = b.MemberByEmail(ctx, "a", "ana@example.org")
	must(t, err)
	equal(t, got, m)
	list, err := b.Members(ctx, "a")
	must(t, err)
	equal(t, list, []tenant.Member{m})
	m.Roles = []string{"analyst"}
	must(t, b.changeMember(m))
	equal(t, version(), int64(4))
	wants(t, b.changeMember(member("a", "m9", "x@example.org", b.now)), fault.NotFound)
	wants(t, b.CreateMember(ctx, member("nobody", "m9", "x@example.org", b.now)), fault.NotFound)
}

func testPolicies(t *testing.T, b *bench) {
	roles := []tenant.Role{{Key: "z", Name: schemas.Text{"en": "Zed"}, Description: schemas.Text{"en": "Says the last word"}}, {Key: "a"}}
	policies := []tenant.Policy{
		{Role: "z", Object: "case", Verb: "approve", Effect: "allow"}, {Role: "z", Object: "case", Verb: "approve", Effect: "deny"},
	}
	must(t, b.setPolicies("a", roles, policies))
	gotRoles, gotPolicies, version, err := b.Policies(ctx, "a")
	must(t, err)
	equal(t, gotRoles, roles)
	equal(t, gotPolicies, policies)
	equal(t, version, int64(1))
	for _, id := range []string{"a", "b"} {
		m := member(id, "m1", "ana@example.org", b.now)
		m.Roles = []string{"z", "a"}
		must(t, b.CreateMember(ctx, m))
	}
	must(t, b.setPolicies("a", roles[1:], policies[:1]))
	gotRoles, gotPolicies, _, err = b.Policies(ctx, "a")
	must(t, err)
	equal(t, gotRoles, roles[1:])
	for id, left := range map[string][]string{"a": {"a"}, "b": {"z", "a"}} { // a role that is gone leaves its members
		m, err := b.Member(ctx, id, "m1")
		must(t, err)
		equal(t, m.Roles, left)
	}
	equal(t, gotPolicies, policies[:1])
	wants(t, b.setPolicies("nobody", roles, nil), fault.NotFound)
}

func testPluginSettings(t *testing.T, b *bench) {
	_, err := b.PluginSettings(ctx, "a", "email")
	wants(t, err, fault.NotFound)
	p := tenant.PluginSettings{Tenant: "a", Plugin: "email", Settings: []byte(`{"name":"A"}`), Secrets: []byte{1, 2}, Revision: 1, UpdatedAt: b.now, UpdatedBy: "m1"}
	must(t, b.savePlugin(p))
	wants(t, b.savePlugin(p), fault.Stale)
	p.Revision, p.Secrets = 2, nil
	must(t, b.savePlugin(p))
	got, err := b.PluginSettings(ctx, "a", "email")
	must(t, err)
	equal(t, got, p)
	_, err = b.PluginSettings(ctx, "b", "email")
	wants(t, err, fault.NotFound)
}

func testSessions(t *testing.T, b *bench) {
	must(t, b.CreateMember(ctx, member("a", "m1", "ana@example.org", b.now)))
	s := tenant.Session{SHA256: "h1", Tenant: "a", Member: "m1", CreatedAt: b.now, SeenAt: b.now, ExpiresAt: b.now.Add(time.Hour), IP: "::1", Agent: "x"}
	must(t, b.CreateSession(ctx, s))
	wants(t, b.CreateSession(ctx, s), fault.Conflict)
	got, err := b.Session(ctx, "a", "h1")
	must(t, err)
	equal(t, got, s)
	must(t, b.TouchSession(ctx, "a", "h1", b.now.Add(time.Minute)))
	got, err = b.Session(ctx, "a", "h1")
	must(t, err)
	equal(t, got.SeenAt, b.now.Add(time.Minute))

	start := b.now
	b.now = b.now.Add(time.Hour)
	_, err = b.Session(ctx, "a", "h1")
	wants(t, err, fault.NotFound)
	b.now = start

	s.SHA256 = "h2"
	must(t, b.CreateSession(ctx, s))
	must(t, b.DeleteSession(ctx, "a", "h2"))
	_, err = b.Session(ctx, "a", "h2")
	wants(t, err, fault.NotFound)
	must(t, b.DeleteSessionsOf(ctx, "a", "m1"))
	_, err = b.Session(ctx, "a", "h1")
	wants(t, err, fault.NotFound)
	wants(t, b.TouchSession(ctx, "a", "h1", b.now), fault.NotFound)
}

func testIdempotency(t *testing.T, b *bench) {
	must(t, b.Administer(ctx, "a", func(o tenant.Office) error {
		must(t, o.Perform("k", "r"))
		ref, done, err := o.Performed("k")
		equal(t, done && ref == "r", true)
		return err
	}))
	n, err := b.Forget(ctx, "a", b.now.Add(time.Second))
	must(t, err)
	equal(t, n, int64(1))
	b.begin(t, "a", func(tx conveyor.Tx) error {
		_, done, err := tx.Performed("k")
		equal(t, done, false)
		return err
	})
}

func testDefinitions(t *testing.T, b *bench) {
	d := draft("a", b.now)
	must(t, b.SaveDraft(ctx, d))
	wants(t, b.SaveDraft(ctx, d), fault.Stale)
	d.Revision, d.Body = 2, []byte(`{"z":1,"a":2}`)
	must(t, b.SaveDraft(ctx, d))
	wants(t, b.SaveDraft(ctx, d), fault.Stale)
	got, err := b.Draft(ctx, "a", d.Kind, d.Key)
	must(t, err)
	equal(t, got, d) // bytes and all: a checksum covers them

	v := definition.Version{
		Tenant: "a", Kind: definition.Form, Key: "person", Checksum: "c", Body: d.Body, Compiled: []byte(`{"type": "object"}`),
		Pins: map[string]string{"form": "x"}, PublishedAt: b.now, PublishedBy: "m1",
	}
	first, err := b.PublishVersion(ctx, v)
	must(t, err)
	v.ID, v.Compiled = "given", nil
	second, err := b.PublishVersion(ctx, v)
	must(t, err)
	equal(t, []int{first.Number, second.Number}, []int{1, 2})
	_, err = b.PublishVersion(ctx, v)
	wants(t, err, fault.Conflict)
	read, err := b.Version(ctx, "a", first.ID)
	must(t, err)
	equal(t, read, first)
	live, err := b.Live(ctx, "a", definition.Form, "person")
	must(t, err)
	equal(t, live, second)
	_, err = b.Live(ctx, "a", definition.Pipeline, "person")
	wants(t, err, fault.NotFound)
	list, err := b.VersionsOf(ctx, "a", definition.Form, "person")
	must(t, err)
	equal(t, list, []definition.Version{second, first})
	drafts, lives, err := b.Definitions(ctx, "a")
	must(t, err)
	equal(t, drafts, []definition.Draft{d})
	equal(t, lives, []definition.Version{second})
	ids, err := b.LiveIDs(ctx, "a", definition.Form)
	must(t, err)
	equal(t, ids, []string{second.ID})
}

func aPresence(tenantID, member, client string, at time.Time) definition.Presence {
	return definition.Presence{
		Tenant: tenantID, Kind: definition.Form, Key: "person", Member: member, Client: client, Selection: []string{"f1"}, SeenAt: at,
	}
}

// testPresence has two people with three windows, one of whom goes away.
func testPresence(t *testing.T, b *bench) {
	must(t, b.CreateMember(ctx, member("a", "m1", "ana@example.org", b.now)))
	must(t, b.CreateMember(ctx, member("a", "m2", "bia@example.org", b.now)))
	must(t, b.CreateMember(ctx, member("b", "m1", "ana@example.org", b.now)))
	meets := func(p definition.Presence, want ...definition.Presence) {
		t.Helper()
		got, err := b.Meet(ctx, p, p.SeenAt.Add(-20*time.Second))
		must(t, err)
		equal(t, got, want)
	}
	ana, twice, bia := aPresence("a", "m1", "w1", b.now), aPresence("a", "m1", "w2", b.now), aPresence("a", "m2", "w1", b.now)
	meets(ana)
	meets(twice, ana)
	meets(bia, ana, twice) // the same word for a window is another's window
	ana.Selection, ana.SeenAt = nil, b.now.Add(20*time.Second)
	meets(ana, twice, bia)
	bia.SeenAt = b.now.Add(21 * time.Second)
	meets(bia, ana) // the other window of Ana was last seen 21 seconds ago
	elsewhere := aPresence("a", "m2", "w1", bia.SeenAt)
	elsewhere.Key = "company"
	meets(elsewhere)
	meets(aPresence("b", "m1", "w1", b.now.Add(time.Hour))) // sweeps its own windows alone
	meets(bia, ana)
	_, err := b.Meet(ctx, aPresence("a", "nobody", "w1", b.now), b.now)
	wants(t, err, fault.NotFound)
}

func testAnchors(t *testing.T, b *bench) {
	r := b.aCase(t, "a", "c1")
	b.aCase(t, "b", "c2")
	heads, err := b.HeadsSince(ctx, "a", time.Time{})
	must(t, err)
	equal(t, heads, []store.Head{{Case: "c1", Seq: 1, Hash: r.LastHash}})
	heads, err = b.HeadsSince(ctx, "a", b.now)
	must(t, err)
	equal(t, len(heads), 1)
	heads, err = b.HeadsSince(ctx, "a", b.now.Add(time.Millisecond))
	must(t, err)
	equal(t, len(heads), 0)

	one := store.Anchor{ID: "n1", Tenant: "a", At: b.now, Root: "r1", Leaves: []store.Head{{Case: "c1", Seq: 1, Hash: "h"}}}
	two := store.Anchor{ID: "n2", Tenant: "a", At: b.now.Add(time.Minute), Root: "r2", Prev: "r1"}
	must(t, b.InsertAnchor(ctx, one))
	wants(t, b.InsertAnchor(ctx, one), fault.Stale)
	must(t, b.InsertAnchor(ctx, two))
	got, err := b.Anchors(ctx, "a", time.Time{})
	must(t, err)
	equal(t, got, []store.Anchor{one, two})
	got, err = b.Anchors(ctx, "a", two.At)
	must(t, err)
	equal(t, got, []store.Anchor{two})
	got = nil
	for a, err := range b.LatestAnchors(ctx, "a") {
		must(t, err)
		got = append(got, a)
	}
	equal(t, got, []store.Anchor{two, one})
	var rows []store.Row
	for h, err := range b.Heads(ctx, "a") {
		must(t, err)
		rows = append(rows, h)
	}
	equal(t, rows, []store.Row{{
		Head: store.Head{Case: "c1", Seq: 1, Hash: r.LastHash}, Stage: "review", Version: "v1", Assignee: "m1", EnteredAt: b.now,
	}})
	all, err := b.ListTenantsHeads(ctx)
	must(t, err)
	equal(t, len(all), 2)
	equal(t, *all[0].Anchor, two)
	equal(t, all[1], store.TenantHead{Tenant: "b", Slug: "slug-b"})
}

func testSweep(t *testing.T, b *bench) {
	r := b.aCase(t, "a", "c1")
	b.aCase(t, "b", "c2")
	due, err := b.DueTimers(ctx, *r.DueAt)
	must(t, err)
	equal(t, len(due), 0)
	due, err = b.DueTimers(ctx, r.DueAt.Add(time.Second))
	must(t, err)
	equal(t, due, []store.Due{{Tenant: "a", Case: "c1", At: *r.DueAt}, {Tenant: "b", Case: "c2", At: *r.DueAt}})
	if strings.HasPrefix(b.url, "sqlite") { // PostgreSQL refuses what cannot be read
		_, err = b.Pool().ExecContext(ctx, "UPDATE cases SET due_at = '0 is no time' WHERE tenant_id = 'a'")
		must(t, err)
		due, err = b.DueTimers(ctx, r.DueAt.Add(time.Second))
		if err == nil || !strings.Contains(err.Error(), "tenant a") {
			t.Fatalf("what cannot be read of one tenant is not told: %v", err)
		}
		equal(t, due, []store.Due{{Tenant: "b", Case: "c2", At: *r.DueAt}})
	}
	var ids []string
	for id, err := range b.CaseIDs(ctx, "a") {
		must(t, err)
		ids = append(ids, id)
	}
	equal(t, ids, []string{"c1"})
}

func equal(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("\ngot  %+v\nwant %+v", got, want)
	}
}

func (b *bench) saveBrand(tenantID string, brand tenant.Brand) (kept tenant.Brand, err error) {
	err = b.Administer(ctx, tenantID, func(o tenant.Office) (err error) {
		kept, _, err = o.SaveBrand(brand)
		return err
	})
	return kept, err
}

// testWorkingTime keeps when a tenant works, by revision.
func testWorkingTime(t *testing.T, b *bench) {
	t.Helper()
	w := tenant.WorkingTime{TimeZone: "UTC", Calendar: tenant.Calendar{
		Hours: map[string]string{"sat": "08:00-12:00"}, Holidays: []tenant.Holiday{{Date: "2026-11-20", Name: "Zumbi dos Palmares"}, {Date: "2026-12-25"}},
	}}
	for _, code := range []fault.Code{"", fault.Stale} {
		err := b.Administer(ctx, "a", func(o tenant.Office) error {
			_, _, err := o.SaveWorkingTime(w)
			return err
		})
		equal(t, fault.CodeOf(err), code)
	}
	w.Revision = 1
	kept, err := b.TenantBySlug(ctx, "slug-a")
	must(t, err)
	equal(t, kept.WorkingTime(), w)
	wants(t, b.Administer(ctx, "nobody", func(o tenant.Office) error {
		_, _, err := o.SaveWorkingTime(w)
		return err
	}), fault.NotFound)
}

func (b *bench) changeMember(m tenant.Member) error {
	return b.Administer(ctx, m.Tenant, func(o tenant.Office) error { return o.ChangeMember(m) })
}

func (b *bench) setPolicies(tenantID string, roles []tenant.Role, policies []tenant.Policy) error {
	return b.Administer(ctx, tenantID, func(o tenant.Office) error { return o.SetPolicies(roles, policies) })
}

func (b *bench) savePlugin(p tenant.PluginSettings) error {
	return b.Administer(ctx, p.Tenant, func(o tenant.Office) error { return o.SavePluginSettings(p) })
}
