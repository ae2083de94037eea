package httpapi

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/labstack/echo/v4"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

// statuses is the only table from faults to HTTP.
var statuses = map[fault.Code]int{
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.NotFound:    http.StatusNotFound,
	fault.Denied:      http.StatusForbidden,
	fault.Unsigned:    http.StatusUnauthorized,
	fault.Conflict:    http.StatusConflict,
	fault.Stale:       http.StatusConflict,
	fault.TooLarge:    http.StatusRequestEntityTooLarge,
	fault.Unsupported: http.StatusUnsupportedMediaType,
	fault.Limited:     http.StatusTooManyRequests,
	fault.Gone:        http.StatusGone,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// fail turns any error into the one shape of the contract, in the reader's language. What is internal goes to the log
// under the id of the request, and only the id is told.
func (a *API) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	id := c.Response().Header().Get(echo.HeaderXRequestID)
	f := toFault(err)
	if f == nil && c.Request().Context().Err() != nil {
		f = fault.New(fault.Unavailable, "code.unavailable") // the caller went away, which is no error of ours
	}
	if f == nil {
		a.Log.ErrorContext(c.Request().Context(), "internal error", "request", id, "error", err)
		f = fault.New("internal", "internal")
	}
	status, known := statuses[f.Code]
	if !known {
		status = http.StatusInternalServerError
	}
	if after, ok := f.Params["retryAfter"].(int); ok {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(after))
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, nothing)
	if err := c.JSON(status, a.encodeFault(c, f, id)); err != nil {
		a.Log.WarnContext(c.Request().Context(), "fault not written", "request", id, "error", err)
	}
}

func (a *API) encodeFault(c echo.Context, f *fault.Fault, id string) api.Fault {
	words := speak(c.Request())
	out := api.Fault{
		Code: api.FaultCode(f.Code), Key: f.Key, Message: words.say(f.Key, string(f.Code), f.Params), RequestId: id,
	}
	if len(f.Params) > 0 {
		out.Params = &f.Params
	}
	if len(f.Violations) > 0 {
		list := words.violations(inherit(f), nil)
		out.Violations = &list
	}
	return out
}

// inherit gives the parameters of a fault to those of its violations that say the same and bring none.
func inherit(f *fault.Fault) []fault.Violation {
	list := slices.Clone(f.Violations)
	for i, v := range list {
		if v.Key == f.Key && len(v.Params) == 0 {
			list[i].Params = f.Params
		}
	}
	return list
}

// toFault returns the fault in an error, made from what echo and the contract's filter report; nil when it is internal.
func toFault(err error) *fault.Fault {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f
	}
	if he, ok := errors.AsType[*echo.HTTPError](err); ok {
		return fromEcho(he)
	}
	if re, ok := errors.AsType[*openapi3filter.RequestError](err); ok {
		return fromContract(re)
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.TooLarge, "request.too_large")
	}
	return nil
}

func fromEcho(he *echo.HTTPError) *fault.Fault {
	if inner, ok := he.Internal.(*fault.Fault); ok { //nolint:errorlint // a fault that was handed on as it was
		return inner
	}
	switch he.Code {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return fault.New(fault.NotFound, "route.not_found")
	case http.StatusRequestEntityTooLarge:
		return fault.New(fault.TooLarge, "request.too_large")
	case http.StatusUnsupportedMediaType:
		return fault.New(fault.Unsupported, "request.media_type")
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return fault.New(fault.Invalid, "request.invalid").Because(he)
	}
	return nil
}
