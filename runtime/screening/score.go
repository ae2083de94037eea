package screening

import "slices"

// unlisted is how much of the score is lost when a whole name stands beside the words that have a partner.
const unlisted = 0.15

// Pair is a word of the name that was given, a word of the listed one, and how alike they are.
type Pair struct {
	Given  string  `json:"-"` // never kept: it is of the person
	Listed string  `json:"listed"`
	Score  float64 `json:"score"`
}

// NameScore is how alike two names are that were taken apart into words, from 0 to 1. Each word has one partner, the best
// ones first; each pair weighs as many letters as it has, and the share of letters without a partner takes up to 0.15
// away. The shorter name is looked for in the longer one, as long as it has two words: one word alone of several that were
// given is not a name. It is the same from both sides but for such a word.
func NameScore(given, listed []string) (float64, []Pair) {
	var c comparison
	g, l := runesOf(given), runesOf(listed)
	score := c.score(g, l, func(i, k int) float64 { return winkler(g[i], l[k]) })
	pairs := make([]Pair, len(c.chosen))
	for i, p := range c.chosen {
		pairs[i] = Pair{given[p.given], listed[p.listed], round(p.score)}
	}
	return score, pairs
}

func runesOf(words []string) [][]rune {
	out := make([][]rune, len(words))
	for i, w := range words {
		out[i] = []rune(w)
	}
	return out
}

// comparison keeps what one comparison needs, for the next one to use again.
type comparison struct{ all, chosen []paired }

type paired struct {
	given, listed int
	score         float64
}

// score fills chosen, and returns what the pairs in it come to. like tells how alike two words are, by their places.
func (c *comparison) score(given, listed [][]rune, like func(given, listed int) float64) float64 {
	c.all, c.chosen = c.all[:0], c.chosen[:0]
	if len(given) == 0 || len(listed) == 0 {
		return 0
	}
	if swap := order(given, listed) > 0; swap {
		score := c.within(listed, given, func(i, k int) float64 { return like(k, i) })
		if len(listed) == 1 && len(given) > 1 { // one word of several is not the name
			p, whole := c.chosen[0], letterCount(given)
			both := float64(len(listed[0]) + len(given[p.listed]))
			score = p.score * both / (both + 2*float64(whole-len(given[p.listed])))
		}
		for i, p := range c.chosen {
			c.chosen[i].given, c.chosen[i].listed = p.listed, p.given
		}
		return score
	}
	return c.within(given, listed, like)
}

// within looks for the shorter name in the longer one.
func (c *comparison) within(short, long [][]rune, like func(short, long int) float64) float64 {
	for i := range short {
		for k := range long {
			c.all = append(c.all, paired{i, k, like(i, k)})
		}
	}
	c.choose(len(short))
	sum, weight, used := 0.0, 0.0, 0
	for _, p := range c.chosen {
		both := float64(len(short[p.given]) + len(long[p.listed]))
		sum, weight, used = sum+p.score*both, weight+both, used+len(long[p.listed])
	}
	whole := letterCount(long)
	return max(0, sum/weight-unlisted*float64(whole-used)/float64(whole))
}

// order puts the shorter name first, and of two with as many words always the same one.
func order(a, b [][]rune) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return slices.CompareFunc(a, b, func(x, y []rune) int { return slices.Compare(x, y) })
}

// choose takes the best pairs first, each word once; of equals the first.
func (c *comparison) choose(short int) {
	var usedS, usedL uint64
	for range short {
		best := -1
		for i, p := range c.all {
			if usedS>>p.given&1 == 0 && usedL>>p.listed&1 == 0 && (best < 0 || p.score > c.all[best].score) {
				best = i
			}
		}
		usedS |= 1 << c.all[best].given
		usedL |= 1 << c.all[best].listed
		c.chosen = append(c.chosen, c.all[best])
	}
}

func letterCount(words [][]rune) int {
	n := 0
	for _, w := range words {
		n += len(w)
	}
	return n
}

// round leaves four digits, as many as are ever shown or compared.
func round(x float64) float64 { return float64(int(x*10000+0.5)) / 10000 }
