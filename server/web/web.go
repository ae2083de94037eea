// Package web serves the pages: cache headers, content security policy, and which of the two apps an address opens.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// The entries: the applicant's small app and the staff app.
const (
	applicantPage = "apply.html"
	staffPage     = "index.html"
)

// Handler serves the built pages. It is made once and keeps everything in memory, compressed where that pays.
type Handler struct {
	files map[string]file
	// origins are where documents are shown from beside the server itself: the S3 endpoint.
	origins string
	framers string // who may frame the pages, as the content security policy says it
	// Framers says which other sites may frame an applicant's page; nil lets none.
	Framers func(r *http.Request) []string
}

type file struct {
	body, packed []byte
	mime, etag   string
}

// New reads the built pages. It returns an error when a page is missing: a server without pages must not start.
func New(dist fs.FS, documentOrigins ...string) (*Handler, error) {
	h := &Handler{files: map[string]file{}, origins: strings.Join(documentOrigins, " "), framers: "'none'"}
	packer, _ := gzip.NewWriterLevel(io.Discard, gzip.BestCompression) // the level is known to be good
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		h.files[name] = newFile(name, body, packer)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("web: read the built pages: %w", err)
	}
	for _, page := range []string{applicantPage, staffPage} {
		if _, ok := h.files[page]; !ok {
			return nil, errors.New("web: " + page + " is not built; run make build")
		}
	}
	return h, nil
}

// Framed are the same pages for a sandbox: the builder may show them in a frame.
func (h *Handler) Framed() *Handler {
	framed := *h
	framed.framers = "'self'"
	return &framed
}

// newFile packs by a writer that all files share: one takes a megabyte.
func newFile(name string, body []byte, packer *gzip.Writer) file {
	sum := sha256.Sum256(body)
	f := file{body: body, etag: `"` + hex.EncodeToString(sum[:8]) + `"`, mime: mime.TypeByExtension(path.Ext(name))}
	if f.mime == "" {
		f.mime = "application/octet-stream"
	}
	if len(body) < 512 || strings.HasPrefix(f.mime, "image/") && !strings.Contains(f.mime, "svg") {
		return f
	}
	var packed bytes.Buffer
	packer.Reset(&packed)
	_, _ = packer.Write(body) // a buffer takes everything
	if packer.Close() == nil && packed.Len() < len(body) {
		f.packed = packed.Bytes()
	}
	return f
}

// ServeHTTP serves a file under /assets/ or at the root, and a page for any other address.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if f, ok := h.files[name]; ok && !strings.HasSuffix(name, ".html") {
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		write(w, r, f)
		return
	}
	if strings.HasPrefix(name, "assets/") || strings.Contains(name, "/api/") || strings.HasPrefix(name, "api/") {
		http.NotFound(w, r)
		return
	}
	page := pageOf(name)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Content-Security-Policy", h.policy(page, h.around(r, page)))
	write(w, r, h.files[page])
}

// pageOf tells the applicant's addresses from the staff's, below the prefix of a tenant or without one.
func pageOf(name string) string {
	parts := strings.Split(name, "/")
	if len(parts) >= 2 && parts[0] == "t" {
		parts = parts[2:]
	}
	if len(parts) > 0 {
		switch parts[0] {
		case "apply", "resume", "sign", "i", "stop", "verify":
			return applicantPage
		}
	}
	return staffPage
}

// around says who may frame a page: what is asked for is asked of applicants alone, and only of sites that were named.
func (h *Handler) around(r *http.Request, page string) string {
	if page != applicantPage || h.Framers == nil {
		return h.framers
	}
	sites := h.Framers(r)
	if len(sites) == 0 && !r.URL.Query().Has("frame") {
		return h.framers
	}
	return strings.Join(append([]string{"'self'"}, sites...), " ") // ourselves for the preview beside the snippet
}

// policy is strict for both apps. The staff app may set styles inline, which its component library does, and is never
// framed by another site.
func (h *Handler) policy(page, framers string) string {
	style := "'self'"
	if page == staffPage {
		style = "'self' 'unsafe-inline'"
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src " + style, "font-src 'self'", "connect-src 'self'",
		"img-src 'self' data: blob: " + h.origins, "frame-src 'self' blob: " + h.origins, "object-src 'none'",
		"base-uri 'none'", "form-action 'self'", "frame-ancestors " + framers,
	}, "; ")
}

func write(w http.ResponseWriter, r *http.Request, f file) {
	header := w.Header()
	header.Set("Content-Type", f.mime)
	header.Set("ETag", f.etag)
	header.Set("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.body
	if f.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		body = f.packed
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader went away
	}
}
