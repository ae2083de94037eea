package rule

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// verdictCase is a random case with what the server says of it.
type verdictCase struct {
	randomCase
	CEL  string `json:"cel"`
	Want bool   `json:"want"`
}

// TestWriteRandomCorpus writes random cases for the browser's twin to check (random.test.ts). RULE_CORPUS_OUT is
// the file; RULE_CORPUS_N (2000) and RULE_CORPUS_SEED (1) are how many and which.
func TestWriteRandomCorpus(t *testing.T) {
	out := os.Getenv("RULE_CORPUS_OUT")
	if out == "" {
		t.Skip("RULE_CORPUS_OUT is not set")
	}
	n, seed := envInt(t, "RULE_CORPUS_N", 2000), envInt(t, "RULE_CORPUS_SEED", 1)
	gen := rapid.Custom(genCase)
	cases := make([]verdictCase, 0, n)
	for i := 0; len(cases) < n; i++ {
		c := gen.Example(seed*1_000_003 + i)
		p, err := Compile(c.Rule, c.Scope)
		if err != nil {
			continue // too long together
		}
		want, err := p.Bool(t.Context(), c.Data)
		if err != nil {
			t.Fatalf("%s: %v", p.CEL(), err)
		}
		cases = append(cases, verdictCase{c, p.CEL(), want})
	}
	b, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(out, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func envInt(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
