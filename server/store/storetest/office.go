package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

// testOffice founds a tenant: all of it is kept or nothing.
func testOffice(t *testing.T, b *bench) {
	found := func(fails error) error {
		return b.Administer(ctx, "new", func(o tenant.Office) error {
			must(t, o.CreateTenant(tenant.Tenant{
				ID: "new", Slug: "new", CreatedAt: b.now, Calendar: &tenant.Calendar{Hours: map[string]string{"mon": "09:00-18:00"}},
			}))
			m := stubMember
			m.Tenant, m.CreatedAt = "new", b.now
			must(t, o.CreateMember(m))
			must(t, o.SetPolicies([]tenant.Role{{Key: "z"}}, []tenant.Policy{{Role: "z"}}))
			v, err := o.PublishVersion(definition.Version{ID: "v9", Kind: definition.Form, Key: "person", Body: []byte("{}")})
			must(t, err)
			equal(t, v.Number, 1)
			must(t, o.SaveDraft(draft("new", b.now)))
			wants(t, o.CreateMember(tenant.Member{ID: "m9", Tenant: "a"}), fault.NotFound)
			wants(t, o.ChangeMember(tenant.Member{ID: "m1", Tenant: "a"}), fault.NotFound)
			wants(t, o.SavePluginSettings(tenant.PluginSettings{Tenant: "a"}), fault.NotFound)
			return fails
		})
	}
	equal(t, found(errOwn), errOwn)
	_, err := b.TenantBySlug(ctx, "new")
	wants(t, err, fault.NotFound)
	must(t, found(nil))
	made, err := b.TenantBySlug(ctx, "new")
	must(t, err)
	equal(t, made.Calendar.Hours["mon"], "09:00-18:00")
	roles, policies, _, err := b.Policies(ctx, "new")
	must(t, err)
	equal(t, len(roles)+len(policies), 2)
	wants(t, b.Administer(ctx, "x", func(o tenant.Office) error {
		return o.CreateTenant(tenant.Tenant{ID: "x", Slug: "new", CreatedAt: b.now})
	}), fault.Conflict)
}

// testPersonal keeps what was said of a person beside the events, and erases it.
func testPersonal(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	part, _ := event.Hide("p1", "a note")
	part.Case = "c1"
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.PutResult(check.Result{Case: "c1", Key: "cpf", Round: 1, Evidence: map[string]any{"n": 1.0}, At: b.now}))
		must(t, tx.InsertItem(request.Item{ID: "i1", Case: "c1", Path: "/f", Note: "again", Was: "w", CreatedAt: b.now}))
		return tx.InsertPersonal([]event.Personal{part})
	})
	_, parts, err := b.Records(ctx, "a", "c1")
	must(t, err)
	equal(t, parts["p1"].Body, `"a note"`)
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.ErasePersonal("c1") })
	b.begin(t, "a", func(tx conveyor.Tx) error {
		parts, err := tx.Personal("c1")
		must(t, err)
		equal(t, len(parts), 0)
		items, err := tx.Items("c1")
		must(t, err)
		equal(t, items[0].Note+items[0].Was, "")
		results, err := tx.Results("c1")
		must(t, err)
		equal(t, len(results[0].Evidence), 0)
		return nil
	})
}

// testPrevious finds the case of a person that was completed last.
func testPrevious(t *testing.T, b *bench) {
	for i, outcome := range []string{"completed", "completed", "rejected", ""} {
		rec := record("a", fmt.Sprintf("c%d", i), b.now)
		rec.Identity, rec.State.Outcome, rec.Reference = "52998224725", outcome, fmt.Sprintf("R%d", i)
		rec.State.StartedAt, rec.State.EnteredAt = b.now.Add(time.Duration(i)*time.Hour), b.now.Add(time.Duration(i)*time.Hour)
		b.begin(t, "a", func(tx conveyor.Tx) error { return tx.InsertCase(rec) })
	}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for at, want := range map[time.Duration]string{0: "", time.Minute: "c0", 9 * time.Hour: "c1"} {
			got, err := tx.CompletedWithIdentity("52998224725", "c3", b.now.Add(at))
			must(t, err)
			equal(t, got, want)
		}
		got, err := tx.CompletedWithIdentity("", "c3", b.now.Add(time.Hour))
		equal(t, got, "")
		return err
	})
}
