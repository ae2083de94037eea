package app

import (
	"context"
	"sync"

	"github.com/esteira/esteira/runtime/check"
)

// answering puts in place of what asks somebody outside what asks nobody, and lets any check be told what to answer.
func (t *trial) answering(checks []check.Checker) []check.Checker {
	var out []check.Checker
	for _, c := range checks {
		out = append(out, toldCheck{c, t.chosen})
	}
	for _, name := range t.outside {
		out = append(out, toldCheck{outsideCheck(name), t.chosen})
	}
	return out
}

// outside are the types of check that are not of the house.
func (a *App) outside() []string {
	house := map[string]bool{}
	for _, c := range check.Builtin(nil) {
		house[c.Type()] = true
	}
	var out []string
	for _, t := range a.Library.Checks {
		if !house[t.Name] {
			out = append(out, t.Name)
		}
	}
	return out
}

// outsideCheck stands for a check that would ask somebody outside: all is well.
type outsideCheck string

// Type is that of the check it stands for.
func (c outsideCheck) Type() string { return string(c) }

// Check passes.
func (outsideCheck) Check(context.Context, check.Question) (check.Answer, error) {
	return check.Answer{Result: check.Pass}, nil
}

// ownAnswer lets a check look for itself.
const ownAnswer = "own"

// chosen is what checks were told to answer, by their keys.
type chosen struct {
	mu      sync.Mutex
	results map[string]string
}

func newChosen() *chosen { return &chosen{results: map[string]string{}} }

func (c *chosen) get(key string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if result := c.results[key]; result != "" {
		return result
	}
	return ownAnswer
}

func (c *chosen) set(key, result string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.results[key] = result
}

func (c *chosen) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.results)
}

// toldCheck answers as it was told to, else for itself.
type toldCheck struct {
	check.Checker
	chosen *chosen
}

// Settings are those of the check within.
func (c toldCheck) Settings() []byte {
	if within, ok := c.Checker.(check.Configurable); ok {
		return within.Settings()
	}
	return nil
}

// Check answers.
func (c toldCheck) Check(ctx context.Context, q check.Question) (check.Answer, error) {
	if result := c.chosen.get(q.Key); result != ownAnswer {
		return check.Answer{Result: result}, nil
	}
	return c.Checker.Check(ctx, q)
}
