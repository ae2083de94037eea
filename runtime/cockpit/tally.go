package cockpit

import (
	"cmp"
	"math"
	"slices"
)

// Cell is a place of the summary of steps: cases that began on one day, by one way, and fared alike at one step.
type Cell struct {
	Pipeline string `json:"p"`
	Day      string `json:"d"`
	Kind     string `json:"k"`
	Step     string `json:"s"`
	Channel  string `json:"c,omitempty"`
	Locale   string `json:"l,omitempty"`
	Device   string `json:"v,omitempty"`
	Fate     string `json:"f"`
	Level    string `json:"e,omitempty"`
	Bucket   int64  `json:"b"` // of the seconds that they stayed; -1 while they are there
}

// FieldCell is a place of the summary of how a form is filled in. It knows no person, no case and no answer.
type FieldCell struct {
	Pipeline string `json:"p"`
	Day      string `json:"d"`
	Form     string `json:"m"` // id of the version
	Page     string `json:"g"`
	Field    string `json:"i,omitempty"` // "" is the page as a whole
	Fact     string `json:"f"`           // time, change, back, or error:<key>
}

// Amount is how often something was, and how much of it together.
type Amount struct {
	N     int64 `json:"n"`
	Total int64 `json:"t,omitempty"`
}

// CellCount is how much a cell changes by.
type CellCount struct {
	Cell
	N int64 `json:"n"`
}

// FieldCount is how much a cell changes by.
type FieldCount struct {
	FieldCell
	Amount
}

// Tally is what the summaries change by.
type Tally struct {
	Steps  []CellCount  `json:"steps,omitempty"`
	Fields []FieldCount `json:"fields,omitempty"`
}

// Empty tells whether a tally changes nothing.
func (t Tally) Empty() bool { return len(t.Steps) == 0 && len(t.Fields) == 0 }

// Difference is what the summaries change by when a journey goes on, and the steps that are others by it.
func Difference(before, after Journey) (Tally, []Step) {
	cells := map[Cell]int64{}
	for _, s := range before.Steps {
		cells[before.cell(s)]--
	}
	var changed []Step
	for _, s := range after.Steps {
		cells[after.cell(s)]++
		if !slices.ContainsFunc(before.Steps, s.same) {
			changed = append(changed, s)
		}
	}
	return Tally{Steps: Counts(cells)}, changed
}

// Counts lists the cells that are not zero, in one order.
func Counts(cells map[Cell]int64) []CellCount {
	var out []CellCount
	for cell, n := range cells {
		if n != 0 {
			out = append(out, CellCount{cell, n})
		}
	}
	slices.SortFunc(out, func(a, b CellCount) int {
		return cmp.Or(cmp.Compare(a.Pipeline, b.Pipeline), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Step, b.Step),
			cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Locale, b.Locale), cmp.Compare(a.Device, b.Device),
			cmp.Compare(a.Fate, b.Fate), cmp.Compare(a.Level, b.Level), cmp.Compare(a.Bucket, b.Bucket))
	})
	return out
}

// FieldCounts lists the cells that are not zero, in one order.
func FieldCounts(cells map[FieldCell]Amount) []FieldCount {
	var out []FieldCount
	for cell, amount := range cells {
		if amount != (Amount{}) {
			out = append(out, FieldCount{cell, amount})
		}
	}
	slices.SortFunc(out, func(a, b FieldCount) int {
		return cmp.Or(cmp.Compare(a.Pipeline, b.Pipeline), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Form, b.Form), cmp.Compare(a.Page, b.Page),
			cmp.Compare(a.Field, b.Field), cmp.Compare(a.Fact, b.Fact))
	})
	return out
}

func (j Journey) cell(s Step) Cell {
	c := Cell{
		Pipeline: j.Pipeline, Day: j.Day, Kind: s.Kind, Step: s.Key, Channel: j.Channel, Locale: j.Locale, Device: j.Device,
		Fate: s.Fate, Level: s.Level, Bucket: -1,
	}
	if s.Fate != There {
		c.Bucket = BucketOf(s.Seconds)
	}
	return c
}

func (s Step) same(o Step) bool {
	level := s.LevelAt == o.LevelAt || s.LevelAt != nil && o.LevelAt != nil && s.LevelAt.Equal(*o.LevelAt)
	return s.Kind == o.Kind && s.Key == o.Key && s.Fate == o.Fate && s.Seconds == o.Seconds && s.Level == o.Level && level &&
		s.EnteredAt.Equal(o.EnteredAt) && s.SinceAt.Equal(o.SinceAt)
}

// bucketsPerDouble is how finely durations are kept: a median is right to within a fifth.
const bucketsPerDouble = 2

// BucketOf is the place of a duration among those that are kept.
func BucketOf(seconds int64) int64 {
	return int64(math.Floor(bucketsPerDouble * math.Log2(float64(1+max(0, seconds)))))
}

// Median returns the middle of durations by bucket, in seconds; ok is false when there are none.
func Median(buckets map[int64]int64) (seconds float64, ok bool) {
	var keys []int64
	total := int64(0)
	for bucket, n := range buckets {
		if bucket >= 0 && n > 0 {
			keys = append(keys, bucket)
			total += n
		}
	}
	if total == 0 {
		return 0, false
	}
	slices.Sort(keys)
	half, before := float64(total)/2, int64(0)
	for _, bucket := range keys {
		n := buckets[bucket]
		if float64(before+n) >= half {
			share := (half - float64(before)) / float64(n)
			return math.Exp2((float64(bucket)+share)/bucketsPerDouble) - 1, true
		}
		before += n
	}
	return 0, false
}
