package httpapi

import (
	"context"

	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// GetSystem returns what the tenant's work stands on, whether it answers, and what waits for it.
func (a *API) GetSystem(ctx context.Context, _ api.GetSystemRequestObject) (api.GetSystemResponseObject, error) {
	parts, err := a.Administration.ViewSystem(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	out := api.GetSystem200JSONResponse{Parts: make([]api.SystemPart, len(parts))}
	for i, p := range parts {
		out.Parts[i] = encodeSystemPart(p)
	}
	return out, nil
}

func encodeSystemPart(p tenant.SystemPart) api.SystemPart {
	out := api.SystemPart{
		Part: api.SystemPartPart(p.Part), State: api.SystemPartState(p.State), Waiting: p.Backlog.Waiting, Late: p.Backlog.Late,
	}
	if since := p.Since; !since.IsZero() {
		out.Since = &since
	}
	if f := p.Backlog.Failure; f.ID != "" {
		out.Failure = &api.SystemFailure{Id: f.ID, At: f.At, What: f.What}
	}
	return out
}
