package pipeline

import "slices"

// filling is the question who fills the posts of one transition: which seats fit which posts, how many posts have to be
// filled, and whether one person may fill several.
type filling struct {
	fits   [][]bool // by post and seat
	alike  []uint64 // what makes seats of a group differ: their acts
	groups []int    // by seat
	wanted int
	shared bool
}

// nobody is no post, and no seat.
const nobody = -1

func (r *roster) filling(s standing, i int) filling {
	f := filling{alike: s.acts, groups: r.seats, wanted: r.wanted(i)}
	if a := r.l.p.Transitions[i].Approvals; a != nil {
		f.shared = a.SamePerson
	}
	for _, p := range r.posts[i] {
		fits := make([]bool, len(r.seats))
		for seat, group := range r.seats {
			fits[seat] = p.allowed[group] && s.acts[seat]&p.apart == 0
		}
		f.fits = append(f.fits, fits)
	}
	return f
}

// without is the same question where somebody is away.
func (f filling) without(seat int) filling {
	fits := make([][]bool, len(f.fits))
	for n := range f.fits {
		fits[n] = slices.Clone(f.fits[n])
		fits[n][seat] = false
	}
	f.fits = fits
	return f
}

// possible tells whether enough posts can be filled, with a certain seat at a certain post unless they are nobody. It
// matches posts with seats one by one, moving earlier ones where that makes room.
func (f filling) possible(post, seat int) bool {
	filled := 0
	if post != nobody {
		if !f.fits[post][seat] {
			return false
		}
		filled = 1
	}
	holder := map[int]int{} // by seat
	for n := range f.fits {
		if n == post {
			continue
		}
		if f.shared {
			if slices.Contains(f.fits[n], true) {
				filled++
			}
			continue
		}
		tried := map[int]bool{seat: true}
		if f.seat(n, holder, tried) {
			filled++
		}
	}
	return filled >= f.wanted
}

// seat finds somebody for a post, asking who holds another to move where need be.
func (f filling) seat(post int, holder map[int]int, tried map[int]bool) bool {
	for who, fits := range f.fits[post] {
		if !fits || tried[who] {
			continue
		}
		tried[who] = true
		other, held := holder[who]
		if !held || f.seat(other, holder, tried) {
			holder[who] = post
			return true
		}
	}
	return false
}

// each calls fn with the seats that fill enough posts, for each way to do so; of seats that are alike it takes one.
func (f filling) each(fn func(seats []int)) {
	var fill func(post int, seats []int, left int)
	fill = func(post int, seats []int, left int) {
		if left == 0 {
			fn(seats)
			return
		}
		if left > len(f.fits)-post {
			return
		}
		fill(post+1, seats, left)
		var tried []int
		for who, fits := range f.fits[post] {
			taken := slices.Contains(seats, who)
			if !fits || taken && !f.shared || !taken && f.triedAlike(tried, who) {
				continue
			}
			if !taken {
				tried = append(tried, who)
			}
			fill(post+1, append(slices.Clone(seats), who), left-1)
		}
	}
	fill(0, nil, f.wanted)
}

func (f filling) triedAlike(tried []int, who int) bool {
	return slices.ContainsFunc(tried, func(t int) bool { return f.groups[t] == f.groups[who] && f.alike[t] == f.alike[who] })
}
