// Package webhook tells a system outside over HTTP: one POST of JSON for each call of a pipeline, signed, made again only
// when the pipeline says so. What comes back says whether it was taken, may pass, or failed for good.
package webhook

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/runtime/integration"
)

// Name is that of the plugin.
const Name = "webhook"

//go:embed tenant.schema.json
var tenantSettings []byte

// Config is what a tenant sets.
type Config struct {
	URL     string `json:"url"`
	Secret  string `json:"secret"`
	Timeout int    `json:"timeout"` // seconds; 15 when it is 0
}

// Plugin is the integration as a plugin. Whom to tell is for tenants to set: an installation has none.
func Plugin() plugins.Plugin {
	return plugins.Plugin{
		Name: Name,
		Tenant: &plugins.TenantSettings{
			Schema: tenantSettings,
			Integration: func(raw json.RawMessage, anywhere bool) (integration.Integration, error) {
				var c Config
				if err := json.Unmarshal(raw, &c); err != nil {
					return nil, err
				}
				if c.URL == "" {
					return nil, nil //nolint:nilnil // nobody to tell
				}
				return New(c, anywhere)
			},
		},
	}
}

// Integration tells one address. It is safe for concurrent use.
type Integration struct {
	address string
	secret  []byte
	client  *http.Client
	now     func() time.Time
}

const usualTimeout = 15 * time.Second

// New returns the integration of a tenant. It does not connect. The address must be on the public network,
// and https, unless anywhere is true; faults are those of plugins.HTTPAddress.
func New(c Config, anywhere bool) (*Integration, error) {
	if err := plugins.HTTPAddress(c.URL, anywhere); err != nil {
		return nil, err
	}
	timeout := usualTimeout
	if c.Timeout > 0 {
		timeout = time.Duration(c.Timeout) * time.Second
	}
	dialer := &net.Dialer{Timeout: timeout}
	if !anywhere {
		dialer.Control = plugins.PublicOnly
	}
	return &Integration{
		address: c.URL, secret: []byte(c.Secret), now: time.Now,
		client: &http.Client{
			Timeout: timeout,
			// No proxy: it would connect in our place, and to anywhere.
			Transport:     &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, TLSHandshakeTimeout: timeout},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Name is "webhook".
func (*Integration) Name() string { return Name }

// Call makes one attempt. A connection that fails, a time that is over, 408, 425, 429 and what begins with 5 may pass; any
// other answer but 2xx is final.
func (i *Integration) Call(ctx context.Context, o integration.Order) (integration.Answer, error) {
	body, err := json.Marshal(o)
	if err != nil {
		return integration.Answer{}, fmt.Errorf("webhook: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, i.address, bytes.NewReader(body))
	if err != nil {
		return integration.Answer{}, fmt.Errorf("webhook: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Esteira")
	request.Header.Set("Idempotency-Key", o.ID)
	plugins.Sign(i.secret, o.ID, i.now(), body).Put(request.Header)
	response, err := i.client.Do(request)
	if err != nil {
		return unreachable(ctx, err)
	}
	defer response.Body.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err != nil {
		return unreachable(ctx, err)
	}
	return read(response.StatusCode, content), nil
}

// maxBody is how much of an answer is read, and maxKept how much of it is kept.
const (
	maxBody = 64 << 10
	maxKept = 4 << 10
)

// unreachable is the answer of nobody. That we are being stopped is no answer: the job makes the call again.
func unreachable(ctx context.Context, err error) (integration.Answer, error) {
	if ctx.Err() != nil {
		return integration.Answer{}, ctx.Err()
	}
	answer := integration.Answer{State: integration.Retryable, Code: "unreachable"}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		answer.Code = "timeout"
	}
	return answer, nil
}

// read understands an answer: {"facts": {…}} of one that took it, {"code", "field", "message", "retryable"} of one that
// did not.
func read(status int, content []byte) integration.Answer {
	var said struct {
		Code      string         `json:"code"`
		Field     string         `json:"field"`
		Message   string         `json:"message"`
		Retryable *bool          `json:"retryable"`
		Facts     map[string]any `json:"facts"`
	}
	notJSON := json.Unmarshal(content, &said)
	answer := integration.Answer{Status: status, Body: cut(string(content), maxKept)}
	if status >= 200 && status < 300 {
		answer.State, answer.Facts = integration.Done, said.Facts
		if notJSON != nil && len(bytes.TrimSpace(content)) > 0 {
			answer.State, answer.Facts, answer.Code = integration.Final, nil, "unreadable_answer"
		}
		return answer
	}
	answer.Code, answer.Field, answer.Message = cut(said.Code, 80), cut(said.Field, 200), cut(said.Message, 500)
	if answer.Code == "" {
		answer.Code = "http_" + strconv.Itoa(status)
	}
	answer.State = integration.Final
	passes := status >= 500 || status == http.StatusRequestTimeout || status == http.StatusTooEarly || status == http.StatusTooManyRequests
	if said.Retryable != nil && notJSON == nil {
		passes = *said.Retryable
	}
	if passes {
		answer.State = integration.Retryable
	}
	return answer
}

func cut(text string, most int) string {
	text = strings.ToValidUTF8(text, "")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "")
	}
	return text
}

var _ integration.Integration = (*Integration)(nil)
