// Package all lists the plugins that are built in. Adding one is one line here.
package all

import (
	"encoding/json"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/email"
	"github.com/esteira/esteira/plugins/httpcheck"
	"github.com/esteira/esteira/plugins/outbox"
	"github.com/esteira/esteira/plugins/sms"
	"github.com/esteira/esteira/plugins/webhook"
)

// Builtin returns the plugins of the house.
func Builtin() []plugins.Plugin {
	return []plugins.Plugin{
		email.Plugin(),
		httpcheck.Plugin(),
		sms.Plugin(),
		webhook.Plugin(),
	}
}

// Load plugs in the plugins of the house that have settings. Without a mail server, e-mails stay in the outbox, where
// staff can read them. Faults are those of plugins.Load.
func Load(settings map[string]json.RawMessage) (*plugins.Host, error) {
	host, err := plugins.Load(Builtin(), settings)
	if err != nil {
		return nil, err
	}
	if _, ok := host.Channel(email.Name); !ok {
		host.Channels = append(host.Channels, outbox.New(email.Name))
	}
	if _, ok := host.Channel(sms.Name); !ok {
		host.Channels = append(host.Channels, sms.None{})
	}
	return host, nil
}
