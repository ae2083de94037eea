package conveyor

import (
	"cmp"
	"slices"
	"time"

	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/schemas/fault"
)

// span is the period of the filter, as moments in which work was done.
func (q *inquiry) span() (cockpit.Span, error) {
	from, err := time.ParseInLocation(time.DateOnly, q.in.Filter.From, zoneOf(q.profile))
	if err != nil {
		return cockpit.Span{}, fault.New(fault.Invalid, "request.invalid").At(fault.Violation{Path: "/from", Key: "format"})
	}
	to, err := time.ParseInLocation(time.DateOnly, q.in.Filter.To, zoneOf(q.profile))
	if err != nil {
		return cockpit.Span{}, fault.New(fault.Invalid, "request.invalid").At(fault.Violation{Path: "/to", Key: "format"})
	}
	return cockpit.Span{From: from, To: to.AddDate(0, 0, 1), Pipeline: q.in.Filter.Pipeline, Members: q.in.Members}, nil
}

// people is what each member did in the period.
func (q *inquiry) people() (Figures, error) {
	r := Figures{Columns: []string{"cases", "decisions", "reopened", "minutes", "median"}}
	var err error
	r.Rows, err = q.worked(cockpit.ByMember)
	return r, err
}

// wholeCase is the key of what all stages took together.
const wholeCase = "whole"

// minutes is how long staff worked on a case in the period: as a whole, then at each stage.
func (q *inquiry) minutes() (Figures, error) {
	r := Figures{Columns: []string{"cases", "minutes", "mean", "median"}}
	whole, err := q.worked(cockpit.ByCase)
	if err != nil {
		return r, err
	}
	stages, err := q.worked(cockpit.ByStage)
	place := func(row FigureRow) int {
		return slices.IndexFunc(q.land.stages, func(p place) bool { return p.key == row.Key })
	}
	slices.SortStableFunc(stages, func(a, b FigureRow) int { return cmp.Compare(place(a), place(b)) })
	r.Rows = append(whole, stages...)
	return r, err
}

func (q *inquiry) worked(by cockpit.Division) ([]FigureRow, error) {
	span, err := q.span()
	if err != nil {
		return nil, err
	}
	hours, err := q.Reader.Worked(q.ctx, q.who.Tenant, span, by)
	var rows []FigureRow
	for len(hours) > 0 {
		end := slices.IndexFunc(hours, func(h cockpit.Hours) bool { return h.Member != hours[0].Member || h.Stage != hours[0].Stage })
		if end < 0 {
			end = len(hours)
		}
		stage := q.land.stage(hours[0].Stage)
		rows = append(rows, FigureRow{
			Key: cmp.Or(hours[0].Member, hours[0].Stage, wholeCase), Name: stage.name, Kind: stage.kind, Values: summed(hours[:end]),
		})
		hours = hours[end:]
	}
	return rows, err
}

// summed adds up what comes in the order of its minutes.
func summed(hours []cockpit.Hours) map[string]float64 {
	var n, seconds, decisions, reopened int64
	for _, h := range hours {
		n, seconds, decisions, reopened = n+h.Cases, seconds+h.Seconds, decisions+h.Decisions, reopened+h.Reopened
	}
	v := map[string]float64{
		"cases": float64(n), "decisions": float64(decisions), "reopened": float64(reopened),
		"minutes": float64(seconds) / 60, "mean": float64(seconds) / 60 / float64(n),
	}
	before := int64(0)
	for _, h := range hours {
		if before += h.Cases; before*2 >= n {
			v["median"] = float64(h.Minutes)
			break
		}
	}
	return v
}

// reasons is why cases were rejected. A reason that the member may not read counts under what the applicant is told.
func (q *inquiry) reasons() (Figures, error) {
	r := Figures{Columns: []string{"cases", "share"}}
	groups, err := q.Reader.Outcomes(q.ctx, q.who.Tenant, q.in.Filter)
	if err != nil {
		return r, err
	}
	rows := map[string]FigureRow{}
	for _, g := range groups {
		if g.Keys[0] != "rejected" {
			continue
		}
		row, err := q.reason(g.Keys[1])
		if err != nil {
			return r, err
		}
		if before, ok := rows[row.Key]; ok {
			row = before
		}
		row.Values["cases"] += float64(g.N)
		rows[row.Key] = row
		r.Total += g.N
	}
	for _, row := range rows {
		row.Values["share"] = row.Values["cases"] / float64(r.Total)
		r.Rows = append(r.Rows, row)
	}
	slices.SortFunc(r.Rows, func(a, b FigureRow) int {
		return cmp.Or(cmp.Compare(b.Values["cases"], a.Values["cases"]), cmp.Compare(a.Key, b.Key))
	})
	return r, nil
}

// reasonsOf are the reasons of rejections that count under a row of the report.
func (q *inquiry) reasonsOf(row string) ([]string, error) {
	groups, err := q.Reader.Outcomes(q.ctx, q.who.Tenant, q.in.Filter)
	var out []string
	for _, g := range groups {
		if g.Keys[0] != "rejected" {
			continue
		}
		under, err := q.reason(g.Keys[1])
		if err != nil {
			return nil, err
		}
		if under.Key == row {
			out = append(out, g.Keys[1])
		}
	}
	return out, err
}

func (q *inquiry) reason(key string) (FigureRow, error) {
	row := FigureRow{Key: key, Values: map[string]float64{"cases": 0}}
	for _, line := range q.land.lines {
		reason, ok := line.Pipeline.Reason(key)
		if !ok {
			continue
		}
		row.Name = reason.Label
		if reason.Group == "" {
			return row, nil
		}
		may, _, err := q.Gate.Ask(q.ctx, q.who, line.groupObject(reason.Group), readVerb)
		if !may {
			row.Key, row.Name = "withheld", reason.Applicant
		}
		return row, err
	}
	return row, nil
}
