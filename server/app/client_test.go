package app

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"
)

// client is one browser at the API of one tenant.
type client struct {
	t    *testing.T
	base string // up to /api/v1
	http *http.Client
}

// file is a body that uploads a file for a field.
type file struct {
	field, name string
	content     []byte
}

// bare is a body as it is.
type bare struct {
	mime    string
	content []byte
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	raw    []byte
	json   any // nil when it is no JSON
}

// visitor is a browser without any cookie.
func (h *house) visitor(slug string) *client {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &client{t: h.t, base: h.base + "/t/" + slug + "/api/v1", http: &http.Client{Jar: jar, Timeout: time.Minute}}
}

// staff is the browser of a member who has logged in.
func (h *house) staff(slug, word string) *client {
	h.t.Helper()
	c := h.visitor(slug)
	got := c.send("POST", "/session", map[string]any{"email": word + "@" + slug + ".example", "password": demoPassword})
	if got.status != http.StatusOK {
		h.t.Fatalf("log in %s@%s: %d %s", word, slug, got.status, got.raw)
	}
	return c
}

// send asks once, with headers "Name: value".
func (c *client) send(method, path string, body any, headers ...string) answer {
	c.t.Helper()
	kind, content := encoded(c.t, body)
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, bytes.NewReader(content))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("X-Esteira", "1")
	if body != nil {
		r.Header.Set("Content-Type", kind)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	response, err := c.http.Do(r)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	out := answer{status: response.StatusCode, header: response.Header}
	if out.raw, err = io.ReadAll(response.Body); err != nil {
		c.t.Fatal(err)
	}
	_ = json.Unmarshal(out.raw, &out.json) // an empty body stays nil
	return out
}

func encoded(t *testing.T, body any) (string, []byte) {
	t.Helper()
	switch b := body.(type) {
	case nil:
		return "", nil
	case bare:
		return b.mime, b.content
	case file:
		return form(t, b)
	}
	content, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return "application/json", content
}

func form(t *testing.T, f file) (string, []byte) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	if err := w.WriteField("field", f.field); err != nil {
		t.Fatal(err)
	}
	part, err := w.CreateFormFile("file", f.name)
	if err == nil {
		_, err = part.Write(f.content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), out.Bytes()
}

var unescaped = strings.NewReplacer("~1", "/", "~0", "~")

// at returns what stands at a JSON Pointer of the answer; nil when nothing does.
func (a answer) at(pointer string) any {
	value := a.json
	for _, key := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if pointer == "" {
			break
		}
		value = member(value, unescaped.Replace(key))
	}
	return value
}

func member(value any, key string) any {
	switch v := value.(type) {
	case map[string]any:
		return v[key]
	case []any:
		for i, item := range v {
			if key == index(i) {
				return item
			}
		}
		if key == "#" {
			return float64(len(v))
		}
	}
	return nil
}

func index(i int) string {
	b, _ := json.Marshal(i)
	return string(b)
}

func (a answer) text(pointer string) string {
	text, _ := a.at(pointer).(string)
	return text
}

// hashes are those of the papers that are offered for signature.
func (a answer) hashes() []string {
	list, _ := a.at("/papers").([]any)
	out := make([]string, len(list))
	for i, p := range list {
		out[i], _ = member(p, "sha256").(string)
	}
	return out
}
