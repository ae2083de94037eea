package screening

import "slices"

// Match is an entry that somebody may be.
type Match struct {
	Entry   Entry
	Name    string  // the listed name that is most alike
	Score   float64 // 0 to 1: what the name comes to, less what the factors take away; 1 for an identifier
	Parts   Parts
	IsWeak  bool // the list itself calls this name of low quality
	Ordinal int  // of the entry in its list
}

// Parts are what a score is made of.
type Parts struct {
	Name       float64 `json:"name"`
	Pairs      []Pair  `json:"pairs,omitempty"`
	Identifier string  `json:"identifier,omitempty"` // kind of the identifier that is the same
	Factors    Factors `json:"factors"`
}

// person is a Person as it is compared.
type person struct {
	Person

	year      int
	countries []string
	numbers   []string
	names     [][][]rune
	words     [][]string
}

func prepare(p Person) person {
	out := person{Person: p, year: yearOf(p.Birth)}
	for _, c := range p.Countries {
		if c != "" {
			out.countries = append(out.countries, countryCode(c))
		}
	}
	for _, id := range p.Identifiers {
		if n := Number(id); n != "" {
			out.numbers = append(out.numbers, n)
		}
	}
	for _, name := range p.Names {
		if tokens := Tokens(name, p.Kind); len(tokens) > 0 {
			out.words, out.names = append(out.words, tokens), append(out.names, runesOf(tokens))
		}
	}
	return out
}

// Screen returns the entries that score least or more on a day ("YYYY-MM-DD"; "" asks no day), the best first. Entries
// whose time is over on that day are left out. A threshold under Lowest counts as Lowest.
func (x *Index) Screen(p Person, least float64, day string) []Match {
	least = max(least, Lowest)
	who := prepare(p)
	best := map[int32]Match{}
	for _, n := range who.numbers {
		for _, at := range x.numbers[n] {
			e := x.Entries[at]
			best[at] = Match{Entry: e, Name: e.Names[0], Score: 1, Ordinal: int(at), Parts: Parts{Identifier: kindOf(e, n), Factors: factors(who, e)}}
		}
	}
	x.byName(who, least, best)
	out := make([]Match, 0, len(best))
	for _, m := range best {
		if holds(m.Entry, day) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b Match) int {
		if a.Score != b.Score {
			if a.Score > b.Score {
				return -1
			}
			return 1
		}
		return a.Ordinal - b.Ordinal
	})
	return out
}

// byName adds the entries whose names are alike.
func (x *Index) byName(who person, least float64, best map[int32]Match) {
	var c comparison
	for n, given := range who.names {
		known := x.likeness(len(given))
		for _, at := range x.candidates(given, least, known) {
			name := x.names[at]
			e := x.Entries[name.entry]
			before, met := best[name.entry]
			if met && before.Parts.Identifier != "" || !comparable(who.Kind, e.Kind) {
				continue
			}
			score := c.score(given, name.tokens, func(i, k int) float64 { return x.like(known, given[i], i, name.words[k]) })
			if score < least || met && before.Parts.Name >= score {
				continue
			}
			m := Match{Entry: e, Name: e.all()[name.text], Ordinal: int(name.entry), IsWeak: int(name.text) >= len(e.Names)}
			m.Parts = Parts{Name: round(score), Factors: factors(who, e), Pairs: c.pairs(who.words[n], name.tokens)}
			if m.Score = round(max(0, score-m.Parts.Factors.Loss())); m.Score >= least {
				best[name.entry] = m
			}
		}
	}
}

func (c *comparison) pairs(given []string, listed [][]rune) []Pair {
	out := make([]Pair, len(c.chosen))
	for i, p := range c.chosen {
		out[i] = Pair{Given: given[p.given], Listed: string(listed[p.listed]), Score: round(p.score)}
	}
	return out
}

// comparable tells whether somebody of one kind can be an entry of the other: nobody is a ship.
func comparable(given, listed string) bool {
	if listed == Vessel || listed == Aircraft {
		return given == listed
	}
	return given == "" || listed == "" || given == listed
}

func holds(e Entry, day string) bool { return e.Until == "" || day == "" || e.Until >= day }

func kindOf(e Entry, number string) string {
	for _, id := range e.Identifiers {
		if Number(id.Number) == number {
			if id.Kind == "" {
				return "number"
			}
			return id.Kind
		}
	}
	return "number"
}
