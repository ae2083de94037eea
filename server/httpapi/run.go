package httpapi

import (
	"context"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/server/httpapi/api"
)

// StartRun begins to do one act to many cases.
func (a *API) StartRun(ctx context.Context, r api.StartRunRequestObject) (api.StartRunResponseObject, error) {
	call := callerOf(ctx)
	view, err := a.Conveyor.Queue(ctx, call.who, r.Queue)
	if err != nil {
		return nil, err
	}
	items, err := a.chosen(ctx, view, *r.Body)
	if err != nil {
		return nil, err
	}
	run, err := a.Conveyor.StartRun(ctx, call.who, queue.Run{Queue: r.Queue, Act: queue.Act{
		Verb: r.Body.Verb, Reason: value(r.Body.Reason), Note: value(r.Body.Note), Assignee: value(r.Body.Assignee),
	}}, items)
	if err != nil {
		return nil, err
	}
	out, err := a.encodeRun(ctx, run.ID)
	return api.StartRun201JSONResponse(out), err
}

// chosen are the cases that were named, or all that a filter finds, as they stand now. One more than a run may have is asked
// for: too many are refused, not cut off.
func (a *API) chosen(ctx context.Context, view conveyor.QueueView, in api.StartRun) ([]queue.Item, error) {
	var items []queue.Item
	if in.Cases != nil {
		for _, c := range *in.Cases {
			items = append(items, queue.Item{Case: c.Id, Revision: c.Revision})
		}
		return items, nil
	}
	call := callerOf(ctx)
	q, err := a.Conveyor.Ask(ctx, call.who, view, queue.Look{Search: value(in.Search), Filters: value(in.Filters)})
	if err != nil {
		return nil, err
	}
	q.Values, q.Limit = nil, 500
	for len(items) <= queue.MaxRun {
		page, err := a.Queues.Query(ctx, call.tenant.ID, q)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			items = append(items, queue.Item{Case: row.ID, Revision: row.Revision})
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			break
		}
	}
	return items, nil
}

// GetRun says how far a run has come.
func (a *API) GetRun(ctx context.Context, r api.GetRunRequestObject) (api.GetRunResponseObject, error) {
	out, err := a.encodeRun(ctx, r.Run)
	return api.GetRun200JSONResponse(out), err
}

// CancelRun stops a run.
func (a *API) CancelRun(ctx context.Context, r api.CancelRunRequestObject) (api.CancelRunResponseObject, error) {
	if err := a.Conveyor.CancelRun(ctx, callerOf(ctx).who, r.Run); err != nil {
		return nil, err
	}
	out, err := a.encodeRun(ctx, r.Run)
	return api.CancelRun200JSONResponse(out), err
}

// UndoRun begins a run that gives cases back.
func (a *API) UndoRun(ctx context.Context, r api.UndoRunRequestObject) (api.UndoRunResponseObject, error) {
	call := callerOf(ctx)
	run, err := a.Conveyor.UndoRun(call.keyedFor(ctx, "undo/"+r.Run), call.who, r.Run)
	if err != nil {
		return nil, err
	}
	out, err := a.encodeRun(ctx, run.ID)
	return api.UndoRun201JSONResponse(out), err
}

// ListRuns returns the latest runs of the member.
func (a *API) ListRuns(ctx context.Context, _ api.ListRunsRequestObject) (api.ListRunsResponseObject, error) {
	runs, err := a.Conveyor.Runs(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	out := api.ListRuns200JSONResponse{Runs: make([]api.Run, len(runs))}
	for i, o := range runs {
		if out.Runs[i], err = a.encodeOutcome(ctx, o); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (a *API) encodeRun(ctx context.Context, id string) (api.Run, error) {
	o, err := a.Conveyor.Run(ctx, callerOf(ctx).who, id)
	if err != nil {
		return api.Run{}, err
	}
	return a.encodeOutcome(ctx, o)
}

func (a *API) encodeOutcome(ctx context.Context, o conveyor.Outcome) (api.Run, error) {
	call := callerOf(ctx)
	r := o.Run
	title, err := a.Conveyor.TitleOf(ctx, call.who, r.Queue, r.Act.Verb)
	if err != nil {
		return api.Run{}, err
	}
	if len(title) == 0 {
		title = schemas.Text(inAllLanguages("run." + r.Act.Verb))
	}
	out := api.Run{
		Id: r.ID, Queue: r.Queue, Verb: r.Act.Verb, Title: textOf(title), State: api.RunState(r.State), Total: r.Total,
		Done: o.Tally[queue.Acted], Refused: o.Tally[queue.Refused], Changed: o.Tally[queue.Changed], Left: o.Tally[queue.Left],
		BeganAt: r.BeganAt, EndedAt: r.EndedAt, Undoable: some(conveyor.Undoable(o)), Items: make([]api.RunItem, len(o.Items)),
	}
	for i, item := range o.Items {
		encoded := api.RunItem{Case: item.Case, Reference: item.Reference, Name: item.Name, State: api.RunItemState(item.State)}
		if item.Why.Key != "" {
			encoded.Why = some(call.words.say(item.Why.Key, item.Why.Code, item.Why.Params))
		}
		out.Items[i] = encoded
	}
	return out, nil
}
