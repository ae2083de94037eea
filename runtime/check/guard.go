package check

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ErrBroken is wrapped by the error of a guarded checker that panicked.
var ErrBroken = errors.New("check: broken")

// Guard makes a checker safe to call: it answers within limit and its context, a panic becomes an error, and so does a
// result that is no word of ours. It also applies "set" of the settings, which holds for checks of every type: these
// attributes are set when the result is not pass; what the checker itself set wins.
//
// A checker that ignores its context goes on by itself in the background; nobody waits for it.
func Guard(c Checker, limit time.Duration) Checker { return guarded{checker: c, limit: limit} }

type guarded struct {
	checker Checker
	limit   time.Duration
}

// Type is the type of the checker within.
func (g guarded) Type() string { return g.checker.Type() }

// Settings are those of the checker within.
func (g guarded) Settings() []byte {
	if c, ok := g.checker.(Configurable); ok {
		return c.Settings()
	}
	return nil
}

// Check asks the checker within.
func (g guarded) Check(ctx context.Context, q Question) (Answer, error) {
	var common struct {
		Set map[string]any `json:"set"`
	}
	if err := decode(q.Config, &common); err != nil {
		return Answer{}, err
	}
	answer, err := g.await(ctx, q)
	if err != nil {
		return Answer{}, err
	}
	switch answer.Result {
	case Pass, Skipped:
		return answer, nil
	case Fail, Unclear, Unavailable:
		answer.Set = merged(common.Set, answer.Set)
		return answer, nil
	}
	return Answer{}, fmt.Errorf("check %s: %q is no result", g.Type(), answer.Result)
}

type said struct {
	answer Answer
	err    error
}

func (g guarded) await(ctx context.Context, q Question) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, g.limit)
	defer cancel()
	// Room for one, so that a checker that comes too late can still end.
	done := make(chan said, 1)
	go func() { done <- g.ask(ctx, q) }()
	select {
	case s := <-done:
		return s.answer, s.err
	case <-ctx.Done():
		return Answer{}, fmt.Errorf("check %s: %w", g.Type(), ctx.Err())
	}
}

func (g guarded) ask(ctx context.Context, q Question) (s said) {
	defer func() {
		if r := recover(); r != nil {
			s = said{err: fmt.Errorf("check %s: %w: %v", g.Type(), ErrBroken, r)}
		}
	}()
	answer, err := g.checker.Check(ctx, q)
	return said{answer, err}
}

func merged(base, over map[string]any) map[string]any {
	if len(base) == 0 {
		return over
	}
	all := make(map[string]any, len(base)+len(over))
	for name, value := range base {
		all[name] = value
	}
	for name, value := range over {
		all[name] = value
	}
	return all
}

func decode(config json.RawMessage, into any) error {
	if len(config) == 0 {
		return nil
	}
	if err := json.Unmarshal(config, into); err != nil {
		return fmt.Errorf("check: settings: %w", err)
	}
	return nil
}

var (
	_ Checker      = guarded{}
	_ Configurable = guarded{}
)
