package app

import (
	"testing"

	"github.com/esteira/esteira/server/store"
)

// A tenant with many overdue cases keeps no other waiting.
func TestTenantsTakeTurns(t *testing.T) {
	t.Parallel()
	got := inTurns([]store.Due{{Tenant: "a", Case: "1"}, {Tenant: "a", Case: "2"}, {Tenant: "a", Case: "3"}, {Tenant: "b", Case: "4"}, {Tenant: "b", Case: "5"}})
	order := ""
	for _, d := range got {
		order += d.Case
	}
	if order != "14253" {
		t.Errorf("in the order %s", order)
	}
}
