package httpapi

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// ListSectionLinks returns the fields of forms that link to a section.
func (a *API) ListSectionLinks(ctx context.Context, r api.ListSectionLinksRequestObject) (api.ListSectionLinksResponseObject, error) {
	links, newest, err := a.Library.SectionLinks(ctx, callerOf(ctx).who, r.Key)
	if err != nil {
		return nil, err
	}
	out := api.ListSectionLinks200JSONResponse{Newest: newest, Links: make([]api.SectionLink, len(links))}
	for i, l := range links {
		out.Links[i] = api.SectionLink{
			Key: l.Form.Key, Title: titleOf(l.Form.Body), Link: l.Path, Label: textOf(l.Label), Version: l.Version, Newest: newest,
			DraftRevision: l.Form.Revision, Published: l.IsPublished,
		}
	}
	return out, nil
}

// UpdateSectionLinks brings the drafts of forms to the newest version of a section, and mends what names their fields.
func (a *API) UpdateSectionLinks(ctx context.Context, r api.UpdateSectionLinksRequestObject) (api.UpdateSectionLinksResponseObject, error) {
	what := tenant.Linked{Section: r.Key}
	for _, f := range r.Body.Forms {
		what.Forms = append(what.Forms, definition.Draft{Key: f.Key, Revision: f.Revision})
	}
	followed, err := a.Administration.UpdateLinks(ctx, callerOf(ctx).who, what)
	if err != nil {
		return nil, err
	}
	out := api.UpdateSectionLinks200JSONResponse{Forms: []api.LinkedForm{}}
	var others []api.FollowedDefinition
	for _, f := range followed {
		left := encodeUses(f.Left)
		if f.Kind != definition.Form {
			others = append(others, api.FollowedDefinition{Kind: api.Kind(f.Kind), Key: f.Key, Revision: f.Revision, Left: left})
			continue
		}
		one := api.LinkedForm{Key: f.Key, Revision: f.Revision}
		if len(left) > 0 {
			one.Left = &left
		}
		out.Forms = append(out.Forms, one)
	}
	if len(others) > 0 {
		out.Others = &others
	}
	return out, nil
}
