package schemas

import (
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/esteira/esteira/schemas/fault"
)

// messages gives the message of each keyword, and the name under which its value fills the message.
var messages = map[string]struct{ key, param string }{
	"type":              {"type", "type"},
	"const":             {"select", "value"},
	"enum":              {"select", "values"},
	"format":            {"format", "format"},
	"pattern":           {"format", "pattern"},
	"minLength":         {"too_short", "min"},
	"maxLength":         {"too_long", "max"},
	"minimum":           {"min", "min"},
	"exclusiveMinimum":  {"min", "above"},
	"maximum":           {"max", "max"},
	"exclusiveMaximum":  {"max", "below"},
	"multipleOf":        {"step", "step"},
	"minItems":          {"too_few", "min"},
	"maxItems":          {"too_many", "max"},
	"minProperties":     {"too_few", "min"},
	"maxProperties":     {"too_many", "max"},
	"minContains":       {"too_few", "min"},
	"maxContains":       {"too_many", "max"},
	"uniqueItems":       {"duplicate", ""},
	"anyOf":             {"shape", ""},
	"oneOf":             {"shape", ""},
	"not":               {"shape", ""},
	"dependentRequired": {"empty", ""},
}

// closed are keywords whose causes would only confuse: which branch was meant is not known.
var closed = []string{"anyOf", "oneOf", "not", "minContains", "maxContains"}

type report struct {
	schema   *Schema
	document any
	found    []fault.Violation
}

func (r *report) add(e *jsonschema.ValidationError) {
	at, pointer, _ := strings.Cut(e.AbsoluteKeywordLocation, "#")
	keyword := pointer[strings.LastIndexByte(pointer, '/')+1:]
	if len(e.Causes) > 0 && !slices.Contains(closed, keyword) {
		for _, cause := range e.Causes {
			r.add(cause)
		}
		return
	}
	place := place{
		path: unescape(e.InstanceLocation), keyword: keyword,
		value:  find(r.schema.raw[at], unescape(pointer)),
		parent: find(r.schema.raw[at], unescape(pointer[:max(0, strings.LastIndexByte(pointer, '/'))])),
	}
	r.found = append(r.found, r.violations(place)...)
}

// place is where in the document a keyword failed, and that keyword as the schema has it.
type place struct {
	path, keyword string
	value, parent any
}

func (r *report) violations(p place) []fault.Violation {
	object, _ := find(r.document, p.path).(map[string]any)
	switch {
	case p.value == false && p.keyword != "additionalProperties" && p.keyword != "unevaluatedProperties":
		return []fault.Violation{{Path: p.path, Key: "unknown"}}
	case p.keyword == "required":
		return missing(p, object)
	case p.keyword == "additionalProperties":
		return unknown(p, object)
	}
	m, ok := messages[p.keyword]
	if !ok {
		return []fault.Violation{{Path: p.path, Key: "shape", Params: map[string]any{"keyword": p.keyword}}}
	}
	v := fault.Violation{Path: p.path, Key: m.key}
	if m.param != "" && p.value != nil {
		v.Params = map[string]any{m.param: p.value}
	}
	return []fault.Violation{v}
}

func missing(p place, object map[string]any) []fault.Violation {
	var found []fault.Violation
	names, _ := p.value.([]any)
	for _, n := range names {
		name, _ := n.(string)
		if _, ok := object[name]; !ok {
			found = append(found, fault.Violation{Path: p.path + "/" + Token(name), Key: "empty"})
		}
	}
	if found == nil {
		return []fault.Violation{{Path: p.path, Key: "empty"}}
	}
	return found
}

func unknown(p place, object map[string]any) []fault.Violation {
	schema, _ := p.parent.(map[string]any)
	known, _ := schema["properties"].(map[string]any)
	var found []fault.Violation
	for name := range object {
		if _, ok := known[name]; !ok && schema["patternProperties"] == nil {
			found = append(found, fault.Violation{Path: p.path + "/" + Token(name), Key: "unknown"})
		}
	}
	if found == nil {
		return []fault.Violation{{Path: p.path, Key: "unknown"}}
	}
	return found
}

// sorted returns the violations in the order of their paths, each once.
func (r *report) sorted() []fault.Violation {
	sort.SliceStable(r.found, func(i, j int) bool {
		a, b := r.found[i], r.found[j]
		return a.Path < b.Path || a.Path == b.Path && a.Key < b.Key
	})
	return slices.CompactFunc(r.found, func(a, b fault.Violation) bool { return a.Path == b.Path && a.Key == b.Key })
}

// Token writes a member name as a token of a JSON Pointer (RFC 6901).
func Token(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

// unescape undoes the percent-encoding that jsonschema adds to pointers; RFC 6901 has none of it in a document.
func unescape(pointer string) string {
	if plain, err := url.PathUnescape(pointer); err == nil {
		return plain
	}
	return pointer
}

// find follows a JSON Pointer; nil means there is nothing.
func find(v any, pointer string) any {
	for _, token := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if pointer == "" {
			return v
		}
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		switch at := v.(type) {
		case map[string]any:
			v = at[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}
