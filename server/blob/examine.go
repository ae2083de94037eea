package blob

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/esteira/esteira/schemas/fault"
)

// Step is one thing that a store has to be able to do, and how it went.
type Step struct {
	Name string // write, read, link, expiry, delete
	Err  error
	Took time.Duration
}

// shortLink is how long a link works that is to expire while somebody looks.
const shortLink = time.Second

// Examine tries all that a store has to do, with a few bytes of its own, which are gone afterwards. What needs a step that
// failed is left out; to delete is always tried.
func Examine(ctx context.Context, s Store) []Step {
	want, key := []byte(rand.Text()), "selftest/"+rand.Text()
	var steps []Step
	try := func(name string, do func() error) bool {
		began := time.Now()
		err := do()
		steps = append(steps, Step{Name: name, Err: err, Took: time.Since(began)})
		return err == nil
	}
	ok := try("write", func() error { return s.Put(ctx, key, bytes.NewReader(want), int64(len(want)), "text/plain") })
	ok = ok && try("read", func() error { return readsBack(ctx, s, key, want) })
	if ok && try("link", func() error { return linkWorks(ctx, s, key, want) }) {
		try("expiry", func() error { return linkExpires(ctx, s, key) })
	}
	try("delete", func() error { return deletes(ctx, s, key) })
	return steps
}

func readsBack(ctx context.Context, s Store, key string, want []byte) error {
	r, _, err := s.Open(ctx, key)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // only read
	got, err := io.ReadAll(r)
	if err == nil && !bytes.Equal(got, want) {
		err = errors.New("other bytes came back than were written")
	}
	return err
}

func linkWorks(ctx context.Context, s Store, key string, want []byte) error {
	link, _, err := s.Link(ctx, key, LinkOptions{Name: "test.txt", MIME: "text/plain"})
	if err != nil {
		return err
	}
	status, got, err := s.Follow(ctx, link)
	if err != nil {
		return err
	}
	if status != http.StatusOK || !bytes.Equal(got, want) {
		return fmt.Errorf("the link is answered with status %d", status)
	}
	return nil
}

// linkExpires waits until a link of a second is over.
func linkExpires(ctx context.Context, s Store, key string) error {
	link, _, err := s.Link(ctx, key, LinkOptions{TTL: shortLink})
	if err != nil {
		return err
	}
	// Not until the moment that the link tells: it is that of the store's clock, which may be far from this one.
	over := time.NewTimer(3 * shortLink)
	defer over.Stop()
	select {
	case <-over.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	status, _, err := s.Follow(ctx, link)
	if err == nil && status < http.StatusBadRequest {
		err = errors.New("a link still works after its time")
	}
	return err
}

func deletes(ctx context.Context, s Store, key string) error {
	if err := s.Delete(ctx, key); err != nil {
		return err
	}
	r, _, err := s.Open(ctx, key)
	if err == nil {
		return errors.Join(errors.New("what was deleted can still be read"), r.Close())
	}
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// maxFollowed bounds what is read of an answer to a link.
const maxFollowed = 1 << 20

// Follow opens a link as a browser would, without a network in between.
func (d *Disk) Follow(ctx context.Context, link string) (int, []byte, error) {
	u, err := url.Parse(link)
	if err != nil {
		return 0, nil, err
	}
	if at := strings.Index(u.Path, FilesPath); at > 0 {
		u.Path = u.Path[at:]
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return 0, nil, err
	}
	w := &answer{header: http.Header{}, status: http.StatusOK}
	d.ServeLink(w, r)
	return w.status, w.body.Bytes(), nil
}

// answer is what a handler wrote.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header gives the headers to write.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader keeps the status.
func (a *answer) WriteHeader(status int) { a.status = status }

// Write keeps the body.
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

var following = &http.Client{Timeout: 15 * time.Second}

// Follow opens a link as a browser would, from where the server stands.
func (s *S3) Follow(ctx context.Context, link string) (int, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
	if err != nil {
		return 0, nil, err
	}
	response, err := following.Do(r)
	if err != nil {
		return 0, nil, unavailable(err)
	}
	defer response.Body.Close() //nolint:errcheck // only read
	body, err := io.ReadAll(io.LimitReader(response.Body, maxFollowed))
	return response.StatusCode, body, err
}

// Present are the names of all that lies in a store, below a first part of keys where it tells them apart.
func (d *Disk) Present(ctx context.Context, _ string) (*Names, error) {
	names := NewNames()
	for i := range 256 {
		dir := fmt.Sprintf("%02x", i)
		list, err := fs.ReadDir(d.root.FS(), dir)
		if errors.Is(err, fs.ErrNotExist) && d.options.Volatile {
			continue
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return nil, unavailable(err)
		}
		for _, entry := range list {
			names.known[entry.Name()] = true
		}
	}
	return names, nil
}

// Present are the names of all that lies in the bucket below a first part of keys.
func (s *S3) Present(ctx context.Context, folder string) (*Names, error) {
	names := NewNames(folder)
	for object := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: folder + "/", Recursive: true}) {
		if object.Err != nil {
			return nil, s.fault(object.Err)
		}
		names.Add(object.Key)
	}
	return names, nil
}

// Has says whether a key is among the names.
func (n *Names) Has(key string) bool { return n.has(key) }
