package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/sheet"
	"github.com/esteira/esteira/server/tenant"
)

// exportPage is how many rows are held at once.
const exportPage = 500

// patience is how long a reader may take for one page.
const patience = time.Minute

// ExportQueue writes the cases of a queue to a file, page by page.
func (a *API) ExportQueue(ctx context.Context, r api.ExportQueueRequestObject) (api.ExportQueueResponseObject, error) {
	call := callerOf(ctx)
	view, err := a.Conveyor.Queue(ctx, call.who, r.Queue)
	if err != nil {
		return nil, err
	}
	e := &export{API: a, ctx: ctx, call: call, locale: value(r.Body.Locale), format: string(r.Body.Format)}
	if e.view = view.With(value(r.Body.Columns)); r.Body.Columns == nil {
		e.view = view.With(view.Keys())
	}
	if e.locale == "" {
		e.locale = call.words.locale
	}
	e.query, err = a.Conveyor.Ask(ctx, call.who, e.view, queue.Look{Search: value(r.Body.Search), Sort: value(r.Body.Sort), Filters: value(r.Body.Filters)})
	if err != nil {
		return nil, err
	}
	e.query.Limit = exportPage
	if e.zone, err = time.LoadLocation(call.tenant.TimeZone); err != nil {
		return nil, err
	}
	if e.teller, err = a.Conveyor.Exporter(ctx, call.who, e.view, value(r.Body.Reveal)); err != nil {
		return nil, err
	}
	if e.first, err = a.Queues.Query(ctx, call.tenant.ID, e.query); err != nil {
		return nil, err
	}
	// Told before the first byte leaves: what was begun to be read has been read, whatever becomes of the file.
	return e, a.Administration.NoteExport(ctx, call.who, tenant.Exported{
		Queue: r.Queue, Format: e.format, Columns: len(e.view.Columns), Reason: value(r.Body.Reveal),
	})
}

// export is a file on its way.
type export struct {
	*API
	ctx            context.Context //nolint:containedctx // lives as long as the request
	call           *caller
	locale, format string
	zone           *time.Location // of the tenant
	view           conveyor.QueueView
	query          queue.Query
	teller         *conveyor.Exporter
	first          queue.Page
}

// VisitExportQueueResponse writes the file. What goes wrong on the way breaks the connection off: half a list must not look
// like a whole one.
func (e *export) VisitExportQueueResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", sheet.Formats[e.format])
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.%s"`, e.teller.Queue, e.Now().In(e.zone).Format(time.DateOnly), e.format))
	rows, err := e.write(w)
	told := e.Administration.NoteExport(context.WithoutCancel(e.ctx), e.call.who, tenant.Exported{
		Queue: e.teller.Queue, Format: e.format, Rows: rows, Ended: true,
	})
	if err != nil || told != nil {
		e.Log.WarnContext(e.ctx, "export broken off", "tenant", e.call.tenant.ID, "rows", rows, "error", err, "told", told)
		panic(http.ErrAbortHandler) //nolint:forbidigo // the only way to break off an answer that has begun
	}
	return nil
}

func (e *export) write(w http.ResponseWriter) (rows int, err error) {
	to, err := sheet.New(e.format, e.locale, w)
	if err != nil {
		return 0, err
	}
	if err := to.Row(e.heads()); err != nil {
		return 0, err
	}
	deadline := http.NewResponseController(w)
	for page := e.first; ; {
		_ = deadline.SetWriteDeadline(time.Now().Add(patience)) // where it cannot be set, the server's own counts
		for _, row := range page.Rows {
			if err := to.Row(e.cells(row)); err != nil {
				return rows, err
			}
			rows++
		}
		if page.Cursor == "" {
			return rows, to.Close()
		}
		e.query.Cursor = page.Cursor
		if page, err = e.Queues.Query(e.ctx, e.call.tenant.ID, e.query); err != nil {
			return rows, err
		}
	}
}

func (e *export) heads() []sheet.Cell {
	say := func(t api.Text) sheet.Cell { return sheet.Text(schemas.Text(t).In(e.locale, "en")) }
	out := []sheet.Cell{}
	for _, key := range []string{"reference", "name", "identity", "stage", "assignee"} {
		out = append(out, say(inAllLanguages("column."+key)))
	}
	for _, c := range e.view.Columns {
		out = append(out, say(labelOf(c)))
	}
	return out
}

func (e *export) cells(row queue.Row) []sheet.Cell {
	told := e.teller.Tell(e.ctx, row)
	who := ""
	if people, err := e.people(e.ctx); err == nil {
		who = people[row.Assignee]
	}
	say := func(t schemas.Text) string { return t.In(e.locale, "en") }
	out := []sheet.Cell{sheet.Text(row.Reference), sheet.Text(told.Name), sheet.Text(told.Identity), sheet.Text(say(told.Stage)), sheet.Text(who)}
	for _, c := range e.view.Columns {
		out = append(out, e.cell(c, row, told))
	}
	return out
}

// cell is what a case has in a column. What it never had is empty.
func (e *export) cell(c conveyor.Column, row queue.Row, told conveyor.Shown) sheet.Cell {
	say := func(t schemas.Text) sheet.Cell { return sheet.Text(t.In(e.locale, "en")) }
	switch c.Key {
	case "started":
		return e.moment(row.State.StartedAt)
	case "age", "decided":
		return e.moment(row.State.EnteredAt)
	case "activity":
		return e.moment(row.State.ActivityAt)
	case "percent":
		return sheet.Number(float64(row.Percent))
	case "attempts":
		return sheet.Number(float64(row.Attempts))
	case "page":
		return say(told.Page)
	case "reason":
		return say(told.Reason)
	case "risk":
		return e.word(told.Risk)
	case "token":
		return e.word(row.Token.State)
	case "channel":
		return e.word(row.Channel)
	case "reminders":
		return sheet.Number(float64(told.Reminders))
	case "target", "attempt", "retry", "error":
		return e.outside(c.Key, row.Call, told)
	case "datum":
		return e.labels(told.Values[c.Key])
	case "requests", "items", "approvals", "decider", "purge", "sends", "signers":
		return e.known(told.Values[c.Key])
	}
	return e.answer(c, told.Values[c.Key])
}

// moment is nothing when it never came.
func (e *export) moment(t time.Time) sheet.Cell {
	if t.IsZero() {
		return sheet.Cell{}
	}
	return sheet.Time(t.In(e.zone))
}

// known is what a case knows of itself: a number, how many of those needed, a moment, or somebody.
func (e *export) known(v any) sheet.Cell {
	switch v := v.(type) {
	case int:
		return sheet.Number(float64(v))
	case conveyor.Tally:
		return sheet.Text(strconv.Itoa(v.Given) + "/" + strconv.Itoa(v.Needed))
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return sheet.Time(at.In(e.zone))
		}
		people, _ := e.people(e.ctx)
		return sheet.Text(people[v])
	}
	return sheet.Cell{}
}

// labels are names of fields, in the words of who reads the file.
func (e *export) labels(v any) sheet.Cell {
	var words []string
	texts, _ := v.([]schemas.Text)
	for _, text := range texts {
		words = append(words, text.In(e.locale, "en"))
	}
	return sheet.Text(strings.Join(words, ", "))
}

// outside is what a column tells of the latest call of a system outside.
func (e *export) outside(column string, m cases.CallMark, told conveyor.Shown) sheet.Cell {
	switch {
	case m.State == "":
		return sheet.Cell{}
	case column == "target":
		return sheet.Text(m.Name)
	case column == "attempt":
		return sheet.Number(float64(m.Attempt))
	case column == "retry" && m.NextAt != nil:
		return sheet.Time(m.NextAt.In(e.zone))
	case column == "error" && len(told.CallField) > 0:
		return sheet.Text(m.Code + " · " + told.CallField.In(e.locale, "en"))
	case column == "error":
		return sheet.Text(m.Code)
	}
	return sheet.Cell{}
}

// word is a value of the product in the words of the file.
func (e *export) word(v string) sheet.Cell {
	key := "value." + v
	if said := (speaker{e.locale}).say(key, "", nil); said != key {
		return sheet.Text(said)
	}
	return sheet.Text(v)
}

// answer is an answer as people read it: options by their label, money in its unit.
func (e *export) answer(c conveyor.Column, v any) sheet.Cell {
	switch v := v.(type) {
	case float64:
		if c.Type == "money" {
			v /= 100
		}
		return sheet.Number(v)
	case string:
		if c.Type == "check" {
			return e.word(v)
		}
		for _, o := range c.Options {
			if o.Value == v {
				return sheet.Text(o.Label.In(e.locale, "en"))
			}
		}
		return sheet.Text(v)
	case []any:
		text := ""
		for i, one := range v {
			if i > 0 {
				text += ", "
			}
			text += e.answer(c, one).Text
		}
		return sheet.Text(text)
	}
	return sheet.Cell{}
}
