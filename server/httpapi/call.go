package httpapi

import (
	"context"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/server/httpapi/api"
)

// ListCalls returns what systems outside were told of a case.
func (a *API) ListCalls(ctx context.Context, r api.ListCallsRequestObject) (api.ListCallsResponseObject, error) {
	calls, err := a.Conveyor.Calls(ctx, callerOf(ctx).who, r.Case)
	if err != nil {
		return nil, err
	}
	out := api.ListCalls200JSONResponse{Calls: make([]api.Call, len(calls))}
	for i, c := range calls {
		out.Calls[i] = encodeCall(c)
	}
	return out, nil
}

func encodeCall(c conveyor.CallView) api.Call {
	out := api.Call{
		Id: c.ID, Name: c.Name, Attempt: c.Attempt, State: api.CallState(c.State), DueAt: c.DueAt, At: c.At,
		Status: some(c.Answer.Status), Code: some(c.Answer.Code), Message: some(c.Answer.Message), Path: some(c.Answer.Field),
		Label: someText(c.Label), Sent: make([]api.SentAnswer, len(c.Sent)),
	}
	if c.Whole {
		out.Response = some(c.Answer.Body)
	}
	for i, d := range c.Sent {
		out.Sent[i] = api.SentAnswer{Path: d.Path, Label: api.Text(d.Label), Type: d.Type, Value: d.Value, Masked: some(d.Masked)}
	}
	return out
}

func encodeCallMark(m cases.CallMark) *api.CallMark {
	if m.State == "" {
		return nil
	}
	return &api.CallMark{Name: m.Name, State: api.CallMarkState(m.State), Attempt: m.Attempt, NextAt: m.NextAt, Code: some(m.Code)}
}

// MendAnswer puts one answer right.
func (a *API) MendAnswer(ctx context.Context, r api.MendAnswerRequestObject) (api.MendAnswerResponseObject, error) {
	call := callerOf(ctx)
	_, err := a.Conveyor.Mend(call.keyedFor(ctx, r.Body.Path), call.who, conveyor.Mending{
		Case: r.Case, Path: r.Body.Path, Value: r.Body.Value, Note: value(r.Body.Note), Revision: value(r.Body.Revision),
	})
	if err != nil {
		return nil, err
	}
	out, err := a.caseAfter(ctx, r.Case)
	return api.MendAnswer200JSONResponse(out), err
}

// ReportEvent takes in what another system knows of a case.
func (a *API) ReportEvent(ctx context.Context, r api.ReportEventRequestObject) (api.ReportEventResponseObject, error) {
	in := conveyor.Report{Case: r.Case, ID: value(r.Body.Id), Event: r.Body.Event}
	if r.Body.Facts != nil {
		in.Facts = *r.Body.Facts
	}
	got, err := a.Conveyor.Report(ctx, callerOf(ctx).who, in)
	return api.ReportEvent200JSONResponse{Stage: got.Stage, Moved: got.Moved, Repeated: got.Repeated}, err
}
