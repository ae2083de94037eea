package pipeline_test

import (
	"testing"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
)

// Which row alone decides a band is what the explanation of a score says: those that hold and those that do not.
func TestWhatWouldChangeAScore(t *testing.T) {
	t.Parallel()
	from := func(n float64) *float64 { return &n }
	when := &rule.Rule{CEL: "answers.a == 1.0"}
	s := pipeline.Score{
		Rows: []pipeline.ScoreRow{
			{Key: "base", Points: 5}, {Key: "pep", Points: 40, When: when}, {Key: "third", Points: 25, When: when}, {Key: "abroad", Points: 2, When: when},
		},
		Bands: []pipeline.Band{{Key: "low"}, {Key: "medium", From: from(25)}, {Key: "high", From: from(60)}},
	}
	for _, c := range []struct {
		held map[string]bool
		want map[string]string // by row, the band that its opposite leads to
	}{
		{map[string]bool{"base": true}, map[string]string{"pep": "medium", "third": "medium"}},
		{map[string]bool{"base": true, "pep": true}, map[string]string{"pep": "low", "third": "high"}},
		{map[string]bool{"base": true, "pep": true, "third": true}, map[string]string{"pep": "medium", "third": "medium"}},
	} {
		got := map[string]string{}
		for _, o := range s.Otherwises(c.held) {
			got[o.Row] = o.Band.Key
			if o.Held == c.held[o.Row] {
				t.Errorf("%v: %s is not the opposite", c.held, o.Row)
			}
		}
		if len(got) != len(c.want) || got["pep"] != c.want["pep"] || got["third"] != c.want["third"] {
			t.Errorf("%v: %v, want %v", c.held, got, c.want)
		}
	}
}
