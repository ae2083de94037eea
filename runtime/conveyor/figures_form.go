package conveyor

import (
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cockpit"
)

// fields is how the form is filled in, page by page and field by field. Pages that fewer than tooFew people came to are
// not broken down.
func (q *inquiry) fields() (Figures, error) {
	f := cockpit.Filter{Pipeline: q.in.Filter.Pipeline, From: q.in.Filter.From, To: q.in.Filter.To}
	groups, err := q.Reader.Steps(q.ctx, q.who.Tenant, f, "kind", "step")
	if err != nil {
		return Figures{}, err
	}
	people := map[string]int64{}
	for _, g := range groups {
		if g.Keys[0] == cockpit.Page {
			people[g.Keys[1]] += g.N
		}
	}
	counts, err := q.Reader.Fields(q.ctx, q.who.Tenant, f)
	if err != nil {
		return Figures{}, err
	}
	byField := map[[2]string][]cockpit.FieldCount{}
	for _, count := range counts {
		at := [2]string{count.Page, count.Field}
		byField[at] = append(byField[at], count)
	}
	r := Figures{Columns: []string{"people", "seconds", "errors", "changes", "backs"}}
	for _, page := range q.land.lines[0].Form.Form().Pages {
		if n := people[page.Key]; n > 0 && !page.StaffOnly {
			r.Rows = append(r.Rows, fieldRows(page, n, byField)...)
		}
	}
	return r, nil
}

// fieldRows are a page, its fields, and what was wrong in each.
func fieldRows(page form.Page, people int64, byField map[[2]string][]cockpit.FieldCount) []FigureRow {
	head := FigureRow{Key: page.Key, Name: page.Title, Kind: "page"}
	if people < tooFew {
		head.Few = true
		return []FigureRow{head}
	}
	head.Values = map[string]float64{"people": float64(people)}
	fill(head.Values, byField[[2]string{page.Key, ""}], people)
	rows := []FigureRow{head}
	for _, f := range page.Fields {
		counts := byField[[2]string{page.Key, f.Key}]
		if len(counts) == 0 {
			continue
		}
		row := FigureRow{Key: f.Key, Name: f.Label, Kind: "field", Of: page.Key, OfName: page.Title, Values: map[string]float64{"errors": 0, "changes": 0}}
		fill(row.Values, counts, people)
		head.Values["errors"] += row.Values["errors"]
		head.Values["changes"] += row.Values["changes"]
		rows = append(rows, row)
		for _, count := range counts {
			if key, wrong := strings.CutPrefix(count.Fact, "error:"); wrong {
				rows = append(rows, FigureRow{Key: key, Kind: "error", Of: f.Key, OfName: f.Label, Values: map[string]float64{"errors": float64(count.N)}})
			}
		}
	}
	return rows
}

// fill sums up what was counted of a page or a field; times are those of one person.
func fill(values map[string]float64, counts []cockpit.FieldCount, people int64) {
	for _, count := range counts {
		switch count.Fact {
		case "time":
			values["seconds"] = float64(count.Total) / float64(people)
		case "change":
			values["changes"] += float64(count.N)
		case "back":
			values["backs"] += float64(count.N)
		default:
			values["errors"] += float64(count.N)
		}
	}
}

// feedback is what applicants thought, by the month in which they began. A month with fewer than tooFew answers is not told.
func (q *inquiry) feedback() (Figures, error) {
	r := Figures{Columns: []string{"answers", "score", "s5", "s4", "s3", "s2", "s1"}}
	groups, err := q.Reader.Scores(q.ctx, q.who.Tenant, q.in.Filter)
	for _, g := range groups {
		if n := len(r.Rows); n == 0 || r.Rows[n-1].Key != g.Keys[0] {
			r.Rows = append(r.Rows, FigureRow{Key: g.Keys[0], Values: map[string]float64{"answers": 0, "score": 0}})
		}
		v := r.Rows[len(r.Rows)-1].Values
		score, _ := strconv.Atoi(g.Keys[1])
		v["s"+g.Keys[1]] = float64(g.N)
		v["score"] += float64(score) * float64(g.N)
		v["answers"] += float64(g.N)
		r.Total += g.N
	}
	for i, row := range r.Rows {
		if row.Values["answers"] < tooFew {
			r.Rows[i].Few, r.Rows[i].Values = true, nil
			continue
		}
		row.Values["score"] /= row.Values["answers"]
	}
	return r, err
}
