package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/all"
	"github.com/esteira/esteira/plugins/email"
	"github.com/esteira/esteira/plugins/httpcheck"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/config"
	"github.com/esteira/esteira/server/tenant"
)

// plug loads the plugins that the configuration asks for.
func plug(c config.Config) (*plugins.Host, error) {
	settings := map[string]json.RawMessage{}
	if c.SMTPURL != "" {
		email, err := json.Marshal(map[string]string{"url": c.SMTPURL, "from": c.SMTPFrom})
		if err != nil {
			return nil, err
		}
		settings["email"] = email
	}
	outside, err := json.Marshal(map[string]bool{"anywhere": c.PrivateCalls})
	if err != nil {
		return nil, err
	}
	settings[httpcheck.Name] = outside
	return all.Load(settings)
}

// typesOf are the types of check that pipelines may ask, with what they say of their settings.
func typesOf(checks []check.Checker) ([]pipeline.CheckType, error) {
	types := make([]pipeline.CheckType, len(checks))
	for i, c := range checks {
		var settings []byte
		if configurable, ok := c.(check.Configurable); ok {
			settings = configurable.Settings()
		}
		var err error
		if types[i], err = pipeline.NewCheckType(c.Type(), settings); err != nil {
			return nil, fmt.Errorf("settings of the check %s: %w", c.Type(), err)
		}
	}
	return types, nil
}

// settable are the plugins of which tenants may set something.
func (a *App) settable() []tenant.Plugged {
	var out []tenant.Plugged
	for _, p := range all.Builtin() {
		if p.Tenant == nil {
			continue
		}
		out = append(out, tenant.Plugged{Name: p.Name, Schema: p.Tenant.Schema, Check: func(settings json.RawMessage) error {
			if err := p.Check(settings); err != nil {
				return err
			}
			return a.trySettings(p, settings)
		}})
	}
	return out
}

// trySettings makes what a tenant's settings ask for, and lets go of it. Returns fault.Invalid "plugin.settings" with what of
// them cannot be.
func (a *App) trySettings(p plugins.Plugin, settings json.RawMessage) error {
	var err error
	if p.Tenant.Channel != nil {
		_, err = p.Tenant.Channel(nil, settings, a.anywhere(p))
	}
	if err == nil && p.Tenant.Integration != nil {
		_, err = p.Tenant.Integration(settings, a.anywhere(p))
	}
	var unfit *fault.Fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unfit):
		return unfit.With("plugin", p.Name)
	}
	return fault.New(fault.Invalid, "plugin.settings").With("plugin", p.Name).Because(err)
}

// anywhere says whether tenants may name servers of a plugin that are not on the public network.
func (a *App) anywhere(p plugins.Plugin) bool {
	if p.Name == email.Name {
		return a.Config.PrivateMail
	}
	return a.Config.PrivateCalls
}

// channelOf is the channel of a message for its tenant: the installation's, with what the tenant set for itself. In a
// sandbox it is what stands in for it, whatever is set.
func (a *App) channelOf(ctx context.Context, tenantID string, installed message.Channel) (message.Channel, error) {
	if a.trial != nil {
		return installed, nil
	}
	for _, p := range all.Builtin() {
		if p.Name != installed.Name() || p.Tenant == nil || p.Tenant.Channel == nil {
			continue
		}
		kept, err := a.Store.PluginSettings(ctx, tenantID, p.Name)
		if fault.CodeOf(err) == fault.NotFound {
			return installed, nil
		}
		if err != nil {
			return nil, err
		}
		settings, err := whole(a.vault, kept)
		if err != nil {
			return nil, err
		}
		return p.Tenant.Channel(installed, settings, a.anywhere(p))
	}
	return installed, nil
}

// whole are settings with their secrets.
func whole(v *tenant.Vault, kept tenant.PluginSettings) (json.RawMessage, error) {
	out := map[string]any{}
	if err := json.Unmarshal(kept.Settings, &out); err != nil {
		return nil, fmt.Errorf("settings of plugin %s: %w", kept.Plugin, err)
	}
	secrets, err := v.Open(kept.Tenant, kept.Plugin, kept.Secrets)
	if err != nil {
		return nil, err
	}
	for name, secret := range secrets {
		out[name] = secret
	}
	return json.Marshal(out)
}
