package library

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestACopyAsksForItsOwnApprovals leaves nothing in a copied pipeline that speaks of the original.
func TestACopyAsksForItsOwnApprovals(t *testing.T) {
	t.Parallel()
	body := json.RawMessage(`{"key":"loan","transitions":[{"key":"t","policy":"pipeline/loan/stage/s","approvals":{"mode":"all","steps":[` +
		`{"key":"a","policy":"pipeline/loan/stage/s/approval/a"},{"key":"b"},{"key":"c","policy":"pipeline/loans/x"}]}},{"key":"u"}]}`)
	out, err := Template{Pipelines: []json.RawMessage{body}}.Renamed(map[string]string{"pipeline/loan": "credit"})
	if err != nil {
		t.Fatal(err)
	}
	got := string(out.Pipelines[0])
	for _, want := range []string{`"pipeline/credit/stage/s"`, `"pipeline/credit/stage/s/approval/a"`, `"pipeline/loans/x"`, `"mode":"all"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, "pipeline/loan/") {
		t.Errorf("still asks as the original does: %s", got)
	}
}
