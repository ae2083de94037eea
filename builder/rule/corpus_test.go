package rule_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/rule"
)

const corpusDir = "../../schemas/testdata/rules"

// corpusFile is one theme. A case without a scope uses that of its file.
type corpusFile struct {
	Scope rule.Scope   `json:"scope"`
	Cases []corpusCase `json:"cases"`
}

type corpusCase struct {
	Name      string           `json:"name"`
	Scope     *rule.Scope      `json:"scope,omitempty"`
	Rule      rule.Rule        `json:"rule"`
	Data      map[string]any   `json:"data"`
	Rows      []map[string]any `json:"rows,omitempty"`
	Today     string           `json:"today,omitempty"`
	Want      any              `json:"want,omitempty"`
	WantError string           `json:"wantError,omitempty"`
	CEL       string           `json:"cel,omitempty"`
}

func (c corpusCase) data() rule.Data {
	today := c.Today
	if today == "" {
		today = "2026-03-15"
	}
	return rule.Data{Root: c.Data, Rows: c.Rows, Today: today}
}

func TestCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpusDir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus in %s: %v", corpusDir, err)
	}
	total := 0
	for _, path := range files {
		file := readCorpus(t, path)
		total += len(file.Cases)
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) {
			for _, c := range file.Cases {
				t.Run(c.Name, func(t *testing.T) { runCase(t, file.Scope, c) })
			}
		})
	}
	if total < 170 {
		t.Errorf("the corpus has shrunk to %d cases", total)
	}
}

func readCorpus(t *testing.T, path string) corpusFile {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file corpusFile
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return file
}

func runCase(t *testing.T, scope rule.Scope, c corpusCase) {
	t.Helper()
	if c.Scope != nil {
		scope = *c.Scope
	}
	p, err := rule.Compile(c.Rule, scope)
	if err != nil {
		t.Fatal(err)
	}
	if c.Rule.Query != nil && p.CEL() != c.CEL {
		t.Errorf("CEL\n got %s\nwant %s", p.CEL(), c.CEL)
	}
	got, err := verdict(t, p, c)
	if (err != nil) != (c.WantError != "") {
		t.Fatalf("%s\nerror %v, want %q", p.CEL(), err, c.WantError)
	}
	if err == nil && !reflect.DeepEqual(got, c.Want) {
		t.Errorf("%s\n got %#v\nwant %#v", p.CEL(), got, c.Want)
	}
	if err != nil && !strings.Contains(err.Error(), c.WantError) {
		t.Errorf("error %v, want %q", err, c.WantError)
	}
}

// verdict asks a query for its truth, and CEL by hand for its value.
func verdict(t *testing.T, p *rule.Program, c corpusCase) (any, error) {
	t.Helper()
	if c.Rule.Query != nil {
		return p.Bool(t.Context(), c.data())
	}
	return p.Value(t.Context(), c.data())
}
