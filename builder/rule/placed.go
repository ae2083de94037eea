package rule

import "iter"

// Placed is a program, and where its rule stands in a definition, as a JSON Pointer.
type Placed struct {
	Path    string
	Program *Program // nil where there is no rule
}

// All goes through the programs that there are, by their places.
func All(list []Placed) iter.Seq2[string, *Program] {
	return func(yield func(string, *Program) bool) {
		for _, p := range list {
			if p.Program != nil && !yield(p.Path, p.Program) {
				return
			}
		}
	}
}
