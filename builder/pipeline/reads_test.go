package pipeline_test

import (
	"slices"
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// TestWhatSparesAnswers wants of a check that spares applicants answers that it is there, that they may learn its result,
// and that it was asked by then.
func TestWhatSparesAnswers(t *testing.T) {
	t.Parallel()
	around := pipeline.Around{
		Names: pipeline.Names{Form: []rule.Name{{Key: "city", Type: rule.Text}, {Key: "proof", Type: rule.Text}, {Key: "street", Type: rule.Text}}},
		Asked: []pipeline.Asked{{Path: "city"}, {Path: "proof"}, {Path: "street"}},
		Reads: []pipeline.Read{{Check: "address", From: "form", Label: schemas.Text{"en": "Proof"}, Paths: []string{"proof"}}},
	}
	for name, c := range map[string]struct {
		checks []pipeline.Check
		want   string
	}{
		"none":     {nil, "/form pipeline.read_unknown_check"},
		"late":     {[]pipeline.Check{{Key: "address", Fields: []string{"city"}}}, "/checks/0 pipeline.read_late_check"},
		"withheld": {[]pipeline.Check{{Key: "address", Fields: []string{"city"}, Early: true, Group: "compliance"}}, "/form pipeline.read_withheld_check"},
		"before":   {[]pipeline.Check{{Key: "address", Fields: []string{"city", "street"}, Early: true}}, "/checks/0/fields pipeline.read_before_check"},
		"sound":    {[]pipeline.Check{{Key: "address", Fields: []string{"city"}, Early: true}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, v := range pipeline.Prove(pipeline.Pipeline{Key: "p", Form: "f", Checks: c.checks}, around) {
				if len(v.Key) > 14 && v.Key[:14] == "pipeline.read_" {
					got = append(got, v.Path+" "+v.Key)
				}
			}
			if c.want == "" && len(got) > 0 || c.want != "" && !slices.Equal(got, []string{c.want}) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
