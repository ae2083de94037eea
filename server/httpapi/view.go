package httpapi

import (
	"context"

	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/server/httpapi/api"
)

// ListViews returns the saved views of a queue that the member may use.
func (a *API) ListViews(ctx context.Context, r api.ListViewsRequestObject) (api.ListViewsResponseObject, error) {
	call := callerOf(ctx)
	found, err := a.Conveyor.Views(ctx, call.who, r.Queue)
	if err != nil {
		return nil, err
	}
	out := api.ListViews200JSONResponse{Views: make([]api.View, len(found.Views)), Default: some(found.Default)}
	for i, v := range found.Views {
		out.Views[i] = encodeView(call, v, !found.Unusable[v.ID])
	}
	if out.People, err = a.people(ctx); err != nil {
		return nil, err
	}
	return out, a.addRights(ctx, r.Queue, &out)
}

// addRights says what the member may do with views beside keeping their own, and with which roles they could share.
func (a *API) addRights(ctx context.Context, key string, out *api.ListViews200JSONResponse) error {
	call := callerOf(ctx)
	share, err := a.Conveyor.MayRight(ctx, call.who, "share")
	if err != nil {
		return err
	}
	export, err := a.Conveyor.MayRight(ctx, call.who, "export")
	if err != nil {
		return err
	}
	out.MayShare, out.MayExport = &share, &export
	if export {
		reveal, err := a.Conveyor.MayReveal(ctx, call.who, key)
		if err != nil {
			return err
		}
		out.MayReveal = &reveal
	}
	if !share {
		return nil
	}
	roles, _, _, err := a.Tenants.Policies(ctx, call.tenant.ID)
	shown := make([]api.ViewRole, len(roles))
	for i, role := range roles {
		shown[i] = api.ViewRole{Key: role.Key, Name: textOf(role.Name)}
	}
	out.Roles = &shown
	return err
}

// SaveView keeps a view.
func (a *API) SaveView(ctx context.Context, r api.SaveViewRequestObject) (api.SaveViewResponseObject, error) {
	call := callerOf(ctx)
	v := decodeView(*r.Body)
	v.Queue = r.Queue
	v, err := a.Conveyor.SaveView(ctx, call.who, v)
	return api.SaveView201JSONResponse(encodeView(call, v, true)), err
}

// ChangeView writes a view of the member.
func (a *API) ChangeView(ctx context.Context, r api.ChangeViewRequestObject) (api.ChangeViewResponseObject, error) {
	call := callerOf(ctx)
	v := decodeView(*r.Body)
	v.ID, v.Revision = r.View, value(r.Body.Revision)
	v, err := a.Conveyor.ChangeView(ctx, call.who, v)
	return api.ChangeView200JSONResponse(encodeView(call, v, true)), err
}

// DeleteView takes a view of the member away.
func (a *API) DeleteView(ctx context.Context, r api.DeleteViewRequestObject) (api.DeleteViewResponseObject, error) {
	return api.DeleteView204Response{}, a.Conveyor.DeleteView(ctx, callerOf(ctx).who, r.View)
}

// SetDefaultView lets the member begin a queue with a view.
func (a *API) SetDefaultView(ctx context.Context, r api.SetDefaultViewRequestObject) (api.SetDefaultViewResponseObject, error) {
	return api.SetDefaultView204Response{}, a.Conveyor.SetDefaultView(ctx, callerOf(ctx).who, r.Queue, r.Body.View)
}

func decodeView(in api.SaveView) queue.View {
	v := queue.View{Name: in.Name, Roles: value(in.Roles), Look: queue.Look{
		Search: value(in.Look.Search), Sort: value(in.Look.Sort), Filters: value(in.Look.Filters),
	}}
	for _, c := range value(in.Look.Columns) {
		v.Look.Columns = append(v.Look.Columns, queue.Shown{Key: c.Key, Width: value(c.Width)})
	}
	return v
}

func encodeView(call *caller, v queue.View, usable bool) api.View {
	out := api.View{
		Id: v.ID, Name: v.Name, Owner: v.Owner, Mine: v.Owner == call.who.ID, Roles: list(v.Roles), Revision: v.Revision, Usable: usable,
		Look: api.Look{Search: some(v.Look.Search), Sort: some(v.Look.Sort), Filters: someList(v.Look.Filters)},
	}
	type shown = struct {
		Key   string `json:"key"`
		Width *int   `json:"width,omitempty"`
	}
	var columns []shown
	for _, c := range v.Look.Columns {
		columns = append(columns, shown{c.Key, some(c.Width)})
	}
	out.Look.Columns = someList(columns)
	return out
}
