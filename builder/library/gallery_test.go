package library

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestLinksFollowTheNewKeyOfTheirSection names a section by its new key wherever it is linked, and no other.
func TestLinksFollowTheNewKeyOfTheirSection(t *testing.T) {
	t.Parallel()
	link := func(section, inner string) string {
		return `{"id":"l","key":"l","type":"group","section":"` + section + `","fields":[` + inner + `]}`
	}
	t1 := Template{Forms: []json.RawMessage{
		json.RawMessage(`{"key":"person","pages":[{"fields":[` + link("office", link("address", "")) + `,` + link("account", "") + `]}]}`),
		json.RawMessage(`{"key":"address","section":true,"pages":[]}`),
	}}
	out, err := t1.Renamed(map[string]string{"form/address": "place", "form/person": "buyer", "checklist/account": "no"})
	if err != nil {
		t.Fatal(err)
	}
	got := string(out.Forms[0]) + string(out.Forms[1])
	for _, want := range []string{`"key":"buyer"`, `"key":"place"`, `"section":"place"`, `"section":"office"`, `"section":"account"`, `"section":true`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

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
