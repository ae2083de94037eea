package conveyor

import (
	"context"

	"github.com/esteira/esteira/schemas/actor"
)

// rememberedGate asks the policies each question once. It lives as long as one request.
type rememberedGate struct {
	Gate
	known map[asked]verdict
}

type asked struct{ member, object, verb string }

type verdict struct {
	ok   bool
	rule string
}

func remembers(g Gate) *rememberedGate { return &rememberedGate{Gate: g, known: map[asked]verdict{}} }

// Ask answers as the policies did when they were asked first.
func (g *rememberedGate) Ask(ctx context.Context, a actor.Actor, object, verb string) (bool, string, error) {
	question := asked{a.ID, object, verb}
	if v, known := g.known[question]; known {
		return v.ok, v.rule, nil
	}
	ok, rule, err := g.Gate.Ask(ctx, a, object, verb)
	if err == nil {
		g.known[question] = verdict{ok, rule}
	}
	return ok, rule, err
}

// knownStaff asks once who works for a tenant. It lives as long as one request.
type knownStaff struct {
	Staff
	all   []Colleague
	known bool
}

// Colleagues returns those of the first time.
func (s *knownStaff) Colleagues(ctx context.Context, tenant string) ([]Colleague, error) {
	var err error
	if !s.known {
		s.all, err = s.Staff.Colleagues(ctx, tenant)
		s.known = err == nil
	}
	return s.all, err
}
