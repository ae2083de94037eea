package screening

import (
	"math/bits"
	"slices"
	"strings"
)

// Lowest is the lowest threshold that an index can be asked with: below it, everybody is like somebody.
const Lowest = 0.7

// Index finds the entries of a list that a name may mean. It is made once for a version of a list and never changes, so it
// may be asked by many at once.
type Index struct {
	Entries []Entry

	names   []indexedName
	words   []indexedWord
	letters map[rune][]int32 // words by their first letter
	known   map[string]int32 // words by themselves
	numbers map[string][]int32
}

// indexedName is one name of an entry, by its words.
type indexedName struct {
	entry  int32
	text   int32 // which of the names of the entry; those of low quality come after
	tokens [][]rune
	words  []int32 // the tokens, by their places among the words
}

type indexedWord struct {
	text  []rune
	mask  uint64  // of the letters in it
	names []int32 // in which it stands
}

// NewIndex makes the index of entries, which it keeps.
func NewIndex(entries []Entry) *Index {
	x := &Index{Entries: entries, letters: map[rune][]int32{}, known: map[string]int32{}, numbers: map[string][]int32{}}
	for i, e := range entries {
		for k, name := range e.all() {
			x.add(indexedName{entry: int32(i), text: int32(k)}, Tokens(name, e.Kind)) //nolint:gosec // lists are far shorter
		}
		for _, id := range e.Identifiers {
			if n := Number(id.Number); len(n) >= shortestNumber && !strings.Contains(n, "*") {
				x.numbers[n] = append(x.numbers[n], int32(i)) //nolint:gosec // lists are far shorter
			}
		}
	}
	return x
}

// shortestNumber is how long an identifier has to be to decide alone: shorter ones belong to many.
const shortestNumber = 5

// all are the names of an entry, those of low quality last.
func (e Entry) all() []string { return append(e.Names[:len(e.Names):len(e.Names)], e.Weak...) }

func (x *Index) add(name indexedName, tokens []string) {
	if len(tokens) == 0 {
		return
	}
	at := int32(len(x.names)) //nolint:gosec // lists are far shorter
	for _, t := range tokens {
		word, ok := x.known[t]
		if !ok {
			word = x.learn(t)
		}
		w := &x.words[word]
		name.tokens, name.words = append(name.tokens, w.text), append(name.words, word)
		if n := len(w.names); n == 0 || w.names[n-1] != at {
			w.names = append(w.names, at)
		}
	}
	x.names = append(x.names, name)
}

func (x *Index) learn(t string) int32 {
	word := int32(len(x.words)) //nolint:gosec // lists are far shorter
	text := []rune(t)
	x.words = append(x.words, indexedWord{text: text, mask: maskOf(text)})
	x.known[t] = word
	x.letters[text[0]] = append(x.letters[text[0]], word)
	return word
}

func maskOf(text []rune) uint64 {
	var mask uint64
	for _, r := range text {
		mask |= 1 << (uint(r) % 64) //nolint:gosec // runes are not negative
	}
	return mask
}

// candidates are the names in which a word stands that is alike enough to one of those given. None is left out that
// scores least or more: the score of a name is a mean of those of its words, so one of them has to reach it. Words that
// begin with another letter have no beginning in common, and need as much without it; far fewer of them do. What was worked
// out on the way is kept in known.
func (x *Index) candidates(given [][]rune, least float64, known likeness) []int32 {
	seen := make([]bool, len(x.names))
	var out []int32
	for i, g := range given {
		mask := maskOf(g)
		for first, words := range x.letters {
			same := first == g[0]
			for _, at := range words {
				w := &x.words[at]
				if !mayReach(g, mask, w, least, same) || x.like(known, g, i, at) < least {
					continue
				}
				for _, name := range w.names {
					if !seen[name] {
						seen[name] = true
						out = append(out, name)
					}
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// likeness keeps how alike the words of a name that is looked for are to those of the index: by word, then by its place; 0
// where that was not worked out, else one more.
type likeness [][]float64

func (x *Index) likeness(words int) likeness {
	out := make(likeness, words)
	for i := range out {
		out[i] = make([]float64, len(x.words))
	}
	return out
}

// like is how alike the word at a place of a name is to one of the index.
func (x *Index) like(known likeness, g []rune, i int, word int32) float64 {
	if kept := known[i][word]; kept > 0 {
		return kept - 1
	}
	found := winkler(g, x.words[word].text)
	known[i][word] = found + 1
	return found
}

// mayReach rules out most words by their lengths and letters alone: a letter that the other lacks has no partner.
func mayReach(g []rune, mask uint64, w *indexedWord, least float64, same bool) bool {
	m := min(len(g)-bits.OnesCount64(mask&^w.mask), len(w.text)-bits.OnesCount64(w.mask&^mask))
	if m <= 0 {
		return false
	}
	best := (float64(m)/float64(len(g)) + float64(m)/float64(len(w.text)) + 1) / 3
	if same {
		best += 0.4 * (1 - best)
	}
	return best >= least-1e-9
}
