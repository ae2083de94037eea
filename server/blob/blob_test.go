package blob_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/esteira/esteira/server/blob"
	"github.com/esteira/esteira/server/blob/blobtest"
)

var secret = bytes.Repeat([]byte("k"), 32)

func TestDisk(t *testing.T) {
	d, err := blob.NewDisk(blob.DiskOptions{Folder: t.TempDir(), Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	blobtest.Run(t, d, func(t *testing.T, url string, header http.Header) *http.Response {
		t.Helper()
		return serve(d, url, header)
	})
}

func TestDiskSweeps(t *testing.T) {
	folder := t.TempDir()
	d, err := blob.NewDisk(blob.DiskOptions{Folder: folder, Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"readme.txt", "ab/note.txt"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	blobtest.Sweep(t, d)
	for _, name := range []string{"readme.txt", "ab/note.txt"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Errorf("not ours, and gone: %v", err)
		}
	}
}

func serve(d *blob.Disk, url string, header http.Header) *http.Response {
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "http://esteira.test/", nil)
	path, query, _ := strings.Cut(url, "?")
	r.URL.Path, r.URL.RawQuery = path, query
	if header != nil {
		r.Header = header
	}
	d.ServeLink(w, r)
	return w.Result()
}

func bucket(t *testing.T) *blob.S3 {
	t.Helper()
	endpoint := os.Getenv("ESTEIRA_TEST_S3")
	if endpoint == "" {
		if testing.Short() {
			t.Skip("ESTEIRA_TEST_S3 is not set")
		}
		t.Fatal("ESTEIRA_TEST_S3 is not set: name an S3 service (http://…, with _ACCESS_KEY, _SECRET_KEY, _BUCKET) or run with -short")
	}
	s, err := blob.NewS3(context.Background(), blob.S3Options{
		Endpoint: endpoint, Bucket: os.Getenv("ESTEIRA_TEST_S3_BUCKET"),
		AccessKey: os.Getenv("ESTEIRA_TEST_S3_ACCESS_KEY"), SecretKey: os.Getenv("ESTEIRA_TEST_S3_SECRET_KEY"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestS3Sweeps(t *testing.T) { blobtest.Sweep(t, bucket(t)) }

func TestS3(t *testing.T) {
	s := bucket(t)
	blobtest.Run(t, s, func(t *testing.T, url string, header http.Header) *http.Response {
		t.Helper()
		r, err := http.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if header != nil {
			r.Header = header
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	})
}

func TestLinkHeaders(t *testing.T) {
	now := time.Now()
	d, err := blob.NewDisk(blob.DiskOptions{Folder: t.TempDir(), Secret: secret, BaseURL: "https://files.test/", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Put(context.Background(), "a/b", strings.NewReader("<script>"), 8, "text/html"); err != nil {
		t.Fatal(err)
	}
	path := ""
	for mime, policy := range map[string]string{
		"application/pdf": "default-src 'none'", // browsers show no PDF in a sandbox
		"image/png":       "sandbox; default-src 'none'",
		"text/html":       "sandbox; default-src 'none'",
	} {
		url, _, err := d.Link(context.Background(), "a/b", blob.LinkOptions{MIME: mime, Inline: true})
		if err != nil || !strings.HasPrefix(url, "https://files.test/files/a/b?") {
			t.Fatal(url, err)
		}
		path = strings.TrimPrefix(url, "https://files.test")
		shown := serve(d, path, nil)
		defer shown.Body.Close()
		h := shown.Header
		if h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Content-Security-Policy"), policy) || h.Get("Cache-Control") != "private, no-store" {
			t.Fatalf("%s: %v", mime, h)
		}
	}
	now = now.Add(5*time.Minute + time.Second)
	late := serve(d, path, nil)
	defer late.Body.Close()
	if late.StatusCode != http.StatusGone {
		t.Fatalf("expired: %d", late.StatusCode)
	}
	w := httptest.NewRecorder()
	d.ServeLink(w, httptest.NewRequest(http.MethodPost, path, nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Fatalf("POST: %d", w.Code)
	}
}

func TestDiskLeavesNothingHalfDone(t *testing.T) {
	folder := t.TempDir()
	if _, err := blob.NewDisk(blob.DiskOptions{Folder: folder, Secret: secret[:31]}); err == nil {
		t.Fatal("a short secret was taken")
	}
	d, err := blob.NewDisk(blob.DiskOptions{Folder: folder, Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	_ = d.Put(context.Background(), "a", strings.NewReader("abc"), 2, "")
	left := filepath.Join(folder, ".tmp", "left-by-a-crash")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(left, old, old); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.NewDisk(blob.DiskOptions{Folder: folder, Secret: secret}); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadDir(filepath.Join(folder, ".tmp"))
	if err != nil || len(list) > 0 {
		t.Fatal(list, err)
	}
}

// BenchmarkDiskPut is 8 clients who put 300 KB each.
func BenchmarkDiskPut(b *testing.B) {
	d, err := blob.NewDisk(blob.DiskOptions{Folder: b.TempDir(), Secret: secret})
	if err != nil {
		b.Fatal(err)
	}
	content := bytes.Repeat([]byte("x"), 300_000)
	var next atomic.Int64
	var group sync.WaitGroup
	b.ResetTimer()
	for range 8 {
		group.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				key := "t/c/" + time.Unix(0, i).Format("150405.000000000")
				if err := d.Put(context.Background(), key, bytes.NewReader(content), int64(len(content)), "image/jpeg"); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "puts/s")
}
