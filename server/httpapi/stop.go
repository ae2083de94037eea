package httpapi

import (
	"context"
	"net/http"

	"github.com/esteira/esteira/server/httpapi/api"
)

// DiscardDraft erases a draft and forgets it on this device.
func (a *API) DiscardDraft(ctx context.Context, _ api.DiscardDraftRequestObject) (api.DiscardDraftResponseObject, error) {
	call := callerOf(ctx)
	if err := a.Conveyor.DiscardDraft(ctx, call.who, call.who.Case); err != nil {
		return nil, err
	}
	a.setCookie(ctx, http.Cookie{Name: applicantCookie, MaxAge: -1})
	return api.DiscardDraft204Response{}, nil
}

// SetReminders stops reminders, or lets them come again.
func (a *API) SetReminders(ctx context.Context, r api.SetRemindersRequestObject) (api.SetRemindersResponseObject, error) {
	call := callerOf(ctx)
	if err := a.Conveyor.WantReminders(ctx, call.who, call.who.Case, !r.Body.Stopped); err != nil {
		return nil, err
	}
	out, err := a.applicantCase(ctx)
	return api.SetReminders200JSONResponse(out), err
}

// OpenStop says what a link is for.
func (a *API) OpenStop(ctx context.Context, r api.OpenStopRequestObject) (api.OpenStopResponseObject, error) {
	out, err := a.stopping(ctx, r.Body.Token)
	return api.OpenStop200JSONResponse(out), err
}

// Stop does what a link is for.
func (a *API) Stop(ctx context.Context, r api.StopRequestObject) (api.StopResponseObject, error) {
	before, err := a.stopping(ctx, r.Body.Token)
	if err != nil {
		return nil, err
	}
	if err := a.Conveyor.Stop(ctx, callerOf(ctx).who, r.Body.Token, string(r.Body.What)); err != nil {
		return nil, err
	}
	if r.Body.What == api.StopWhatDiscard { // the link went with the draft
		before.CanDiscard = false
		return api.Stop200JSONResponse(before), nil
	}
	out, err := a.stopping(ctx, r.Body.Token)
	return api.Stop200JSONResponse(out), err
}

func (a *API) stopping(ctx context.Context, token string) (api.Stopping, error) {
	s, err := a.Conveyor.Stopping(ctx, callerOf(ctx).tenant.ID, token)
	return api.Stopping{Reference: s.Record.Reference, Title: textOf(s.Title), OptedOut: s.OptedOut, CanDiscard: s.CanDiscard}, err
}
