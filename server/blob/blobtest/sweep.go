package blobtest

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/blob"
)

// Sweep tests sweeping on a store that nobody else uses meanwhile.
func Sweep(t *testing.T, s blob.Store) {
	t.Helper()
	b := &bench{Store: s}
	mine := "sweep-" + strings.ToLower(rand.Text())
	named, orphan, other := mine+"/c1/named", mine+"/c1/orphan", mine+"-too/c1/other"
	for _, k := range []string{named, orphan, other} {
		b.put(t, k, []byte(k))
	}
	names := blob.NewNames(mine)
	names.Add(named)
	names.Add(other) // a bucket is shared by folders, a disk is not
	sweeps := func(before time.Time, want int) {
		t.Helper()
		n, err := b.Sweep(ctx, names, before)
		must(t, err)
		if n != want {
			t.Fatalf("%d swept, want %d", n, want)
		}
	}
	sweeps(time.Now().Add(-time.Hour), 0) // it may still be about to be named
	b.read(t, orphan)
	sweeps(time.Now().Add(time.Hour), 1)
	sweeps(time.Now().Add(time.Hour), 0)
	_, _, err := b.Open(ctx, orphan)
	wants(t, err, fault.NotFound)
	for _, k := range []string{named, other} {
		if got := string(b.read(t, k)); got != k {
			t.Fatalf("%s holds %q", k, got)
		}
	}
	for range 102 { // as if the database were another's
		b.put(t, mine+"/c2/"+strings.ToLower(rand.Text()), []byte("x"))
	}
	if n, err := b.Sweep(ctx, names, time.Now().Add(time.Hour)); n != 0 || !errors.Is(err, blob.ErrTooMany) {
		t.Fatalf("%d swept, %v", n, err)
	}
	b.read(t, named)
}
