package form_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
)

// The forms that the builder makes of JSON Schemas are written down by its own test. Each is of the shape of a form, and
// what Lint has to say of it is among what the import told.
func TestImportedSchemasAreForms(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(testdata, "import", "*.json"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var imported struct {
				Form  json.RawMessage  `json:"form"`
				Notes []map[string]any `json:"notes"`
			}
			if err := json.Unmarshal(b, &imported); err != nil {
				t.Fatal(err)
			}
			f := decode(t, imported.Form)
			for _, v := range form.Lint(field.Builtin(), f) {
				if v.Severity == "warn" || len(imported.Notes) > 0 {
					continue
				}
				t.Errorf("%s %s %v", v.Path, v.Key, v.Params)
			}
		})
	}
}
