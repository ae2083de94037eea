// Package blob keeps the bytes of uploaded files: on the local disk for one machine, in an S3 bucket for more.
//
// It gives keys a place, and links that work for some minutes. What a file is, and who may see it, others decide. It
// alone knows minio-go.
package blob

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"mime"
	"strings"
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// Store keeps bytes under keys. It is safe for use by many goroutines.
type Store interface {
	// Put keeps the bytes of r, durably when it returns nil. size is their number. A key that exists is replaced.
	// Returns fault.Invalid for a key that is not one, or when r does not give size bytes.
	Put(ctx context.Context, key string, r io.Reader, size int64, mime string) error
	// Open gives the bytes of a key, to be closed. Returns fault.NotFound when there are none.
	Open(ctx context.Context, key string) (io.ReadCloser, Info, error)
	// Delete forgets a key; one that is not there is forgotten already.
	Delete(ctx context.Context, key string) error
	// Sweep deletes bytes that were put before a moment and that nothing names, and says how many. It touches only what
	// lies where names say that keys of ours lie.
	Sweep(ctx context.Context, names *Names, before time.Time) (int, error)
	// Link returns an address at which anybody gets the bytes until it expires.
	Link(ctx context.Context, key string, o LinkOptions) (url string, expires time.Time, err error)
	// Follow opens a link as a browser would, and returns its status and the first megabyte of what came.
	Follow(ctx context.Context, link string) (status int, content []byte, err error)
	// Present are the names of all that lies below a first part of keys, and may be more than that.
	Present(ctx context.Context, folder string) (*Names, error)
	// SelfTest says whether bytes can be written, read and deleted. Returns fault.Unavailable otherwise.
	SelfTest(ctx context.Context) error
}

// Info is what a store knows of some bytes.
type Info struct {
	Size int64
	MIME string // as it was put; "" when the store does not keep it
	At   time.Time
}

// LinkOptions say how a browser shall take the bytes.
type LinkOptions struct {
	Name   string        // of the file when it is saved
	MIME   string        // "" means application/octet-stream
	Inline bool          // show it in place of saving it; only images and PDF, others are saved
	TTL    time.Duration // 0 means 5 minutes, at most an hour
}

const (
	defaultTTL = 5 * time.Minute
	maxTTL     = time.Hour
	maxKey     = 200
)

// ttl is how long a link works.
func (o LinkOptions) ttl() time.Duration {
	if o.TTL <= 0 {
		return defaultTTL
	}
	return min(o.TTL, maxTTL)
}

// inline are the kinds that a browser can show without running what is in them.
var inline = map[string]bool{"image/jpeg": true, "image/png": true, "application/pdf": true}

// disposition is the header that says whether a file is shown or saved, and under which name.
func (o LinkOptions) disposition() string {
	kind := "attachment"
	if o.Inline && inline[o.MIME] {
		kind = "inline"
	}
	if o.Name == "" {
		return kind
	}
	if text := mime.FormatMediaType(kind, map[string]string{"filename": o.Name}); text != "" {
		return text
	}
	return kind
}

func (o LinkOptions) mime() string {
	if o.MIME == "" {
		return "application/octet-stream"
	}
	return o.MIME
}

// CheckKey returns fault.Invalid for a key that is not made of small parts of letters, digits, "-", "_" and "." between
// slashes: so no key can leave the folder that it belongs to, on any system.
func CheckKey(key string) error {
	bad := fault.New(fault.Invalid, "blob.key.invalid")
	if key == "" || len(key) > maxKey {
		return bad
	}
	for part := range strings.SplitSeq(key, "/") {
		if part == "" || part[0] == '.' {
			return bad
		}
		if strings.ContainsFunc(part, func(r rune) bool { return !strings.ContainsRune(keyLetters, r) }) {
			return bad
		}
	}
	return nil
}

const keyLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

// selfTest writes, reads and deletes a few bytes.
func selfTest(ctx context.Context, s Store) error {
	want := []byte(rand.Text())
	key := "selftest/" + rand.Text()
	err := s.Put(ctx, key, bytes.NewReader(want), int64(len(want)), "text/plain")
	if err != nil {
		return unavailable(err)
	}
	defer s.Delete(ctx, key) //nolint:errcheck // the error of reading is the one to tell
	r, _, err := s.Open(ctx, key)
	if err != nil {
		return unavailable(err)
	}
	defer r.Close() //nolint:errcheck // only read
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, want) {
		return unavailable(err)
	}
	return nil
}

func unavailable(err error) error {
	return fault.New(fault.Unavailable, "blob.unavailable").Because(err)
}

func notFound(err error) error { return fault.New(fault.NotFound, "blob.not_found").Because(err) }

func wrongSize() error { return fault.New(fault.Invalid, "blob.size.wrong") }

// exactly reads size bytes and tells when there are fewer or more.
type exactly struct {
	r     io.Reader
	left  int64
	ended bool // too early or too late
}

// Read gives the next bytes, and fault.Invalid in place of an end that comes too early or too late.
func (e *exactly) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.left -= int64(n)
	if e.left < 0 || errors.Is(err, io.EOF) && e.left > 0 {
		e.ended = true
		return 0, wrongSize()
	}
	return n, err
}
