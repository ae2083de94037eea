// Package blobtest is the conformance suite of blob stores: the same tests run on each.
package blobtest

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/blob"
)

// Run runs the suite. A link is asked for with get.
func Run(t *testing.T, s blob.Store, get func(t *testing.T, url string, header http.Header) *http.Response) {
	t.Helper()
	b := &bench{Store: s, get: get}
	for name, test := range map[string]func(*testing.T, *bench){
		"roundTrip": roundTrip, "keys": keys, "sizes": sizes, "links": links, "inline": inline, "tampered": tampered, "together": together,
		"selfTest": func(t *testing.T, b *bench) { must(t, b.SelfTest(ctx)) },
		"broken":   broken, "cancelled": cancelled,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, b)
		})
	}
}

type bench struct {
	blob.Store
	get func(t *testing.T, url string, header http.Header) *http.Response
}

var ctx = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Fatalf("error is %v, want %s", err, code)
	}
}

func (b *bench) put(t *testing.T, key string, content []byte) {
	t.Helper()
	must(t, b.Put(ctx, key, bytes.NewReader(content), int64(len(content)), "image/png"))
	t.Cleanup(func() { must(t, b.Delete(ctx, key)) })
}

func (b *bench) read(t *testing.T, key string) []byte {
	t.Helper()
	r, info, err := b.Open(ctx, key)
	must(t, err)
	defer r.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(r)
	must(t, err)
	if info.Size != int64(len(content)) || info.At.IsZero() {
		t.Fatalf("info %+v of %d bytes", info, len(content))
	}
	return content
}

func key() string { return "t1/c1/" + rand.Text() }

func roundTrip(t *testing.T, b *bench) {
	k := key()
	_, _, err := b.Open(ctx, k)
	wants(t, err, fault.NotFound)
	for _, size := range []int{0, 1, 300_000, 6 << 20} {
		content := make([]byte, size)
		_, _ = rand.Read(content)
		b.put(t, k, content) // again and again: a key is replaced
		if got := b.read(t, k); !bytes.Equal(got, content) {
			t.Fatalf("%d bytes came back as %d others", size, len(got))
		}
	}
	must(t, b.Delete(ctx, k))
	must(t, b.Delete(ctx, k))
	_, _, err = b.Open(ctx, k)
	wants(t, err, fault.NotFound)
}

func keys(t *testing.T, b *bench) {
	for _, k := range []string{
		"", "/", "a/", "/a", "a//b", "..", "a/../b", "../../etc/passwd", ".hidden", "a/.tmp", `a\b`, "a\x00b", "a b", "é", "a?b", "C:a", strings.Repeat("a", 201),
	} {
		wants(t, b.Put(ctx, k, strings.NewReader("x"), 1, ""), fault.Invalid)
		_, _, err := b.Open(ctx, k)
		wants(t, err, fault.Invalid)
		wants(t, b.Delete(ctx, k), fault.Invalid)
		_, _, err = b.Link(ctx, k, blob.LinkOptions{})
		wants(t, err, fault.Invalid)
	}
}

func sizes(t *testing.T, b *bench) {
	for _, size := range []int64{2, 4, 300_000} {
		k := key()
		wants(t, b.Put(ctx, k, strings.NewReader("xyz"), size, ""), fault.Invalid)
		_, _, err := b.Open(ctx, k)
		wants(t, err, fault.NotFound)
	}
}

func links(t *testing.T, b *bench) {
	k := key()
	b.put(t, k, []byte("0123456789"))
	url, expires, err := b.Link(ctx, k, blob.LinkOptions{Name: `relatório "1";.pdf`, MIME: "text/html", Inline: true, TTL: time.Minute})
	must(t, err)
	if left := time.Until(expires); left < 50*time.Second || left > time.Minute {
		t.Fatalf("expires in %v", left)
	}
	r := b.get(t, url, nil)
	defer r.Body.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(r.Body)
	must(t, err)
	disposition := r.Header.Get("Content-Disposition")
	if r.StatusCode != http.StatusOK || string(content) != "0123456789" || r.Header.Get("Content-Type") != "text/html" {
		t.Fatalf("%d %q %v", r.StatusCode, content, r.Header)
	}
	if !strings.HasPrefix(disposition, "attachment") || !strings.Contains(disposition, "relat%C3%B3rio") {
		t.Fatalf("a page is never shown in place: %s", disposition)
	}
	part := b.get(t, url, http.Header{"Range": {"bytes=2-4"}})
	defer part.Body.Close() //nolint:errcheck // only read
	if content, _ := io.ReadAll(part.Body); part.StatusCode != http.StatusPartialContent || string(content) != "234" {
		t.Fatalf("range: %d %q", part.StatusCode, content)
	}
}

func inline(t *testing.T, b *bench) {
	k := key()
	b.put(t, k, []byte("x"))
	for mime, want := range map[string]string{"image/png": "inline", "application/pdf": "inline", "image/svg+xml": "attachment", "": "attachment"} {
		url, _, err := b.Link(ctx, k, blob.LinkOptions{MIME: mime, Inline: true})
		must(t, err)
		r := b.get(t, url, nil)
		_ = r.Body.Close() // only its headers count
		if got := r.Header.Get("Content-Disposition"); got != want {
			t.Errorf("%q: %s", mime, got)
		}
	}
}

func tampered(t *testing.T, b *bench) {
	k, other := key(), key()
	b.put(t, k, []byte("mine"))
	b.put(t, other, []byte("not mine"))
	url, _, err := b.Link(ctx, k, blob.LinkOptions{Name: "a.txt", MIME: "text/plain"})
	must(t, err)
	address, query, _ := strings.Cut(url, "?")
	for name, bad := range map[string]string{
		"unsigned": address, "other key": strings.Replace(url, k, other, 1), "other type": strings.Replace(url, "text%2Fplain", "text%2Fhtml", 1),
		"other name": strings.Replace(url, "a.txt", "b.txt", 1), "up": strings.Replace(address, k, "../"+k, 1) + "?" + query,
	} {
		r := b.get(t, bad, nil)
		_ = r.Body.Close() // only its headers count
		if r.StatusCode < 400 {
			t.Errorf("%s: %d", name, r.StatusCode)
		}
	}
	short, _, err := b.Link(ctx, k, blob.LinkOptions{TTL: time.Second})
	must(t, err)
	time.Sleep(2100 * time.Millisecond)
	r := b.get(t, short, nil)
	_ = r.Body.Close() // only its headers count
	if r.StatusCode != http.StatusForbidden && r.StatusCode != http.StatusGone {
		t.Errorf("expired: %d", r.StatusCode)
	}
}

// together lets many write one key: a reader finds one of them whole.
func together(t *testing.T, b *bench) {
	k := key()
	b.put(t, k, bytes.Repeat([]byte{'a'}, 100_000))
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			content := bytes.Repeat([]byte{'a' + byte(i)}, 100_000)
			if err := b.Put(ctx, k, bytes.NewReader(content), 100_000, ""); err != nil {
				t.Error(err)
			}
		})
		group.Go(func() {
			r, _, err := b.Open(ctx, k)
			if err != nil {
				t.Error(err)
				return
			}
			defer r.Close() //nolint:errcheck // only read
			content, err := io.ReadAll(r)
			if err != nil || len(content) != 100_000 || len(bytes.Trim(content, string(content[0]))) > 0 {
				t.Errorf("%d bytes, %v", len(content), err)
			}
		})
	}
	group.Wait()
}

// broken is a reader that fails half-way: nothing of it stays.
func broken(t *testing.T, b *bench) {
	k := key()
	r := io.MultiReader(strings.NewReader("half"), failing{})
	if err := b.Put(ctx, k, r, 100, ""); err == nil {
		t.Fatal("half a file was kept")
	}
	_, _, err := b.Open(ctx, k)
	wants(t, err, fault.NotFound)
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func cancelled(t *testing.T, b *bench) {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	k := key()
	if err := b.Put(gone, k, strings.NewReader("x"), 1, ""); err == nil {
		t.Fatal("kept after the caller had gone")
	}
	_, _, err := b.Open(ctx, k)
	wants(t, err, fault.NotFound)
}
