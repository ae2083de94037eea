package refactor

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/esteira/esteira/builder/definition"
)

// TestStagesAreBridgedAsTheCorpusSays deletes a stage; ui/src/builder/pipeline/bridge.test.ts reads the same cases.
func TestStagesAreBridgedAsTheCorpusSays(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../schemas/testdata/bridges/*.json")
	if err != nil || len(files) < 6 {
		t.Fatal("too few cases", err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c struct {
			Says, Stage   string
			Before, After json.RawMessage
		}
		if err := json.Unmarshal(body, &c); err != nil {
			t.Fatal(err)
		}
		change := Change{Kind: definition.Pipeline, Part: "stage", Do: "delete", From: []string{c.Stage}}
		got, _, err := change.Own(c.Before)
		if err != nil {
			t.Fatal(err)
		}
		if both := compacted(t, []json.RawMessage{got, c.After}); !bytes.Equal(both[0], both[1]) {
			t.Errorf("%s (%s):\ngot  %s\nwant %s", filepath.Base(file), c.Says, both[0], both[1])
		}
	}
}
