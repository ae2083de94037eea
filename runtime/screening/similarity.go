package screening

import "math/bits"

// maxToken bounds the letters of a word that are compared: they fit into the bits of a number.
const maxToken = 64

// boosted is the Jaro similarity from which on a common beginning counts.
const boosted = 0.7

// jaro is the share of letters that two words have in common, at about the same place and in the same order: 0 to 1. It
// is the same from both sides.
func jaro(a, b []rune) float64 {
	if len(a) > len(b) || len(a) == len(b) && after(a, b) {
		a, b = b, a
	}
	a, b = a[:min(len(a), maxToken)], b[:min(len(b), maxToken)]
	if len(a) == 0 {
		return 0
	}
	usedA, usedB := meeting(a, b)
	m := bits.OnesCount64(usedA)
	if m == 0 {
		return 0
	}
	swapped, j := 0, 0
	for i := range a {
		if usedA>>i&1 == 0 {
			continue
		}
		for usedB>>j&1 == 0 {
			j++
		}
		if a[i] != b[j] {
			swapped++
		}
		j++
	}
	n := float64(m)
	return (n/float64(len(a)) + n/float64(len(b)) + (n-float64(swapped)/2)/n) / 3
}

// meeting marks the letters of both words that have a partner near enough.
func meeting(a, b []rune) (usedA, usedB uint64) {
	window := max(len(b)/2-1, 0)
	for i, c := range a {
		for j := max(0, i-window); j < min(len(b), i+window+1); j++ {
			if usedB>>j&1 == 0 && b[j] == c {
				usedA |= 1 << i
				usedB |= 1 << j
				break
			}
		}
	}
	return usedA, usedB
}

func after(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] > b[i]
		}
	}
	return false
}

// winkler is Jaro's similarity, raised by up to four letters that both words begin with.
func winkler(a, b []rune) float64 {
	j := jaro(a, b)
	if j < boosted {
		return j
	}
	return j + float64(common(a, b))*0.1*(1-j)
}

func common(a, b []rune) int {
	n := 0
	for n < 4 && n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// JaroWinkler is how alike two words are, from 0 to 1, as written: letters that are big in one alone are others.
func JaroWinkler(a, b string) float64 { return winkler([]rune(a), []rune(b)) }
