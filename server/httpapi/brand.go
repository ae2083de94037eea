package httpapi

import (
	"context"

	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/tenant"
)

// SaveBrand changes how the tenant looks.
func (a *API) SaveBrand(ctx context.Context, r api.SaveBrandRequestObject) (api.SaveBrandResponseObject, error) {
	call := callerOf(ctx)
	kept, err := a.Administration.SaveBrand(ctx, call.who, tenant.Brand{
		Accent: r.Body.Accent, Contact: value(r.Body.Contact), Logo: value(r.Body.Logo), Footer: value(r.Body.Footer), Privacy: value(r.Body.Privacy), Revision: r.Body.Revision,
	})
	if err != nil {
		return nil, err
	}
	a.tenants.forget(call.tenant)
	call.tenant.Brand = kept
	out, err := a.brand(ctx, call.tenant)
	return api.SaveBrand200JSONResponse(out), err
}
