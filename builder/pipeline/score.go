package pipeline

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// Score is a table that adds up points for what holds of a case, and names the band that their sum falls into. Rules
// read them as case.<key>, a number, and case.<key>_band, a choice.
type Score struct {
	Key   string       `json:"key"`
	Title schemas.Text `json:"title"`
	Rows  []ScoreRow   `json:"rows"`
	// Bands are in order, from the lowest sum up.
	Bands []Band `json:"bands"`
	// Into is an attribute that takes the key of the band as well: risk.
	Into  string `json:"into,omitempty"`
	Group string `json:"group,omitempty"` // field group that may see it; default "general"
}

// ScoreRow gives points when its rule holds; without a rule it always does.
type ScoreRow struct {
	Key    string       `json:"key"`
	Label  schemas.Text `json:"label"`
	When   *rule.Rule   `json:"when,omitempty"`
	Points float64      `json:"points"`
}

// Band is a range of sums. It reaches to the next one.
type Band struct {
	Key   string       `json:"key"`
	Label schemas.Text `json:"label"`
	From  *float64     `json:"from,omitempty"` // the least sum of it; none for the lowest band
}

// BandKey is the attribute that holds the band of a score.
func BandKey(score string) string { return score + "_band" }

// BandOf returns the band that a sum falls into; ok is false below the lowest.
func (s Score) BandOf(sum float64) (b Band, ok bool) {
	for _, band := range s.Bands {
		if band.From != nil && *band.From > sum {
			break
		}
		b, ok = band, true
	}
	return b, ok
}

// Otherwise is what a score would come to if one of its rows said the opposite.
type Otherwise struct {
	Row  string
	Held bool // the row would hold
	Sum  float64
	Band Band // none below the lowest
}

// Otherwises are the rows of a result that alone decide its band, given which hold: in the order of the rows.
func (s Score) Otherwises(held map[string]bool) []Otherwise {
	sum := 0.0
	for _, row := range s.Rows {
		if held[row.Key] {
			sum += row.Points
		}
	}
	now, _ := s.BandOf(sum)
	var out []Otherwise
	for _, row := range s.Rows {
		one := Otherwise{Row: row.Key, Held: !held[row.Key], Sum: sum + row.Points}
		if !one.Held {
			one.Sum = sum - row.Points
		}
		one.Band, _ = s.BandOf(one.Sum)
		if always := rule.Constant(row.When); one.Band.Key != now.Key && always != rule.Always && always != rule.Never {
			out = append(out, one)
		}
	}
	return out
}

// Range is the least and the largest sum that the rows can give, apart from what they say.
func (s Score) Range() (low, high float64) {
	for _, row := range s.Rows {
		if rule.Constant(row.When) == rule.Always {
			low, high = low+row.Points, high+row.Points
			continue
		}
		low, high = low+min(0, row.Points), high+max(0, row.Points)
	}
	return low, high
}

// scoreAttributes are the facts that the scores of a pipeline make.
func scoreAttributes(p Pipeline) []Attribute {
	var out []Attribute
	for _, s := range p.Scores {
		bands := make([]Option, len(s.Bands))
		for i, b := range s.Bands {
			bands[i] = Option{Value: b.Key, Label: b.Label}
		}
		out = append(out, Attribute{Key: s.Key, Type: rule.Number}, Attribute{Key: BandKey(s.Key), Type: rule.Choice, Options: bands})
	}
	return out
}

func (l *linter) scores() {
	seen := map[string]bool{}
	for i, s := range l.p.Scores {
		ps := params{"score": s.Key, "scoreTitle": s.Title}
		l.key(at("scores", i, "/key"), s.Key, seen)
		if l.reserved(s.Key) || l.attributeType(s.Key) != "" || l.attributeType(BandKey(s.Key)) != "" {
			l.fail(at("scores", i, "/key"), "reserved_key", params{"key": s.Key})
		}
		l.text(at("scores", i, "/title"), s.Title, ps)
		l.scoreRows(i, s)
		l.bands(i, s)
		l.into(i, s)
		if !l.computed(s.Key) {
			l.warn(at("scores", i, ""), "unused_score", params{"score": s.Key, "scoreTitle": s.Title})
		}
	}
}

// computed tells whether some transition works a score out.
func (l *linter) computed(score string) bool {
	return slices.ContainsFunc(l.p.Transitions, func(t Transition) bool {
		return slices.ContainsFunc(t.Effects, func(e Effect) bool { return e.Kind == "score" && e.Name == score })
	})
}

func (l *linter) scoreRows(i int, s Score) {
	if len(s.Rows) == 0 {
		l.fail(at("scores", i, "/rows"), "no_score_row", params{"score": s.Key, "scoreTitle": s.Title})
	}
	seen := map[string]bool{}
	for n, row := range s.Rows {
		path := at("scores", i, "/rows/"+strconv.Itoa(n))
		l.key(path+"/key", row.Key, seen)
		l.text(path+"/label", row.Label, params{"row": row.Key})
		l.rule(path+"/when", row.When)
	}
}

// bands wants every sum to fall into exactly one band, and every band to be one that some sum falls into.
func (l *linter) bands(i int, s Score) {
	path := at("scores", i, "/bands")
	if len(s.Bands) == 0 {
		l.fail(path, "no_band", params{"score": s.Key, "scoreTitle": s.Title})
		return
	}
	seen := map[string]bool{}
	low, high := s.Range()
	for n, b := range s.Bands {
		here := path + "/" + strconv.Itoa(n)
		ps := params{"score": s.Key, "scoreTitle": s.Title, "band": b.Key, "bandName": b.Label, "low": low, "high": high}
		l.key(here+"/key", b.Key, seen)
		l.text(here+"/label", b.Label, params{"band": b.Key})
		switch {
		case n == 0 && b.From != nil && *b.From > low:
			l.fail(here+"/from", "band_gap", ps)
		case n > 0 && (b.From == nil || s.Bands[n-1].From != nil && cmp.Compare(*b.From, *s.Bands[n-1].From) <= 0):
			l.fail(here+"/from", "band_order", ps)
		case n > 0 && *b.From > high || n+1 < len(s.Bands) && s.Bands[n+1].From != nil && *s.Bands[n+1].From <= low:
			l.warn(here, "band_unreachable", ps)
		}
	}
}

// into wants an attribute that can hold the key of each band.
func (l *linter) into(i int, s Score) {
	if s.Into == "" {
		return
	}
	n := slices.IndexFunc(l.p.Attributes, func(a Attribute) bool { return a.Key == s.Into })
	if n < 0 {
		l.fail(at("scores", i, "/into"), "unknown_attribute", params{"attribute": s.Into})
		return
	}
	for _, b := range s.Bands {
		if !l.p.Attributes[n].Fits(b.Key) {
			l.fail(at("scores", i, "/into"), "bad_value", l.p.Attributes[n].misfit(b.Key))
		}
	}
}
