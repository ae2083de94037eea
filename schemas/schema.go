package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/esteira/esteira/schemas/fault"
)

// Schema is a compiled JSON Schema 2020-12. It is safe for concurrent use.
type Schema struct {
	compiled *jsonschema.Schema
	// raw holds the decoded documents by address: the parameters of a message are read from them.
	raw map[string]any
}

var errRefused = errors.New("schemas: no schema is loaded from outside")

// Compile compiles a JSON Schema. The name only tells schemas apart in logs. It returns fault.Invalid with a key of
// Decode, "schema.ref_refused" for a $ref or $schema that leads outside, or "schema.invalid".
func Compile(name string, doc []byte) (*Schema, error) {
	v, err := Decode(doc)
	if err != nil {
		return nil, err
	}
	url := base + "tenant/" + name
	return compile(url, map[string]any{url: v})
}

func compile(url string, resources map[string]any) (*Schema, error) {
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = true
	c.Formats = registered()
	refused := ""
	c.LoadURL = func(outside string) (io.ReadCloser, error) {
		refused = outside
		return nil, errRefused
	}
	for at, doc := range resources {
		b, err := json.Marshal(doc)
		if err != nil {
			return nil, err
		}
		if err := c.AddResource(at, bytes.NewReader(b)); err != nil {
			return nil, invalid(err)
		}
	}
	compiled, err := c.Compile(url)
	if refused != "" {
		v := fault.Violation{Key: "schema.ref_refused", Params: map[string]any{"ref": refused}}
		return nil, fault.New(fault.Invalid, "schema.ref_refused").With("ref", refused).At(v).Because(err)
	}
	if err != nil {
		return nil, invalid(err)
	}
	return &Schema{compiled: compiled, raw: resources}, nil
}

// invalid says where the schema itself breaks the rules for schemas, when that is known.
func invalid(err error) error {
	f := fault.New(fault.Invalid, "schema.invalid").Because(err)
	broken, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		return f.At(fault.Violation{Key: "schema.invalid"})
	}
	for len(broken.Causes) > 0 {
		broken = broken.Causes[0]
	}
	return f.At(fault.Violation{Path: unescape(broken.InstanceLocation), Key: "schema.invalid"})
}

// Validate returns what is wrong with a decoded document, in the order of the paths; nil means nothing is. Keys are
// those of violation.go; the path of a missing or unknown member is its own.
func (s *Schema) Validate(v any) []fault.Violation {
	err := s.compiled.Validate(v)
	if err == nil {
		return nil
	}
	broken, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok { // a Go value that is no JSON, or a schema that refers to itself without end
		return []fault.Violation{{Key: "type"}}
	}
	r := report{schema: s, document: v}
	r.add(broken)
	return r.sorted()
}

var formats = struct {
	sync.RWMutex
	known map[string]func(any) bool
}{known: map[string]func(any) bool{}}

// RegisterFormats makes formats known to the schemas compiled from now on. A check is given any decoded value and
// answers true for values that are not its concern.
func RegisterFormats(checks map[string]func(any) bool) {
	formats.Lock()
	defer formats.Unlock()
	maps.Copy(formats.known, checks)
}

func registered() map[string]func(any) bool {
	formats.RLock()
	defer formats.RUnlock()
	return maps.Clone(formats.known)
}
