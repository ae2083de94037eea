package field

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write schemas/testdata/answers/schemas.json anew")

// The browser validates the corpus with the schemas of this file: what the server compiles, both read alike.
func TestSchemasAreThoseOfTheBrowser(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	for i, c := range readCorpus(t).Cases {
		schema, err := json.Marshal(typeOf(t, c.Field).Schema(c.Field))
		if err != nil {
			t.Fatal(err)
		}
		lines.WriteString([]string{",\n", "[\n"}[max(0, 1-i)])
		lines.Write(schema)
	}
	lines.WriteString("\n]\n")
	const path = "../../schemas/testdata/answers/schemas.json"
	if *update {
		if err := os.WriteFile(path, lines.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(path); err != nil || !bytes.Equal(kept, lines.Bytes()) {
		t.Errorf("%s is old (%v): go test ./builder/field -update", path, err)
	}
}
