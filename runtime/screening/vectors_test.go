package screening_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/esteira/esteira/runtime/screening"
)

type vectors struct {
	JaroWinkler []struct {
		A, B string
		JW   float64
	} `json:"jaro_winkler"`
	TokenScore []struct {
		Query, Listed string
		Q, L          []string
		Score         float64
	} `json:"token_score"`
	Normalise   []struct{ In, Out string }
	NormaliseAr []struct{ In, Out string } `json:"normalise_ar"`
}

func load(t *testing.T) vectors {
	t.Helper()
	b, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.JaroWinkler) == 0 || len(v.TokenScore) == 0 || len(v.Normalise) == 0 || len(v.NormaliseAr) == 0 {
		t.Fatal("vectors are missing")
	}
	return v
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.0001 }

func TestVectors(t *testing.T) {
	t.Parallel()
	v := load(t)
	for _, c := range v.JaroWinkler {
		if got := screening.JaroWinkler(c.A, c.B); !near(got, c.JW) {
			t.Errorf("%s ~ %s: %.4f, want %.4f", c.A, c.B, got, c.JW)
		}
	}
	for _, c := range v.TokenScore {
		if got, _ := screening.NameScore(c.Q, c.L); !near(got, c.Score) {
			t.Errorf("%v ~ %v: %.4f, want %.4f", c.Q, c.L, got, c.Score)
		}
		got, _ := screening.NameScore(screening.Tokens(c.Query, ""), screening.Tokens(c.Listed, ""))
		if !near(got, c.Score) {
			t.Errorf("%s ~ %s: %.4f, want %.4f", c.Query, c.Listed, got, c.Score)
		}
	}
	for _, c := range append(v.Normalise, v.NormaliseAr...) {
		if got := screening.Normalise(c.In); got != c.Out {
			t.Errorf("%q becomes %q, want %q", c.In, got, c.Out)
		}
	}
}
