// Package plugins is how Esteira is extended: a plugin puts values into typed slots of the Host, which the server then
// hands to the packages that own the interfaces. It loads nothing from files and starts nothing; package all lists what
// is built in.
package plugins

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/integration"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// Plugin is one extension. Plug is called once, at start, with settings that fit Settings; a plugin of which only tenants
// set something has neither.
type Plugin struct {
	Name     string
	Settings []byte // JSON Schema of its settings; the settings form is drawn from it
	Plug     func(h *Host, settings json.RawMessage) error
	// Tenant is what each tenant may set for itself; nil for nothing.
	Tenant *TenantSettings
}

// TenantSettings are what one tenant may change of a plugin that the whole installation uses.
type TenantSettings struct {
	// Schema is the JSON Schema of the settings, from which their form is drawn: members in order, with x-text and x-hint
	// as texts by language. Members that are writeOnly are secrets.
	Schema []byte
	// Integration makes the system outside that the tenant named in settings that fit Schema; nil when it named none. It is
	// left out by plugins that are none.
	Integration func(settings json.RawMessage, anywhere bool) (integration.Integration, error)
	// Channel makes the tenant's channel of the installation's and of settings that fit Schema. With anywhere a tenant
	// may name servers that are not on the public network. It is left out by plugins that are no channel.
	Channel func(installed message.Channel, settings json.RawMessage, anywhere bool) (message.Channel, error)
}

// Check validates settings of a tenant. Returns fault.Invalid "plugin.settings" with what is wrong.
func (p Plugin) Check(settings json.RawMessage) error {
	return p.fits("plugin/"+p.Name+"/tenant", p.Tenant.Schema, settings)
}

// fits validates settings by one of the schemas of the plugin, which is compiled under a name.
func (p Plugin) fits(name string, schema []byte, settings json.RawMessage) error {
	compiled, err := schemas.Compile(name, schema)
	if err != nil {
		return fmt.Errorf("plugin %s: %w", p.Name, err)
	}
	value, err := schemas.Decode(settings)
	if err != nil {
		return fault.New(fault.Invalid, "plugin.settings").With("plugin", p.Name).Because(err)
	}
	if wrong := compiled.Validate(value); len(wrong) > 0 {
		return fault.New(fault.Invalid, "plugin.settings").With("plugin", p.Name).At(wrong...)
	}
	return nil
}

// Host holds what plugins gave, by kind. The zero value is ready.
type Host struct {
	Fields   []field.Type
	Checks   []check.Checker
	Channels []message.Channel
	// Integrations are systems outside that the whole installation tells; a tenant's own goes before them.
	Integrations []integration.Integration
}

// Channel returns the channel of a name.
func (h *Host) Channel(name string) (message.Channel, bool) {
	for _, c := range h.Channels {
		if c.Name() == name {
			return c, true
		}
	}
	return nil, false
}

// Load plugs in those plugins that have settings, in the order of the list. It returns fault.NotFound "plugin.unknown"
// for settings of no plugin, fault.Invalid "plugin.settings" for settings that do not fit, and fault.Conflict
// "plugin.twice" when two plugins give the same.
func Load(known []Plugin, settings map[string]json.RawMessage) (*Host, error) {
	host, left := &Host{}, len(settings)
	for _, p := range known {
		own, wanted := settings[p.Name]
		if !wanted || p.Plug == nil {
			continue
		}
		left--
		if err := p.plug(host, own); err != nil {
			return nil, err
		}
	}
	if left > 0 {
		return nil, fault.New(fault.NotFound, "plugin.unknown").With("known", names(known))
	}
	return host, host.unique()
}

func (p Plugin) plug(host *Host, settings json.RawMessage) error {
	if err := p.fits("plugin/"+p.Name, p.Settings, settings); err != nil {
		return err
	}
	err := p.Plug(host, settings)
	if err == nil {
		return nil
	}
	if known, ok := errors.AsType[*fault.Fault](err); ok {
		return known
	}
	return fault.New(fault.Invalid, "plugin.settings").With("plugin", p.Name).Because(err)
}

func (h *Host) unique() error {
	seen := map[string]bool{}
	var given []string
	for _, f := range h.Fields {
		given = append(given, "field "+f.Name())
	}
	for _, c := range h.Checks {
		given = append(given, "check "+c.Type())
	}
	for _, c := range h.Channels {
		given = append(given, "channel "+c.Name())
	}
	for _, i := range h.Integrations {
		given = append(given, "integration "+i.Name())
	}
	for _, name := range given {
		if seen[name] {
			return fault.New(fault.Conflict, "plugin.twice").With("name", name)
		}
		seen[name] = true
	}
	return nil
}

func names(known []Plugin) []string {
	list := make([]string, len(known))
	for i, p := range known {
		list[i] = p.Name
	}
	return list
}
