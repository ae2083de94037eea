package httpapi

import (
	"context"

	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// GetQueueSettings returns what is set of a queue.
func (a *API) GetQueueSettings(ctx context.Context, r api.GetQueueSettingsRequestObject) (api.GetQueueSettingsResponseObject, error) {
	q, err := a.Administration.QueueSettings(ctx, callerOf(ctx).who, r.Queue)
	return api.GetQueueSettings200JSONResponse(encodeQueueSettings(q)), err
}

// SaveQueueSettings changes how the cases of a queue find somebody.
func (a *API) SaveQueueSettings(ctx context.Context, r api.SaveQueueSettingsRequestObject) (api.SaveQueueSettingsResponseObject, error) {
	call := callerOf(ctx)
	q, err := a.Administration.SetQueue(ctx, call.who, tenant.QueueSettings{
		Queue: r.Queue, Assignment: string(r.Body.Assignment), Revision: r.Body.Revision,
	})
	a.Conveyor.ForgetTurns(call.tenant.ID)
	return api.SaveQueueSettings200JSONResponse(encodeQueueSettings(q)), err
}

func encodeQueueSettings(q tenant.QueueSettings) api.QueueSettings {
	return api.QueueSettings{Assignment: api.QueueSettingsAssignment(q.Assignment), Revision: q.Revision}
}
