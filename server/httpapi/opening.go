package httpapi

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/server/httpapi/api"
)

// GetOpening says when applicants may begin.
func (a *API) GetOpening(ctx context.Context, r api.GetOpeningRequestObject) (api.GetOpeningResponseObject, error) {
	o, err := a.Conveyor.Opening(ctx, callerOf(ctx).who, r.Pipeline)
	return api.GetOpening200JSONResponse(a.encodeOpening(o)), err
}

// SetOpening opens, closes or pauses a pipeline.
func (a *API) SetOpening(ctx context.Context, r api.SetOpeningRequestObject) (api.SetOpeningResponseObject, error) {
	b := r.Body
	o, err := a.Conveyor.SetOpening(ctx, callerOf(ctx).who, definition.Opening{
		Pipeline: r.Pipeline, OpensAt: b.OpensAt, ClosesAt: b.ClosesAt, Paused: b.Paused, Stops: b.Stops,
		Message: schemas.Text(value(b.Message)), Revision: b.Revision,
	})
	return api.SetOpening200JSONResponse(a.encodeOpening(o)), err
}

func (a *API) encodeOpening(o definition.Opening) api.Opening {
	door := api.Door(o.Door(a.Now()))
	return api.Opening{
		OpensAt: o.OpensAt, ClosesAt: o.ClosesAt, Paused: o.Paused, Stops: o.Stops, Message: someText(o.Message),
		Revision: o.Revision, Door: &door,
	}
}

// notice tells applicants that a pipeline is not open; nil when it is.
func (a *API) notice(o definition.Opening) *api.Notice {
	door := o.Door(a.Now())
	if door == definition.Open {
		return nil
	}
	return &api.Notice{
		Door: api.Door(door), OpensAt: o.OpensAt, ClosesAt: o.ClosesAt, Message: someText(o.Message), Stops: &o.Stops,
	}
}
