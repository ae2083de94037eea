package httpapi

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// Plugged is a plugin of which tenants may set something.
type Plugged struct {
	Name   string
	Schema []byte // of the settings; members that are writeOnly are secrets
	// Check returns fault.Invalid for settings, secrets among them, that cannot be.
	Check func(settings json.RawMessage) error
}

// secrets are the members that may be written and never read, each with the members that say where it is sent.
func (p Plugged) secrets() (map[string][]string, error) {
	var schema struct {
		Properties map[string]struct {
			WriteOnly bool     `json:"writeOnly"`
			SentTo    []string `json:"x-sentTo"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(p.Schema, &schema); err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for name, member := range schema.Properties {
		if member.WriteOnly {
			out[name] = member.SentTo
		}
	}
	return out, nil
}

// ListPlugins returns what the tenant may set of plugins, and what it set. Of secrets it says only that they are there.
func (a *API) ListPlugins(ctx context.Context, _ api.ListPluginsRequestObject) (api.ListPluginsResponseObject, error) {
	if err := a.demand(ctx, "plugin", "manage"); err != nil {
		return nil, err
	}
	out := api.ListPlugins200JSONResponse{Plugins: make([]api.Plugin, len(a.Plugins))}
	for i, p := range a.Plugins {
		var err error
		if out.Plugins[i], err = a.plugin(ctx, p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (a *API) plugin(ctx context.Context, p Plugged) (api.Plugin, error) {
	// As text, because the order of its members is that of the form.
	out := api.Plugin{Key: p.Name, Schema: string(p.Schema), Settings: map[string]any{}, Secrets: []string{}}
	kept, secrets, err := a.keptSettings(ctx, p.Name)
	if err != nil {
		return out, err
	}
	out.Revision = kept.Revision
	out.Secrets = append(out.Secrets, slices.Sorted(maps.Keys(secrets))...)
	if len(kept.Settings) == 0 {
		return out, nil
	}
	return out, json.Unmarshal(kept.Settings, &out.Settings)
}

// keptSettings returns what the tenant set of a plugin, and its secrets; nothing yet is revision 0.
func (a *API) keptSettings(ctx context.Context, plugin string) (tenant.PluginSettings, map[string]string, error) {
	id := callerOf(ctx).tenant.ID
	kept, err := a.Tenants.PluginSettings(ctx, id, plugin)
	if fault.CodeOf(err) == fault.NotFound {
		return tenant.PluginSettings{}, map[string]string{}, nil
	}
	if err != nil {
		return kept, nil, err
	}
	secrets, err := a.Vault.Open(id, plugin, kept.Secrets)
	if err != nil { // sealed under another secret of the server: they can be typed again, not read
		a.Log.WarnContext(ctx, "secrets of a plugin cannot be opened", "tenant", id, "plugin", plugin, "error", err)
		return kept, map[string]string{}, nil
	}
	return kept, secrets, nil
}

// SavePlugin changes what the tenant set of a plugin. A secret that is not sent stays as it is; one sent empty goes.
func (a *API) SavePlugin(ctx context.Context, r api.SavePluginRequestObject) (api.SavePluginResponseObject, error) {
	if err := a.demand(ctx, "plugin", "manage"); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(a.Plugins, func(p Plugged) bool { return p.Name == r.Plugin })
	if at < 0 {
		return nil, fault.New(fault.NotFound, "store.not_found")
	}
	p := a.Plugins[at]
	kept, secrets, err := a.keptSettings(ctx, p.Name)
	if err != nil {
		return nil, err
	}
	if kept.Revision != r.Body.Revision {
		return nil, fault.New(fault.Stale, "plugin.stale")
	}
	w := wish{open: r.Body.Settings, secrets: secrets}
	if err := p.keeps(kept.Settings, w); err != nil {
		return nil, err
	}
	next, err := a.settingsOf(ctx, p, w)
	if err != nil {
		return nil, err
	}
	next.Revision = kept.Revision + 1
	if err := a.Tenants.SavePluginSettings(ctx, next); err != nil {
		return nil, err
	}
	out, err := a.plugin(ctx, p)
	return api.SavePlugin200JSONResponse(out), err
}

// wish is what was sent, and the secrets that are kept.
type wish struct {
	open    map[string]any
	secrets map[string]string
}

// keeps returns fault.Invalid when a secret would stay while what says where it is sent changes: whoever may not read
// it could have it sent to themselves.
func (p Plugged) keeps(before json.RawMessage, w wish) error {
	secrets, err := p.secrets()
	if err != nil || len(before) == 0 {
		return err
	}
	var was map[string]any
	if err := json.Unmarshal(before, &was); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(w.secrets)) {
		if _, isSent := w.open[name]; isSent {
			continue
		}
		if slices.ContainsFunc(secrets[name], func(to string) bool { return said(was[to]) != said(w.open[to]) }) {
			return fault.New(fault.Invalid, "plugin.settings").With("plugin", p.Name).
				At(fault.Violation{Path: "/" + name, Key: "plugin.secret_again"})
		}
	}
	return nil
}

func said(value any) string {
	text, _ := value.(string)
	return text
}

// settingsOf parts what was sent into what may be read and what is sealed. Together they must fit.
func (a *API) settingsOf(ctx context.Context, p Plugged, w wish) (tenant.PluginSettings, error) {
	call := callerOf(ctx)
	out := tenant.PluginSettings{Tenant: call.tenant.ID, Plugin: p.Name, UpdatedAt: a.Now(), UpdatedBy: call.member.ID}
	names, err := p.secrets()
	if err != nil {
		return out, err
	}
	open, whole := map[string]any{}, map[string]any{}
	for name, value := range w.open {
		switch text, isText := value.(string); {
		case isText && text == "":
			delete(w.secrets, name)
		case isText && isSecret(names, name):
			w.secrets[name] = text
		default:
			open[name], whole[name] = value, value
		}
	}
	for name, value := range w.secrets {
		whole[name] = value
	}
	all, err := json.Marshal(whole)
	if err != nil {
		return out, err
	}
	if err := p.Check(all); err != nil {
		return out, err
	}
	if out.Settings, err = json.Marshal(open); err != nil {
		return out, err
	}
	out.Secrets, err = a.Vault.Seal(out.Tenant, p.Name, w.secrets)
	return out, err
}

func isSecret(secrets map[string][]string, name string) bool {
	_, ok := secrets[name]
	return ok
}
