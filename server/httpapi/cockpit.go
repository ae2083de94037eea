package httpapi

import (
	"context"
	"slices"

	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/server/httpapi/api"
)

// GetCockpit returns what figures there are to choose from.
func (a *API) GetCockpit(ctx context.Context, r api.GetCockpitRequestObject) (api.GetCockpitResponseObject, error) {
	call := callerOf(ctx)
	head, err := a.Cockpit.Head(ctx, call.who, value(r.Params.Pipeline))
	if err != nil {
		return nil, err
	}
	out := api.GetCockpit200JSONResponse{
		Pipelines: make([]api.Named, len(head.Pipelines)), Channels: list(head.Channels), Languages: list(head.Languages),
		Devices: list(head.Devices), Today: head.Today, People: head.People, Uncounted: head.Uncounted, Roles: []api.Named{},
	}
	for i, p := range head.Pipelines {
		out.Pipelines[i] = api.Named{Key: p.Key, Name: api.Text(p.Title)}
	}
	roles, _, _, err := a.Tenants.Policies(ctx, call.tenant.ID)
	for _, role := range roles {
		out.Roles = append(out.Roles, api.Named{Key: role.Key, Name: textOf(role.Name)})
	}
	return out, err
}

// GetFigures returns a table of figures.
func (a *API) GetFigures(ctx context.Context, r api.GetFiguresRequestObject) (api.GetFiguresResponseObject, error) {
	call, p := callerOf(ctx), r.Params
	in := conveyor.Inquiry{Figures: string(r.Report), Filter: cockpit.Filter{
		Pipeline: p.Pipeline, From: p.From, To: p.To, Channel: value(p.Channel), Locale: value(p.Language), Device: string(value(p.Device)),
	}}
	var err error
	if role := value(p.Role); role != "" {
		if in.Members, err = a.having(ctx, role); err != nil {
			return nil, err
		}
	}
	report, err := a.Cockpit.Figures(ctx, call.who, in)
	if err != nil {
		return nil, err
	}
	people, err := a.people(ctx)
	if err != nil {
		return nil, err
	}
	out := api.GetFigures200JSONResponse{Columns: report.Columns, Rows: make([]api.FigureRow, len(report.Rows)), Total: some(report.Total)}
	for i, row := range report.Rows {
		out.Rows[i] = encodeFigureRow(row)
		if in.Figures == "people" {
			out.Rows[i].Label = some(people[row.Key])
		}
	}
	return out, nil
}

// having are the members who have a role; never nil.
func (a *API) having(ctx context.Context, role string) ([]string, error) {
	members, err := a.Tenants.Members(ctx, callerOf(ctx).tenant.ID)
	ids := []string{}
	for _, m := range members {
		if slices.Contains(m.Roles, role) {
			ids = append(ids, m.ID)
		}
	}
	return ids, err
}

func encodeFigureRow(row conveyor.FigureRow) api.FigureRow {
	out := api.FigureRow{
		Key: row.Key, Name: someText(row.Name), Kind: some(row.Kind), Of: some(row.Of), OfName: someText(row.OfName),
		Few: some(row.Few), Values: row.Values,
	}
	if out.Values == nil {
		out.Values = map[string]float64{}
	}
	return out
}

// ListCockpitCases returns the cases behind a figure.
func (a *API) ListCockpitCases(ctx context.Context, r api.ListCockpitCasesRequestObject) (api.ListCockpitCasesResponseObject, error) {
	p := r.Params
	filter := cockpit.Filter{
		Pipeline: p.Pipeline, From: p.From, To: p.To, Channel: value(p.Channel), Locale: value(p.Language), Device: string(value(p.Device)),
	}
	at := cockpit.Place{Kind: string(p.Kind), Step: p.Step, Fate: string(value(p.Fate)), After: value(p.Cursor)}
	found, err := a.Cockpit.Cases(ctx, callerOf(ctx).who, filter, at)
	if err != nil {
		return nil, err
	}
	out := api.ListCockpitCases200JSONResponse{
		Cases: make([]api.CaseRow, len(found.Rows)), Total: found.Total, Withheld: found.Withheld, Cursor: some(found.Cursor),
	}
	for i, row := range found.Rows {
		out.Cases[i] = encodeShown(row.Record, a.Conveyor.Present(ctx, found.View, row))
	}
	return out, nil
}

// decodeFilling drops nothing: the runtime bounds what it counts.
func decodeFilling(in *api.Filling) conveyor.Filling {
	if in == nil {
		return conveyor.Filling{}
	}
	out := conveyor.Filling{Seconds: value(in.Seconds), Backs: value(in.Backs), Fields: map[string]conveyor.FieldFilling{}}
	for key, f := range value(in.Fields) {
		out.Fields[key] = conveyor.FieldFilling{Seconds: value(f.Seconds), Changes: value(f.Changes), Errors: value(f.Errors)}
	}
	return out
}
