package blob_test

import (
	"bytes"
	"net"
	"os"
	"testing"
	"time"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/blob"
)

// A service that takes connections and says nothing keeps nobody waiting for longer than its time, and does not keep the
// server from starting.
func TestAServiceThatHangs(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // the kernel takes the connections; nobody answers
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	s, err := blob.NewS3(t.Context(), blob.S3Options{
		Endpoint: "http://" + l.Addr().String(), Bucket: "documents", AccessKey: "a", SecretKey: "b", Patience: 300 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, ask := range map[string]func() error{
		"put":    func() error { return s.Put(t.Context(), "a/b", bytes.NewReader([]byte("c")), 1, "text/plain") },
		"open":   func() error { _, _, err := s.Open(t.Context(), "a/b"); return err },
		"delete": func() error { return s.Delete(t.Context(), "a/b") },
		"test":   func() error { return s.SelfTest(t.Context()) },
	} {
		began := time.Now()
		if err := ask(); fault.CodeOf(err) != fault.Unavailable || time.Since(began) > 14*time.Second {
			t.Errorf("%s: after %v: %v", name, time.Since(began), err)
		}
	}
}

// TestADiskThatRefuses is asked to keep something where its folder is gone: as with one that is full, that is no fault of ours
// and no loss.
func TestADiskThatRefuses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d, err := blob.NewDisk(blob.DiskOptions{Folder: folder, Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := d.Put(t.Context(), "a/b", bytes.NewReader([]byte("c")), 1, "text/plain"); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}
