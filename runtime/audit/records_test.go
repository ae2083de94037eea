package audit_test

import (
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/audit"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
)

// add puts one event at the end of a chain, and nothing into its row but the new end.
func (m *memory) add(id, name string, data map[string]any) {
	e := event.Seal(m.rows[id].Hash, event.Event{
		ID: m.newID(), Tenant: "acme", Case: id, Seq: m.rows[id].Seq + 1, Name: name, At: m.now,
		Actor: actor.Actor{Kind: actor.Member, Tenant: "acme", ID: "u1"}, Data: data,
	})
	m.chains[id] = append(m.chains[id], e)
	m.end(id, e.Seq, e.Hash)
	m.now = m.now.Add(time.Second)
}

// What events refer to is held against them.
func TestRecordsAreHeldAgainstTheirHashes(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		do   func(m *memory)
		want audit.Why
	}{
		"as it was":                       {do: func(*memory) {}},
		"another note":                    {do: func(m *memory) { p := m.parts["p"]; p.Body = `"other"`; m.parts["p"] = p }, want: audit.Altered},
		"a note that is gone":             {do: func(m *memory) { delete(m.parts, "p") }, want: audit.Altered},
		"an erased note":                  {do: func(m *memory) { delete(m.parts, "p"); m.add("c1", "case.erased", nil) }},
		"a signature that is gone":        {do: func(m *memory) { m.evidence = nil }, want: audit.Unproven},
		"another record of the signature": {do: func(m *memory) { m.evidence["c1"][0].Record = []byte(`{"x":2}`) }, want: audit.Unproven},
	} {
		m := newMemory()
		part, place := event.Hide("p", "a note")
		m.parts = map[string]event.Personal{"p": part}
		m.add("c1", "note.added", map[string]any{"note": place})
		const sum = "5041bf1f713df204784353e82f6a4a535931cb64f1f4b4a5aeaffcb720918b22" // of {"x":1}
		m.evidence = map[string][]signature.Evidence{"c1": {{ID: "e", Record: []byte(`{"x":1}`), Hash: sum}}}
		m.add("c1", "signature.given", map[string]any{"evidence": "e", "hash": sum})
		x.do(m)
		report, err := m.auditor().Verify(t.Context(), "acme", nil)
		if err != nil {
			t.Fatal(err)
		}
		var why audit.Why
		if len(report.Broken) > 0 {
			why = report.Broken[0].Why
		}
		if why != x.want {
			t.Errorf("%s: %q, want %q", name, why, x.want)
		}
	}
}
