package conveyor

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/schemas"
)

func (q *inquiry) stages() (Figures, error) { return q.funnel(cockpit.Stage, q.land.stages) }

func (q *inquiry) pages() (Figures, error) { return q.funnel(cockpit.Page, q.land.pages) }

var fateColumn = map[string]string{cockpit.Gone: "went", cockpit.There: "there", cockpit.Ended: "ended"}

// funnel is how many cases came to each step, and what became of them there.
func (q *inquiry) funnel(kind string, places []place) (Figures, error) {
	groups, err := q.steps("kind", "step", "fate", "bucket")
	r := Figures{Columns: []string{"entered", "went", "there", "ended", "median"}}
	values, spread := map[string]map[string]float64{}, map[string]map[int64]int64{}
	for _, g := range groups {
		key, fate := g.Keys[1], g.Keys[2]
		if g.Keys[0] == cockpit.Stage && slices.Contains(q.land.starts, key) {
			r.Total += g.N
		}
		if g.Keys[0] != kind {
			continue
		}
		if values[key] == nil {
			values[key], spread[key] = map[string]float64{"entered": 0, "went": 0, "there": 0, "ended": 0}, map[int64]int64{}
		}
		values[key]["entered"] += float64(g.N)
		values[key][fateColumn[fate]] += float64(g.N)
		bucket, _ := strconv.ParseInt(g.Keys[3], 10, 64)
		spread[key][bucket] += g.N
	}
	for _, p := range known(places, values) {
		row := FigureRow{Key: p.key, Name: p.name, Kind: p.kind, Values: values[p.key]}
		if row.Values == nil {
			row.Values = map[string]float64{"entered": 0, "went": 0, "there": 0, "ended": 0}
		}
		if median, ok := cockpit.Median(spread[p.key]); ok {
			row.Values["median"] = median
		}
		r.Rows = append(r.Rows, row)
	}
	return r, err
}

// known are places, and behind them those that only figures speak of: they were taken out of every version at work.
func known[V any](places []place, values map[string]V) []place {
	out := slices.Clone(places)
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if !slices.ContainsFunc(places, func(p place) bool { return p.key == key }) {
			out = append(out, place{key: key})
		}
	}
	return out
}

// unknownWay is the key of cases of which nobody knows the way: pages would have nothing to be a part of.
const unknownWay = "unknown"

// ways is who handed in and who stopped, and where, by one way in which cases began.
func (q *inquiry) ways(by string) (Figures, error) {
	groups, err := q.steps(by, "kind", "step", "fate")
	r := Figures{Columns: []string{"started", "submitted", "stopped", "share"}}
	started, stopped, entered, left := map[string]int64{}, map[string]int64{}, map[[2]string]int64{}, map[[2]string]int64{}
	for _, g := range groups {
		way, kind, step, fate := cmp.Or(g.Keys[0], unknownWay), g.Keys[1], g.Keys[2], g.Keys[3]
		if kind == cockpit.Stage && slices.Contains(q.land.starts, step) {
			started[way] += g.N
			r.Total += g.N
		}
		if kind != cockpit.Page {
			continue
		}
		entered[[2]string{way, step}] += g.N
		if fate != cockpit.Gone {
			stopped[way] += g.N
			left[[2]string{way, step}] += g.N
		}
	}
	for _, way := range slices.Sorted(maps.Keys(started)) {
		r.Rows = append(r.Rows, wayRow(FigureRow{Key: way}, started[way], stopped[way]))
		if started[way] < tooFew {
			continue
		}
		for _, p := range q.land.pages {
			if n := entered[[2]string{way, p.key}]; n > 0 {
				r.Rows = append(r.Rows, wayRow(FigureRow{Key: p.key, Name: p.name, Of: way}, n, left[[2]string{way, p.key}]))
			}
		}
	}
	return r, err
}

func wayRow(row FigureRow, started, stopped int64) FigureRow {
	if started < tooFew {
		row.Few = true
		return row
	}
	row.Values = map[string]float64{
		"started": float64(started), "submitted": float64(started - stopped), "stopped": float64(stopped),
		"share": float64(stopped) / float64(started),
	}
	return row
}

// reminders is how far reminders led.
func (q *inquiry) reminders() (Figures, error) {
	groups, err := q.Reader.Nudged(q.ctx, q.who.Tenant, q.in.Filter)
	r := Figures{Columns: []string{"sent", "returned", "completed", "share"}}
	for _, g := range groups {
		if n := len(r.Rows); n == 0 || r.Rows[n-1].Key != g.Keys[0] {
			r.Rows = append(r.Rows, FigureRow{Key: g.Keys[0], Name: q.land.subject(g.Keys[0]), Values: map[string]float64{"sent": 0, "returned": 0, "completed": 0}})
		}
		v := r.Rows[len(r.Rows)-1].Values
		v["sent"] += float64(g.N)
		if g.Keys[1] != "sent" {
			v["returned"] += float64(g.N)
		}
		if g.Keys[1] == "completed" {
			v["completed"] += float64(g.N)
		}
		v["share"] = v["returned"] / v["sent"]
		r.Total += g.N
	}
	return r, err
}

var blank = regexp.MustCompile(`\{[a-z_]+\}`)

// subject is what a message is known by: its subject, with dots where something of the case is put in.
func (t *terrain) subject(template string) schemas.Text {
	for _, line := range t.lines {
		if m, ok := line.Pipeline.Message(template); ok {
			out := schemas.Text{}
			for locale, said := range m.Subject {
				out[locale] = blank.ReplaceAllString(said, "…")
			}
			return out
		}
	}
	return nil
}
