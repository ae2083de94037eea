// Package audit shows that what is kept of the past is what happened: it anchors the ends of the event chains of a
// tenant, and verifies chains and anchors against each other.
//
// An anchor names the ends (case, seq, hash) of all chains that grew since the anchor before. Its root is the Merkle
// tree hash of RFC 6962 over one canonical JSON (RFC 8785) per leaf: first {"at","id","prev","tenant"} of the anchor
// itself, then {"case","hash","seq"} of each end, in the order kept. What the administration of a tenant did, who changed
// which policy, member or setting, is one more chain, in which the tenant's id stands for that of a case. Prev is the root of the anchor before. So each
// root stands for its own anchor and for all before it, and event.Proof shows anybody that an event was anchored.
//
// What Verify proves. No event was changed, dropped, inserted or moved inside a chain. No chain that was anchored was
// cut off before its anchored end, written anew, or removed. No anchor was changed, dropped, inserted or moved before
// one that is still there. The end of each chain is not before the end that its case row names.
//
// The row of each case stands where its chain says that it came to, since when, under which version and with whom. The
// rest of a row (facts, results of checks, approvals, contact) is not held against the chain.
//
// The record of each signature is the one that its event names, sealed by this server; the answers that were signed, and
// what people wrote, are those that were kept, unless the case was erased.
//
// What it does not prove. Hashes hold no secret: who can write every table can put events at the end of a chain, can
// take away or write anew what no anchor names yet if the case row is changed too, can write anew all anchors together
// with all chains, and can take away the newest anchors. What was written while a clock was more than an hour late is
// anchored only when its case goes on. A root that was noted elsewhere (Report.Root, printed, mailed, published) ends
// that for all that was anchored up to it: it must still be the root of one of the anchors. And a chain says that
// something was recorded, not that it was true, nor that the clock was right.
package audit

import (
	"context"
	"iter"
	"time"

	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/event"
)

// Anchor fixes the ends of all event chains of a tenant that grew since the anchor before.
type Anchor struct {
	ID     string
	Tenant string
	At     time.Time // UTC, milliseconds; later than that of the anchor before
	Root   string    // hex, Merkle root of the anchor itself and its Leaves
	Prev   string    // Root of the anchor before, "" for the first
	Leaves []Head
}

// Head is the last event of a case, or of what the administration did.
type Head struct {
	Case string `json:"case"` // the tenant's id for what the administration did
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
}

// Store is what audit reads and keeps. Each method sees the rows of one tenant only. An error ends a sequence; the
// body of a loop over a sequence may ask the Store again.
type Store interface {
	// InsertAnchor adds an anchor, which is never changed. Returns fault.Stale when Prev is not the root of the latest
	// anchor: another server was quicker.
	InsertAnchor(ctx context.Context, a Anchor) error
	// LatestAnchors goes over the anchors, latest first. It reads ahead little: they may be large.
	LatestAnchors(ctx context.Context, tenant string) iter.Seq2[Anchor, error]
	// HeadsSince returns the ends of the chains that grew at a moment or later; the zero time asks for all.
	HeadsSince(ctx context.Context, tenant string, since time.Time) ([]Head, error)
	// Heads goes over the tenant's own chain and all cases, with the ends of their chains as their rows name them.
	Heads(ctx context.Context, tenant string) iter.Seq2[Row, error]
	// Events returns the chain of a case, oldest first. Returns fault.NotFound when the tenant has none.
	Events(ctx context.Context, tenant, caseID string) ([]event.Event, error)
	// Records returns what events of a case refer to: the evidence of signatures, and what was said of people and not
	// erased, by id.
	Records(ctx context.Context, tenant, caseID string) ([]signature.Evidence, map[string]event.Personal, error)
}

// Auditor anchors and verifies. All fields but Sealed are required.
type Auditor struct {
	Store Store
	NewID func() string
	Now   func() time.Time
	// Sealed says whether a seal is this server's for a record; nil does not ask.
	Sealed func(record []byte, seal string) bool

	window int // how many leaves Verify keeps in memory; 0 means 100 000
}

// Report is what Verify found.
type Report struct {
	OK      bool    `json:"ok"`
	Cases   int     `json:"cases"`
	Events  int64   `json:"events"`
	Anchors int     `json:"anchors"`
	Root    string  `json:"root,omitempty"`   // of the latest anchor, to be noted elsewhere
	Broken  []Break `json:"broken,omitempty"` // the first 1000
}

// Break is a place where the past does not hold.
type Break struct {
	Case   string `json:"case,omitempty"`   // the tenant's id for what the administration did, "" when an anchor itself is broken
	Seq    int64  `json:"seq,omitempty"`    // of the first event that does not fit
	Anchor string `json:"anchor,omitempty"` // id of the anchor that shows it, "" when the chain or the case row does
	Why    Why    `json:"why"`
	Column string `json:"column,omitempty"` // of the case row, when it says what its chain does not
}

// Why says what does not hold. A chain that breaks in itself has the words of event.Broken: hash, prev, seq, case.
type Why string

// The words that are not those of event.Broken.
const (
	Cut       Why = "cut"         // the chain ends before an event that the anchor or the case row names
	Rewritten Why = "rewritten"   // another event stands where the anchor or the case row names one
	Lost      Why = "lost"        // there is a case without a chain, or an anchored case is gone
	Forged    Why = "anchor.root" // the root of an anchor is not that of what it holds
	Unlinked  Why = "anchor.prev" // the anchor before this one is gone, or is not the one that it names
	Unproven  Why = "evidence"    // the record of a signature is gone, or is not the one that was signed
	Altered   Why = "personal"    // what an event or a signature refers to is gone without an erasure, or is another
	Touched   Why = "row"         // the case row says of the case what its chain does not
)
