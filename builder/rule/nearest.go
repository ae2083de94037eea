package rule

import "strings"

// nearest finds the candidate that a person probably meant, or "".
func nearest(wanted string, candidates []string) string {
	best, bestDistance := "", len(wanted)/3+1
	for _, c := range candidates {
		if d := distance(strings.ToLower(wanted), strings.ToLower(c), bestDistance); d <= bestDistance && (best == "" || d < bestDistance) {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance is Levenshtein's with swapped neighbours counted once, given up when it must be over limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		fillRow(rows, i, x, y)
	}
	return rows[len(x)][len(y)]
}

func fillRow(rows [][]int, i int, x, y []rune) {
	for j := 1; j <= len(y); j++ {
		change := 1
		if x[i-1] == y[j-1] {
			change = 0
		}
		d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
		if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
			d = min(d, rows[i-2][j-2]+1)
		}
		rows[i][j] = d
	}
}
