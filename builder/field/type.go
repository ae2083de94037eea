package field

import (
	"fmt"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// Type is what makes a kind of field. Answers are decoded JSON: string, float64, bool, []any, map[string]any.
//
// The order of use is Clean, then Check on what Clean returned. Neither fails on hostile input: a value of the
// wrong shape is returned by Clean as it is, and Check then says "type".
type Type interface {
	// Name is the word in Field.Type.
	Name() string
	// RuleType says how rules see an answer of this field.
	RuleType(f Field) rule.Type
	// Clean brings an answer to its canonical form (no mask, trimmed, digits to ASCII, E.164…); nil means unanswered.
	Clean(f Field, raw any) any
	// Check returns what is wrong with a cleaned, non-nil answer. Paths are relative to the field: "" is itself.
	Check(f Field, value any) []fault.Violation
	// Schema returns the JSON Schema 2020-12 of a cleaned answer.
	Schema(f Field) map[string]any
	// Mask returns the answer as lists and logs may show it.
	Mask(f Field, value any) string
	// Lint returns what is wrong with the settings of the field itself. Paths are relative to the field's JSON.
	Lint(f Field) []fault.Violation
}

// Silent is implemented by types that ask nothing (statement): they have no answer, schema or rule type.
type Silent interface{ Silent() bool }

// Container is implemented by types whose Fields are asked (group, repeat).
type Container interface{ Repeats() bool }

// Registry holds the known types.
type Registry struct{ types map[string]Type }

// NewRegistry returns a registry of the given types. It panics on a duplicate name: wrong wiring must not reach a
// request.
func NewRegistry(types ...Type) *Registry {
	r := &Registry{types: make(map[string]Type, len(types))}
	for _, t := range types {
		if _, ok := r.types[t.Name()]; ok {
			panic(fmt.Sprintf("field: type %q registered twice", t.Name())) //nolint:forbidigo // start-up only
		}
		r.types[t.Name()] = t
	}
	return r
}

// Get returns the type of a name.
func (r *Registry) Get(name string) (Type, bool) {
	t, ok := r.types[name]
	return t, ok
}

// Names returns the registered names, in no order.
func (r *Registry) Names() []string {
	names := make([]string, 0, len(r.types))
	for n := range r.types {
		names = append(names, n)
	}
	return names
}
