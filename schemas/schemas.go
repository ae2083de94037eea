// Package schemas is the language between design time, run time and the browser: the JSON Schemas of everything that
// is designed or sent, how they are compiled, and how a document from outside is decoded and judged.
//
// Decode comes first for any bytes from outside: it refuses what is too large, too deep or ambiguous before a tree is
// built. Schemas of tenants are compiled like our own, but no schema may reach outside itself: $ref to a file or an
// address is refused. Nothing here knows what a form means; builder does.
package schemas

import (
	"embed"
	"io/fs"
	"strings"
	"sync"

	"github.com/esteira/esteira/schemas/fault"
)

// Files holds the JSON Schemas as they are downloaded, the contract of the HTTP API, the templates, and our messages.
//
//go:embed *.schema.json openapi.yaml templates/*.json messages/*.json
var Files embed.FS

const (
	base   = "https://esteira.dev/schemas/"
	suffix = ".schema.json"
)

// ForKind returns the schema of a kind of document: form, checklist, pipeline, template, fault, event, rule or text. It
// returns nil for a kind that has none.
func ForKind(kind string) *Schema { return own()[kind] }

// DecodeAs decodes a document and checks it against the schema of its kind. It returns fault.Invalid with the places
// at fault, and fault.NotFound for a kind that has no schema.
func DecodeAs(kind string, doc []byte) (any, error) {
	schema := ForKind(kind)
	if schema == nil {
		return nil, fault.New(fault.NotFound, "schema.unknown_kind").With("kind", kind)
	}
	v, err := Decode(doc)
	if err != nil {
		return nil, err
	}
	if vs := schema.Validate(v); len(vs) > 0 {
		return nil, fault.New(fault.Invalid, "schema.violated").With("kind", kind).At(vs...)
	}
	return v, nil
}

var own = sync.OnceValue(func() map[string]*Schema {
	resources := map[string]any{}
	names, err := fs.Glob(Files, "*"+suffix)
	must(err)
	for _, name := range names {
		doc, err := Files.ReadFile(name)
		must(err)
		resources[base+name], err = Decode(doc)
		must(err)
	}
	schemas := make(map[string]*Schema, len(resources))
	for url := range resources {
		schema, err := compile(url, resources)
		must(err)
		schemas[strings.TrimSuffix(strings.TrimPrefix(url, base), suffix)] = schema
	}
	return schemas
})

// must stops the program: what is embedded is known when it is built.
func must(err error) {
	if err != nil {
		panic(err) //nolint:forbidigo // start-up only
	}
}
