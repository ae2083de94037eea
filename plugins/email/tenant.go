package email

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/runtime/message"
)

//go:embed tenant.schema.json
var tenantSettings []byte

// TenantConfig is what one tenant may set for itself. Without a server of its own it keeps the installation's, and its
// address: whose messages a server carries is the word of whoever runs it.
type TenantConfig struct {
	Name     string `json:"name"`
	ReplyTo  string `json:"replyTo"`
	Server   string `json:"server"`
	From     string `json:"from"`
	User     string `json:"user"`
	Password string `json:"password"`
}

// ForTenant returns the channel of a tenant, made of the installation's and of what the tenant set. A tenant's own
// server must be on the public network unless anywhere is true: nobody looks around in the operator's through this.
func ForTenant(installed message.Channel, raw json.RawMessage, anywhere bool) (message.Channel, error) {
	var c TenantConfig
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, err
	}
	var channel *Channel
	if c.Server != "" {
		own, err := ownServer(c, anywhere)
		if err != nil {
			return nil, err
		}
		channel = own
	} else if shared, ok := installed.(*Channel); ok {
		lent := *shared
		channel = &lent
	} else {
		return installed, nil
	}
	if c.Name != "" {
		channel.from.Name = c.Name
	}
	if c.ReplyTo != "" {
		to, err := recipient(c.ReplyTo)
		if err != nil {
			return nil, fmt.Errorf("email: reply to: %w", err)
		}
		channel.replyTo = to.String()
	}
	return channel, nil
}

func ownServer(c TenantConfig, anywhere bool) (*Channel, error) {
	at, err := url.Parse(c.Server)
	if err != nil {
		return nil, fmt.Errorf("email: %q is no mail server", c.Server)
	}
	if c.User != "" {
		at.User = url.UserPassword(c.User, c.Password)
	}
	channel, err := New(Config{URL: at.String(), From: c.From})
	if err != nil {
		return nil, err
	}
	if !anywhere {
		channel.server.control = plugins.PublicOnly
	}
	return channel, nil
}
