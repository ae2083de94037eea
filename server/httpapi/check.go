package httpapi

import (
	"context"
	"slices"

	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/server/httpapi/api"
)

// GetCheck returns all that is known of one check of a case.
func (a *API) GetCheck(ctx context.Context, r api.GetCheckRequestObject) (api.GetCheckResponseObject, error) {
	out, err := a.checkPage(ctx, r.Case, r.Check)
	return api.GetCheck200JSONResponse(out), err
}

// AskCheck asks a check anew.
func (a *API) AskCheck(ctx context.Context, r api.AskCheckRequestObject) (api.AskCheckResponseObject, error) {
	err := a.Conveyor.AskCheck(ctx, callerOf(ctx).who, conveyor.OnCheck{Case: r.Case, Check: r.Check, Note: r.Body.Reason})
	if err != nil {
		return nil, err
	}
	out, err := a.checkAfter(ctx, r.Case, r.Check)
	return api.AskCheck200JSONResponse(out), err
}

// ClearHit says of an entry of a list that the person is somebody else.
func (a *API) ClearHit(ctx context.Context, r api.ClearHitRequestObject) (api.ClearHitResponseObject, error) {
	err := a.Conveyor.ClearHit(ctx, callerOf(ctx).who, conveyor.OnCheck{Case: r.Case, Check: r.Check, Note: r.Body.Reason}, check.Hit{
		List: r.Body.List, Entry: r.Body.Entry, Person: r.Body.Person,
	})
	if err != nil {
		return nil, err
	}
	out, err := a.checkAfter(ctx, r.Case, r.Check)
	return api.ClearHit200JSONResponse(out), err
}

// OverruleCheck proposes another result, or agrees with the one that somebody else proposed.
func (a *API) OverruleCheck(ctx context.Context, r api.OverruleCheckRequestObject) (api.OverruleCheckResponseObject, error) {
	err := a.Conveyor.Overrule(ctx, callerOf(ctx).who, conveyor.Overruling{
		OnCheck: conveyor.OnCheck{Case: r.Case, Check: r.Check, Note: r.Body.Reason}, Result: string(r.Body.Result),
	})
	if err != nil {
		return nil, err
	}
	out, err := a.checkAfter(ctx, r.Case, r.Check)
	return api.OverruleCheck200JSONResponse(out), err
}

func (a *API) checkPage(ctx context.Context, caseID, key string) (api.CheckPage, error) {
	who := callerOf(ctx).who
	page, err := a.Conveyor.CheckPage(ctx, who, caseID, key)
	if err != nil {
		return api.CheckPage{}, err
	}
	out := api.CheckPage{
		Check: encodeChecks([]conveyor.CheckView{page.CheckView})[0], Overruled: some(page.Mark.Overruled), Inputs: encodeData(page.Inputs),
		Results: make([]api.CheckRound, len(page.Results)), Lists: make([]api.AskedList, len(page.Screening.Lists)),
		Hits: make([]api.ListHit, len(page.Screening.Hits)), May: list(page.May),
	}
	if p := page.Mark.Proposal; p != nil {
		out.Proposal = &api.Proposal{Result: api.ProposalResult(p.Result), By: p.By, At: p.At, Mine: p.By == who.ID}
	}
	for i, r := range page.Results {
		out.Results[i] = api.CheckRound{Round: r.Round, Attempt: r.Attempt, Result: r.Result, Explanation: someText(r.Explanation), At: r.At}
		if len(r.Evidence) > 0 && r.Evidence["hits"] == nil {
			out.Results[i].Evidence = &r.Evidence
		}
	}
	for i, l := range page.Screening.Lists {
		out.Lists[i] = api.AskedList{List: l.List, Name: l.Name, Version: l.Version, Entries: l.Entries}
	}
	for i, h := range page.Screening.Hits {
		out.Hits[i] = encodeHit(h, page.Clearings)
	}
	return out, nil
}

func encodeHit(h check.Hit, clearings []screening.Clearing) api.ListHit {
	f := h.Parts.Factors
	out := api.ListHit{
		List: h.List, ListName: h.ListName, Version: h.Version, Entry: h.Entry, Person: h.Person, Name: h.Name, Names: list(h.Names),
		Programs: list(h.Programs), Remarks: some(h.Remarks), Score: float32(h.Score), Place: h.Place,
		Parts: api.HitParts{Name: float32(h.Parts.Name), Identifier: some(h.Parts.Identifier), Birth: f.Birth, Country: f.Country, Gender: f.Gender, Number: f.Number},
	}
	if i := slices.IndexFunc(clearings, h.ClearedBy); i >= 0 {
		out.Cleared = &api.Clearing{Reason: clearings[i].Reason, By: clearings[i].By, At: clearings[i].At}
	}
	return out
}
