package audit_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/esteira/esteira/runtime/audit"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// aPast is three cases and three anchors; c1 has 2, 4 and 5 events at them, c2 3, 3 and 4, c3 only two at the last.
// After them c1 got a sixth event that nothing anchors.
func aPast(t testing.TB) *memory {
	t.Helper()
	m := newMemory()
	for _, grow := range []map[string]int{{"c1": 2, "c2": 3}, {"c1": 2}, {"c1": 1, "c2": 1, "c3": 2}} {
		for _, id := range []string{"c1", "c2", "c3"} {
			m.happen(id, grow[id])
		}
		m.now = m.now.Add(time.Hour)
		m.anchor(t)
	}
	m.happen("c1", 1)
	return m
}

func TestAnchorTakesWhatGrew(t *testing.T) {
	t.Parallel()
	m := aPast(t)
	var got []string
	prev := ""
	for _, a := range m.anchors {
		s := ""
		for _, h := range a.Leaves {
			s += fmt.Sprint(h.Case, ":", h.Seq, " ")
		}
		got = append(got, s)
		if a.Prev != prev || a.Root != audit.RootOf(a) || a.Tenant != "acme" || a.ID == "" {
			t.Errorf("anchor %+v after %q", a, prev)
		}
		prev = a.Root
	}
	if want := []string{"c1:2 c2:3 ", "c1:4 ", "c1:5 c2:4 c3:2 "}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnchorWritesNothingWhenNothingChanged(t *testing.T) {
	t.Parallel()
	m := newMemory()
	m.anchor(t)
	if len(m.anchors) != 0 {
		t.Fatal("an anchor of nothing")
	}
	m.happen("c1", 1)
	for range 3 {
		m.anchor(t)
		m.now = m.now.Add(time.Minute)
	}
	if len(m.anchors) != 1 {
		t.Fatalf("%d anchors, want 1", len(m.anchors))
	}
}

// Two anchors within the overlap: the second looks back behind the first and takes only what that one has not.
func TestAnchorTakesLateCommits(t *testing.T) {
	t.Parallel()
	m := newMemory()
	m.happen("c1", 1)
	m.anchor(t)
	m.now = m.now.Add(-2 * time.Second) // began before the anchor, committed after it
	m.happen("c2", 1)
	m.anchor(t)
	if len(m.anchors) != 2 || len(m.anchors[1].Leaves) != 1 || m.anchors[1].Leaves[0].Case != "c2" {
		t.Fatalf("got %+v", m.anchors)
	}
	if !m.anchors[1].At.After(m.anchors[0].At) {
		t.Error("the times of anchors must be in their order")
	}
}

// A clock that was a day ahead must leave nothing out for ever.
func TestAnchorAfterAWrongClock(t *testing.T) {
	t.Parallel()
	m := newMemory()
	m.happen("c1", 1)
	m.now = m.now.Add(24 * time.Hour)
	m.anchor(t)
	m.now = m.now.Add(-24 * time.Hour)
	m.happen("c2", 1)
	m.anchor(t)
	m.anchor(t)
	if len(m.anchors) != 2 || len(m.anchors[1].Leaves) != 1 || m.anchors[1].Leaves[0].Case != "c2" {
		t.Fatalf("got %+v", m.anchors)
	}
	if r := m.verify(t, 0); !r.OK {
		t.Fatalf("got %+v", r)
	}
}

type quicker struct{ *memory }

func (q quicker) HeadsSince(ctx context.Context, tenant string, since time.Time) ([]audit.Head, error) {
	heads, err := q.memory.HeadsSince(ctx, tenant, since)
	return heads, errors.Join(err, q.auditor().Anchor(ctx, tenant))
}

func TestAnchorIsStaleWhenAnotherServerWasQuicker(t *testing.T) {
	t.Parallel()
	m := newMemory()
	m.happen("c1", 1)
	a := m.auditor()
	a.Store = quicker{m}
	if err := a.Anchor(context.Background(), "acme"); fault.CodeOf(err) != fault.Stale {
		t.Fatalf("got %v", err)
	}
}

func TestErrorsOfTheStoreComeBack(t *testing.T) {
	t.Parallel()
	m := aPast(t)
	m.fail = errDown
	if err := m.auditor().Anchor(context.Background(), "acme"); !errors.Is(err, errDown) {
		t.Errorf("anchor: %v", err)
	}
	if _, err := m.auditor().Verify(context.Background(), "acme", nil); !errors.Is(err, errDown) {
		t.Errorf("verify: %v", err)
	}
}

func TestVerifyOfATruePast(t *testing.T) {
	t.Parallel()
	m := aPast(t)
	var seen []int
	got, err := m.auditor().Verify(context.Background(), "acme", func(done, total int) { seen = append(seen, done, total) })
	if err != nil {
		t.Fatal(err)
	}
	want := audit.Report{OK: true, Cases: 3, Events: 12, Anchors: 3, Root: m.anchors[2].Root}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if !slices.Equal(seen, []int{1, 3, 2, 3, 3, 3}) {
		t.Errorf("progress %v", seen)
	}
	if r := newMemory().verify(t, 0); !r.OK || r.Anchors+r.Cases != 0 {
		t.Errorf("nothing: %+v", r)
	}
}

// Every kind of tampering is found, with the words given here among what is reported.
func TestVerifyFinds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tamper func(*memory)
		want   []audit.Break
	}{
		"a field": {
			func(m *memory) { m.chains["c2"][1].Data = map[string]any{"to": "approved"} },
			[]audit.Break{{Case: "c2", Seq: 2, Why: "hash"}},
		},
		"a field, hash made to fit": {
			func(m *memory) { e := &m.chains["c2"][1]; e.Name = "x"; *e = event.Seal(e.Prev, *e) },
			[]audit.Break{{Case: "c2", Seq: 3, Why: "prev"}},
		},
		"last event gone": {
			func(m *memory) { m.chains["c2"] = m.chains["c2"][:3] },
			[]audit.Break{{Case: "c2", Seq: 4, Anchor: "id0014", Why: audit.Cut}},
		},
		"last event gone, row made to fit": {
			func(m *memory) { m.rewrite("c2", func(c []event.Event) []event.Event { return c[:3] }) },
			[]audit.Break{{Case: "c2", Seq: 4, Anchor: "id0014", Why: audit.Cut}},
		},
		"event gone that no anchor names": {
			func(m *memory) { m.chains["c1"] = m.chains["c1"][:5] },
			[]audit.Break{{Case: "c1", Seq: 6, Why: audit.Cut}},
		},
		"middle event gone": {
			func(m *memory) { m.chains["c2"] = slices.Delete(m.chains["c2"], 1, 2) },
			[]audit.Break{{Case: "c2", Seq: 2, Why: "seq"}},
		},
		"middle event gone, chain made to fit": {
			func(m *memory) {
				m.rewrite("c2", func(c []event.Event) []event.Event { return slices.Delete(c, 1, 2) })
			},
			[]audit.Break{{Case: "c2", Seq: 3, Anchor: "id0006", Why: audit.Rewritten}},
		},
		"event inserted": {
			func(m *memory) { m.chains["c2"] = slices.Insert(m.chains["c2"], 1, m.chains["c2"][0]) },
			[]audit.Break{{Case: "c2", Seq: 2, Why: "seq"}},
		},
		"event inserted, chain made to fit": {
			func(m *memory) {
				m.rewrite("c2", func(c []event.Event) []event.Event { return slices.Insert(c, 1, c[0]) })
			},
			[]audit.Break{{Case: "c2", Seq: 3, Anchor: "id0006", Why: audit.Rewritten}},
		},
		"two swapped": {
			func(m *memory) { c := m.chains["c2"]; c[1], c[2] = c[2], c[1] },
			[]audit.Break{{Case: "c2", Seq: 2, Why: "seq"}},
		},
		"two swapped, chain made to fit": {
			func(m *memory) {
				m.rewrite("c2", func(c []event.Event) []event.Event { c[1], c[2] = c[2], c[1]; return c })
			},
			[]audit.Break{{Case: "c2", Seq: 3, Anchor: "id0006", Why: audit.Rewritten}},
		},
		"whole chain written anew": {
			func(m *memory) {
				m.rewrite("c1", func(c []event.Event) []event.Event { c[0].Actor.ID = "u2"; return c })
			},
			[]audit.Break{{Case: "c1", Seq: 2, Anchor: "id0006", Why: audit.Rewritten}},
		},
		"written anew and anchored again": {
			func(m *memory) {
				m.rewrite("c1", func(c []event.Event) []event.Event { c[0].Actor.ID = "u2"; return c })
				_ = m.auditor().Anchor(context.Background(), "acme")
			},
			[]audit.Break{{Case: "c1", Seq: 2, Anchor: "id0006", Why: audit.Rewritten}},
		},
		"chains of two cases swapped": {
			func(m *memory) {
				m.chains["c1"], m.chains["c2"] = m.chains["c2"], m.chains["c1"]
			},
			[]audit.Break{{Case: "c1", Seq: 1, Why: "case"}, {Case: "c2", Seq: 1, Why: "case"}},
		},
		"first anchor gone": {
			func(m *memory) { m.anchors = m.anchors[1:] },
			[]audit.Break{{Anchor: "id0009", Why: audit.Unlinked}},
		},
		"middle anchor gone": {
			func(m *memory) { m.anchors = slices.Delete(m.anchors, 1, 2) },
			[]audit.Break{{Anchor: "id0014", Why: audit.Unlinked}},
		},
		"anchors swapped": {
			func(m *memory) { m.anchors[0], m.anchors[1] = m.anchors[1], m.anchors[0] },
			[]audit.Break{{Anchor: "id0014", Why: audit.Unlinked}},
		},
		"a leaf": {
			func(m *memory) { m.anchors[0].Leaves[0].Seq = 1 },
			[]audit.Break{{Anchor: "id0006", Why: audit.Forged}},
		},
		"a leaf gone, root made to fit": {
			func(m *memory) {
				a := &m.anchors[1]
				a.Leaves = nil
				a.Root = audit.RootOf(*a)
			},
			[]audit.Break{{Anchor: "id0014", Why: audit.Unlinked}},
		},
		"time of an anchor": {
			func(m *memory) { m.anchors[2].At = m.anchors[2].At.Add(-time.Minute) },
			[]audit.Break{{Anchor: "id0014", Why: audit.Forged}},
		},
		"old anchor written anew, the next made to name it": {
			func(m *memory) {
				m.anchors[0].Leaves = m.anchors[0].Leaves[1:]
				m.anchors[0].Root = audit.RootOf(m.anchors[0])
				m.anchors[1].Prev = m.anchors[0].Root
			},
			[]audit.Break{{Anchor: "id0009", Why: audit.Forged}},
		},
		"a case": {
			func(m *memory) { delete(m.chains, "c2"); delete(m.rows, "c2") },
			[]audit.Break{{Case: "c2", Seq: 3, Anchor: "id0006", Why: audit.Lost}},
		},
		"row of a case": {
			func(m *memory) { delete(m.rows, "c2") },
			[]audit.Break{{Case: "c2", Seq: 3, Anchor: "id0006", Why: audit.Lost}},
		},
		"chain of a case": {
			func(m *memory) { delete(m.chains, "c3") },
			[]audit.Break{{Case: "c3", Seq: 2, Anchor: "id0014", Why: audit.Lost}},
		},
		"row names another end": {
			func(m *memory) { m.rows["c1"] = audit.Row{Head: audit.Head{Case: "c1", Seq: 6, Hash: "00"}} },
			[]audit.Break{{Case: "c1", Seq: 6, Why: audit.Rewritten}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := aPast(t)
			c.tamper(m)
			for _, window := range []int{0, 1, 2, 3} {
				r := m.verify(t, window)
				for _, want := range c.want {
					if r.OK || !slices.Contains(r.Broken, want) {
						t.Errorf("window %d: got %+v, want %+v", window, r, want)
					}
				}
			}
		})
	}
}

// What the package comment says is not seen.
func TestVerifyDoesNotFind(t *testing.T) {
	t.Parallel()
	for name, tamper := range map[string]func(*memory){
		"unanchored event gone, row made to fit": func(m *memory) {
			m.rewrite("c1", func(c []event.Event) []event.Event { return c[:5] })
		},
		"newest anchor gone": func(m *memory) { m.anchors = m.anchors[:2] },
	} {
		m := aPast(t)
		root := m.verify(t, 0).Root
		tamper(m)
		r := m.verify(t, 0)
		if !r.OK {
			t.Errorf("%s: found after all, the comment may promise more: %+v", name, r)
		}
		if name == "newest anchor gone" && r.Root == root {
			t.Errorf("%s: a root noted elsewhere must show it", name)
		}
	}
}

func TestReportListsTheFirstThousand(t *testing.T) {
	t.Parallel()
	m := newMemory()
	for i := range 1100 {
		id := fmt.Sprint("c", i)
		m.happen(id, 1)
		m.chains[id][0].Name = "x"
	}
	if r := m.verify(t, 0); r.OK || len(r.Broken) != 1000 || r.Cases != 1100 {
		t.Fatalf("ok %v, %d broken, %d cases", r.OK, len(r.Broken), r.Cases)
	}
}

// drawPast makes cases grow and anchors them, in any order, until all is anchored. The clock may be set back, by less
// than an hour in all.
func drawPast(t *rapid.T, tb testing.TB) *memory {
	m := newMemory()
	m.happen("c0", 2)
	back := 0
	for range rapid.IntRange(1, 12).Draw(t, "steps") {
		m.happen(fmt.Sprint("c", rapid.IntRange(0, 4).Draw(t, "case")), rapid.IntRange(0, 3).Draw(t, "events"))
		minutes := rapid.IntRange(max(-20, back-58), 90).Draw(t, "minutes")
		back = max(0, back-minutes)
		m.now = m.now.Add(time.Duration(minutes) * time.Minute)
		if rapid.Bool().Draw(t, "anchor") {
			m.anchor(tb)
		}
	}
	m.anchor(tb)
	return m
}

// Whatever happened, an untouched past verifies, and everything in it is anchored.
func TestAnyTruePastVerifies(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m := drawPast(rt, t)
		if r := m.verify(t, rapid.IntRange(0, 4).Draw(rt, "window")); !r.OK || r.Anchors != len(m.anchors) {
			rt.Fatalf("got %+v", r)
		}
		ends := map[audit.Head]int{}
		for _, a := range m.anchors {
			for _, h := range a.Leaves {
				ends[h]++
			}
		}
		for _, row := range m.rows {
			if ends[row.Head] == 0 {
				rt.Fatalf("%+v is in no anchor", row)
			}
		}
	})
}

// A forger of one anchored chain who makes hashes and the case row fit is found, and so is one of an anchor.
func TestAnyForgeryIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m := drawPast(rt, t)
		ids := make([]string, 0, len(m.rows))
		for i := range 5 {
			if id := fmt.Sprint("c", i); len(m.chains[id]) > 0 {
				ids = append(ids, id)
			}
		}
		id := rapid.SampledFrom(ids).Draw(rt, "victim")
		i := rapid.IntRange(0, len(m.chains[id])-1).Draw(rt, "event")
		k := rapid.IntRange(0, len(m.anchors)-1).Draw(rt, "anchor")
		forge := map[string]func(){
			"change": func() {
				m.rewrite(id, func(c []event.Event) []event.Event { c[i].Name = "case.approved"; return c })
			},
			"drop": func() {
				m.rewrite(id, func(c []event.Event) []event.Event { return slices.Delete(c, i, i+1) })
			},
			"insert": func() {
				m.rewrite(id, func(c []event.Event) []event.Event {
					e := c[i]
					e.ID = "new"
					return slices.Insert(c, i, e)
				})
			},
			"cut":    func() { m.rewrite(id, func(c []event.Event) []event.Event { return c[:i] }) },
			"remove": func() { delete(m.chains, id); delete(m.rows, id) },
			"leaf":   func() { m.anchors[k].Leaves[0].Seq++ },
			"leaves": func() {
				m.anchors[k].Leaves = append(m.anchors[k].Leaves, audit.Head{Case: id, Seq: 1, Hash: m.chains[id][0].Hash})
			},
			"anchor": func() {
				if k == len(m.anchors)-1 {
					rt.Skip("the newest anchor is not missed")
				}
				m.anchors = slices.Delete(m.anchors, k, k+1)
			},
		}
		names := []string{"change", "drop", "insert", "cut", "remove", "leaf", "leaves", "anchor"}
		name := rapid.SampledFrom(names).Draw(rt, "forgery")
		forge[name]()
		if r := m.verify(t, rapid.IntRange(0, 4).Draw(rt, "window")); r.OK {
			rt.Fatalf("%s of %s at %d, anchor %d: not found", name, id, i, k)
		}
	})
}
