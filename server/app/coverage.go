package app

import (
	"sync"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/conveyor"
)

// seen counts what of a pipeline and its form was at work in a sandbox.
type seen struct {
	mu     sync.Mutex
	rules  map[*rule.Program]*[2]int // how often it held, and how often not
	taken  map[string]int            // transitions of cases that are no more
	places []seenPlace
}

type seenPlace struct {
	kind, path string
	program    *rule.Program
}

func newSeen() *seen { return &seen{rules: map[*rule.Program]*[2]int{}, taken: map[string]int{}} }

// expect says which rules there are.
func (s *seen) expect(line *conveyor.Line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for path, program := range line.Pipeline.Rules() {
		s.places = append(s.places, seenPlace{"pipeline", path, program})
	}
	for path, program := range line.Form.Rules() {
		s.places = append(s.places, seenPlace{"form", path, program})
	}
}

// watch counts what a rule came to.
func (s *seen) watch(program *rule.Program, held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := s.rules[program]
	if counts == nil {
		counts = &[2]int{}
		s.rules[program] = counts
	}
	if held {
		counts[0]++
	} else {
		counts[1]++
	}
}

// keep adds the transitions that a case took, before it is forgotten.
func (s *seen) keep(taken map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, n := range taken {
		s.taken[key] += n
	}
}

// coverage is what was seen, with the transitions of cases that are still there.
func (s *seen) coverage(line *conveyor.Line, here ...map[string]int) library.Coverage {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := line.Pipeline.Pipeline
	out := library.Coverage{
		Stages: make([]library.StageSeen, 0, len(p.Stages)), Transitions: make([]library.TransitionSeen, 0, len(p.Transitions)),
		Rules: make([]library.RuleSeen, 0, len(s.places)),
	}
	visits := map[string]int{}
	for _, t := range p.Transitions {
		n := s.taken[t.Key]
		for _, taken := range here {
			n += taken[t.Key]
		}
		out.Transitions = append(out.Transitions, library.TransitionSeen{Key: t.Key, Taken: n})
		if t.To != t.From {
			visits[t.To] += n
		}
	}
	for _, stage := range p.Stages {
		out.Stages = append(out.Stages, library.StageSeen{Key: stage.Key, Visits: visits[stage.Key]})
	}
	for _, place := range s.places {
		seen := library.RuleSeen{Kind: place.kind, Path: place.path}
		if counts := s.rules[place.program]; counts != nil {
			seen.True, seen.False = counts[0], counts[1]
		}
		out.Rules = append(out.Rules, seen)
	}
	return out
}
