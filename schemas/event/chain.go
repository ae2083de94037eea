package event

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Broken says where a chain no longer holds.
type Broken struct {
	Seq int64  // of the first event that does not fit; its place in the list counts when the number itself is wrong
	Why string // "hash", "prev", "seq", "case"
}

// Error is for logs and for the audit report.
func (b *Broken) Error() string {
	return fmt.Sprintf("event: chain broken at seq %d: %s", b.Seq, b.Why)
}

// Seal returns the event joined to the chain after the event whose hash is prev ("" for the first). The instant is
// brought to UTC milliseconds first, because that is what storage keeps.
func Seal(prev string, e Event) Event {
	e.At = instant(e.At)
	e.Prev = prev
	e.Hash = digest(e)
	return e
}

// Verify checks the whole chain of one case, oldest event first. It returns a *Broken for the first event that was
// changed, dropped, inserted or moved. A chain cut off at its end still verifies: the anchored Merkle root of the
// heads shows that.
func Verify(events []Event) error {
	prev := ""
	for i, e := range events {
		want := int64(i) + 1
		switch {
		case e.Seq != want:
			return &Broken{Seq: want, Why: "seq"}
		case e.Tenant != events[0].Tenant || e.Case != events[0].Case:
			return &Broken{Seq: want, Why: "case"}
		case e.Prev != prev:
			return &Broken{Seq: want, Why: "prev"}
		case e.Hash != digest(e):
			return &Broken{Seq: want, Why: "hash"}
		}
		prev = e.Hash
	}
	return nil
}

func digest(e Event) string {
	var room [1024]byte
	sum := sha256.Sum256(appendEvent(room[:0], e))
	return hex.EncodeToString(sum[:])
}

func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
