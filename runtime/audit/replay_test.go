package audit_test

import (
	"slices"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/audit"
)

// TestVerifyHoldsTheRowAgainstItsChain changes what the row of a case says, as somebody with the database can.
func TestVerifyHoldsTheRowAgainstItsChain(t *testing.T) {
	t.Parallel()
	life := func(m *memory) {
		m.rows["c1"] = audit.Row{EnteredAt: m.now.Add(2 * time.Second), Stage: "check", Version: "v2", Assignee: "ben"}
		m.add("c1", "case.started", nil)
		m.add("c1", "case.moved", map[string]any{"from": "", "to": "draft"})
		m.add("c1", "case.moved", map[string]any{"from": "draft", "to": "check"})
		m.add("c1", "case.moved", map[string]any{"from": "check", "to": "check"})
		m.add("c1", "case.migrated", map[string]any{"version": "v2"})
		m.add("c1", "case.claimed", nil)
		m.add("c1", "case.assigned", map[string]any{"member": "ben"})
	}
	for name, c := range map[string]struct {
		happens func(*memory)
		row     func(*audit.Row)
		column  string
	}{
		"as it is":                        {row: func(*audit.Row) {}},
		"another stage":                   {row: func(r *audit.Row) { r.Stage = "approved" }, column: "stage"},
		"gone":                            {row: func(r *audit.Row) { r.Stage = "" }, column: "stage"},
		"longer there":                    {row: func(r *audit.Row) { r.EnteredAt = r.EnteredAt.Add(-time.Hour) }, column: "entered_at"},
		"another version":                 {row: func(r *audit.Row) { r.Version = "v1" }, column: "version_id"},
		"somebody else's":                 {row: func(r *audit.Row) { r.Assignee = "eve" }, column: "assignee"},
		"nobody's":                        {row: func(r *audit.Row) { r.Assignee = "" }, column: "assignee"},
		"more happened since it was read": {row: func(r *audit.Row) { r.Seq, r.Hash, r.Version, r.Assignee = 4, "", "v1", "" }},
		"released":                        {happens: func(m *memory) { m.add("c1", "case.released", nil) }, row: func(r *audit.Row) { r.Assignee = "" }},
		"kept by who had it":              {happens: func(m *memory) { m.add("c1", "case.released", nil) }, row: func(*audit.Row) {}, column: "assignee"},
		"lost by going on": {
			happens: func(m *memory) { m.add("c1", "case.moved", map[string]any{"to": "sign"}) },
			row:     func(r *audit.Row) { r.Stage, r.Assignee, r.EnteredAt = "sign", "", r.EnteredAt.Add(5*time.Second) },
		},
		"erased": {
			happens: func(m *memory) { m.add("c1", "case.erased", nil) },
			row:     func(r *audit.Row) { r.Stage = "" },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMemory()
			life(m)
			if c.happens != nil {
				c.happens(m)
			}
			row := m.rows["c1"]
			c.row(&row)
			if row.Hash == "" {
				row.Hash = m.chains["c1"][row.Seq-1].Hash
			}
			m.rows["c1"] = row
			var want []audit.Break
			if c.column != "" {
				want = []audit.Break{{Case: "c1", Seq: row.Seq, Why: audit.Touched, Column: c.column}}
			}
			if got := m.verify(t, 0); !slices.Equal(got.Broken, want) || got.OK != (want == nil) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}
