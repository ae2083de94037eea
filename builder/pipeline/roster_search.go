package pipeline

import (
	"math/bits"
	"slices"
)

// maxStates is where the search gives up; what it has not found by then it does not deny.
const maxStates = 100_000

// standing is a stage, and the verbs that each seat has done on the way to it.
type standing struct {
	stage string
	acts  []uint64
}

// search walks all that can happen, and notes who could do each step. Of two ways to a stage it follows the one on which
// people did less: whatever can be done after more can be done after less.
func (r *roster) search() (complete bool) {
	from := map[string][]int{}
	for i, t := range r.l.p.Transitions {
		if r.dead[i] == "" {
			from[t.From] = append(from[t.From], i)
		}
	}
	seen := map[string][][]uint64{}
	queue := []standing{{outside, make([]uint64, len(r.seats))}}
	for states := 0; len(queue) > 0; states++ {
		if states > maxStates {
			return false
		}
		s := queue[0]
		queue = queue[1:]
		for _, i := range from[s.stage] {
			for _, next := range r.after(s, i) {
				if next.stage != outside && fewer(seen, next) {
					queue = append(queue, next)
				}
			}
		}
	}
	return true
}

// after is where a transition leads, by whoever may do it.
func (r *roster) after(s standing, i int) []standing {
	t := r.l.p.Transitions[i]
	if !r.human(i) {
		return []standing{{t.To, s.acts}}
	}
	f := r.filling(s, i)
	if !f.possible(nobody, nobody) {
		return nil
	}
	r.find(f, i)
	bit, counts := r.verbs[t.Trigger.Verb]
	if !counts {
		return []standing{{t.To, s.acts}} // whoever it is, nothing else follows
	}
	var out []standing
	f.each(func(seats []int) {
		out = append(out, standing{t.To, r.sorted(s.acts, seats, 1<<bit)})
	})
	return out
}

// find notes who can do what for a transition, and without whom it can be taken.
func (r *roster) find(f filling, i int) {
	for n := range f.fits {
		for seat, group := range r.seats {
			if p := &r.posts[i][n]; !p.can[group] && f.fits[n][seat] {
				p.can[group] = f.possible(n, seat)
			}
		}
	}
	for seat, group := range r.seats {
		r.spared[i][group] = r.spared[i][group] || r.unseated(group) || f.without(seat).possible(nobody, nobody)
	}
}

// unseated tells whether a group has more people than the search moves about.
func (r *roster) unseated(group int) bool {
	seats := 0
	for _, g := range r.seats {
		if g == group {
			seats++
		}
	}
	return len(r.groups[group]) > seats
}

// sorted adds an act of some seats and orders the seats of each group: who of them did it makes no difference.
func (r *roster) sorted(acts []uint64, seats []int, bit uint64) []uint64 {
	out := slices.Clone(acts)
	for _, seat := range seats {
		out[seat] |= bit
	}
	for a := 0; a < len(out); {
		b := a
		for b < len(out) && r.seats[b] == r.seats[a] {
			b++
		}
		slices.SortFunc(out[a:b], func(x, y uint64) int {
			if d := bits.OnesCount64(y) - bits.OnesCount64(x); d != 0 {
				return d
			}
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
		a = b
	}
	return out
}

// fewer keeps a standing unless one at the same stage is known in which everybody did no more.
func fewer(seen map[string][][]uint64, s standing) bool {
	for _, known := range seen[s.stage] {
		within := true
		for i, acts := range known {
			within = within && acts&^s.acts[i] == 0
		}
		if within {
			return false
		}
	}
	seen[s.stage] = append(seen[s.stage], s.acts)
	return true
}
