// Package email sends messages over SMTP.
//
// It speaks through net/smtp of the standard library: one message to one person needs none of the extensions that
// other clients add, its PLAIN login refuses to send a password over an open connection, and it is kept safe by the Go
// team. Reports that come later, as messages of their own, are read by ParseReport.
package email

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/mail"
	"strings"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/runtime/message"
)

// Name is the channel's word in Message.Channel.
const Name = "email"

//go:embed config.schema.json
var settings []byte

// Config is what the channel needs to know.
type Config struct {
	// URL is smtp://user:password@host:587 or smtps://…:465. On smtp://, STARTTLS must be offered, unless the URL says
	// ?starttls=optional or ?starttls=never. ?verify=no accepts any certificate, for tests.
	URL string `json:"url"`
	// From is the sender: "Esteira <no-reply@example.com>".
	From string `json:"from"`
}

// Plugin is the channel as a plugin.
func Plugin() plugins.Plugin {
	return plugins.Plugin{
		Name: Name, Settings: settings,
		Tenant: &plugins.TenantSettings{Schema: tenantSettings, Channel: ForTenant},
		Plug: func(h *plugins.Host, raw json.RawMessage) error {
			var c Config
			if err := json.Unmarshal(raw, &c); err != nil {
				return err
			}
			channel, err := New(c)
			if err != nil {
				return err
			}
			h.Channels = append(h.Channels, channel)
			return nil
		},
	}
}

// Channel sends by one mail server. It is safe for concurrent use: each message has its own connection.
type Channel struct {
	server server
	from   mail.Address
	domain string // of Message-IDs

	replyTo string // "" for the sender
	bounces string // address that reports of a message go to, with its id before the @; "" for the sender
}

// New returns a channel. It fails when the URL or the sender cannot be understood; it does not connect.
func New(c Config) (*Channel, error) {
	server, err := parseServer(c.URL)
	if err != nil {
		return nil, err
	}
	from, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("email: sender: %w", err)
	}
	address, err := asciiDomain(from.Address)
	if err != nil {
		return nil, fmt.Errorf("email: sender: %w", err)
	}
	return &Channel{
		server: server, from: mail.Address{Name: from.Name, Address: address}, domain: address[strings.LastIndexByte(address, '@')+1:],
	}, nil
}

// Name is "email".
func (*Channel) Name() string { return Name }

// Send hands a message to the mail server and returns its Message-ID, which is the same at each try. A refusal of the
// message (5xx) and an impossible address wrap message.ErrRefused; everything else may be tried again.
func (c *Channel) Send(ctx context.Context, m message.Message) (string, error) {
	to, err := recipient(m.To)
	if err != nil {
		return "", fmt.Errorf("email: recipient: %w: %w: %w", message.ErrRefused, message.ErrBounced, err)
	}
	id := messageID(m.ID, c.domain)
	letter, err := compose(envelope{id: id, from: c.from, to: to, replyTo: c.replyTo}, m)
	if err != nil {
		return "", fmt.Errorf("email: %w", err)
	}
	if err := c.server.deliver(ctx, parcel{from: c.returnPath(m.ID), to: to.Address, content: letter}); err != nil {
		return "", fmt.Errorf("email: %w", err)
	}
	return id, nil
}

// returnPath is where the mail servers on the way send what they have to say of a message: its address says which.
func (c *Channel) returnPath(id string) string {
	local, domain, ok := strings.Cut(c.bounces, "@")
	if !ok {
		return c.from.Address
	}
	return local + "+" + id + "@" + domain
}

var _ message.Channel = (*Channel)(nil)
