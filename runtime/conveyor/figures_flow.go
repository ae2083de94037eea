package conveyor

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/esteira/esteira/runtime/cockpit"
)

// bandDays are the bands of ages, in days; what is older is the last band.
var bandDays = []int{1, 3, 7, 30}

var bandColumns = []string{"d1", "d3", "d7", "d30", "older"}

func (q *inquiry) bounds() []time.Time {
	out := make([]time.Time, len(bandDays))
	for i, days := range bandDays {
		out[i] = q.now().Add(-time.Duration(days) * day)
	}
	return out
}

// banded is a report with a row for each place and a column for each band of ages.
func banded(groups []cockpit.Group, places []place) Figures {
	r := Figures{Columns: append([]string{"cases"}, bandColumns...)}
	values := map[string]map[string]float64{}
	for _, g := range groups {
		if values[g.Keys[0]] == nil {
			values[g.Keys[0]] = map[string]float64{}
			for _, column := range r.Columns {
				values[g.Keys[0]][column] = 0
			}
		}
		band, _ := strconv.Atoi(g.Keys[1])
		values[g.Keys[0]][bandColumns[band]] += float64(g.N)
		values[g.Keys[0]]["cases"] += float64(g.N)
		r.Total += g.N
	}
	for _, p := range known(places, values) {
		if values[p.key] != nil {
			r.Rows = append(r.Rows, FigureRow{Key: p.key, Name: p.name, Kind: p.kind, Values: values[p.key]})
		}
	}
	return r
}

// ageing is how long cases in flight have stood where they stand.
func (q *inquiry) ageing() (Figures, error) {
	groups, err := q.Reader.Ages(q.ctx, q.who.Tenant, q.in.Filter, q.bounds())
	return banded(groups, q.land.stages), err
}

// idle is how long it is since applicants who have not handed in did anything.
func (q *inquiry) idle() (Figures, error) {
	groups, err := q.Reader.Idle(q.ctx, q.who.Tenant, q.in.Filter, q.bounds())
	return banded(groups, q.land.pages), err
}

// level is where the service level was kept.
func (q *inquiry) level() (Figures, error) {
	r := Figures{Columns: []string{"met", "missed", "overdue", "share"}}
	groups, err := q.steps("step", "level")
	if err != nil {
		return r, err
	}
	late, err := q.Reader.Overdue(q.ctx, q.who.Tenant, q.in.Filter)
	values := map[string]map[string]float64{}
	add := func(stage, column string, n int64) {
		if values[stage] == nil {
			values[stage] = map[string]float64{"met": 0, "missed": 0, "overdue": 0}
		}
		values[stage][column] += float64(n)
	}
	for _, g := range groups {
		if g.Keys[1] != "" {
			add(g.Keys[0], g.Keys[1], g.N)
		}
	}
	for _, g := range late {
		add(g.Keys[0], "overdue", g.N)
	}
	for _, p := range known(q.land.stages, values) {
		if v := values[p.key]; v != nil {
			v["share"] = v["met"] / (v["met"] + v["missed"] + v["overdue"])
			r.Rows = append(r.Rows, FigureRow{Key: p.key, Name: p.name, Kind: p.kind, Values: v})
		}
	}
	return r, err
}

// trend is how the service level was kept by the week in which cases began; the key is its Monday.
func (q *inquiry) trend() (Figures, error) {
	r := Figures{Columns: []string{"met", "missed", "share"}}
	groups, err := q.steps("day", "level")
	values := map[string]map[string]float64{}
	for _, g := range groups {
		began, bad := time.Parse(time.DateOnly, g.Keys[0])
		if g.Keys[1] == "" || bad != nil {
			continue
		}
		monday := began.AddDate(0, 0, -(int(began.Weekday())+6)%7).Format(time.DateOnly)
		if values[monday] == nil {
			values[monday] = map[string]float64{"met": 0, "missed": 0}
		}
		values[monday][g.Keys[1]] += float64(g.N)
	}
	for _, monday := range slices.Sorted(maps.Keys(values)) {
		v := values[monday]
		v["share"] = v["met"] / (v["met"] + v["missed"])
		r.Rows = append(r.Rows, FigureRow{Key: monday, Values: v})
	}
	return r, err
}

// approvals is how many cases wait where more than one person has to agree.
func (q *inquiry) approvals() (Figures, error) {
	r := Figures{Columns: []string{"cases", "some", "none"}}
	groups, err := q.Reader.Approving(q.ctx, q.who.Tenant, q.in.Filter)
	for _, p := range q.land.stages {
		if !q.land.approved(p.key) {
			continue
		}
		row := FigureRow{Key: p.key, Name: p.name, Kind: p.kind, Values: map[string]float64{"cases": 0, "some": 0, "none": 0}}
		for _, g := range groups {
			if g.Keys[0] == p.key {
				row.Values[g.Keys[1]] += float64(g.N)
				row.Values["cases"] += float64(g.N)
				r.Total += g.N
			}
		}
		r.Rows = append(r.Rows, row)
	}
	return r, err
}
