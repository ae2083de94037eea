package storetest

import (
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/audit"
	"github.com/esteira/esteira/server/store"
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
