package httpapi

import (
	"context"
	"slices"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/server/httpapi/api"
)

// NextCase takes the case that is to be worked on next.
func (a *API) NextCase(ctx context.Context, r api.NextCaseRequestObject) (api.NextCaseResponseObject, error) {
	id, err := a.Conveyor.Next(ctx, callerOf(ctx).who, r.Queue, value(r.Body.Except))
	return api.NextCase200JSONResponse{Case: some(id)}, err
}

// TakeOverCase takes a case that a colleague has.
func (a *API) TakeOverCase(ctx context.Context, r api.TakeOverCaseRequestObject) (api.TakeOverCaseResponseObject, error) {
	if err := a.Conveyor.TakeOver(ctx, callerOf(ctx).who, r.Case); err != nil {
		return nil, err
	}
	out, err := a.staffCase(ctx, r.Case)
	return api.TakeOverCase200JSONResponse(out), err
}

// AssignCase gives a case to a colleague, or back to its queue.
func (a *API) AssignCase(ctx context.Context, r api.AssignCaseRequestObject) (api.AssignCaseResponseObject, error) {
	call := callerOf(ctx)
	in := conveyor.Assignment{Case: r.Case, Member: value(r.Body.Member), Reason: value(r.Body.Reason)}
	if err := a.Conveyor.Assign(call.keyedFor(ctx, in.Member), call.who, in); err != nil {
		return nil, err
	}
	out, err := a.staffCase(ctx, r.Case)
	return api.AssignCase200JSONResponse(out), err
}

// ListAssignees returns whom a case can be given to.
func (a *API) ListAssignees(ctx context.Context, r api.ListAssigneesRequestObject) (api.ListAssigneesResponseObject, error) {
	call := callerOf(ctx)
	all, err := a.Conveyor.Assignees(ctx, call.who, r.Case)
	if err != nil {
		return nil, err
	}
	return api.ListAssignees200JSONResponse{Assignees: a.encodeAssignees(ctx, all)}, nil
}

// ListQueueAssignees returns whom cases of a queue can be given to.
func (a *API) ListQueueAssignees(ctx context.Context, r api.ListQueueAssigneesRequestObject) (api.ListQueueAssigneesResponseObject, error) {
	all, err := a.Conveyor.QueueAssignees(ctx, callerOf(ctx).who, r.Queue)
	if err != nil {
		return nil, err
	}
	return api.ListQueueAssignees200JSONResponse{Assignees: a.encodeAssignees(ctx, all)}, nil
}

func (*API) encodeAssignees(ctx context.Context, all []conveyor.Assignee) []api.Assignee {
	out := make([]api.Assignee, len(all))
	for i, one := range all {
		out[i] = api.Assignee{Id: one.ID, Name: one.Name, Away: some(one.Away), Deputy: some(one.Deputy)}
		if one.Why != nil {
			out[i].Why = some(callerOf(ctx).words.say(one.Why.Key, string(one.Why.Code), one.Why.Params))
		}
	}
	return out
}

// MarkCase marks a case as read or unread.
func (a *API) MarkCase(ctx context.Context, r api.MarkCaseRequestObject) (api.MarkCaseResponseObject, error) {
	mark := a.Conveyor.MarkUnread
	if r.Body.Read {
		mark = a.Conveyor.MarkRead
	}
	return api.MarkCase204Response{}, mark(ctx, callerOf(ctx).who, r.Case)
}

// CountUnread counts what the member has not read.
func (a *API) CountUnread(ctx context.Context, _ api.CountUnreadRequestObject) (api.CountUnreadResponseObject, error) {
	call := callerOf(ctx)
	views, err := a.Conveyor.Queues(ctx, call.who)
	if err != nil {
		return nil, err
	}
	var stages []queue.Stage
	in := map[queue.Stage]string{}
	for _, v := range views {
		stages = append(stages, v.Stages...)
		for _, stage := range v.Stages {
			in[stage] = v.Key
		}
	}
	counts, err := a.Queues.Unread(ctx, call.tenant.ID, call.who.ID, stages)
	out := api.CountUnread200JSONResponse{Queues: map[string]int{}}
	var more []string
	for _, c := range counts {
		key := in[c.Stage]
		if out.Queues[key] += c.Count; c.More && !slices.Contains(more, key) {
			more = append(more, key)
		}
	}
	out.More = someList(more)
	return out, err
}

// besideQueue is what the member may do in one of the stages of a queue.
func (a *API) besideQueue(ctx context.Context, v conveyor.QueueView) (*[]string, error) {
	var out []string
	for _, stage := range v.Stages {
		may, err := a.Conveyor.Beside(ctx, callerOf(ctx).who, stage.Pipeline, stage.Stage)
		if err != nil {
			return nil, err
		}
		for _, word := range may {
			if !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	return someList(out), nil
}
