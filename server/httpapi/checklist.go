package httpapi

import (
	"context"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/server/httpapi/api"
)

// ConfirmItem notes that the applicant read a text.
func (a *API) ConfirmItem(ctx context.Context, r api.ConfirmItemRequestObject) (api.ConfirmItemResponseObject, error) {
	call := callerOf(ctx)
	if err := a.Conveyor.Confirm(ctx, call.who, call.who.Case, r.Item); err != nil {
		return nil, err
	}
	out, err := a.applicantCase(ctx)
	return api.ConfirmItem200JSONResponse(out), err
}

// GetChecklist returns the applicant's list for staff.
func (a *API) GetChecklist(ctx context.Context, r api.GetChecklistRequestObject) (api.GetChecklistResponseObject, error) {
	out, err := a.caseChecklist(ctx, r.Case)
	return api.GetChecklist200JSONResponse(out), err
}

// TickItem says that an item is done, or is not.
func (a *API) TickItem(ctx context.Context, r api.TickItemRequestObject) (api.TickItemResponseObject, error) {
	err := a.Conveyor.Tick(ctx, callerOf(ctx).who, conveyor.Ticked{Case: r.Case, Item: r.Item, Done: r.Body.Done})
	if err != nil {
		return nil, err
	}
	out, err := a.caseChecklist(ctx, r.Case)
	return api.TickItem200JSONResponse(out), err
}

func (a *API) caseChecklist(ctx context.Context, id string) (api.CaseChecklist, error) {
	out := api.CaseChecklist{Spared: []api.SparedItem{}, Marked: []string{}, Tickable: []string{}, Checklist: api.Checklist{Items: []api.ChecklistItem{}, Title: api.Text{}}}
	v, err := a.Conveyor.Checklist(ctx, callerOf(ctx).who, id)
	if err != nil || v == nil {
		return out, err
	}
	out.Checklist = *encodeChecklist(v)
	for _, item := range v.Spared {
		out.Spared = append(out.Spared, api.SparedItem{Key: item.Key, Title: textOf(item.Title), Checks: inTexts(item.Checks)})
	}
	for _, item := range v.Items {
		if item.Marked {
			out.Marked = append(out.Marked, item.Key)
		}
		if conveyor.Tickable(item) {
			out.Tickable = append(out.Tickable, item.Key)
		}
	}
	return out, nil
}

func encodeChecklist(v *conveyor.ListView) *api.Checklist {
	if v == nil {
		return nil
	}
	out := api.Checklist{Title: textOf(v.Title), Items: make([]api.ChecklistItem, len(v.Items))}
	for i, item := range v.Items {
		out.Items[i] = api.ChecklistItem{
			Key: item.Key, Kind: api.ChecklistItemKind(item.Kind), Title: textOf(item.Title), Hint: someText(item.Hint), Heading: someText(item.Heading),
			State: api.ChecklistItemState(item.State), Waits: encodeWaits(item.Waits), DueAt: item.DueAt, Overdue: some(item.Overdue),
			CanOpen: item.CanOpen, CanMark: item.CanMark, Pages: someList(item.Pages), Page: some(item.Page),
		}
	}
	return &out
}

func encodeWaits(texts []schemas.Text) *[]api.Text { return someList(inTexts(texts)) }

func inTexts(texts []schemas.Text) []api.Text {
	out := make([]api.Text, len(texts))
	for i, t := range texts {
		out[i] = textOf(t)
	}
	return out
}
