package store

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// order is that of hits: by value and id, those without a value last.
type order struct{ descending bool }

func (o order) compare(a, b hit) int {
	if none := a.value == nil; none != (b.value == nil) {
		return map[bool]int{true: 1, false: -1}[none]
	}
	c := cmp.Or(compareValues(a.value, b.value), cmp.Compare(a.id, b.id))
	if o.descending {
		return -c
	}
	return c
}

func compareValues(a, b any) int {
	x, isNumber := a.(float64)
	y, both := b.(float64)
	if isNumber && both {
		return cmp.Compare(x, y)
	}
	s, _ := a.(string)
	t, _ := b.(string)
	return cmp.Compare(s, t)
}

func (c *cursor) hit() hit { return hit{c.ID, c.value()} }

// placed is a row with what it is sorted by, so that less comes first.
type placed struct {
	key float64
	row float64
}

func (a placed) before(b placed) bool { return a.key < b.key || a.key == b.key && a.row < b.row }

// first are the first hits among rows, after the cursor.
func (g *grid) first(list []int32, q question) []hit {
	column, numeric := g.columns[q.sort.answer], g.numeric(q.sort.answer)
	sign := map[bool]float64{true: -1, false: 1}[q.sort.descending]
	least := least{most: q.limit, worst: math.Inf(1)}
	after := g.placeOf(q, numeric)
	var without []int32
	for _, i := range list {
		key := sign * column.key(i, numeric)
		switch at := (placed{key, sign * float64(i)}); {
		case key > least.worst: // most of them
		case math.IsNaN(key):
			without = append(without, i)
		case q.cursor == nil || !q.cursor.Empty && after.before(at):
			least.add(at)
		}
	}
	hits := make([]hit, 0, q.limit)
	for _, one := range least.sorted() {
		i := int32(sign * one.row)
		hits = append(hits, hit{g.rows.ids.at(int(i)), column.value(i, numeric)})
	}
	if q.sort.descending {
		slices.Reverse(without)
	}
	for _, i := range without {
		if len(hits) == q.limit {
			break
		}
		if q.cursor == nil || !q.cursor.Empty || after.row < sign*float64(i) {
			hits = append(hits, hit{id: g.rows.ids.at(int(i))})
		}
	}
	return hits
}

// isArranged says whether the rows of the column that is sorted by stand in the order that a question wants.
func (g *grid) isArranged(q question) bool {
	return q.sort.answer == "" || g.numeric(q.sort.answer) == (g.columns[q.sort.answer].numbers != nil)
}

// walk are the first hits after the cursor, found by going along the order of the column until there are as many as wanted:
// where much comes through the sieve, that is soon.
func (g *grid) walk(s *sieve, q question) []hit {
	column, numeric := g.columns[q.sort.answer], g.numeric(q.sort.answer)
	way := way{column, q.sort.descending}
	hits := make([]hit, 0, q.limit)
	for k := way.after(q.cursor, g.placeOf(q, numeric)); k < len(column.order) && len(hits) < q.limit; k++ {
		i := way.at(k)
		switch {
		case !s.lets(i):
		case k < column.valued:
			hits = append(hits, hit{g.rows.ids.at(int(i)), column.value(i, numeric)})
		default:
			hits = append(hits, hit{id: g.rows.ids.at(int(i))})
		}
	}
	return hits
}

// way goes along the order of a column, up or down; rows without a value come last both ways.
type way struct {
	*gridColumn
	descending bool
}

func (w way) at(k int) int32 {
	switch {
	case !w.descending:
		return w.order[k]
	case k < w.valued:
		return w.order[w.valued-1-k]
	}
	return w.order[len(w.order)-1-(k-w.valued)]
}

// after is where the way goes on behind a cursor, which stands at a place.
func (w way) after(c *cursor, place placed) int {
	if c == nil {
		return 0
	}
	sign := map[bool]float64{true: -1, false: 1}[w.descending]
	if c.Empty {
		return w.valued + sort.Search(len(w.order)-w.valued, func(k int) bool { return place.row < sign*float64(w.at(w.valued+k)) })
	}
	numeric := w.numbers != nil
	return sort.Search(w.valued, func(k int) bool {
		i := w.at(k)
		return place.before(placed{sign * w.key(i, numeric), sign * float64(i)})
	})
}

// arrange puts the rows in the order of their values, then of their ids; those without a value come last.
func (c *gridColumn) arrange(rows int) {
	with, without := make([]placed, 0, rows), []int32{}
	for i := range int32(rows) { //nolint:gosec // fewer than cells
		if key := c.key(i, c.numbers != nil); math.IsNaN(key) {
			without = append(without, i)
		} else {
			with = append(with, placed{key, float64(i)})
		}
	}
	slices.SortFunc(with, comparePlaced)
	c.order, c.valued = make([]int32, 0, rows), len(with)
	for _, one := range with {
		c.order = append(c.order, int32(one.row))
	}
	c.order = append(c.order, without...)
}

// numeric says whether a field is sorted by numbers, as sorting.settle does.
func (g *grid) numeric(field string) bool {
	if c := g.columns[field]; c == nil || c.numbers != nil {
		return true
	}
	for _, one := range g.fresh {
		if one.values[field].number != nil {
			return true
		}
	}
	return false
}

// placeOf is where the cursor stands among the rows; between two of them where there is no such row any more.
func (g *grid) placeOf(q question, numeric bool) placed {
	if q.cursor == nil {
		return placed{}
	}
	sign := map[bool]float64{true: -1, false: 1}[q.sort.descending]
	between := func(p *packed, text string) float64 {
		i, there := p.find(text)
		if there {
			return float64(i)
		}
		return float64(i) - 0.5 //nolint:mnd // half way to the one before
	}
	at := placed{row: sign * between(&g.rows.ids, q.cursor.ID)}
	switch {
	case numeric && q.cursor.Number != nil:
		at.key = sign * *q.cursor.Number
	case !numeric && q.cursor.Text != nil:
		at.key = sign * between(&g.columns[q.sort.answer].words, *q.cursor.Text)
	}
	return at
}

// key is what a row is sorted by: its number, or the place of its text; not a number when it has none.
func (c *gridColumn) key(i int32, numeric bool) float64 {
	switch {
	case numeric && c.numbers != nil:
		return c.numbers[i]
	case !numeric && c.texts != nil && c.texts[i] > 0:
		return float64(c.texts[i] - 1)
	}
	return math.NaN()
}

func (c *gridColumn) value(i int32, numeric bool) any {
	if numeric {
		return c.numbers[i]
	}
	return c.words.at(int(c.texts[i] - 1))
}

// least keeps the first of many: a heap with the last of those kept on top.
type least struct {
	most  int
	kept  []placed
	worst float64 // key of the last that is kept, once there are enough
}

func (l *least) add(p placed) {
	if len(l.kept) < l.most {
		l.kept = append(l.kept, p)
		if len(l.kept) == l.most {
			slices.SortFunc(l.kept, func(a, b placed) int { return comparePlaced(b, a) }) // the last first is a heap
			l.worst = l.kept[0].key
		}
		return
	}
	if !p.before(l.kept[0]) {
		return
	}
	at := 0
	for {
		child := 2*at + 1 //nolint:mnd // a heap
		if child >= len(l.kept) {
			break
		}
		if child+1 < len(l.kept) && l.kept[child].before(l.kept[child+1]) {
			child++
		}
		if !p.before(l.kept[child]) {
			break
		}
		l.kept[at] = l.kept[child]
		at = child
	}
	l.kept[at] = p
	l.worst = l.kept[0].key
}

func (l *least) sorted() []placed {
	slices.SortFunc(l.kept, comparePlaced)
	return l.kept
}

func comparePlaced(a, b placed) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row))
}
