package httpapi

import (
	"context"
	"strings"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
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
	q, err := toQuery(view, r.Params)
	if err != nil {
		return nil, err
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
	may := map[[2]string][]string{} // by version and stage
	for i, row := range page.Rows {
		encoded := encodeRow(row.Record)
		at := [2]string{row.Version, row.State.Stage}
		if _, asked := may[at]; !asked {
			if may[at], err = a.Conveyor.Verbs(ctx, call.who, row.Version, row.State.Stage); err != nil {
				return nil, err
			}
		}
		encoded.May = list(may[at])
		if err := a.encodeInbox(ctx, row, &encoded); err != nil {
			return nil, err
		}
		shown := a.Conveyor.Present(ctx, view, row)
		encoded.Name, encoded.Identity, encoded.StageName, encoded.Page = shown.Name, some(shown.Identity), someText(shown.Stage), someText(shown.Page)
		encoded.Reason = someText(shown.Reason)
		if shown.Reminders > 0 {
			encoded.Reminders = &shown.Reminders
		}
		if encoded.Call != nil {
			encoded.Call.Field = someText(shown.CallField)
		}
		if row.HandedOver {
			encoded.HandedOver = &row.HandedOver
		}
		if len(shown.Values) > 0 {
			encoded.Values = &shown.Values
		}
		out.Cases[i] = encoded
	}
	return out, nil
}

func toQuery(view conveyor.QueueView, p api.ListQueueCasesParams) (queue.Query, error) {
	q := queue.Query{
		Stages: view.Stages, Search: strings.TrimSpace(value(p.Search)), Sort: view.Sortable(value(p.Sort)),
		Cursor: value(p.Cursor), Limit: 50, Values: view.Fields(),
	}
	if q.Search != "" && !view.Findable() {
		q.Filters = append(q.Filters, queue.Filter{Field: "reference", Operator: "contains", Value: q.Search})
		q.Search = ""
	}
	if p.Limit != nil {
		q.Limit = *p.Limit
	}
	for _, text := range value(p.Filter) {
		parts := strings.SplitN(text, ":", 3)
		if len(parts) != 3 || !view.May(parts[0], parts[1]) {
			return q, fault.New(fault.Invalid, "queue.filter").With("filter", text)
		}
		q.Filters = append(q.Filters, queue.Filter{Field: view.Column(parts[0]), Operator: parts[1], Value: parts[2]})
	}
	if value(p.Sort) != "" && q.Sort == "" {
		return q, fault.New(fault.Invalid, "queue.sort").With("sort", *p.Sort)
	}
	return q, nil
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
