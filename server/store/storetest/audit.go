package storetest

import (
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/audit"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

// testAudit anchors and verifies what the store keeps.
func testAudit(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	b.aCase(t, "a", "c3")
	b.aCase(t, "b", "c2")
	a := &audit.Auditor{Store: b.Store, NewID: store.NewID, Now: func() time.Time { return b.now }}
	must(t, a.Anchor(ctx, "a"))
	must(t, a.Anchor(ctx, "a"))
	b.aCase(t, "a", "c4")
	must(t, a.Anchor(ctx, "a"))
	got, err := a.Verify(ctx, "a", nil)
	must(t, err)
	equal(t, got, audit.Report{OK: true, Cases: 3, Events: 3, Anchors: 2, Root: got.Root})
}

// testAuditEvents keeps what the administration of a tenant did in a chain of its own, which is anchored and verified with
// those of the cases.
func testAuditEvents(t *testing.T, b *bench) {
	tells := func(tenantID, name string) error {
		return b.Administer(ctx, tenantID, func(o tenant.Office) error {
			return o.Append(event.Event{ID: tenantID + name, Name: name, Actor: actor.Job(tenantID, "test"), Data: map[string]any{"subject": "m1"}})
		})
	}
	for _, name := range []string{"member.added", "policy.changed", "member.changed"} {
		must(t, tells("a", name))
		must(t, tells("b", name))
	}
	wants(t, tells("nobody", "member.added"), fault.NotFound)
	refused := b.Administer(ctx, "a", func(o tenant.Office) error {
		must(t, o.Append(event.Event{ID: "gone", Name: "brand.changed"}))
		return errOwn
	})
	equal(t, refused, errOwn)
	for before, want := range map[int64][]string{0: {"member.changed", "policy.changed"}, 3: {"policy.changed", "member.added"}, 1: nil} {
		page, err := b.AuditEvents(ctx, "a", before, 2)
		must(t, err)
		var names []string
		for _, e := range page {
			names = append(names, e.Name)
			equal(t, e.Tenant+" "+e.Case, "a a")
		}
		equal(t, names, want)
	}
	b.aCase(t, "a", "c1")
	chain, err := b.Events(ctx, "a", "a")
	must(t, err)
	must(t, event.Verify(chain))
	a := &audit.Auditor{Store: b.Store, NewID: store.NewID, Now: func() time.Time { return b.now }}
	must(t, a.Anchor(ctx, "a"))
	got, err := a.Verify(ctx, "a", nil)
	must(t, err)
	equal(t, got, audit.Report{OK: true, Cases: 1, Events: 4, Anchors: 1, Root: got.Root})
	must(t, tells("a", "brand.changed"))
	must(t, a.Anchor(ctx, "a"))
	got, err = a.Verify(ctx, "a", nil)
	must(t, err)
	equal(t, got, audit.Report{OK: true, Cases: 1, Events: 5, Anchors: 2, Root: got.Root})
	for anchor, err := range b.LatestAnchors(ctx, "a") {
		must(t, err)
		equal(t, anchor.Leaves, []audit.Head{{Case: "a", Seq: 4, Hash: anchor.Leaves[0].Hash}})
		break
	}
}
