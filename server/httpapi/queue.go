package httpapi

import (
	"context"
	"slices"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/server/httpapi/api"
)

// countsTo is where counting stops.
const countsTo = 10_000

// ListQueues returns the queues that the member may see, with counts.
func (a *API) ListQueues(ctx context.Context, _ api.ListQueuesRequestObject) (api.ListQueuesResponseObject, error) {
	call := callerOf(ctx)
	views, err := a.Conveyor.Queues(ctx, call.who)
	if err != nil {
		return nil, err
	}
	counts, err := a.Queues.Counts(ctx, call.tenant.ID)
	if err != nil {
		return nil, err
	}
	byStage := map[queue.Stage]int{}
	for _, c := range counts {
		byStage[c.Stage] = c.Count
	}
	out := api.ListQueues200JSONResponse{Queues: []api.Queue{}}
	for _, v := range views {
		q := api.Queue{Key: v.Key, Name: api.Text(v.Name), Columns: []api.Column{}}
		if q.May, err = a.besideQueue(ctx, v); err != nil {
			return nil, err
		}
		for _, stage := range v.Stages {
			q.Count += byStage[stage]
		}
		if q.Count >= countsTo {
			more := true
			q.Count, q.More = countsTo, &more
		}
		for _, c := range v.Columns {
			q.Columns = append(q.Columns, encodeColumn(c))
		}
		out.Queues = append(out.Queues, q)
	}
	return out, nil
}

// ListQueueCases returns a page of the cases of a queue.
func (a *API) ListQueueCases(ctx context.Context, r api.ListQueueCasesRequestObject) (api.ListQueueCasesResponseObject, error) {
	call := callerOf(ctx)
	view, err := a.Conveyor.Queue(ctx, call.who, r.Queue)
	if err != nil {
		return nil, err
	}
	if r.Params.Column != nil {
		view = view.With(*r.Params.Column)
	}
	q, err := a.Conveyor.Ask(ctx, call.who, view, queue.Look{
		Search: value(r.Params.Search), Sort: value(r.Params.Sort), Filters: value(r.Params.Filter),
	})
	if err != nil {
		return nil, err
	}
	q.Cursor = value(r.Params.Cursor)
	if r.Params.Limit != nil {
		q.Limit = *r.Params.Limit
	}
	q.Member = call.who.ID
	page, err := a.Queues.Query(ctx, call.tenant.ID, q)
	if err != nil {
		return nil, err
	}
	out := api.ListQueueCases200JSONResponse{Cases: make([]api.CaseRow, len(page.Rows)), Cursor: some(page.Cursor)}
	if out.People, err = a.people(ctx); err != nil {
		return nil, err
	}
	verbs, err := a.Conveyor.RowVerbs(ctx, call.who, page.Rows)
	if err != nil {
		return nil, err
	}
	for i, row := range page.Rows {
		if out.Cases[i], err = a.encodeQueueRow(ctx, view, row); err != nil {
			return nil, err
		}
		out.Cases[i].May = list(verbs[row.ID])
	}
	return out, nil
}

// ListQueueColumns returns all that the cases of a queue can be filtered and sorted by: first those of the queue.
func (a *API) ListQueueColumns(ctx context.Context, r api.ListQueueColumnsRequestObject) (api.ListQueueColumnsResponseObject, error) {
	view, err := a.Conveyor.Queue(ctx, callerOf(ctx).who, r.Queue)
	if err != nil {
		return nil, err
	}
	out := api.ListQueueColumns200JSONResponse{Columns: []api.Column{}}
	for _, c := range slices.Concat(view.Columns, view.More) {
		if !view.Tells(c.Key) {
			continue // its label may be read, what it holds may not
		}
		column := encodeColumn(c)
		column.Masked, column.Form = some(c.Masked), someText(c.Form)
		sortable := view.Sortable(c.Key) != "" // said where it is not, too
		column.Sortable, column.Suggests = &sortable, some(view.Suggests(c.Key))
		out.Columns = append(out.Columns, column)
	}
	acts, err := a.Conveyor.Acts(ctx, callerOf(ctx).who, view)
	out.Acts = encodeQueueActs(acts)
	return out, err
}

func encodeQueueActs(acts []conveyor.QueueAct) []api.QueueAct {
	out := make([]api.QueueAct, len(acts))
	for i, act := range acts {
		title := api.Text(act.Title)
		if len(title) == 0 {
			title = inAllLanguages("run." + act.Verb)
		}
		out[i] = api.QueueAct{Verb: act.Verb, Title: title, NeedsReason: some(act.Reason), NeedsNote: some(act.Note), Reasons: []api.ReasonOption{}}
		out[i].Approves, out[i].InNameOf = some(act.Approves), someList(act.InNameOf)
		for _, r := range act.Reasons {
			out[i].Reasons = append(out[i].Reasons, api.ReasonOption{
				Key: r.Key, Label: api.Text(r.Label), Applicant: api.Text(r.Applicant), For: list(r.For),
			})
		}
	}
	return out
}

// CountQueueCases counts what a filter finds.
func (a *API) CountQueueCases(ctx context.Context, r api.CountQueueCasesRequestObject) (api.CountQueueCasesResponseObject, error) {
	call := callerOf(ctx)
	view, err := a.Conveyor.Queue(ctx, call.who, r.Queue)
	if err != nil {
		return nil, err
	}
	q, err := a.Conveyor.Ask(ctx, call.who, view, queue.Look{Search: value(r.Params.Search), Filters: value(r.Params.Filter)})
	if err != nil {
		return nil, err
	}
	n, err := a.Queues.Count(ctx, call.tenant.ID, q)
	return api.CountQueueCases200JSONResponse{Count: n.Count, More: some(n.More)}, err
}

// ListQueueValues returns values that a column has among the cases of the queue.
func (a *API) ListQueueValues(ctx context.Context, r api.ListQueueValuesRequestObject) (api.ListQueueValuesResponseObject, error) {
	call := callerOf(ctx)
	view, err := a.Conveyor.Queue(ctx, call.who, r.Queue)
	if err != nil {
		return nil, err
	}
	out := api.ListQueueValues200JSONResponse{}
	out.Values = list(out.Values)
	if !view.Suggests(r.Params.Column) {
		return out, nil // as of a column that nobody has answered
	}
	values, err := a.Queues.Values(ctx, call.tenant.ID, queue.Distinct{Stages: view.Stages, Field: r.Params.Column, Begins: value(r.Params.Begins)})
	for _, v := range values {
		out.Values = append(out.Values, struct {
			Count int    `json:"count"`
			More  *bool  `json:"more,omitempty"`
			Value string `json:"value"`
		}{v.Tally.Count, some(v.Tally.More), v.Text})
	}
	return out, err
}

// SearchCases looks for cases in all queues of the member.
func (a *API) SearchCases(ctx context.Context, r api.SearchCasesRequestObject) (api.SearchCasesResponseObject, error) {
	found, err := a.Conveyor.Search(ctx, callerOf(ctx).who, r.Params.Search, a.Queues)
	if err != nil {
		return nil, err
	}
	out := api.SearchCases200JSONResponse{}
	out.Cases = list(out.Cases)
	for _, f := range found {
		out.Cases = append(out.Cases, api.FoundCase{
			Id: f.Row.ID, Reference: f.Row.Reference, Name: f.Shown.Name, Identity: some(f.Shown.Identity),
			Queue: f.Queue.Key, QueueName: textOf(f.Queue.Name), StageName: someText(f.Shown.Stage),
		})
	}
	return out, nil
}

func encodeColumn(c conveyor.Column) api.Column {
	options := make([]api.Option, len(c.Options))
	for i, o := range c.Options {
		options[i] = api.Option{Value: o.Value, Label: textOf(o.Label)}
	}
	return api.Column{Key: c.Key, Label: labelOf(c), Type: c.Type, Options: someList(options)}
}

// labelOf names a column: an answer by its field, a built-in one in the languages of the product.
func labelOf(c conveyor.Column) api.Text {
	if len(c.Label) > 0 {
		return api.Text(c.Label)
	}
	return inAllLanguages("column." + c.Key)
}
