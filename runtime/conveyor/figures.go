package conveyor

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Figures are one table of them.
type Figures struct {
	Columns []string // of the values, in their order
	Rows    []FigureRow
	Total   int64 // cases that began in the period
}

// FigureRow is one line of a report. A value that is missing is not known.
type FigureRow struct {
	Key    string
	Name   schemas.Text
	Kind   string // of a stage
	Of     string // what it is a part of
	OfName schemas.Text
	Few    bool // fewer than tooFew cases: no figures
	Values map[string]float64
}

// tooFew is below which a group is not broken down: its figures would tell of a person.
const tooFew = 5

// Inquiry says which figures, on which cases.
type Inquiry struct {
	Figures string
	Filter  cockpit.Filter
	Members []string // whose work; nil for everybody's
}

// inquiry is one at work.
type inquiry struct {
	*Cockpit
	ctx     context.Context
	who     actor.Actor
	in      Inquiry
	land    *terrain
	profile Profile
}

// reports are how each is drawn up, by key.
var reports = map[string]func(*inquiry) (Figures, error){
	"stages": (*inquiry).stages, "pages": (*inquiry).pages, "idle": (*inquiry).idle, "reminders": (*inquiry).reminders,
	"devices":   func(q *inquiry) (Figures, error) { return q.ways("device") },
	"channels":  func(q *inquiry) (Figures, error) { return q.ways("channel") },
	"languages": func(q *inquiry) (Figures, error) { return q.ways("locale") },
	"fields":    (*inquiry).fields, "ageing": (*inquiry).ageing, "level": (*inquiry).level, "trend": (*inquiry).trend,
	"people": (*inquiry).people, "minutes": (*inquiry).minutes, "reasons": (*inquiry).reasons, "approvals": (*inquiry).approvals,
}

// Figures draws up a table of figures. Returns fault.Denied without the policy, fault.NotFound for a pipeline that was
// never published, fault.Invalid for a period that ends before it begins.
func (c *Cockpit) Figures(ctx context.Context, who actor.Actor, in Inquiry) (Figures, error) {
	if err := c.may(ctx, who, readVerb); err != nil {
		return Figures{}, err
	}
	if in.Figures == "people" {
		if err := c.may(ctx, who, peopleVerb); err != nil {
			return Figures{}, err
		}
	}
	draw, ok := reports[in.Figures]
	if !ok {
		return Figures{}, fault.New(fault.NotFound, "route.not_found")
	}
	if in.Filter.To < in.Filter.From {
		return Figures{}, fault.New(fault.Invalid, "request.invalid").At(fault.Violation{Path: "/to", Key: "format"})
	}
	q := &inquiry{Cockpit: c, ctx: ctx, who: who, in: in}
	var err error
	if q.profile, err = c.Tenants.Profile(ctx, who.Tenant); err != nil {
		return Figures{}, err
	}
	if q.land, err = c.terrain(ctx, who.Tenant, in.Filter.Pipeline); err != nil {
		return Figures{}, err
	}
	if _, err := c.Reader.FoldTallies(ctx, who.Tenant); err != nil {
		return Figures{}, err
	}
	return draw(q)
}

func (q *inquiry) steps(by ...string) ([]cockpit.Group, error) {
	return q.Reader.Steps(q.ctx, q.who.Tenant, q.in.Filter, by...)
}

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

// ways is who handed in and who stopped, and where, by one way in which cases began.
func (q *inquiry) ways(by string) (Figures, error) {
	groups, err := q.steps(by, "kind", "step", "fate")
	r := Figures{Columns: []string{"started", "submitted", "stopped", "share"}}
	started, stopped, entered, left := map[string]int64{}, map[string]int64{}, map[[2]string]int64{}, map[[2]string]int64{}
	for _, g := range groups {
		way, kind, step, fate := g.Keys[0], g.Keys[1], g.Keys[2], g.Keys[3]
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

// reminders is how far reminders led.
func (q *inquiry) reminders() (Figures, error) {
	groups, err := q.Reader.Nudged(q.ctx, q.who.Tenant, q.in.Filter)
	r := Figures{Columns: []string{"sent", "returned", "completed", "share"}}
	for _, g := range groups {
		if n := len(r.Rows); n == 0 || r.Rows[n-1].Key != g.Keys[0] {
			r.Rows = append(r.Rows, FigureRow{Key: g.Keys[0], Values: map[string]float64{"sent": 0, "returned": 0, "completed": 0}})
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
		row := FigureRow{Key: f.Key, Name: f.Label, Kind: "field", Of: page.Key, OfName: page.Title, Values: map[string]float64{}}
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
	return q.worked([]string{"cases", "decisions", "reopened", "minutes", "median"}, false)
}

// minutes is how long staff worked on a case at each stage in the period.
func (q *inquiry) minutes() (Figures, error) {
	return q.worked([]string{"cases", "minutes", "mean", "median"}, true)
}

func (q *inquiry) worked(columns []string, byStage bool) (Figures, error) {
	r := Figures{Columns: columns}
	span, err := q.span()
	if err != nil {
		return r, err
	}
	hours, err := q.Reader.Worked(q.ctx, q.who.Tenant, span, byStage)
	if err != nil {
		return r, err
	}
	for len(hours) > 0 {
		end := slices.IndexFunc(hours, func(h cockpit.Hours) bool { return h.Member != hours[0].Member || h.Stage != hours[0].Stage })
		if end < 0 {
			end = len(hours)
		}
		key := cmp.Or(hours[0].Member, hours[0].Stage)
		stage := q.land.stage(hours[0].Stage)
		r.Rows = append(r.Rows, FigureRow{Key: key, Name: stage.name, Kind: stage.kind, Values: summed(hours[:end])})
		hours = hours[end:]
	}
	return r, nil
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
