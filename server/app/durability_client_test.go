package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"time"
)

// device is a browser: it has an address of its own, so that nobody is limited for what another does, and a cookie.
type device struct {
	rig    *rig
	http   *http.Client
	cookie string
}

func (r *rig) device(address net.IP) *device {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: address}}
	return &device{rig: r, http: &http.Client{
		Transport: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: clients}, Timeout: 30 * time.Second,
	}}
}

// send is one request: asked again with the same key until it is answered.
type send struct {
	method, path string
	key          string
	body         any // JSON, or an upload
}

type upload struct {
	field, name string
	content     []byte
}

// refusal is an answer that says no.
type refusal struct {
	status int
	text   string
}

// Error is the answer.
func (r refusal) Error() string { return fmt.Sprint(r.status, " ", r.text) }

// ask sends a request until it is acknowledged or refused, and reads the answer into out.
func (d *device) ask(ctx context.Context, s send, out any) error {
	body, contentType := encode(s.body)
	for tries := 0; ; tries++ {
		answer, err := d.once(ctx, s, body, contentType)
		if err == nil {
			if s.method != http.MethodGet {
				d.rig.acknowledged.Add(1)
			}
			if out == nil {
				return nil
			}
			return json.Unmarshal(answer, out)
		}
		refused, ok := err.(refusal) //nolint:errorlint // never wrapped
		if ok && refused.status != http.StatusServiceUnavailable {
			return fmt.Errorf("%s %s (try %d): %w", s.method, s.path, tries+1, err)
		}
		d.rig.again.Add(1)
		pause := 10 * time.Millisecond
		if !poll(ctx, pause, elapsed(pause)) {
			return ctx.Err()
		}
	}
}

func encode(body any) (content []byte, contentType string) {
	if body == nil {
		return nil, ""
	}
	u, ok := body.(upload)
	if !ok {
		content, _ = json.Marshal(body)
		return content, "application/json"
	}
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	_ = form.WriteField("field", u.field)
	part, _ := form.CreateFormFile("file", u.name)
	_, _ = part.Write(u.content)
	_ = form.Close()
	return out.Bytes(), form.FormDataContentType()
}

func (d *device) once(ctx context.Context, s send, body []byte, contentType string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, s.method, d.rig.base+s.path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-Esteira", "1")
	for name, value := range map[string]string{"Content-Type": contentType, "Idempotency-Key": s.key, "Cookie": d.cookie} {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	response, err := d.http.Do(request)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return nil, err // half an answer acknowledges nothing
	}
	if response.StatusCode >= http.StatusBadRequest {
		return nil, refusal{response.StatusCode, string(answer)}
	}
	for _, cookie := range response.Cookies() {
		d.cookie = cookie.Name + "=" + cookie.Value
	}
	return answer, nil
}

// logIn returns the device of a member who may decide.
func (r *rig) logIn(ctx context.Context) *device {
	d := r.device(net.IPv4(127, 0, 0, 1))
	err := d.ask(ctx, send{method: http.MethodPost, path: "/session", body: map[string]any{"email": email, "password": password}}, nil)
	must(r.t, err)
	return d
}
