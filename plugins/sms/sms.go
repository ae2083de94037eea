// Package sms sends text messages through a gateway over HTTP: one signed POST of JSON for each message. What becomes of it
// the gateway reports later, signed by the same secret. The body is Message; any gateway is reached through a few lines that
// turn it into what that one wants.
package sms

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
	"regexp"
	"strings"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/runtime/message"
)

// Name is the channel's word in Message.Channel.
const Name = "sms"

//go:embed tenant.schema.json
var tenantSettings []byte

// Config is what a tenant sets.
type Config struct {
	URL    string `json:"url"`
	Secret string `json:"secret"`
	Sender string `json:"sender"` // as the telephone shows it; "" for the gateway's own
}

// Plugin is the channel as a plugin. Through which gateway is for tenants to set: an installation has none.
func Plugin() plugins.Plugin {
	return plugins.Plugin{Name: Name, Tenant: &plugins.TenantSettings{Schema: tenantSettings, Channel: ForTenant}}
}

// ForTenant returns the channel of a tenant; the installed one where it has set no gateway.
func ForTenant(installed message.Channel, raw json.RawMessage, anywhere bool) (message.Channel, error) {
	var c Config
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, err
	}
	if c.URL == "" {
		return installed, nil
	}
	return New(c, anywhere)
}

// Message is the body of a call. The id is the same at each try: a gateway sends it once.
type Message struct {
	ID     string `json:"id"`
	To     string `json:"to"` // E.164: +5511912345678
	Text   string `json:"text"`
	Locale string `json:"locale"`
	Sender string `json:"sender,omitempty"`
}

// Channel sends by one gateway. It is safe for concurrent use.
type Channel struct {
	config Config
	client *http.Client
	now    func() time.Time
}

const (
	patience  = 15 * time.Second
	maxAnswer = 16 << 10
)

// New returns the channel of a gateway. It does not connect. The address must be on the public network,
// and https, unless anywhere is true; faults are those of plugins.HTTPAddress.
func New(c Config, anywhere bool) (*Channel, error) {
	if err := plugins.HTTPAddress(c.URL, anywhere); err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: patience}
	if !anywhere {
		dialer.Control = plugins.PublicOnly
	}
	return &Channel{config: c, now: time.Now, client: &http.Client{
		Timeout: patience,
		// No proxy: it would connect in our place, and to anywhere.
		Transport:     &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, TLSHandshakeTimeout: patience},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Name is "sms".
func (*Channel) Name() string { return Name }

var number = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// Send hands a message to the gateway and returns the id that it gave it, or our own. A number that is none wraps
// message.ErrBounced, any answer of 4xx but 408, 425 and 429 message.ErrRefused; everything else may be tried again.
func (c *Channel) Send(ctx context.Context, m message.Message) (string, error) {
	to := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(m.To)
	if !number.MatchString(to) {
		return "", fmt.Errorf("sms: %w: %w: no telephone number", message.ErrRefused, message.ErrBounced)
	}
	text := strings.TrimSpace(m.Body)
	if m.Stop != "" && !strings.Contains(text, m.Stop) {
		text += "\n" + message.Said("stop", m.Locale) + ": " + m.Stop
	}
	body, err := json.Marshal(Message{ID: m.ID, To: to, Text: text, Locale: m.Locale, Sender: c.config.Sender})
	if err != nil {
		return "", fmt.Errorf("sms: %w", err)
	}
	answer, err := c.post(ctx, m.ID, body)
	if err != nil {
		return "", err
	}
	var said struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(answer, &said); err != nil || said.ID == "" {
		return m.ID, nil //nolint:nilerr // a gateway that answers otherwise has taken the message all the same
	}
	return said.ID, nil
}

func (c *Channel) post(ctx context.Context, id string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.config.URL, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("sms: %w", err)
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "User-Agent": "Esteira", "Idempotency-Key": id} {
		request.Header.Set(name, value)
	}
	plugins.Sign([]byte(c.config.Secret), id, c.now(), body).Put(request.Header)
	response, err := c.client.Do(request)
	if err != nil {
		return nil, errors.New("sms: the gateway cannot be reached") // the error names its address, which may hold a secret
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	switch code := response.StatusCode; {
	case code >= 200 && code < 300:
		return answer, err
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests, code >= 500, code < 400:
		return nil, fmt.Errorf("sms: %w", said(response.Status, answer, body))
	default:
		return nil, fmt.Errorf("sms: %w: %w", message.ErrRefused, said(response.Status, answer, body))
	}
}

// said is what the gateway answered: its status, and the words that came with it. Words that repeat a link, a code or a
// number of what was sent are left out: they are for its reader alone.
func said(status string, answer, sent []byte) message.Answer {
	plain := strings.ReplaceAll(string(answer), `\/`, "/")
	for _, secret := range secrets.FindAllString(string(sent), -1) {
		if strings.Contains(plain, secret) {
			return message.Answer(status)
		}
	}
	return message.Answer(strings.TrimSpace(status + " " + string(answer)))
}

// secrets are the numbers, and the words with a number in them, of a message.
var secrets = regexp.MustCompile(`[\w-]*\d[\w-]{3,}`)

// None stands in where no gateway is set up: it refuses, so that the message goes another way.
type None struct{}

// Name is "sms".
func (None) Name() string { return Name }

// Send refuses.
func (None) Send(ctx context.Context, _ message.Message) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return "", fmt.Errorf("sms: %w: no gateway is set up", message.ErrRefused)
}

var (
	_ message.Channel = (*Channel)(nil)
	_ message.Channel = None{}
)
