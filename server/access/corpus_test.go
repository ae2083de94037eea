package access_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/esteira/esteira/server/access"
	"github.com/esteira/esteira/server/tenant"
)

// TestDecisionsOfTheCorpus reads the cases that the browser judges too: ui/src/admin/policies/judge.test.ts.
func TestDecisionsOfTheCorpus(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("../../schemas/testdata/policies/decide.json")
	if err != nil {
		t.Fatal(err)
	}
	var corpus struct {
		Policies []tenant.Policy
		Cases    []struct {
			Name, Object, Verb, Rule string
			Roles                    []string
			Allowed                  bool
		}
	}
	if err := json.Unmarshal(body, &corpus); err != nil {
		t.Fatal(err)
	}
	j := access.NewJudge(corpus.Policies)
	for _, c := range corpus.Cases {
		got, err := j.Decide(c.Roles, c.Object, c.Verb)
		if err != nil || got.Allowed != c.Allowed || got.Rule != c.Rule {
			t.Errorf("%s: got %+v, %v; want %v by %q", c.Name, got, err, c.Allowed, c.Rule)
		}
	}
}
