package check_test

import (
	"encoding/json"
	"testing"

	"github.com/esteira/esteira/runtime/check"
)

func TestExpiry(t *testing.T) {
	f := load(t, "pf-account")
	c := find(t, check.Builtin(nil), "expiry")
	q := f.questions["age"]
	q.Config = json.RawMessage(`{"field":"birth_date","warn":10}`)
	for day, want := range map[string]string{
		"2026-11-20": check.Fail, "2026-11-21": check.Unclear, "2026-12-01": check.Unclear, "2026-12-02": check.Pass, "2030-01-01": check.Pass, "": check.Unclear, "soon": check.Unclear,
	} {
		q.Answers = map[string]any{"birth_date": day}
		got, err := c.Check(t.Context(), q)
		if err != nil || got.Result != want || got.Explanation["ar"] == "" {
			t.Errorf("%q: %+v, %v", day, got, err)
		}
	}
	q.Today = "someday"
	if _, err := c.Check(t.Context(), q); err == nil {
		t.Error("a day that is none is taken")
	}
}
