package httpapi

import (
	"context"
	"encoding/json"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// ListDefinitions returns all forms, checklists and pipelines.
func (a *API) ListDefinitions(ctx context.Context, _ api.ListDefinitionsRequestObject) (api.ListDefinitionsResponseObject, error) {
	drafts, versions, err := a.Library.List(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	rows := map[string]*api.DefinitionRow{}
	var order []string
	row := func(kind definition.Kind, key string, body json.RawMessage) *api.DefinitionRow {
		id := string(kind) + "/" + key
		if rows[id] == nil {
			rows[id] = &api.DefinitionRow{Kind: api.Kind(kind), Key: key, Title: titleOf(body)}
			order = append(order, id)
		}
		return rows[id]
	}
	for _, v := range versions {
		r := row(v.Kind, v.Key, v.Body)
		r.LiveVersion, r.LiveVersionId, r.UpdatedAt = some(v.Number), some(v.ID), someTime(v.PublishedAt)
		r.Section = some(library.IsSection(v.Kind, v.Body))
	}
	for _, d := range drafts {
		r := row(d.Kind, d.Key, d.Body)
		r.DraftRevision, r.UpdatedAt = some(d.Revision), someTime(d.UpdatedAt)
		if r.LiveVersion == nil {
			r.Section = some(library.IsSection(d.Kind, d.Body))
		}
	}
	out := api.ListDefinitions200JSONResponse{Definitions: make([]api.DefinitionRow, len(order))}
	for i, id := range order {
		out.Definitions[i] = *rows[id]
	}
	return out, nil
}

func titleOf(body json.RawMessage) api.Text {
	var named struct {
		Title schemas.Text `json:"title"`
	}
	_ = json.Unmarshal(body, &named) // a body without a title has none
	return textOf(named.Title)
}

// GetDefinition returns a draft and its versions.
func (a *API) GetDefinition(ctx context.Context, r api.GetDefinitionRequestObject) (api.GetDefinitionResponseObject, error) {
	kind := definition.Kind(r.Kind)
	out, err := a.definition(ctx, kind, r.Key)
	if err == nil && kind != definition.Pipeline {
		err = a.usedBy(ctx, &out)
	}
	return api.GetDefinition200JSONResponse(out), err
}

func (a *API) usedBy(ctx context.Context, d *api.Definition) error {
	users, err := a.Library.Users(ctx, callerOf(ctx).who, definition.Kind(d.Kind), d.Key)
	live, testers := make([]api.User, len(users.Live)), make([]api.Tester, len(users.Drafts))
	for i, v := range users.Live {
		live[i] = api.User{Key: v.Key, Title: titleOf(v.Body), Version: v.ID, Number: v.Number}
	}
	for i, p := range users.Drafts {
		testers[i] = api.Tester{Key: p.Key, Title: titleOf(p.Body)}
	}
	d.UsedBy, d.TriedIn = &live, &testers
	return err
}

func (a *API) definition(ctx context.Context, kind definition.Kind, key string) (api.Definition, error) {
	call := callerOf(ctx)
	shelf, err := a.Library.Get(ctx, call.who, kind, key)
	if err != nil {
		return api.Definition{}, err
	}
	out := api.Definition{Kind: api.Kind(kind), Key: key, Versions: make([]api.VersionRow, len(shelf.Versions))}
	names, err := a.Library.Names(ctx, call.who, kind, key)
	if err != nil {
		return api.Definition{}, err
	}
	people, err := a.names.of(ctx, call.tenant.ID)
	if err != nil {
		return api.Definition{}, err
	}
	for i, v := range shelf.Versions {
		out.Versions[i] = api.VersionRow{
			Id: v.ID, Number: v.Number, PublishedAt: v.PublishedAt, PublishedBy: some(v.PublishedBy), Checksum: v.Checksum,
			Publisher: some(people[v.PublishedBy]), Name: some(names[v.ID]),
		}
	}
	out.Estimate = a.estimate(shelf.Draft)
	out.Revision = &shelf.Draft.Revision
	findings := call.words.violations(shelf.Findings, nil)
	out.Findings = &findings
	return out, json.Unmarshal(shelf.Draft.Body, &out.Draft)
}

// estimate is how long applicants need for a form; nil for anything else, and for a draft that is no form yet.
func (a *API) estimate(d definition.Draft) *api.Estimate {
	pages, minutes, ok := a.Library.Times(d)
	if !ok {
		return nil
	}
	out := &api.Estimate{Minutes: minutes, Max: library.LongAfter, Pages: []api.PageTime{}}
	for _, p := range pages {
		out.Pages = append(out.Pages, api.PageTime{Key: p.Key, Seconds: int(p.Seconds + 0.5)})
	}
	return out
}

// NameVersion gives a version a name.
func (a *API) NameVersion(ctx context.Context, r api.NameVersionRequestObject) (api.NameVersionResponseObject, error) {
	err := a.Library.NameVersion(ctx, callerOf(ctx).who, r.Version, r.Body.Name)
	return api.NameVersion204Response{}, err
}

// SaveDraft saves a draft.
func (a *API) SaveDraft(ctx context.Context, r api.SaveDraftRequestObject) (api.SaveDraftResponseObject, error) {
	body, err := json.Marshal(r.Body.Body)
	if err != nil {
		return nil, err
	}
	kind := definition.Kind(r.Kind)
	d := definition.Draft{Kind: kind, Key: r.Key, Body: body, Revision: r.Body.Revision}
	if _, _, err := a.Library.Save(ctx, callerOf(ctx).who, d); err != nil {
		return nil, err
	}
	out, err := a.definition(ctx, kind, r.Key)
	return api.SaveDraft200JSONResponse(out), err
}

// CheckDraft says what is wrong with a draft.
func (a *API) CheckDraft(ctx context.Context, r api.CheckDraftRequestObject) (api.CheckDraftResponseObject, error) {
	call := callerOf(ctx)
	found, err := a.Library.Check(ctx, call.who, definition.Kind(r.Kind), r.Key)
	if err != nil {
		return nil, err
	}
	return api.CheckDraft200JSONResponse{Findings: call.words.violations(found, nil)}, nil
}

// MeetDraft tells that a window is open at a definition, and which others are.
func (a *API) MeetDraft(ctx context.Context, r api.MeetDraftRequestObject) (api.MeetDraftResponseObject, error) {
	call := callerOf(ctx)
	revision, peers, err := a.Library.Meet(ctx, call.who, definition.Presence{
		Kind: definition.Kind(r.Kind), Key: r.Key, Client: r.Body.Client, Selection: r.Body.Selection,
	})
	if err != nil {
		return nil, err
	}
	people, err := a.names.of(ctx, call.tenant.ID)
	if err != nil {
		return nil, err
	}
	out := api.MeetDraft200JSONResponse{Revision: revision, Peers: make([]api.Peer, len(peers))}
	for i, p := range peers {
		out.Peers[i] = api.Peer{Id: p.Client, Name: people[p.Member], Selection: p.Selection}
	}
	return out, nil
}

// PublishDraft publishes a draft.
func (a *API) PublishDraft(ctx context.Context, r api.PublishDraftRequestObject) (api.PublishDraftResponseObject, error) {
	call := callerOf(ctx)
	p := library.Publication{
		Draft: definition.Draft{Kind: definition.Kind(r.Kind), Key: r.Key, Revision: r.Body.Revision},
		Name:  value(r.Body.Name), Pipelines: value(r.Body.Pipelines),
	}
	v, err := a.Administration.Publish(ctx, tenant.Request[library.Publication]{Who: call.who, Key: call.keyAbout(r.Body), What: p})
	if err != nil {
		return nil, err
	}
	out, err := encodeVersion(v)
	return api.PublishDraft201JSONResponse(out), err
}

// GetVersion returns a published version.
func (a *API) GetVersion(ctx context.Context, r api.GetVersionRequestObject) (api.GetVersionResponseObject, error) {
	v, err := a.Library.Version(ctx, callerOf(ctx).who, r.Version)
	if err != nil {
		return nil, err
	}
	header := callerOf(ctx).echo.Response().Header()
	header.Set("ETag", `"`+v.Checksum+`"`)
	header.Set("Cache-Control", "private, max-age=31536000, immutable")
	out, err := encodeVersion(v)
	return api.GetVersion200JSONResponse(out), err
}

// GetDraftSchema returns the JSON Schema that the draft of a form is compiled to.
func (a *API) GetDraftSchema(ctx context.Context, r api.GetDraftSchemaRequestObject) (api.GetDraftSchemaResponseObject, error) {
	schema, err := a.Library.Schema(ctx, callerOf(ctx).who, definition.Kind(r.Kind), r.Key)
	if err != nil {
		return nil, err
	}
	out := api.GetDraftSchema200JSONResponse{}
	return out, json.Unmarshal(schema, (*map[string]any)(&out))
}

// GetVersionSchema returns the JSON Schema that a form version was compiled to.
func (a *API) GetVersionSchema(ctx context.Context, r api.GetVersionSchemaRequestObject) (api.GetVersionSchemaResponseObject, error) {
	v, err := a.Library.Version(ctx, callerOf(ctx).who, r.Version)
	if err != nil {
		return nil, err
	}
	if len(v.Compiled) == 0 {
		return nil, fault.New(fault.NotFound, "version.no_schema")
	}
	out := api.GetVersionSchema200JSONResponse{}
	return out, json.Unmarshal(v.Compiled, (*map[string]any)(&out))
}

func encodeVersion(v definition.Version) (api.Version, error) {
	out := api.Version{
		Id: v.ID, Kind: api.Kind(v.Kind), Key: v.Key, Number: v.Number, Checksum: v.Checksum, PublishedAt: v.PublishedAt,
		PublishedBy: some(v.PublishedBy),
	}
	if len(v.Pins) > 0 {
		out.Pins = &v.Pins
	}
	return out, json.Unmarshal(v.Body, &out.Body)
}

// DuplicateDefinition makes drafts under new keys.
func (a *API) DuplicateDefinition(ctx context.Context, r api.DuplicateDefinitionRequestObject) (api.DuplicateDefinitionResponseObject, error) {
	call := callerOf(ctx)
	drafts, err := a.Administration.Duplicate(ctx, tenant.Request[tenant.Copy]{Who: call.who, Key: call.keyAbout(r.Body), What: tenant.Copy{
		Copy: library.Copy{
			Kind: definition.Kind(r.Kind), Key: r.Key, Title: schemas.Text(value(r.Body.Title)), Keys: r.Body.Keys,
		},
		Policies: value(r.Body.Policies),
	}})
	if err != nil {
		return nil, err
	}
	a.Decider.Forget(call.tenant.ID)
	out := api.DuplicateDefinition201JSONResponse{Definitions: make([]api.DefinitionRow, len(drafts))}
	for i, d := range drafts {
		out.Definitions[i] = api.DefinitionRow{
			Kind: api.Kind(d.Kind), Key: d.Key, Title: titleOf(d.Body), DraftRevision: some(d.Revision), UpdatedAt: someTime(d.UpdatedAt),
		}
	}
	return out, nil
}
