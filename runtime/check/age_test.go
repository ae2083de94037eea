package check

import "testing"

func TestYears(t *testing.T) {
	for _, tc := range []struct {
		from, to string
		want     int
	}{
		{"2008-02-29", "2026-02-28", 17},
		{"2008-02-29", "2026-03-01", 18},
		{"2008-02-29", "2028-02-29", 20},
		{"2000-01-01", "2000-12-31", 0},
		{"2000-12-31", "2001-12-31", 1},
		{"2030-01-01", "2026-01-01", -4},
		{"2026-12-31", "2026-11-21", -1},
	} {
		if got := years(tc.from, tc.to); got != tc.want {
			t.Errorf("%s to %s: %d, want %d", tc.from, tc.to, got, tc.want)
		}
	}
}
