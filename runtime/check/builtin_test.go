package check_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/schemas"
)

func containsText(b []byte, text string) bool { return bytes.Contains(b, []byte(text)) }

func find(t *testing.T, all []check.Checker, typ string) check.Checker {
	t.Helper()
	for _, c := range all {
		if c.Type() == typ {
			return c
		}
	}
	t.Fatalf("no checker of type %s", typ)
	return nil
}

func TestDuplicateCountsAndNamesNobody(t *testing.T) {
	c := find(t, check.Builtin(people{"case-of-maria", "case-of-jose"}), "duplicate")
	got, err := c.Check(t.Context(), check.Question{Tenant: "t1", Case: "c1", Identity: "52998224725"})
	if err != nil || got.Result != check.Unclear || got.Evidence["count"] != 2.0 {
		t.Errorf("%+v, %v", got, err)
	}
	kept, _ := json.Marshal(got)
	if containsText(kept, "case-of") || containsText(kept, "52998224725") {
		t.Errorf("%s", kept)
	}
	if got, err = c.Check(t.Context(), check.Question{}); err != nil || got.Result != check.Unclear {
		t.Errorf("without identity: %+v, %v", got, err)
	}
	if _, err := find(t, check.Builtin(nil), "duplicate").Check(t.Context(), check.Question{Identity: "1"}); err == nil {
		t.Error("answered though nobody knows")
	}
}

func TestSettingsAreSchemas(t *testing.T) {
	for _, c := range check.Builtin(nil) {
		configurable, ok := c.(check.Configurable)
		if !ok {
			t.Errorf("%s does not describe its settings", c.Type())
			continue
		}
		if _, err := schemas.Compile("check/"+c.Type(), configurable.Settings()); err != nil {
			t.Errorf("%s: %v", c.Type(), err)
		}
	}
}

func TestSettingsOfTheTemplatesFit(t *testing.T) {
	for _, name := range []string{"pf-account", "pj-account", "address-change"} {
		f := load(t, name)
		for key, q := range f.questions {
			if len(q.Config) == 0 {
				continue
			}
			schema, err := schemas.Compile("check/"+key, f.checkers[f.types[key]].(check.Configurable).Settings())
			if err != nil {
				t.Fatal(err)
			}
			value, err := schemas.Decode(q.Config)
			if err != nil {
				t.Fatal(err)
			}
			if wrong := schema.Validate(value); len(wrong) > 0 {
				t.Errorf("%s, %s: %v", name, key, wrong)
			}
		}
	}
}

func TestConsistencyTellsTheWorstFirst(t *testing.T) {
	f := load(t, "pf-account")
	q := f.questions["consistency"]
	q.Config = json.RawMessage(`{"rules":[
		{"key":"odd","rule":{"cel":"answers.income > 1.0"},"result":"unclear","message":{"en":"odd","pt-BR":"estranho"}},
		{"key":"bad","rule":{"cel":"answers.income > 2.0"},"result":"fail","message":{"en":"bad"}},
		{"key":"no","rule":{"cel":"answers.income > 9.0"},"result":"fail","message":{"en":"no"}}],"set":{"risk":"high"}}`)
	q.Answers = map[string]any{"income": 5.0}
	got, err := f.checkers["consistency"].Check(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if got.Result != check.Fail || got.Explanation["en"] != "bad\nodd" || got.Explanation["pt-BR"] != "bad\nestranho" {
		t.Errorf("%+v", got)
	}
	if keys := got.Evidence["rules"].([]any); len(keys) != 2 || keys[0] != "bad" || got.Set["risk"] != "high" {
		t.Errorf("%+v", got)
	}
	// Without the answer the rules by hand cannot be evaluated: somebody has to look.
	q.Answers = nil
	if got, err = f.checkers["consistency"].Check(t.Context(), q); err != nil || got.Result != check.Unclear {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWrongSettingsAreAnError(t *testing.T) {
	f := load(t, "pf-account")
	for _, config := range []string{
		`{`, `{"rules":1}`, `{"set":1}`,
		`{"rules":[{"key":"x","rule":{"cel":"answers.nothing_like_it > 1.0"},"result":"fail","message":{}}]}`,
		`{"rules":[{"key":"x","rule":{"cel":"true"},"result":"pass","message":{}}]}`,
	} {
		q := f.questions["consistency"]
		q.Config = json.RawMessage(config)
		if got, err := f.checkers["consistency"].Check(t.Context(), q); err == nil {
			t.Errorf("%s: %+v", config, got)
		}
	}
}

func TestConsistencyIsUsedByManyAtOnce(t *testing.T) {
	f := load(t, "pf-account")
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() { f.ask(t, "consistency", map[string]any{"third_party": "yes"}) })
	}
	all.Wait()
}

// made is a checker out of a function.
type made func(context.Context) (check.Answer, error)

func (made) Type() string { return "made" }

func (m made) Check(ctx context.Context, _ check.Question) (check.Answer, error) { return m(ctx) }

func TestGuard(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	for name, tc := range map[string]struct {
		checker made
		want    error
	}{
		"hangs":     {func(context.Context) (check.Answer, error) { <-never; return check.Answer{}, nil }, context.DeadlineExceeded},
		"panics":    {func(context.Context) (check.Answer, error) { panic("oh") }, check.ErrBroken},
		"no result": {func(context.Context) (check.Answer, error) { return check.Answer{Result: "fine"}, nil }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := check.Guard(tc.checker, 20*time.Millisecond).Check(t.Context(), check.Question{})
			if err == nil || tc.want != nil && !errors.Is(err, tc.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestSetIsAppliedUnlessPass(t *testing.T) {
	q := check.Question{Config: json.RawMessage(`{"set":{"a":1,"b":2}}`)}
	for _, result := range []string{check.Pass, check.Fail, check.Unclear, check.Unavailable} {
		own := map[string]any{"b": "own"}
		c := made(func(context.Context) (check.Answer, error) { return check.Answer{Result: result, Set: own}, nil })
		got, err := check.Guard(c, time.Second).Check(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		_, set := got.Set["a"]
		if set != (result != check.Pass) || got.Set["b"] != "own" {
			t.Errorf("%s: %v", strings.ToUpper(result), got.Set)
		}
	}
}
