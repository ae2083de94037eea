package httpapi

import (
	"context"

	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// ListPlugins returns what the tenant may set of plugins, and what it set.
func (a *API) ListPlugins(ctx context.Context, _ api.ListPluginsRequestObject) (api.ListPluginsResponseObject, error) {
	plugins, err := a.Administration.PluginList(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	out := api.ListPlugins200JSONResponse{Plugins: make([]api.Plugin, len(plugins))}
	for i, p := range plugins {
		out.Plugins[i] = encodePlugin(p)
	}
	return out, nil
}

// SavePlugin changes what the tenant set of a plugin.
func (a *API) SavePlugin(ctx context.Context, r api.SavePluginRequestObject) (api.SavePluginResponseObject, error) {
	p, err := a.Administration.SavePlugin(ctx, callerOf(ctx).who, tenant.PluginWish{
		Plugin: r.Plugin, Settings: r.Body.Settings, Revision: r.Body.Revision,
	})
	return api.SavePlugin200JSONResponse(encodePlugin(p)), err
}

func encodePlugin(p tenant.SetPlugin) api.Plugin {
	// The schema is text, because the order of its members is that of the form.
	return api.Plugin{Key: p.Name, Schema: string(p.Schema), Settings: p.Settings, Secrets: list(p.Secrets), Revision: p.Revision}
}
