package httpapi

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// Limits on bodies, in bytes.
const (
	maxJSON       = 1 << 20
	maxDefinition = 5 << 20
	maxUpload     = 26 << 20
)

// guard knows of each operation who may call it at all and what a request must look like.
type guard struct {
	operations map[string]*operation // by method and path of echo, below the base
}

type operation struct {
	id       string
	security string // "", "applicant" or "member"
	keyed    bool   // takes an Idempotency-Key
	path     *openapi3.PathItem
	op       *openapi3.Operation
	template string
	contract *openapi3.T
}

func newGuard(contract *openapi3.T) (*guard, error) {
	g := &guard{operations: map[string]*operation{}}
	for path, item := range contract.Paths.Map() {
		for method, op := range item.Operations() {
			o := &operation{id: idOf(op), path: item, op: op, template: path, security: "member", contract: contract}
			if op.Security != nil {
				o.security = schemeOf(*op.Security)
			}
			// identify has asked who calls. The contract's filter would read the whole body to ask again.
			asked := *op
			asked.Security, o.op = &openapi3.SecurityRequirements{}, &asked
			for _, p := range op.Parameters {
				o.keyed = o.keyed || p.Value.Name == "Idempotency-Key"
			}
			g.operations[method+" "+echoPath(path)] = o
		}
	}
	if len(g.operations) == 0 {
		return nil, errors.New("httpapi: the contract has no operations")
	}
	return g, nil
}

// idOf is the id as it stands in schemas/openapi.yaml; the generated contract begins it with a capital.
func idOf(op *openapi3.Operation) string {
	return strings.ToLower(op.OperationID[:1]) + op.OperationID[1:]
}

func schemeOf(requirements openapi3.SecurityRequirements) string {
	for _, requirement := range requirements {
		for name := range requirement {
			return name
		}
	}
	return ""
}

// echoPath turns /cases/{case} into /cases/:case.
func echoPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// find returns the operation of a request; nil for a route outside the contract.
func (g *guard) find(c echo.Context) *operation {
	path := c.Path()
	if _, below, ok := strings.Cut(path, "/api/v1"); ok {
		return g.operations[c.Request().Method+" "+below]
	}
	return nil
}

// guarded refuses what the contract does not allow: an unknown caller, a forged cross-site request, a body that is too
// large, too deep or of another shape. It puts the caller into the request.
func (a *API) guarded(g *guard) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			o := g.find(c)
			if o == nil {
				return fault.New(fault.NotFound, "route.not_found")
			}
			call := callerOf(c.Request().Context())
			call.op, call.keyed = o.id, o.keyed
			if err := sameSite(c.Request()); err != nil {
				return err
			}
			if err := a.identify(c, o); err != nil {
				return err
			}
			if err := checkBody(c.Request(), o); err != nil {
				return err
			}
			if o.id == "reportBounce" || o.id == "reportSms" {
				if err := keepBody(c.Request(), call); err != nil {
					return err
				}
			}
			if err := o.validate(c); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// sameSite demands a header that no form of another site can send.
func sameSite(r *http.Request) error {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil
	}
	if site := r.Header.Get("Sec-Fetch-Site"); r.Header.Get("X-Esteira") == "" || site == "cross-site" {
		return fault.New(fault.Denied, "request.cross_site")
	}
	return nil
}

// keepBody keeps the bytes of a body that was read and put back: its signature is over these.
func keepBody(r *http.Request, call *caller) error {
	body, err := io.ReadAll(r.Body)
	call.body, r.Body = body, io.NopCloser(bytes.NewReader(body))
	return err
}

// checkBody reads a JSON body once, refuses what the language refuses, and puts it back.
func checkBody(r *http.Request, o *operation) error {
	limit := int64(maxJSON)
	media, params, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	switch {
	case o.op.RequestBody != nil && o.op.RequestBody.Value.Content["multipart/form-data"] != nil:
		if media != "multipart/form-data" {
			return fault.New(fault.Unsupported, "request.media_type")
		}
		if params["boundary"] == "" {
			return fault.New(fault.Invalid, "document.upload_broken")
		}
		if r.ContentLength > maxUpload {
			return fault.New(fault.TooLarge, "file_size").With("n", maxUpload>>20)
		}
		// The reader of forms takes some kilobytes at a time, and each would be a read from the network.
		limited := http.MaxBytesReader(nil, r.Body, maxUpload)
		r.Body = struct {
			io.Reader
			io.Closer
		}{bufio.NewReaderSize(limited, 128<<10), limited}
		return nil
	case o.id == "saveDraft" || o.id == "installTemplate":
		limit = maxDefinition
	}
	if o.op.RequestBody == nil {
		return nil
	}
	if media != echo.MIMEApplicationJSON {
		return fault.New(fault.Unsupported, "request.media_type")
	}
	r.Header.Set(echo.HeaderContentType, media) // however it was written
	if r.ContentLength > limit {
		return fault.New(fault.TooLarge, "request.too_large")
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, limit))
	if err != nil {
		return err
	}
	if _, err := schemas.Decode(body); err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

func (o *operation) validate(c echo.Context) error {
	params := map[string]string{}
	for i, name := range c.ParamNames() {
		if name != "tenant" {
			params[name] = c.ParamValues()[i]
		}
	}
	options := &openapi3filter.Options{
		AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
		// A file is read by its handler; any other body is JSON, which checkBody has seen to.
		ExcludeRequestBody: o.op.RequestBody != nil && o.op.RequestBody.Value.Content["multipart/form-data"] != nil,
	}
	return openapi3filter.ValidateRequest(c.Request().Context(), &openapi3filter.RequestValidationInput{
		Request: c.Request(), PathParams: params, Options: options, QueryParams: c.QueryParams(),
		Route: &routers.Route{Spec: o.contract, Method: c.Request().Method, Path: o.template, PathItem: o.path, Operation: o.op},
	})
}

// fromContract names the place in the request that breaks the contract.
func fromContract(re *openapi3filter.RequestError) *fault.Fault {
	path := ""
	if re.Parameter != nil {
		path = "/" + re.Parameter.Name
		if re.Parameter.In == "path" {
			// An id that cannot exist is an id that does not exist.
			return fault.New(fault.NotFound, "route.not_found")
		}
	}
	key := "format"
	var limits map[string]any
	if se, ok := errors.AsType[*openapi3.SchemaError](re.Err); ok {
		path += "/" + strings.Join(se.JSONPointer(), "/")
		path = strings.TrimSuffix(path, "/")
		key = contractKeys[se.SchemaField]
		if key == "" {
			key = "format"
		}
		if se.Schema.Pattern == somethingSaid && se.SchemaField == "pattern" {
			key = "empty"
		}
		limits = limitsOf(se)
	}
	return fault.New(fault.Invalid, "request.invalid").At(fault.Violation{Path: path, Key: key, Params: limits}).Because(re)
}

// somethingSaid is the pattern of the contract for a reason or a note that has to be given: blanks are none.
const somethingSaid = `\S`

// limitsOf is the number that the sentence about a broken limit names.
func limitsOf(se *openapi3.SchemaError) map[string]any {
	count := func(n *uint64) *float64 {
		if n == nil {
			return nil
		}
		f := float64(*n)
		return &f
	}
	n := map[string]*float64{
		"minLength": count(&se.Schema.MinLength), "maxLength": count(se.Schema.MaxLength), "minimum": se.Schema.Min,
		"maximum": se.Schema.Max, "minItems": count(&se.Schema.MinItems), "maxItems": count(se.Schema.MaxItems),
	}[se.SchemaField]
	if n == nil {
		return nil
	}
	return map[string]any{"n": *n}
}

var contractKeys = map[string]string{
	"required": "empty", "minLength": "too_short", "maxLength": "too_long", "enum": "select", "type": "type",
	"minimum": "min", "maximum": "max", "minItems": "too_few", "maxItems": "too_many", "pattern": "format",
}
