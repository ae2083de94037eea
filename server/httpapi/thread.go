package httpapi

import (
	"context"

	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/server/httpapi/api"
)

// GetMyThread returns what the applicant and staff wrote.
func (a *API) GetMyThread(ctx context.Context, _ api.GetMyThreadRequestObject) (api.GetMyThreadResponseObject, error) {
	call := callerOf(ctx)
	posts, err := a.Conveyor.Thread(ctx, call.who, call.who.Case)
	return api.GetMyThread200JSONResponse(encodeThread(posts, false)), err
}

// WriteToStaff adds what the applicant writes.
func (a *API) WriteToStaff(ctx context.Context, r api.WriteToStaffRequestObject) (api.WriteToStaffResponseObject, error) {
	call := callerOf(ctx)
	posts, err := a.Conveyor.Write(ctx, call.who, call.who.Case, r.Body.Body)
	return api.WriteToStaff201JSONResponse(encodeThread(posts, false)), err
}

// ReadMyThread notes that the applicant read it.
func (a *API) ReadMyThread(ctx context.Context, _ api.ReadMyThreadRequestObject) (api.ReadMyThreadResponseObject, error) {
	call := callerOf(ctx)
	return api.ReadMyThread204Response{}, a.Conveyor.ReadThread(ctx, call.who, call.who.Case)
}

// GetThread returns what the applicant and staff wrote, for staff.
func (a *API) GetThread(ctx context.Context, r api.GetThreadRequestObject) (api.GetThreadResponseObject, error) {
	posts, err := a.Conveyor.Thread(ctx, callerOf(ctx).who, r.Case)
	return api.GetThread200JSONResponse(encodeThread(posts, true)), err
}

// WriteToApplicant adds what a member answers.
func (a *API) WriteToApplicant(ctx context.Context, r api.WriteToApplicantRequestObject) (api.WriteToApplicantResponseObject, error) {
	posts, err := a.Conveyor.Write(ctx, callerOf(ctx).who, r.Case, r.Body.Body)
	return api.WriteToApplicant201JSONResponse(encodeThread(posts, true)), err
}

// ReadThread notes that staff read it.
func (a *API) ReadThread(ctx context.Context, r api.ReadThreadRequestObject) (api.ReadThreadResponseObject, error) {
	return api.ReadThread204Response{}, a.Conveyor.ReadThread(ctx, callerOf(ctx).who, r.Case)
}

// encodeThread names the members who wrote to staff alone: the applicant hears the organisation.
func encodeThread(posts []portal.Post, named bool) api.Thread {
	out := api.Thread{Posts: make([]api.Post, len(posts))}
	for i, p := range posts {
		out.Posts[i] = api.Post{Id: p.ID, Kind: api.PostKind(p.Kind), Body: p.Body, At: p.At, ReadAt: p.ReadAt}
		if named {
			out.Posts[i].Name = some(p.Name)
		}
	}
	return out
}
