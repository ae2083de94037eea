package schemas_test

import (
	"errors"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

func TestDecodeAgreesWithBrowsers(t *testing.T) {
	t.Parallel()
	v, err := schemas.Decode([]byte(` {"a":[1,-0.5e2,true,null,"\u00e9\ud83d\ude00"],"b":{}} `))
	want := map[string]any{"a": []any{1.0, -50.0, true, nil, "é😀"}, "b": map[string]any{}}
	if err != nil || !reflect.DeepEqual(v, want) {
		t.Error(v, err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ doc, key, path string }{
		{strings.Repeat("[", 10_000), "json.too_deep", ""},
		{strings.Repeat("[", 65) + strings.Repeat("]", 65), "json.too_deep", ""},
		{`{"a":{"b":[0,{"c":1,"c":2}]}}`, "json.duplicate_key", "/a/b/1/c"},
		{`{"a":1,"\u0061":2}`, "json.duplicate_key", "/a"},
		{"\"\xff\"", "json.encoding", ""},
		{`"\ud83d"`, "json.encoding", ""},
		{`"\ude00\ud83d"`, "json.encoding", ""},
		{`1e999`, "json.number", ""},
		{`{} {}`, "json.trailing", ""},
		{`{}]`, "json.trailing", ""},
		{`{"a":01}`, "json.syntax", ""},
		{`{"a":1,}`, "json.syntax", ""},
		{`{a:1}`, "json.syntax", ""},
		{`{"a":1`, "json.syntax", ""},
		{``, "json.syntax", ""},
	} {
		_, err := schemas.Decode([]byte(c.doc))
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || f.Code != fault.Invalid || f.Key != c.key || f.Violations[0].Path != c.path {
			t.Errorf("%.40q: got %v, want %s at %q", c.doc, err, c.key, c.path)
		}
	}
	if _, err := schemas.Decode(make([]byte, schemas.MaxBytes+1)); fault.CodeOf(err) != fault.TooLarge {
		t.Error(err)
	}
	deep := strings.Repeat("[", schemas.MaxDepth) + `"[{\"["` + strings.Repeat("]", schemas.MaxDepth)
	if _, err := schemas.Decode([]byte(deep)); err != nil {
		t.Error(err)
	}
}

func TestCompileReachesNothingOutside(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{
		`{"$ref":"file:///etc/passwd"}`,
		`{"$ref":"http://169.254.169.254/latest"}`,
		`{"properties":{"a":{"items":{"$ref":"https://example.com/s.json#/x"}}}}`,
		`{"$ref":"../../etc/hostname"}`,
		`{"$ref":"form.schema.json"}`,
		`{"$schema":"https://example.com/meta"}`,
		`{"$id":"file:///etc/","$ref":"passwd"}`,
		`{"$dynamicRef":"file:///etc/passwd#a"}`,
	} {
		_, err := schemas.Compile("t", []byte(doc))
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || f.Key != "schema.ref_refused" || len(f.Violations) != 1 {
			t.Errorf("%s: %v", doc, err)
		}
	}
}

func TestCompileRefusesNoSchema(t *testing.T) {
	t.Parallel()
	for doc, path := range map[string]string{
		`{"type":"text"}`: "/type", `{"properties":{"a":{"pattern":"(?=a)"}}}`: "/properties/a/pattern",
		`{"minLength":-1}`: "/minLength", `{"$ref":"#/$defs/none"}`: "", `[]`: "",
	} {
		_, err := schemas.Compile("t", []byte(doc))
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || f.Key != "schema.invalid" || f.Violations[0].Path != path {
			t.Errorf("%s: %v", doc, err)
		}
	}
}

func TestValidateSpeaksOurMessages(t *testing.T) {
	t.Parallel()
	s, err := schemas.Compile("t", []byte(`{
		"type":"object","required":["a","b/c"],"additionalProperties":false,
		"properties":{
			"a":{"type":"string","minLength":3},"b/c":{},"d":{"enum":["x"]},"e":{"minimum":5,"multipleOf":0.5},
			"f":{"type":"array","maxItems":1,"uniqueItems":true,"items":{"$ref":"#/$defs/zip"}},
			"g":{"anyOf":[{"type":"string"},{"type":"number"}]},"h":{"not":{}},"i":{"format":"date"},
			"j é":{"type":"number"},"k":{"const":true},"l":false},
		"if":{"required":["d"]},"then":{"required":["m"]},
		"$defs":{"zip":{"pattern":"^[0-9]{5}$"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := schemas.Decode([]byte(`{"a":"x","d":"y","e":1.2,"f":["1","1"],"g":true,"h":1,"i":"x","j é":"","k":1,"l":2,"zz":1}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range s.Validate(doc) {
		got = append(got, v.Path+" "+v.Key)
	}
	want := []string{
		"/a too_short", "/b~1c empty", "/d select", "/e min", "/e step", "/f duplicate", "/f too_many", "/f/0 format",
		"/f/1 format", "/g shape", "/h shape", "/i format", "/j é type", "/k select", "/l unknown", "/m empty", "/zz unknown",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
	if min := s.Validate(doc)[0].Params["min"]; min != 3.0 {
		t.Error("the limit is no parameter:", min)
	}
}

func TestFormats(t *testing.T) {
	schemas.RegisterFormats(map[string]func(any) bool{"test-even": func(v any) bool {
		s, ok := v.(string)
		return !ok || len(s)%2 == 0
	}})
	s, err := schemas.Compile("t", []byte(`{"format":"test-even"}`))
	if err != nil {
		t.Fatal(err)
	}
	if s.Validate("ab") != nil || s.Validate(1.0) != nil || s.Validate("a")[0].Params["format"] != "test-even" {
		t.Error(s.Validate("a"))
	}
}

func TestForKind(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"form", "checklist", "pipeline", "template", "fault", "event", "rule", "text"} {
		if schemas.ForKind(kind) == nil {
			t.Error("no schema of", kind)
		}
	}
	if schemas.ForKind("nothing") != nil {
		t.Error("a schema of nothing")
	}
	if _, err := schemas.DecodeAs("nothing", []byte(`{}`)); fault.CodeOf(err) != fault.NotFound {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"\ud83d\ude00",null]}`, `"\\"`, `[[[`, `{"a":1,"a":2}`, "\"\\u12"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		v, err := schemas.Decode(doc)
		if err != nil && (v != nil || fault.CodeOf(err) == "") {
			t.Error(v, err)
		}
		if err == nil {
			schemas.ForKind("form").Validate(v)
		}
	})
}

// TestTemplatesFitTheirSchema: what we ship can be imported.
func TestTemplatesFitTheirSchema(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(schemas.Files, "templates/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		doc, err := schemas.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := schemas.DecodeAs("template", doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
