package schemas_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/checklist"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// TestSchemasAreTheStructs: what Go reads and writes is what the schemas say, name by name.
func TestSchemasAreTheStructs(t *testing.T) {
	t.Parallel()
	for kind, v := range map[string]any{
		"form": form.Form{}, "checklist": checklist.Checklist{}, "pipeline": pipeline.Pipeline{}, "rule": rule.Rule{},
		"fault": fault.Fault{}, "event": event.Event{},
	} {
		w := comparer{T: t, kind: kind, seen: map[reflect.Type]bool{}}
		w.compare(reflect.TypeOf(v), w.read(kind+".schema.json"), kind)
	}
}

type comparer struct {
	*testing.T
	kind string
	seen map[reflect.Type]bool
}

type document = map[string]any

func (c comparer) read(file string) document {
	b, err := schemas.Files.ReadFile(file)
	if err != nil {
		c.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(b, &d); err != nil {
		c.Fatal(err)
	}
	return d
}

// compare walks a type beside its schema; root is the document that local references are in.
func (c comparer) compare(t reflect.Type, at document, path string) {
	c.walk(t, at, at, path)
}

func (c comparer) walk(t reflect.Type, at, root document, path string) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8 {
		if t.Kind() == reflect.Slice {
			at, _ = at["items"].(document)
		}
		t = t.Elem()
	}
	at, root = c.follow(at, root)
	if t.Kind() != reflect.Struct || c.seen[t] || t.PkgPath() == "time" {
		return
	}
	c.seen[t] = true
	if t == reflect.TypeFor[rule.Node]() {
		defs := root["$defs"].(document)
		c.walk(reflect.TypeFor[rule.Condition](), defs["condition"].(document), root, path)
		return
	}
	c.members(t, at, root, path)
}

func (c comparer) members(t reflect.Type, at, root document, path string) {
	properties, _ := at["properties"].(document)
	if at["additionalProperties"] != false {
		c.Errorf("%s takes what %s does not have", path, t)
	}
	required, _ := at["required"].([]any)
	names := map[string]bool{}
	for _, f := range fieldsOf(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		names[name] = true
		member, ok := properties[name].(document)
		if !ok {
			c.Errorf("%s/%s of %s is not in the schema", path, name, t)
			continue
		}
		if d, _ := member["description"].(string); d == "" && member["$ref"] == nil {
			c.Errorf("%s/%s has no description", path, name)
		}
		if slices.Contains(required, any(name)) && strings.Contains(options, "omitempty") {
			c.Errorf("%s/%s is required, but %s may leave it out", path, name, t)
		}
		c.walk(f.Type, member, root, path+"/"+name)
	}
	for name := range properties {
		if !names[name] {
			c.Errorf("%s/%s is not in %s", path, name, t)
		}
	}
}

// whole is the alternative that is an object, where there are several.
func whole(at document) document {
	ways, _ := at["anyOf"].([]any)
	for _, way := range ways {
		if one, _ := way.(document); one["type"] == "object" {
			return one
		}
	}
	return at
}

// fieldsOf lists the fields of a struct with those of what it embeds.
func fieldsOf(t reflect.Type) []reflect.StructField {
	var fields []reflect.StructField
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			fields = append(fields, fieldsOf(f.Type)...)
		} else {
			fields = append(fields, f)
		}
	}
	return fields
}

// follow goes where a reference leads, and to the object of what may be written in a shorter way too.
func (c comparer) follow(at, root document) (document, document) {
	ref, ok := at["$ref"].(string)
	if !ok {
		return whole(at), root
	}
	file, name, local := strings.Cut(ref, "#/$defs/")
	if file != "" {
		root = c.read(file)
	}
	if !local {
		return root, root
	}
	defs, _ := root["$defs"].(document)
	found, _ := defs[name].(document)
	return c.follow(found, root)
}
