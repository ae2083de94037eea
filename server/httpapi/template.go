package httpapi

import (
	"context"
	"encoding/json"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// ListTemplates returns the templates that are shipped.
func (a *API) ListTemplates(ctx context.Context, _ api.ListTemplatesRequestObject) (api.ListTemplatesResponseObject, error) {
	shipped, err := a.Library.Gallery(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	out := api.ListTemplates200JSONResponse{Templates: make([]api.TemplateRow, len(shipped))}
	for i, t := range shipped {
		out.Templates[i] = a.templateRow(t)
	}
	return out, nil
}

func (a *API) templateRow(t library.Template) api.TemplateRow {
	f := a.Library.Figures(t)
	return api.TemplateRow{
		Key: t.Key, Title: textOf(t.Title), Description: someText(t.Description), Tags: someList(t.Tags), Figures: &api.TemplateFigures{
			Pages: f.Pages, Fields: f.Fields, Stages: f.Stages, Minutes: f.Minutes, Roles: len(t.Roles), Policies: len(t.Policies),
		},
	}
}

// GetTemplate returns a shipped template whole.
func (a *API) GetTemplate(ctx context.Context, r api.GetTemplateRequestObject) (api.GetTemplateResponseObject, error) {
	t, err := a.Library.Shown(ctx, callerOf(ctx).who, r.Template)
	if err != nil {
		return nil, err
	}
	parts, err := a.Library.Parts(ctx, callerOf(ctx).who, t)
	if err != nil {
		return nil, err
	}
	out := api.GetTemplate200JSONResponse{Row: a.templateRow(t), Parts: make([]api.TemplatePart, len(parts))}
	for i, p := range parts {
		out.Parts[i] = api.TemplatePart{Kind: api.Kind(p.Kind), Key: p.Key, Title: textOf(p.Title), Taken: some(api.TemplatePartTaken(p.Taken))}
	}
	whole, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(whole, &out.Body)
}

// InstallTemplate installs a template, shipped or sent along.
func (a *API) InstallTemplate(ctx context.Context, r api.InstallTemplateRequestObject) (api.InstallTemplateResponseObject, error) {
	t, err := chosenTemplate(*r.Body)
	if err != nil {
		return nil, err
	}
	if t, err = t.Renamed(value(r.Body.Keys)); err != nil {
		return nil, err
	}
	call := callerOf(ctx)
	versions, err := a.Administration.Install(ctx, tenant.Request[library.Template]{Who: call.who, Key: call.keyAbout(t), What: t})
	if err != nil {
		return nil, err
	}
	a.Decider.Forget(call.tenant.ID)
	out := api.InstallTemplate201JSONResponse{Versions: make([]api.Version, len(versions))}
	for i, v := range versions {
		if out.Versions[i], err = encodeVersion(v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func chosenTemplate(body api.InstallTemplate) (library.Template, error) {
	if body.Template != nil {
		return library.Find(*body.Template)
	}
	raw, err := json.Marshal(value(body.Body))
	if err != nil {
		return library.Template{}, err
	}
	return library.Read(raw)
}
