package httpapi

import (
	"context"

	"github.com/esteira/esteira/server/httpapi/api"
)

// ListMentions returns the notes that speak to the member.
func (a *API) ListMentions(ctx context.Context, _ api.ListMentionsRequestObject) (api.ListMentionsResponseObject, error) {
	found, err := a.Conveyor.Mentions(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	people, err := a.people(ctx)
	out := api.ListMentions200JSONResponse{Mentions: make([]api.Mention, len(found))}
	for i, m := range found {
		out.Mentions[i] = api.Mention{
			Note: m.Note, Case: m.Case, Reference: m.Record.Reference, Name: m.Record.Name, By: people[m.By], At: m.At, Read: m.ReadAt != nil,
		}
	}
	return out, err
}

// ListMentionable returns whom a note can speak to.
func (a *API) ListMentionable(ctx context.Context, r api.ListMentionableRequestObject) (api.ListMentionableResponseObject, error) {
	found, err := a.Conveyor.Mentionable(ctx, callerOf(ctx).who, r.Case, value(r.Params.Group))
	out := api.ListMentionable200JSONResponse{Colleagues: make([]api.ColleagueName, len(found))}
	for i, c := range found {
		out.Colleagues[i] = api.ColleagueName{Id: c.ID, Name: c.Name}
	}
	return out, err
}
