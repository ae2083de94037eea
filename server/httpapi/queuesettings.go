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

// ListQueueSettings returns all queues with who works them and what is set of them.
func (a *API) ListQueueSettings(ctx context.Context, _ api.ListQueueSettingsRequestObject) (api.ListQueueSettingsResponseObject, error) {
	who := callerOf(ctx).who
	teams, err := a.Conveyor.Teams(ctx, who)
	if err != nil {
		return nil, err
	}
	out := api.ListQueueSettings200JSONResponse{Queues: make([]api.QueueOverview, len(teams))}
	for i, t := range teams {
		q, err := a.Administration.QueueSettings(ctx, who, t.Queue)
		if err != nil {
			return nil, err
		}
		out.Queues[i] = api.QueueOverview{
			Key: t.Queue, Name: textOf(t.Name), Settings: encodeQueueSettings(q),
			Stages: make([]api.QueueStage, len(t.Stages)), People: a.encodeAssignees(ctx, t.People),
		}
		for j, s := range t.Stages {
			out.Queues[i].Stages[j] = api.QueueStage{
				Pipeline: s.Stage.Pipeline, PipelineTitle: textOf(s.Pipeline), Name: textOf(s.Name), ServiceLevel: some(s.ServiceLevel),
			}
		}
	}
	return out, nil
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
