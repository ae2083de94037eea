package audit

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

const (
	usualWindow = 100_000
	mostBroken  = 1000
)

// Verify goes over all anchors and all chains of a tenant. It holds one chain, the largest anchor and a window of
// leaves in memory, however many cases there are. Work may go on meanwhile: what is added while it runs is not missed
// and not held against anybody. progress, unless nil, is called after each case. The error is that of the store or the
// context; what does not hold stands in the report.
func (a *Auditor) Verify(ctx context.Context, tenant string, progress func(done, total int)) (Report, error) {
	v := &verification{store: a.Store, tenant: tenant, sealed: a.Sealed, window: a.window, marks: map[string][]mark{}, report: Report{OK: true}}
	if v.window == 0 {
		v.window = usualWindow
	}
	// Anchors first: chains only grow, so that what an anchor names is there when its chain is read later.
	if err := v.anchors(ctx); err != nil {
		return Report{}, err
	}
	if err := v.cases(ctx, progress); err != nil {
		return Report{}, err
	}
	return v.report, nil
}

// verification is one run of Verify.
type verification struct {
	store  Store
	tenant string
	report Report
	sealed func(record []byte, seal string) bool

	window int
	marks  map[string][]mark // by case, not yet held against the chain
	marked int
}

// mark is an event that must stand in the chain of its case.
type mark struct {
	seq    int64
	hash   string
	anchor string // id; "" when the case row names the event
}

// anchors verifies the anchors from the latest to the first and marks what they name.
func (v *verification) anchors(ctx context.Context) error {
	var newer Anchor
	for anchor, err := range v.store.LatestAnchors(ctx, v.tenant) {
		if err != nil {
			return err
		}
		v.link(newer, anchor)
		if err := v.markAll(ctx, anchor); err != nil {
			return err
		}
		newer = Anchor{ID: anchor.ID, Prev: anchor.Prev}
	}
	if newer.Prev != "" {
		v.broken(Break{Anchor: newer.ID, Why: Unlinked})
	}
	return nil
}

func (v *verification) link(newer, anchor Anchor) {
	v.report.Anchors++
	if v.report.Anchors == 1 {
		v.report.Root = anchor.Root
	} else if newer.Prev != anchor.Root {
		v.broken(Break{Anchor: newer.ID, Why: Unlinked})
	}
	if anchor.Tenant != v.tenant || rootOf(anchor) != anchor.Root {
		v.broken(Break{Anchor: anchor.ID, Why: Forged})
	}
}

func (v *verification) markAll(ctx context.Context, anchor Anchor) error {
	for _, h := range anchor.Leaves {
		v.marks[h.Case] = append(v.marks[h.Case], mark{h.Seq, h.Hash, anchor.ID})
		v.marked++
		if v.marked < v.window {
			continue
		}
		if err := v.flush(ctx); err != nil {
			return err
		}
	}
	return nil
}

// flush holds all marks against their chains, to make room. Chains that break in themselves are left to cases, which
// sees each chain once.
func (v *verification) flush(ctx context.Context) error {
	for head, err := range v.store.Heads(ctx, v.tenant) {
		if err != nil {
			return err
		}
		if err := v.markedCase(ctx, head.Case); err != nil {
			return err
		}
	}
	v.leftover()
	return nil
}

func (v *verification) markedCase(ctx context.Context, id string) error {
	marks := v.marks[id]
	if len(marks) == 0 {
		return nil
	}
	delete(v.marks, id)
	chain, err := v.chain(ctx, id)
	if err == nil && v.whole(id, chain) == nil {
		v.compare(id, chain, marks)
	}
	return err
}

// cases verifies each chain, and the marks that are left against it.
func (v *verification) cases(ctx context.Context, progress func(done, total int)) error {
	total, err := v.total(ctx, progress != nil)
	if err != nil {
		return err
	}
	for head, err := range v.store.Heads(ctx, v.tenant) {
		if err != nil {
			return err
		}
		if err := v.oneCase(ctx, head); err != nil {
			return err
		}
		if progress != nil {
			progress(v.report.Cases, max(total, v.report.Cases))
		}
	}
	v.leftover()
	return nil
}

func (v *verification) oneCase(ctx context.Context, head Row) error {
	chain, err := v.chain(ctx, head.Case)
	if err != nil {
		return err
	}
	if head.Case != v.tenant {
		v.report.Cases++
	}
	v.report.Events += int64(len(chain))
	if b := v.whole(head.Case, chain); b != nil {
		v.broken(*b)
	} else {
		v.compare(head.Case, chain, append(v.marks[head.Case], mark{seq: head.Seq, hash: head.Hash}))
		v.row(head, chain)
		if err := v.records(ctx, head.Case, chain); err != nil {
			return err
		}
	}
	delete(v.marks, head.Case)
	return nil
}

// row holds what a case row says against the chain up to the end that the row names: more may have happened since it was
// read.
func (v *verification) row(row Row, chain []event.Event) {
	if row.Case == v.tenant || row.Seq > int64(len(chain)) {
		return
	}
	past := replayed(chain[:row.Seq])
	if column := past.differs(row); column != "" {
		v.broken(Break{Case: row.Case, Seq: row.Seq, Why: Touched, Column: column})
	}
}

// leftover reports the marked cases that are gone, and forgets all marks.
func (v *verification) leftover() {
	for _, id := range slices.Sorted(maps.Keys(v.marks)) {
		v.compare(id, nil, v.marks[id])
	}
	clear(v.marks)
	v.marked = 0
}

// whole returns where a chain breaks in itself, nil when it does not.
func (v *verification) whole(id string, chain []event.Event) *Break {
	if broken, ok := errors.AsType[*event.Broken](event.Verify(chain)); ok {
		return &Break{Case: id, Seq: broken.Seq, Why: Why(broken.Why)}
	}
	if len(chain) > 0 && (chain[0].Case != id || chain[0].Tenant != v.tenant) {
		return &Break{Case: id, Seq: 1, Why: "case"}
	}
	return nil
}

// compare reports the first place where a chain is not what the marks say.
func (v *verification) compare(id string, chain []event.Event, marks []mark) {
	var first Break
	for _, m := range marks {
		why := m.against(chain)
		if why != "" && (first.Why == "" || m.seq < first.Seq) {
			first = Break{Case: id, Seq: m.seq, Anchor: m.anchor, Why: why}
		}
	}
	if first.Why != "" {
		v.broken(first)
	}
}

func (m mark) against(chain []event.Event) Why {
	switch {
	case len(chain) == 0:
		return Lost
	case m.seq > int64(len(chain)):
		return Cut
	case m.seq < 1, chain[m.seq-1].Hash != m.hash:
		return Rewritten
	}
	return ""
}

func (v *verification) broken(b Break) {
	v.report.OK = false
	if len(v.report.Broken) < mostBroken {
		v.report.Broken = append(v.report.Broken, b)
	}
}

// chain returns the events of a case, none when there is no such case.
func (v *verification) chain(ctx context.Context, id string) ([]event.Event, error) {
	chain, err := v.store.Events(ctx, v.tenant, id)
	if fault.CodeOf(err) == fault.NotFound {
		return nil, nil
	}
	return chain, err
}

func (v *verification) total(ctx context.Context, wanted bool) (int, error) {
	n := 0
	if !wanted {
		return n, nil
	}
	for head, err := range v.store.Heads(ctx, v.tenant) {
		if err != nil {
			return n, err
		}
		if head.Case != v.tenant {
			n++
		}
	}
	return n, nil
}
