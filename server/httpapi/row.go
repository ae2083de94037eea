package httpapi

import (
	"context"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

// encodeRow writes what stands in the columns of a case.
func encodeRow(rec cases.Record) api.CaseRow {
	risk, _ := rec.State.Attributes["risk"].(string)
	return api.CaseRow{
		Id: rec.ID, Revision: some(rec.Revision), Reference: rec.Reference, Pipeline: rec.Pipeline, Stage: rec.State.Stage, Name: rec.Name,
		StartedAt: rec.State.StartedAt, EnteredAt: rec.State.EnteredAt, ActivityAt: rec.State.ActivityAt,
		DueAt: rec.LevelAt, Percent: rec.Percent, Attempts: rec.Attempts, Risk: some(risk),
		Outcome: some(rec.State.Outcome), Assignee: some(rec.Assignee), ClaimedAt: rec.ClaimedAt, Token: encodeMark(rec.Token),
		Channel: some(rec.Channel), Call: encodeCallMark(rec.Call),
		NoContact: some(rec.Email == "" && rec.Phone == "" && !rec.State.Removed),
	}
}

// encodeShown writes a case of a list: of what is masked or withheld, what is shown of it.
func encodeShown(rec cases.Record, shown conveyor.Shown) api.CaseRow {
	out := encodeRow(rec)
	out.May = []string{}
	out.Name, out.Identity, out.StageName, out.Page = shown.Name, some(shown.Identity), someText(shown.Stage), someText(shown.Page)
	out.Reason, out.Risk, out.Reminders = someText(shown.Reason), some(shown.Risk), some(shown.Reminders)
	if out.Call != nil {
		out.Call.Field = someText(shown.CallField)
	}
	if len(shown.Values) > 0 {
		out.Values = &shown.Values
	}
	return out
}

// encodeQueueRow writes a case of a queue, with what the member may do beside its verbs.
func (a *API) encodeQueueRow(ctx context.Context, view conveyor.QueueView, row queue.Row) (api.CaseRow, error) {
	out := encodeShown(row.Record, a.Conveyor.Present(ctx, view, row))
	out.HandedOver, out.Unread = some(row.HandedOver), some(row.Unread)
	var err error
	if out.WarnAt, err = a.Conveyor.WarnAt(ctx, row.Record); err != nil {
		return out, err
	}
	beside, err := a.Conveyor.Beside(ctx, callerOf(ctx).who, row.Pipeline, row.State.Stage)
	out.Beside = someList(beside)
	return out, err
}

func (a *API) encodeStaffRow(v conveyor.StaffView) api.CaseRow {
	row := encodeRow(v.Record)
	row.StageName, row.WarnAt = someText(v.Stage.Name), v.WarnAt
	row.Identity = some(v.Identity)
	row.May = []string{}
	for _, o := range v.Options {
		if o.Why == nil || o.Why.Code != fault.Denied {
			row.May = append(row.May, o.Verb)
		}
	}
	for _, reason := range v.Reasons {
		if reason.Key == v.Record.State.Reason {
			row.Reason = someText(reason.Label)
		}
	}
	return row
}
