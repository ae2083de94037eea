package httpapi

import (
	"context"

	"github.com/esteira/esteira/server/httpapi/api"
)

// ListCheckTypes returns the types of check that a pipeline may ask, with the schemas of their settings.
func (a *API) ListCheckTypes(ctx context.Context, _ api.ListCheckTypesRequestObject) (api.ListCheckTypesResponseObject, error) {
	types, err := a.Library.CheckTypes(ctx, callerOf(ctx).who)
	if err != nil {
		return nil, err
	}
	out := api.ListCheckTypes200JSONResponse{Types: make([]api.CheckType, len(types))}
	for i, t := range types {
		// As text, because the order of its members is that of the form.
		out.Types[i] = api.CheckType{Type: t.Name, Schema: some(string(t.Settings))}
	}
	return out, nil
}
