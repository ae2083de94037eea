package httpapi

import (
	"context"
	"strings"

	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// GetCalendar returns when the tenant works.
func (a *API) GetCalendar(ctx context.Context, _ api.GetCalendarRequestObject) (api.GetCalendarResponseObject, error) {
	w, err := a.Administration.WorkingTime(ctx, callerOf(ctx).who)
	return api.GetCalendar200JSONResponse(encodeCalendar(w)), err
}

// SaveCalendar changes it.
func (a *API) SaveCalendar(ctx context.Context, r api.SaveCalendarRequestObject) (api.SaveCalendarResponseObject, error) {
	call, b := callerOf(ctx), r.Body
	w := decodeCalendar(b.TimeZone, b.Hours, b.Holidays)
	w.Revision = b.Revision
	w, err := a.Administration.SaveWorkingTime(ctx, call.who, w)
	a.tenants.forget(call.tenant)
	return api.SaveCalendar200JSONResponse(encodeCalendar(w)), err
}

// PreviewCalendar says when a service level would end.
func (a *API) PreviewCalendar(ctx context.Context, r api.PreviewCalendarRequestObject) (api.PreviewCalendarResponseObject, error) {
	b := r.Body
	due, err := a.Administration.Due(ctx, callerOf(ctx).who, tenant.Arrival{
		Working: decodeCalendar(b.TimeZone, b.Hours, b.Holidays), At: b.At, Level: b.Level,
	})
	return api.PreviewCalendar200JSONResponse{DueAt: due}, err
}

func encodeCalendar(w tenant.WorkingTime) api.Calendar {
	out := api.Calendar{TimeZone: w.TimeZone, Hours: w.Hours, Holidays: make([]api.Holiday, len(w.Holidays)), Revision: w.Revision}
	for i, h := range w.Holidays {
		out.Holidays[i] = api.Holiday{Date: h.Date, Name: some(h.Name)}
	}
	return out
}

func decodeCalendar(zone string, hours map[string]string, holidays []api.Holiday) tenant.WorkingTime {
	out := tenant.WorkingTime{TimeZone: zone, Calendar: tenant.Calendar{Hours: hours, Holidays: make([]tenant.Holiday, len(holidays))}}
	for i, h := range holidays {
		out.Holidays[i] = tenant.Holiday{Date: h.Date, Name: strings.TrimSpace(value(h.Name))}
	}
	return out
}
