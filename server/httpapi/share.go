package httpapi

import (
	"context"
	"net/http"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/qr"
)

// GetSharing says how a pipeline reaches people.
func (a *API) GetSharing(ctx context.Context, r api.GetSharingRequestObject) (api.GetSharingResponseObject, error) {
	out, err := a.sharing(ctx, r.Pipeline)
	return api.GetSharing200JSONResponse(out), err
}

// SaveSharing says which sites may show it.
func (a *API) SaveSharing(ctx context.Context, r api.SaveSharingRequestObject) (api.SaveSharingResponseObject, error) {
	share := portal.Share{Pipeline: r.Pipeline, Origins: r.Body.Origins, Revision: r.Body.Revision}
	if err := a.Conveyor.Share(ctx, callerOf(ctx).who, share); err != nil {
		return nil, err
	}
	out, err := a.sharing(ctx, r.Pipeline)
	return api.SaveSharing200JSONResponse(out), err
}

func (a *API) sharing(ctx context.Context, pipeline string) (api.Sharing, error) {
	s, err := a.Conveyor.Sharing(ctx, callerOf(ctx).who, pipeline)
	if err != nil {
		return api.Sharing{}, err
	}
	picture, err := qr.SVG(s.Address)
	out := api.Sharing{
		Title: textOf(s.Title), Address: s.Address, Qr: picture, Script: s.Script, Origins: list(s.Origins), Revision: s.Revision,
		Columns: make([]api.ShareColumn, len(s.Columns)), Email: some(s.Email), Name: some(s.Name), MayInvite: s.MayInvite, MayAssist: s.MayInvite && s.MayAssist, MayChange: s.MayChange,
	}
	for i, c := range s.Columns {
		out.Columns[i] = api.ShareColumn{Key: c.Key, Label: textOf(c.Label)}
	}
	return out, err
}

// Invite opens a case for each person and sends them a link.
func (a *API) Invite(ctx context.Context, r api.InviteRequestObject) (api.InviteResponseObject, error) {
	call := callerOf(ctx)
	in := conveyor.Invitation{Pipeline: r.Pipeline, Locale: value(r.Body.Locale), Dry: value(r.Body.Dry)}
	for _, person := range r.Body.People {
		in.People = append(in.People, person)
	}
	people, err := a.Conveyor.Invite(ctx, call.who, in)
	if err != nil {
		return nil, err
	}
	var out api.Invitations
	for _, p := range people {
		why := ""
		if p.Why != nil {
			why = call.words.say(p.Why.Key, string(p.Why.Code), p.Why.Params)
		}
		out.People = append(out.People, struct {
			Email     string  `json:"email"`
			Invited   bool    `json:"invited"`
			Name      string  `json:"name"`
			Reference *string `json:"reference,omitempty"`
			Why       *string `json:"why,omitempty"`
		}{p.Email, p.Why == nil, p.Name, some(p.Reference), some(why)})
	}
	return api.Invite200JSONResponse(out), nil
}

// HandOverCase makes a link for another device of the same person.
func (a *API) HandOverCase(ctx context.Context, r api.HandOverCaseRequestObject) (api.HandOverCaseResponseObject, error) {
	call := callerOf(ctx)
	h, err := a.Conveyor.HandOver(ctx, call.who, call.who.Case, value(r.Body.To))
	if err != nil {
		return nil, err
	}
	picture, err := qr.SVG(h.URL)
	return api.HandOverCase201JSONResponse{Url: h.URL, Qr: picture, ExpiresAt: h.ExpiresAt}, err
}

// AssistCase lets the member go on with a case on the applicant's pages.
func (a *API) AssistCase(ctx context.Context, r api.AssistCaseRequestObject) (api.AssistCaseResponseObject, error) {
	rec, err := a.Conveyor.Assist(ctx, callerOf(ctx).who, r.Case)
	if err != nil {
		return nil, err
	}
	return api.AssistCase200JSONResponse(a.assisting(ctx, rec)), nil
}

// ReceiveCase starts a case for a person who is there.
func (a *API) ReceiveCase(ctx context.Context, r api.ReceiveCaseRequestObject) (api.ReceiveCaseResponseObject, error) {
	in := conveyor.Start{Pipeline: r.Pipeline, Locale: r.Body.Locale, Channel: cases.Counter}
	if r.Body.Values != nil {
		in.Values = *r.Body.Values
	}
	rec, err := a.Conveyor.Receive(ctx, callerOf(ctx).who, in)
	if err != nil {
		return nil, err
	}
	return api.ReceiveCase201JSONResponse(a.assisting(ctx, rec)), nil
}

// assisting sets the applicant's cookie, which names the member who types and is worth nothing without their session.
func (a *API) assisting(ctx context.Context, rec cases.Record) api.Assisting {
	call := callerOf(ctx)
	sealed, until := a.Sealer.SealFor(call.tenant.ID, rec.ID, call.who.ID)
	a.setCookie(ctx, http.Cookie{Name: applicantCookie, Value: sealed, Expires: until})
	return api.Assisting{Case: rec.ID, Pipeline: rec.Pipeline, Reference: rec.Reference}
}

// invitationsPerPage is how many people a page of invitations shows.
const invitationsPerPage = 50

// ListInvitations says how far the people who were invited have come.
func (a *API) ListInvitations(ctx context.Context, r api.ListInvitationsRequestObject) (api.ListInvitationsResponseObject, error) {
	asked := portal.Invited{Pipeline: r.Pipeline, After: value(r.Params.Cursor), Limit: invitationsPerPage}
	people, next, err := a.Conveyor.Invitees(ctx, callerOf(ctx).who, asked)
	if err != nil {
		return nil, err
	}
	out := api.ListInvitations200JSONResponse{Invitations: make([]api.Invitee, len(people)), Next: some(next)}
	for i, p := range people {
		out.Invitations[i] = api.Invitee{
			Case: p.Case, Reference: p.Reference, Email: p.Email, Name: p.Name, State: api.InviteeState(p.State), At: p.At,
			Sends: p.Sends, CanResend: p.CanResend, CanRevoke: p.CanRevoke, Withheld: some(p.Withheld),
		}
	}
	return out, nil
}

// InviteAgain sends another link.
func (a *API) InviteAgain(ctx context.Context, r api.InviteAgainRequestObject) (api.InviteAgainResponseObject, error) {
	return api.InviteAgain204Response{}, a.Conveyor.InviteAgain(ctx, callerOf(ctx).who, r.Case)
}

// Uninvite takes an invitation back.
func (a *API) Uninvite(ctx context.Context, r api.UninviteRequestObject) (api.UninviteResponseObject, error) {
	return api.Uninvite204Response{}, a.Conveyor.Uninvite(ctx, callerOf(ctx).who, r.Case)
}
