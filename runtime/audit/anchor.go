package audit

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/esteira/esteira/schemas/event"
)

// overlap is how far Anchor looks back behind the last anchor: a transaction gets its time before it commits, and
// clocks differ and are set back. An end with a time still older is anchored when its case goes on.
const overlap = time.Hour

// Anchor anchors the ends of all chains of a tenant that grew since the last anchor, and writes nothing when none did.
// Returns fault.Stale when another server was quicker: that one anchored them, and the next run takes what it missed.
func (a *Auditor) Anchor(ctx context.Context, tenant string) error {
	l, err := a.last(ctx, tenant)
	if err != nil {
		return err
	}
	heads, err := a.Store.HeadsSince(ctx, tenant, l.since)
	if err != nil {
		return err
	}
	next := Anchor{ID: a.NewID(), Tenant: tenant, At: l.next, Prev: l.root}
	for _, h := range heads {
		if !l.leaves[h] {
			next.Leaves = append(next.Leaves, h)
		}
	}
	if len(next.Leaves) == 0 {
		return nil
	}
	next.Root = rootOf(next)
	return a.Store.InsertAnchor(ctx, next)
}

// last is what the next anchor has to know of the last.
type last struct {
	root   string
	since  time.Time     // from when to look for chains that grew; zero looks at all
	next   time.Time     // of the next anchor: the order of times is the order of anchors, whatever the clock does
	leaves map[Head]bool // of all anchors within the overlap
}

func (a *Auditor) last(ctx context.Context, tenant string) (last, error) {
	now := instant(a.Now())
	l := last{next: now, leaves: map[Head]bool{}}
	var floor time.Time
	for anchor, err := range a.Store.LatestAnchors(ctx, tenant) {
		if err != nil {
			return last{}, err
		}
		if floor.IsZero() {
			floor = anchor.At.Add(-overlap)
			l.root, l.since = anchor.Root, floor
			l.next = later(now, anchor.At.Add(time.Millisecond))
		}
		if anchor.At.Before(floor) {
			break
		}
		for _, h := range anchor.Leaves {
			l.leaves[h] = true
		}
	}
	if floor.After(now) {
		l.since = time.Time{} // the clock was wrong: what happened meanwhile has times before the last anchor
	}
	return l, nil
}

// rootOf returns the root that an anchor with this content has.
func rootOf(a Anchor) string {
	leaves := make([][]byte, 0, len(a.Leaves)+1)
	leaves = append(leaves, event.AppendCanonical(nil, map[string]any{
		"at": instant(a.At), "id": a.ID, "prev": a.Prev, "tenant": a.Tenant,
	}))
	for _, h := range a.Leaves {
		leaves = append(leaves, event.AppendCanonical(nil, map[string]any{"case": h.Case, "hash": h.Hash, "seq": h.Seq}))
	}
	return hex.EncodeToString(event.Root(leaves))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
