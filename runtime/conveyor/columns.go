package conveyor

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// standard are the built-in columns that every queue can show beside its own.
var standard = []string{"started", "age", "activity", "percent", "page", "attempts", "channel", "reminders", "risk", "reason", "token", "decided", "requests", "items", "approvals", "decider", "purge", "sends", "response", "signers", "datum"}

// offer adds to a queue all else that its cases can be filtered and sorted by: what is indexed of their forms, results of
// checks, scores and attributes. What the member may not read in one of its pipelines is left out; what one masks is masked.
func (c *Conveyor) offer(ctx context.Context, who actor.Actor, v *QueueView) error {
	lines, err := c.linesAtWork(ctx, who.Tenant)
	if err != nil {
		return err
	}
	o := &offering{Conveyor: c, ctx: ctx, who: who, view: v, hidden: map[string]bool{}, tails: true}
	for _, key := range standard {
		o.add(Column{Key: key, Type: "built-in"})
	}
	for _, line := range lines {
		if slices.ContainsFunc(v.Stages, func(s queue.Stage) bool { return s.Pipeline == line.Pipeline.Pipeline.Key }) {
			o.line(line)
		}
	}
	v.More = slices.DeleteFunc(v.More, func(column Column) bool { return o.hidden[column.Key] })
	v.groups = slices.DeleteFunc(v.groups, func(g string) bool { return o.hidden[g] })
	v.tails = o.tails && !v.withheld["identity"]
	maps.Copy(v.withheld, o.hidden)
	return o.err
}

// offering gathers the columns of several lines.
type offering struct {
	*Conveyor
	ctx    context.Context //nolint:containedctx // lives as long as the question
	who    actor.Actor
	view   *QueueView
	hidden map[string]bool // columns and groups that one of the lines does not let the member read
	tails  bool
	err    error
}

func (o *offering) asks(object, verb string) bool {
	ok, _, err := o.Gate.Ask(o.ctx, o.who, object, verb)
	if err != nil {
		o.err = err
	}
	return ok && err == nil
}

// add adds a column that is new, and masks one that is there already when this one is masked.
func (o *offering) add(column Column) {
	for _, list := range [][]Column{o.view.Columns, o.view.More} {
		if i := slices.IndexFunc(list, func(c Column) bool { return c.Key == column.Key }); i >= 0 {
			list[i].Masked = list[i].Masked || column.Masked
			return
		}
	}
	o.view.More = append(o.view.More, column)
}

func (o *offering) line(line *Line) {
	form := line.Form.Form()
	for _, f := range line.Form.Indexed() {
		column := Column{Key: answerColumn + f.Path, Label: f.Label, Type: f.Type, Options: f.Options, Masked: f.Masked, Form: form.Title}
		o.guarded(column, line.groupObject(f.Group))
	}
	p := line.Pipeline.Pipeline
	for _, q := range line.Pipeline.Checks() {
		o.guarded(Column{Key: "checks." + q.Key, Label: q.Title, Type: "check", Form: p.Title}, line.groupObject(q.Group))
	}
	for _, s := range p.Scores {
		object := line.groupObject(s.Group)
		o.guarded(Column{Key: "scores." + s.Key, Label: s.Title, Type: "number", Form: p.Title}, object)
		bands := make([]field.Option, len(s.Bands))
		for i, b := range s.Bands {
			bands[i] = field.Option{Value: b.Key, Label: b.Label}
		}
		o.guarded(Column{Key: "bands." + s.Key, Label: s.Title, Type: "select", Options: bands, Form: p.Title}, object)
	}
	o.attributes(line)
	for _, group := range line.Form.Groups() {
		name := form.Key + "/" + group
		if !o.asks(line.groupObject(group), "read") {
			o.hidden[name] = true
		}
		if !slices.Contains(o.view.groups, name) {
			o.view.groups = append(o.view.groups, name)
		}
	}
	if f, ok := line.Form.FieldOf(p.Contact.Identity); ok {
		o.tails = o.tails && o.asks(line.groupObject(f.Group), "reveal")
	}
}

// attributes are the facts that effects set, each read by who may read its group.
func (o *offering) attributes(line *Line) {
	for _, a := range line.Pipeline.Pipeline.Attributes {
		options := make([]field.Option, len(a.Options))
		for i, o := range a.Options {
			options[i] = field.Option{Value: o.Value, Label: o.Label}
			if len(o.Label) == 0 {
				options[i].Label = schemas.Text{"und": o.Value}
			}
		}
		if a.Key != "risk" && a.Type != rule.Bool { // a column of its own; and a switch of the pipeline, which says nothing to people
			column := Column{Key: "facts." + a.Key, Label: a.Title, Type: string(a.Type), Options: options, Form: line.Pipeline.Pipeline.Title}
			if len(column.Label) == 0 {
				column.Label = schemas.Text{"und": a.Key}
			}
			o.guarded(column, line.groupObject(a.Group))
		}
	}
}

func (o *offering) guarded(column Column, object string) {
	if !o.asks(object, "read") {
		o.hidden[column.Key] = true
	}
	o.add(column)
}

// With returns the queue with other columns, in their order; those that the member may not see are left out. Without any it
// stays as it is.
func (v QueueView) With(keys []string) QueueView {
	if len(keys) == 0 {
		return v
	}
	var columns []Column
	for _, key := range keys {
		if column, known := v.column(key); known && !v.withheld[key] {
			columns = append(columns, column)
		}
	}
	v.More = append(slices.Clone(v.More), v.Columns...)
	v.Columns = columns
	return v
}

// Suggests says whether the values of a column may be told: not of one that is masked, or that has none of its own.
func (v QueueView) Suggests(key string) bool {
	column, known := v.column(key)
	return known && !column.Masked && !v.withheld[key] && strings.HasPrefix(key, answerColumn) && slices.Contains([]string{"text", "email", "cep", "bank"}, column.Type)
}

// Readable says whether somebody who may see the queue can use a look: it filters and sorts by what they may read.
func (v QueueView) Readable(l queue.Look) bool {
	if _, err := v.narrow(l.Filters, time.Time{}, time.UTC); err != nil {
		return false
	}
	return l.Sort == "" || v.Sortable(l.Sort) != ""
}

// Ask turns a look into a query of what it shows, at the time of the tenant. Returns fault.Invalid queue.filter or queue.sort
// for what the queue has not or the member may not read.
func (c *Conveyor) Ask(ctx context.Context, who actor.Actor, v QueueView, l queue.Look) (queue.Query, error) {
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return queue.Query{}, err
	}
	q := queue.Query{
		Stages: v.Stages, Search: strings.TrimSpace(l.Search), Sort: v.Sortable(l.Sort), Limit: 50, Values: v.Indexed(),
		Groups: v.groups, Tails: v.tails,
	}
	if l.Sort != "" && q.Sort == "" {
		return q, fault.New(fault.Invalid, "queue.sort").With("sort", l.Sort)
	}
	now := c.Store.Now()
	if q.Filters, err = v.narrow(l.Filters, now, profile.Zone); err != nil {
		return q, err
	}
	if q.Search != "" && !v.Findable() {
		q.Filters = append(q.Filters, queue.Filter{Field: "reference", Operator: "contains", Value: q.Search})
		q.Search = ""
	}
	return q, nil
}

// narrow reads conditions as they stand in an address: column:operator:value.
func (v QueueView) narrow(texts []string, now time.Time, zone *time.Location) ([]queue.Filter, error) {
	var out []queue.Filter
	for _, text := range texts {
		parts := strings.SplitN(text, ":", 3)
		if len(parts) != 3 || !v.May(parts[0], parts[1]) {
			return nil, fault.New(fault.Invalid, "queue.filter").With("filter", text)
		}
		f := queue.Filter{Field: v.Column(parts[0]), Operator: parts[1], Value: parts[2]}
		found, ok := dated(f, now.In(zone))
		if !ok {
			return nil, fault.New(fault.Invalid, "queue.filter").With("filter", text)
		}
		out = append(out, found...)
	}
	return out, nil
}

// moments are the columns of a query that hold a time.
var moments = []string{"startedAt", "enteredAt", "activityAt", "submittedAt", "dueAt", "levelAt"}

// dated says in times what a condition says in days: of the tenant, and from today on for the last and the next days.
func dated(f queue.Filter, now time.Time) ([]queue.Filter, bool) {
	isTime := slices.Contains(moments, f.Field)
	if f.Operator == "last" || f.Operator == "next" {
		from, to, ok := span(f, now)
		if !ok {
			return nil, false
		}
		first, _ := dated(queue.Filter{Field: f.Field, Operator: ">=", Value: from}, now)
		last, _ := dated(queue.Filter{Field: f.Field, Operator: "<=", Value: to}, now)
		return append(first, last...), true
	}
	day, err := time.ParseInLocation(time.DateOnly, f.Value, now.Location())
	if !isTime || err != nil {
		return []queue.Filter{f}, true
	}
	begins, ends := day.Format(time.RFC3339), day.AddDate(0, 0, 1).Format(time.RFC3339)
	at := func(operator, value string) queue.Filter {
		return queue.Filter{Field: f.Field, Operator: operator, Value: value}
	}
	switch f.Operator {
	case "=":
		return []queue.Filter{at(">=", begins), at("<", ends)}, true
	case "<=":
		return []queue.Filter{at("<", ends)}, true
	case ">":
		return []queue.Filter{at(">=", ends)}, true
	case ">=", "<":
		return []queue.Filter{at(f.Operator, begins)}, true
	}
	return []queue.Filter{f}, true
}

// maxDays is as far as anybody looks back or ahead.
const maxDays = 36500

// span are the first and the last of so many days up to today, or from today on: 7d.
func span(f queue.Filter, now time.Time) (from, to string, ok bool) {
	digits, isDays := strings.CutSuffix(f.Value, "d")
	n, err := strconv.Atoi(digits)
	if !isDays || err != nil || n < 0 || n > maxDays {
		return "", "", false
	}
	day := func(n int) string { return now.AddDate(0, 0, n).Format(time.DateOnly) }
	if f.Operator == "last" {
		return day(-n), day(0), true
	}
	return day(0), day(n), true
}
