package tenant

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Plugged is a plugin of which tenants may set something.
type Plugged struct {
	Name   string
	Schema []byte // of the settings; members that are writeOnly are secrets
	// Check returns fault.Invalid for settings, secrets among them, that cannot be.
	Check func(settings json.RawMessage) error
}

// Wording is what people call a plugin, and its settings by their keys.
type Wording struct {
	Title   schemas.Text
	Members map[string]schemas.Text
}

// PluginWording returns what people call a plugin; nothing for one that is not plugged in any more.
func (a *Administration) PluginWording(name string) Wording {
	out := Wording{Members: map[string]schemas.Text{}}
	at := slices.IndexFunc(a.Plugins, func(p Plugged) bool { return p.Name == name })
	if at < 0 {
		return out
	}
	type worded struct {
		Text schemas.Text `json:"x-text"`
	}
	var schema struct {
		worded
		Properties map[string]worded `json:"properties"`
	}
	if err := json.Unmarshal(a.Plugins[at].Schema, &schema); err != nil { // its settings cannot be drawn either
		return out
	}
	out.Title = schema.Text
	for key, member := range schema.Properties {
		out.Members[key] = member.Text
	}
	return out
}

// setting is what the schema says of a member.
type setting struct {
	Format     string   `json:"format"`
	WriteOnly  bool     `json:"writeOnly"`
	SentTo     []string `json:"x-sentTo"`
	IsPersonal bool     `json:"x-isPersonal"` // names a person; e-mail addresses do without it
}

func (p Plugged) members() (map[string]setting, error) {
	var schema struct {
		Properties map[string]setting `json:"properties"`
	}
	err := json.Unmarshal(p.Schema, &schema)
	return schema.Properties, err
}

// secrets are the members that may be written and never read, each with the members that say where it is sent.
func (p Plugged) secrets() (map[string][]string, error) {
	members, err := p.members()
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for name, member := range members {
		if member.WriteOnly {
			out[name] = member.SentTo
		}
	}
	return out, nil
}

// SetPlugin is a plugin with what a tenant set of it. Of secrets it says only that they are there.
type SetPlugin struct {
	Plugged
	Settings map[string]any
	Secrets  []string // names, sorted
	Revision int64    // 0 where nothing was set
}

// PluginList returns what the tenant may set of plugins, and what it set. Returns fault.Denied without the policy.
func (a *Administration) PluginList(ctx context.Context, who actor.Actor) ([]SetPlugin, error) {
	if err := a.demand(ctx, who, Right{"plugin", "manage"}); err != nil {
		return nil, err
	}
	out := make([]SetPlugin, len(a.Plugins))
	for i, p := range a.Plugins {
		var err error
		if out[i], err = a.setPlugin(ctx, who.Tenant, p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (a *Administration) setPlugin(ctx context.Context, tenantID string, p Plugged) (SetPlugin, error) {
	kept, secrets, err := a.keptSettings(ctx, tenantID, p.Name)
	out := SetPlugin{Plugged: p, Settings: map[string]any{}, Secrets: slices.Sorted(maps.Keys(secrets)), Revision: kept.Revision}
	if err != nil || len(kept.Settings) == 0 {
		return out, err
	}
	return out, json.Unmarshal(kept.Settings, &out.Settings)
}

// keptSettings returns what the tenant set of a plugin, and its secrets; nothing yet is revision 0.
func (a *Administration) keptSettings(ctx context.Context, tenantID, plugin string) (PluginSettings, map[string]string, error) {
	kept, err := a.Store.PluginSettings(ctx, tenantID, plugin)
	if fault.CodeOf(err) == fault.NotFound {
		return PluginSettings{}, map[string]string{}, nil
	}
	if err != nil {
		return kept, nil, err
	}
	secrets, err := a.Vault.Open(tenantID, plugin, kept.Secrets)
	if err != nil { // sealed under another secret of the server: they can be typed again, not read
		a.Log.WarnContext(ctx, "secrets of a plugin cannot be opened", "tenant", tenantID, "plugin", plugin, "error", err)
		return kept, map[string]string{}, nil
	}
	return kept, secrets, nil
}

// titled has a fault speak of a plugin as people call it.
func (a *Administration) titled(err error, plugin string) error {
	var f *fault.Fault
	if title := a.PluginWording(plugin).Title; len(title) > 0 && errors.As(err, &f) {
		return f.With("plugin", title)
	}
	return err
}

// PluginWish is what a tenant wants set of a plugin, from a revision that was seen. A secret that is not among the settings
// stays as it is; an empty one goes.
type PluginWish struct {
	Plugin   string
	Settings map[string]any
	Revision int64
}

// SavePlugin changes what the tenant set of a plugin. Returns fault.Denied without the policy, fault.NotFound for a plugin
// of which nothing can be set, fault.Stale when somebody changed it since, fault.Invalid for settings that cannot be.
func (a *Administration) SavePlugin(ctx context.Context, who actor.Actor, w PluginWish) (SetPlugin, error) {
	if err := a.demand(ctx, who, Right{"plugin", "manage"}); err != nil {
		return SetPlugin{}, err
	}
	at := slices.IndexFunc(a.Plugins, func(p Plugged) bool { return p.Name == w.Plugin })
	if at < 0 {
		return SetPlugin{}, fault.New(fault.NotFound, "store.not_found")
	}
	p := a.Plugins[at]
	kept, secrets, err := a.keptSettings(ctx, who.Tenant, p.Name)
	if err != nil {
		return SetPlugin{}, err
	}
	if kept.Revision != w.Revision {
		return SetPlugin{}, fault.New(fault.Stale, "plugin.stale")
	}
	next, changes, err := a.wished(p, kept, wish{open: w.Settings, secrets: secrets})
	if err != nil {
		return SetPlugin{}, a.titled(err, p.Name)
	}
	next.Tenant, next.Revision, next.UpdatedAt, next.UpdatedBy = who.Tenant, kept.Revision+1, a.Library.Now(), who.ID
	if next.Secrets, err = a.Vault.Seal(who.Tenant, p.Name, secrets); err != nil {
		return SetPlugin{}, err
	}
	err = a.administer(ctx, who, func(d *scribe) error {
		if err := d.SavePluginSettings(next); err != nil {
			return err
		}
		return d.note("plugin.changed", p.Name, changes)
	})
	if err != nil {
		return SetPlugin{}, err
	}
	return a.setPlugin(ctx, who.Tenant, p)
}

// wish is what was sent, and the secrets that are kept, which become those that are to be.
type wish struct {
	open    map[string]any
	secrets map[string]string
}

// wished are settings as they are to be kept, but for the secrets, and how they differ from those that are.
func (a *Administration) wished(p Plugged, kept PluginSettings, w wish) (next PluginSettings, changes []Difference, err error) {
	was := map[string]any{}
	if len(kept.Settings) > 0 {
		if err := json.Unmarshal(kept.Settings, &was); err != nil {
			return next, nil, err
		}
	}
	if err := p.keeps(was, w); err != nil {
		return next, nil, err
	}
	before := maps.Clone(w.secrets)
	open, err := p.parted(w)
	if err != nil {
		return next, nil, err
	}
	next.Plugin = p.Name
	if next.Settings, err = json.Marshal(open); err != nil {
		return next, nil, err
	}
	changes, err = p.settingDifferences(was, open)
	return next, append(changes, untold(mapDifferences("secret", before, w.secrets))...), err
}

// settingDifferences are those of what may be read. Of what names a person or says how to reach them, only that it is another.
func (p Plugged) settingDifferences(before, after map[string]any) ([]Difference, error) {
	members, err := p.members()
	if err != nil {
		return nil, err
	}
	were, err := texts(before)
	if err != nil {
		return nil, err
	}
	are, err := texts(after)
	if err != nil {
		return nil, err
	}
	changes := mapDifferences("setting", were, are)
	for i, c := range changes {
		if m := members[c.Name]; m.Format == "email" || m.IsPersonal {
			untold(changes[i : i+1])
		}
	}
	return changes, nil
}

// texts are settings as they are told in the chain: text as it is, everything else as JSON.
func texts(settings map[string]any) (map[string]string, error) {
	out := map[string]string{}
	for name, value := range settings {
		text, isText := value.(string)
		if !isText {
			b, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			text = string(b)
		}
		out[name] = text
	}
	return out, nil
}

// keeps returns fault.Invalid when a secret would stay while what says where it is sent changes: whoever may not read
// it could have it sent to themselves.
func (p Plugged) keeps(was map[string]any, w wish) error {
	secrets, err := p.secrets()
	if err != nil {
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

// parted takes the secrets out of what was sent, into those of the wish, and leaves what may be read. Together they fit.
func (p Plugged) parted(w wish) (open map[string]any, err error) {
	names, err := p.secrets()
	if err != nil {
		return nil, err
	}
	open, whole := map[string]any{}, map[string]any{}
	for name, value := range w.open {
		text, isText := value.(string)
		_, isSecret := names[name]
		switch {
		case isText && text == "":
			delete(w.secrets, name)
		case isText && isSecret:
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
		return nil, err
	}
	return open, p.Check(all)
}
