package cases

import (
	"maps"
	"slices"
)

// clone copies all that a run may change. Maps are never nil in the copy.
func (s State) clone() State {
	s.Attributes = cloneMap(s.Attributes)
	s.Checks = cloneMap(s.Checks)
	s.Fired = cloneMap(s.Fired)
	s.Later = cloneMap(s.Later)
	s.Taken = cloneMap(s.Taken)
	s.Here = cloneMap(s.Here)
	s.Scores = cloneMap(s.Scores)
	s.Acts = slices.Clone(s.Acts)
	s.Approvals = slices.Clone(s.Approvals)
	s.Items = slices.Clone(s.Items)
	s.Tokens = slices.Clone(s.Tokens)
	s.Seen = slices.Clone(s.Seen)
	return s
}

// tidy leaves out what is empty, so that a state equals itself after a round trip through JSON.
func (s *State) tidy() {
	s.Attributes = orNil(s.Attributes)
	s.Checks = orNil(s.Checks)
	s.Fired = orNil(s.Fired)
	s.Later = orNil(s.Later)
	s.Taken = orNil(s.Taken)
	s.Here = orNil(s.Here)
	s.Scores = orNil(s.Scores)
	s.Acts = listOrNil(s.Acts)
	s.Approvals = listOrNil(s.Approvals)
	s.Items = listOrNil(s.Items)
	s.Tokens = listOrNil(s.Tokens)
	s.Seen = listOrNil(s.Seen)
}

func cloneMap[V any](m map[string]V) map[string]V {
	out := make(map[string]V, len(m)+1)
	maps.Copy(out, m)
	return out
}

func orNil[V any](m map[string]V) map[string]V {
	if len(m) == 0 {
		return nil
	}
	return m
}

func listOrNil[V any](list []V) []V {
	if len(list) == 0 {
		return nil
	}
	return list
}
