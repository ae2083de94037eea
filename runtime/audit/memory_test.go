package audit_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/audit"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

var _ audit.Store = (*memory)(nil)

// memory is a store whose tables anybody can write: one tenant, "acme".
type memory struct {
	chains  map[string][]event.Event
	rows    map[string]audit.Row
	anchors []audit.Anchor
	now     time.Time
	ids     int
	fail    error // of every read, once set

	evidence map[string][]signature.Evidence
	parts    map[string]event.Personal
}

func newMemory() *memory {
	return &memory{
		chains: map[string][]event.Event{}, rows: map[string]audit.Row{},
		now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
}

func (m *memory) auditor() *audit.Auditor {
	return &audit.Auditor{Store: m, NewID: m.newID, Now: func() time.Time { return m.now }}
}

func (m *memory) newID() string {
	m.ids++
	return fmt.Sprintf("id%04d", m.ids)
}

// happen puts n events at the end of the chain of a case.
func (m *memory) happen(id string, n int) {
	for range n {
		e := event.Seal(m.rows[id].Hash, event.Event{
			ID: m.newID(), Tenant: "acme", Case: id, Seq: m.rows[id].Seq + 1, Name: "case.moved", At: m.now,
			Actor: actor.Actor{Kind: actor.Member, Tenant: "acme", ID: "u1"}, Data: map[string]any{"to": "review"},
		})
		m.chains[id] = append(m.chains[id], e)
		if e.Seq == 1 {
			m.rows[id] = audit.Row{Stage: "review", EnteredAt: e.At}
		}
		m.end(id, e.Seq, e.Hash)
		m.now = m.now.Add(time.Second)
	}
}

// end makes the row of a case name the end of its chain.
func (m *memory) end(id string, seq int64, hash string) {
	row := m.rows[id]
	row.Head = audit.Head{Case: id, Seq: seq, Hash: hash}
	m.rows[id] = row
}

// rewrite seals the whole chain anew after fn changed it, and makes the case row agree: the most thorough forger
// that leaves anchors alone.
func (m *memory) rewrite(id string, fn func([]event.Event) []event.Event) {
	chain := fn(slices.Clone(m.chains[id]))
	prev := ""
	for i := range chain {
		chain[i].Seq = int64(i) + 1
		chain[i] = event.Seal(prev, chain[i])
		prev = chain[i].Hash
	}
	m.chains[id] = chain
	m.end(id, int64(len(chain)), prev)
}

func (m *memory) InsertAnchor(_ context.Context, a audit.Anchor) error {
	last := ""
	if n := len(m.anchors); n > 0 {
		last = m.anchors[n-1].Root
	}
	if a.Prev != last {
		return fault.New(fault.Stale, "anchor.stale")
	}
	m.anchors = append(m.anchors, a)
	return nil
}

func (m *memory) LatestAnchors(context.Context, string) iter.Seq2[audit.Anchor, error] {
	return func(yield func(audit.Anchor, error) bool) {
		if m.fail != nil {
			yield(audit.Anchor{}, m.fail)
			return
		}
		for _, a := range slices.Backward(m.anchors) {
			if !yield(a, nil) {
				return
			}
		}
	}
}

func (m *memory) HeadsSince(_ context.Context, _ string, since time.Time) ([]audit.Head, error) {
	var out []audit.Head
	for _, id := range slices.Sorted(maps.Keys(m.rows)) {
		if slices.ContainsFunc(m.chains[id], func(e event.Event) bool { return !e.At.Before(since) }) {
			out = append(out, m.rows[id].Head)
		}
	}
	return out, m.fail
}

func (m *memory) Heads(context.Context, string) iter.Seq2[audit.Row, error] {
	return func(yield func(audit.Row, error) bool) {
		for _, id := range slices.Sorted(maps.Keys(m.rows)) {
			if !yield(m.rows[id], nil) {
				return
			}
		}
	}
}

func (m *memory) Events(_ context.Context, _, id string) ([]event.Event, error) {
	if len(m.chains[id]) == 0 {
		return nil, fault.New(fault.NotFound, "cases.not_found")
	}
	return m.chains[id], nil
}

func (m *memory) anchor(t testing.TB) {
	t.Helper()
	if err := m.auditor().Anchor(context.Background(), "acme"); err != nil {
		t.Fatal(err)
	}
}

func (m *memory) verify(t testing.TB, window int) audit.Report {
	t.Helper()
	r, err := m.auditor().WithWindow(window).Verify(context.Background(), "acme", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var errDown = errors.New("down")

// Records returns the evidence and the personal parts of a case.
func (m *memory) Records(_ context.Context, _, caseID string) ([]signature.Evidence, map[string]event.Personal, error) {
	return m.evidence[caseID], m.parts, m.fail
}
