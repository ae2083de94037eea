package field

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"
	"testing"

	"github.com/esteira/esteira/schemas/fault"
)

// corpus is schemas/testdata/answers/fields.json; ui/src/fields/corpus.test.ts runs the same.
type corpus struct {
	Today string       `json:"today"`
	Cases []corpusCase `json:"cases"`
}

type corpusCase struct {
	Field
	Raw        any      `json:"raw"`
	Cleaned    any      `json:"cleaned"`
	Violations []string `json:"violations"`
}

func readCorpus(t testing.TB) corpus {
	t.Helper()
	raw, err := os.ReadFile("../../schemas/testdata/answers/fields.json")
	if err != nil {
		t.Fatal(err)
	}
	var all corpus
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAnswerCorpus(t *testing.T) {
	t.Parallel()
	all := readCorpus(t)
	for _, c := range all.Cases {
		kind := typeOf(t, c.Field)
		name := fmt.Sprintf("%s %s %.60v", c.Type, c.Config, c.Raw)
		cleaned := kind.Clean(c.Field, c.Raw)
		if !reflect.DeepEqual(cleaned, c.Cleaned) {
			t.Errorf("%s: cleaned %#v, want %#v", name, cleaned, c.Cleaned)
		}
		if got := spell(checkOn(kind, c.Field, cleaned, all.Today)); !reflect.DeepEqual(got, c.Violations) {
			t.Errorf("%s: violations %q, want %q", name, got, c.Violations)
		}
	}
}

// Every type is in the corpus, well set up.
func TestCorpusIsComplete(t *testing.T) {
	t.Parallel()
	missing := map[string]bool{}
	for _, name := range Builtin().Names() {
		missing[name] = true
	}
	for _, c := range readCorpus(t).Cases {
		delete(missing, c.Type)
		for _, v := range lintSettings(string(typeOf(t, c.Field).(Configurable).Settings()), c.Config) {
			t.Errorf("%s %s: %v", c.Type, c.Config, v)
		}
	}
	if len(missing) > 0 {
		t.Errorf("no case for %v", missing)
	}
}

func checkOn(kind Type, f Field, value any, day string) []fault.Violation {
	if dated, ok := kind.(Dated); ok {
		return dated.CheckOn(f, value, day)
	}
	return kind.Check(f, value)
}

// spell writes violations as the corpus does: "/path key name=value warn".
func spell(vs []fault.Violation) []string {
	lines := []string{}
	for _, v := range vs {
		words := []string{v.Path, v.Key}
		names := make([]string, 0, len(v.Params))
		for name := range v.Params {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			words = append(words, fmt.Sprintf("%s=%v", name, v.Params[name]))
		}
		words = append(words, v.Severity)
		lines = append(lines, strings.Join(strings.Fields(strings.Join(words, " ")), " "))
	}
	return lines
}
