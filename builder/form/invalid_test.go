package form_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// refused is a definition that must be refused, with the places at fault. A new case is a new file; UPDATE_GOLDEN=1
// fills in its violations, to be read before they are kept.
type refused struct {
	Says       string          `json:"says"`
	Document   json.RawMessage `json:"document,omitempty"`
	Text       string          `json:"text,omitempty"` // instead of Document, where that would be no JSON
	Violations []place         `json:"violations"`
}

type place struct {
	Path string `json:"path"`
	Key  string `json:"key"`
}

func TestInvalidDefinitions(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(testdata, "invalid", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		if name := filepath.Base(file); name[:5] != "form-" && name[:5] != "json-" {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			checkRefused(t, file)
		})
	}
}

func checkRefused(t *testing.T, file string) {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c refused
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	doc := []byte(c.Text)
	if c.Document != nil {
		doc = c.Document
	}
	got := places(refuse(doc))
	if os.Getenv("UPDATE_GOLDEN") != "" {
		c.Violations = got
		b, _ := json.MarshalIndent(c, "", "  ")
		if err := os.WriteFile(file, append(b, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(got) == 0 || !slices.Equal(got, c.Violations) {
		t.Errorf("%s\n got %v\nwant %v", c.Says, got, c.Violations)
	}
}

// refuse takes a definition the way it comes in, and returns what the first wall that stops it says.
func refuse(doc []byte) []fault.Violation {
	if _, err := schemas.DecodeAs("form", doc); err != nil {
		return violations(err)
	}
	var f form.Form
	if err := json.Unmarshal(doc, &f); err != nil {
		return []fault.Violation{{Key: err.Error()}}
	}
	_, err := form.Compile(field.Builtin(), f)
	return violations(err)
}

func violations(err error) []fault.Violation {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return nil
	}
	return f.Violations
}

func places(found []fault.Violation) []place {
	places := []place{}
	for _, v := range found {
		places = append(places, place{v.Path, v.Key})
	}
	return places
}

// FuzzDefinition: whatever comes in as a form is refused or compiled, never the end of the program.
func FuzzDefinition(f *testing.F) {
	files, _ := filepath.Glob(filepath.Join(testdata, "*", "*.json"))
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var c refused
		if json.Unmarshal(b, &c) == nil && c.Document != nil {
			b = c.Document
		}
		if len(b) < 20_000 {
			f.Add(b)
		}
	}
	f.Fuzz(func(_ *testing.T, doc []byte) { refuse(doc) })
}
