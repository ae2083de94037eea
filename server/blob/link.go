package blob

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// FilesPath is where ServeLink answers; the key of a file follows it.
const FilesPath = "/files/"

// linkKey is derived, so that a signature of a link is worth nothing anywhere else.
func linkKey(secret []byte) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, "esteira blob link", sha256.Size)
	if err != nil {
		panic(err) //nolint:forbidigo // only for a length that no hash gives
	}
	return key
}

// Link returns an address that ServeLink answers until it expires. Returns fault.Invalid for a key that is not one.
func (d *Disk) Link(_ context.Context, key string, o LinkOptions) (string, time.Time, error) {
	if err := CheckKey(key); err != nil {
		return "", time.Time{}, err
	}
	expires := d.options.Now().UTC().Add(o.ttl()).Truncate(time.Second)
	q := url.Values{"exp": {strconv.FormatInt(expires.Unix(), 10)}, "type": {o.mime()}}
	if o.Name != "" {
		q.Set("name", o.Name)
	}
	if o.Inline {
		q.Set("inline", "1")
	}
	q.Set("sig", d.sign(key, q))
	return strings.TrimSuffix(d.options.BaseURL, "/") + FilesPath + key + "?" + q.Encode(), expires, nil
}

// sign covers the key and all that a link says; lengths go with the parts, so that no two links look the same to it.
func (d *Disk) sign(key string, q url.Values) string {
	mac := hmac.New(sha256.New, d.key)
	for _, part := range []string{key, q.Get("exp"), q.Get("type"), q.Get("name"), q.Get("inline")} {
		_, _ = mac.Write([]byte(strconv.Itoa(len(part)) + ":" + part)) // a hash never fails
	}
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// check returns fault.Denied for a link that was not made here, fault.Gone for one that expired.
func (d *Disk) check(key string, q url.Values) error {
	if !hmac.Equal([]byte(q.Get("sig")), []byte(d.sign(key, q))) {
		return fault.New(fault.Denied, "blob.link.invalid")
	}
	exp, err := strconv.ParseInt(q.Get("exp"), 10, 64)
	if err != nil || d.options.Now().Unix() >= exp {
		return fault.New(fault.Gone, "blob.link.expired")
	}
	return nil
}

// ServeLink answers GET and HEAD of /files/<key>. What is wrong with a link is said by the status alone: 403 when it
// was not made here, 410 when it expired, 404 when the file is gone.
func (d *Disk) ServeLink(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	key, q := strings.TrimPrefix(r.URL.Path, FilesPath), r.URL.Query()
	if err := d.check(key, q); err != nil {
		refuse(w, err)
		return
	}
	f, info, err := d.open(key)
	if err != nil {
		refuse(w, err)
		return
	}
	defer f.Close() //nolint:errcheck // only read
	o := LinkOptions{Name: q.Get("name"), MIME: q.Get("type"), Inline: q.Get("inline") != ""}
	h := w.Header()
	h.Set("Content-Type", o.mime())
	h.Set("Content-Disposition", o.disposition())
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", policy(o.mime()))
	h.Set("Cross-Origin-Resource-Policy", "same-site")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", info.At, f)
}

// policy lets nothing in a document run or load. A browser's own viewer refuses to show a PDF in a sandbox.
func policy(mime string) string {
	const nothing = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"
	if mime == "application/pdf" {
		return nothing
	}
	return "sandbox; " + nothing
}

func refuse(w http.ResponseWriter, err error) {
	status := map[fault.Code]int{
		fault.Denied: http.StatusForbidden, fault.Gone: http.StatusGone, fault.NotFound: http.StatusNotFound, fault.Invalid: http.StatusNotFound,
	}[fault.CodeOf(err)]
	if status == 0 {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, http.StatusText(status), status)
}

func suffix() string { return rand.Text() }
