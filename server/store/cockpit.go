package store

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/schemas/fault"
)

// foldAtOnce bounds the tallies that one statement takes in.
const foldAtOnce = 500

type cellRow struct {
	tenant string
	cockpit.CellCount
}

var cellTable = newTable("step_counts", "tenant_id pipeline day kind step channel locale device fate level bucket n",
	"pipeline day kind step channel locale device fate level bucket", func(r *cellRow) []any {
		return []any{
			&r.tenant, &r.Pipeline, &r.Day, &r.Kind, &r.Step, &r.Channel, &r.Locale, &r.Device, &r.Fate, &r.Level, &r.Bucket, &r.N,
		}
	})

type fieldCellRow struct {
	tenant string
	cockpit.FieldCount
}

var fieldCellTable = newTable("field_counts", "tenant_id pipeline day form page field fact n total", "pipeline day form page field fact",
	func(r *fieldCellRow) []any {
		return []any{&r.tenant, &r.Pipeline, &r.Day, &r.Form, &r.Page, &r.Field, &r.Fact, &r.N, &r.Total}
	})

// FoldTallies brings the summaries up to date and says how many tallies it took in. Several may fold at once: they wait
// for each other, so that whoever reads afterwards reads all.
func (s *Store) FoldTallies(ctx context.Context, tenant string) (int, error) {
	folded := 0
	for {
		n := 0
		err := s.write(ctx, tenant, func(c *conn) (err error) {
			n, err = c.foldSome(tenant)
			return err
		})
		folded += n
		if err != nil || n < foldAtOnce {
			return folded, err
		}
	}
}

func (c *conn) foldSome(tenant string) (int, error) {
	if c.pipe != nil { // on SQLite there is one writer anyway
		if _, err := c.exec("SELECT pg_advisory_xact_lock(hashtextextended('cockpit/' || ?::text, 0))", tenant); err != nil {
			return 0, err
		}
	}
	rows, err := tallyTable.all(c, tenant, " ORDER BY id LIMIT ?", foldAtOnce)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	cells, fields := map[cockpit.Cell]int64{}, map[cockpit.FieldCell]cockpit.Amount{}
	args := []any{tenant}
	for _, r := range rows {
		args = append(args, r.id)
		for _, count := range r.body.Steps {
			cells[count.Cell] += count.N
		}
		for _, count := range r.body.Fields {
			before := fields[count.FieldCell]
			fields[count.FieldCell] = cockpit.Amount{N: before.N + count.N, Total: before.Total + count.Total}
		}
	}
	if _, err := c.exec("DELETE FROM tallies WHERE tenant_id = ? AND id IN ("+marks(len(rows))+")", args...); err != nil {
		return 0, err
	}
	if err := c.addCells(tenant, cockpit.Counts(cells)); err != nil {
		return 0, err
	}
	return len(rows), c.addFields(tenant, cockpit.FieldCounts(fields))
}

func (c *conn) addCells(tenant string, counts []cockpit.CellCount) error {
	rows := make([]*cellRow, 0, 2*len(counts))
	months := map[cockpit.Cell]int64{}
	for _, count := range counts {
		rows = append(rows, &cellRow{tenant, count})
		count.Day = month + count.Day[:min(len(count.Day), len("2006-01"))]
		months[count.Cell] += count.N
	}
	for _, count := range cockpit.Counts(months) {
		rows = append(rows, &cellRow{tenant, count})
	}
	return cellTable.sum(c, rows...)
}

func (c *conn) addFields(tenant string, counts []cockpit.FieldCount) error {
	rows := make([]*fieldCellRow, len(counts))
	for i, count := range counts {
		rows[i] = &fieldCellRow{tenant, count}
	}
	return fieldCellTable.sum(c, rows...)
}

// sum adds rows: what is no key is added to the row that has the key.
func (t *table[R]) sum(c *conn, rows ...*R) error {
	var sets []string
	for _, name := range t.columns[1:] {
		if !slices.Contains(t.key, name) {
			sets = append(sets, name+" = "+t.name+"."+name+" + excluded."+name)
		}
	}
	if err := t.upsert(c, sets, rows); err != nil {
		return err
	}
	return c.flush()
}

// begun limits a query to cases by when and how they began. It ends each condition with a name of the table before it.
func begun(all *clause, table string, f cockpit.Filter) {
	for _, condition := range []struct{ column, operator, value string }{
		{"pipeline", "=", f.Pipeline},
		{"day", ">=", f.From},
		{"day", "<=", f.To},
		{"channel", "=", f.Channel},
		{"locale", "=", f.Locale},
		{"device", "=", f.Device},
	} {
		if condition.value != "" {
			all.add(" AND "+table+condition.column+" "+condition.operator+" ?", condition.value)
		}
	}
}

// Steps counts cases by columns of the summary. Returns fault.Invalid for a column that it does not have.
func (s *Store) Steps(ctx context.Context, tenant string, f cockpit.Filter, by ...string) ([]cockpit.Group, error) {
	for _, name := range by {
		if !slices.Contains(cellTable.key, name) {
			return nil, fault.New(fault.Invalid, "request.invalid").With("column", name)
		}
	}
	spans := []span{{f.From, f.To}}
	if !slices.Contains(by, "day") {
		spans = spansOf(f.From, f.To)
	} else if f.From == "" && f.To == "" {
		spans = []span{{"0", month}}
	}
	names := strings.Join(by, ", ")
	var q clause
	q.add("SELECT " + casts(by) + ", CAST(SUM(n) AS bigint) FROM (")
	for i, each := range spans {
		if i > 0 {
			q.add(" UNION ALL ")
		}
		q.add("SELECT "+names+", n FROM step_counts WHERE tenant_id = ?", tenant)
		within := f
		within.From, within.To = each.from, each.to
		begun(&q, "", within)
	}
	q.add(") counted GROUP BY " + names + " HAVING SUM(n) <> 0 ORDER BY " + names)
	return s.groups(ctx, tenant, len(by), &q)
}

func casts(columns []string) string {
	out := make([]string, len(columns))
	for i, name := range columns {
		out[i] = "CAST(" + name + " AS text)"
	}
	return strings.Join(out, ", ")
}

// month begins the "day" of a row that sums up a whole month: m2026-11. It sorts behind all days.
const month = "m"

// span is a range of days, or of months, both ends included.
type span struct{ from, to string }

// spansOf covers a period with as many whole months as it has, and days around them: a year is read in a moment.
func spansOf(from, to string) []span {
	if from == "" && to == "" {
		return []span{{month, month + "9"}}
	}
	first, bad := time.Parse(time.DateOnly, from)
	last, worse := time.Parse(time.DateOnly, to)
	if bad != nil || worse != nil {
		return []span{{from, to}}
	}
	begin := first.AddDate(0, 0, 1-first.Day())
	if begin.Before(first) {
		begin = begin.AddDate(0, 1, 0)
	}
	end := last.AddDate(0, 0, 1)
	end = end.AddDate(0, 0, 1-end.Day()) // the first day of the month that is not whole any more
	if !begin.Before(end) {
		return []span{{from, to}}
	}
	out := []span{{month + begin.Format("2006-01"), month + end.AddDate(0, 0, -1).Format("2006-01")}}
	if first.Before(begin) {
		out = append(out, span{from, begin.AddDate(0, 0, -1).Format(time.DateOnly)})
	}
	if !end.After(last) {
		out = append(out, span{end.Format(time.DateOnly), to})
	}
	return out
}

// groups reads rows of texts with a number at the end.
func (s *Store) groups(ctx context.Context, tenant string, keys int, q *clause) ([]cockpit.Group, error) {
	var out []cockpit.Group
	err := s.read(ctx, tenant, func(c *conn) error {
		out = nil
		return c.each(func(rows scanner) error {
			g := cockpit.Group{Keys: make([]string, keys)}
			places := make([]any, 0, keys+1)
			for i := range g.Keys {
				places = append(places, &g.Keys[i])
			}
			if err := rows.Scan(append(places, &g.N)...); err != nil {
				return err
			}
			out = append(out, g)
			return nil
		}, q.text, q.args...)
	})
	return out, err
}

// Fields returns how a form is filled in, over all days of the filter.
func (s *Store) Fields(ctx context.Context, tenant string, f cockpit.Filter) ([]cockpit.FieldCount, error) {
	var q clause
	q.add("SELECT page, field, fact, CAST(SUM(n) AS bigint), CAST(SUM(total) AS bigint) FROM field_counts WHERE tenant_id = ?", tenant)
	begun(&q, "", cockpit.Filter{Pipeline: f.Pipeline, From: f.From, To: f.To})
	q.add(" GROUP BY page, field, fact ORDER BY page, field, fact")
	var out []cockpit.FieldCount
	err := s.read(ctx, tenant, func(c *conn) error {
		out = nil
		return c.each(func(rows scanner) error {
			var n cockpit.FieldCount
			if err := rows.Scan(&n.Page, &n.Field, &n.Fact, &n.N, &n.Total); err != nil {
				return err
			}
			out = append(out, n)
			return nil
		}, q.text, q.args...)
	})
	return out, err
}

// CasesAt returns the ids of the cases of a step, by id.
func (s *Store) CasesAt(ctx context.Context, tenant string, f cockpit.Filter, at cockpit.Place) ([]string, error) {
	var q clause
	q.add("SELECT s.case_id FROM steps s JOIN journeys j ON j.tenant_id = s.tenant_id AND j.case_id = s.case_id "+
		"WHERE s.tenant_id = ? AND s.kind = ? AND s.step = ?", tenant, at.Kind, at.Step)
	switch at.Fate {
	case "":
	case "stopped":
		q.add(" AND s.fate <> ?", cockpit.Gone)
	default:
		q.add(" AND s.fate = ?", at.Fate)
	}
	begun(&q, "j.", f)
	if at.After != "" {
		q.add(" AND s.case_id > ?", at.After)
	}
	q.add(" ORDER BY s.case_id LIMIT ?", at.Limit)
	var ids []string
	err := s.read(ctx, tenant, func(c *conn) (err error) {
		ids, err = c.texts(q.text, q.args...)
		return err
	})
	return ids, err
}

// underWay begins a query over cases that stand somewhere without an end, with the days on which they began.
func underWay(q *clause, tenant string, f cockpit.Filter) {
	q.add(" FROM cases c JOIN journeys j ON j.tenant_id = c.tenant_id AND j.case_id = c.id WHERE c.tenant_id = ? AND c.outcome = '' AND NOT c.removed", tenant)
	if f.Pipeline != "" {
		q.add(" AND c.pipeline = ?", f.Pipeline) // an index of the cases has it
	}
	begun(q, "j.", f)
}

// bands writes a moment as the number of the band that it falls into.
func bands(q *clause, column string, bounds []time.Time) {
	q.add("CASE")
	for i, bound := range bounds {
		q.add(" WHEN "+column+" > ? THEN '"+strconv.Itoa(i)+"'", instant(bound))
	}
	q.add(" ELSE '" + strconv.Itoa(len(bounds)) + "' END")
}

// Ages counts cases in flight by stage and band: band i is up to bounds[i] ago, the last one older.
func (s *Store) Ages(ctx context.Context, tenant string, f cockpit.Filter, bounds []time.Time) ([]cockpit.Group, error) {
	var q clause
	q.add("SELECT stage, band, COUNT(*) FROM (SELECT c.stage AS stage, ")
	bands(&q, "c.entered_at", bounds)
	q.add(" AS band")
	underWay(&q, tenant, f)
	q.add(") aged GROUP BY stage, band ORDER BY stage, band")
	return s.groups(ctx, tenant, 2, &q)
}

// Overdue counts cases in flight whose service level has ended, by stage.
func (s *Store) Overdue(ctx context.Context, tenant string, f cockpit.Filter) ([]cockpit.Group, error) {
	var q clause
	q.add("SELECT c.stage, COUNT(*)")
	underWay(&q, tenant, f)
	q.add(" AND c.level_at < ? GROUP BY c.stage ORDER BY c.stage", s.moment())
	return s.groups(ctx, tenant, 1, &q)
}

// Approving counts cases in flight by stage and whether somebody has approved already.
func (s *Store) Approving(ctx context.Context, tenant string, f cockpit.Filter) ([]cockpit.Group, error) {
	var q clause
	q.add("SELECT stage, given, COUNT(*) FROM (SELECT c.stage AS stage, CASE WHEN CAST(c.state AS text) LIKE '%\"approvals\":%[{%' THEN 'some' ELSE 'none' END AS given")
	underWay(&q, tenant, f)
	q.add(") approving GROUP BY stage, given ORDER BY stage, given")
	return s.groups(ctx, tenant, 2, &q)
}

// Outcomes counts cases by outcome and reason.
func (s *Store) Outcomes(ctx context.Context, tenant string, f cockpit.Filter) ([]cockpit.Group, error) {
	var q clause
	q.add("SELECT c.outcome, c.reason, COUNT(*) FROM cases c JOIN journeys j ON j.tenant_id = c.tenant_id AND j.case_id = c.id "+
		"WHERE c.tenant_id = ? AND c.outcome <> ''", tenant)
	begun(&q, "j.", f)
	q.add(" GROUP BY c.outcome, c.reason ORDER BY c.outcome, c.reason")
	return s.groups(ctx, tenant, 2, &q)
}

// Idle counts cases in flight whose form was never handed in, by page and band of the last act.
func (s *Store) Idle(ctx context.Context, tenant string, f cockpit.Filter, bounds []time.Time) ([]cockpit.Group, error) {
	var q clause
	q.add("SELECT page, band, COUNT(*) FROM (SELECT s.step AS page, ")
	bands(&q, "c.activity_at", bounds)
	q.add(" AS band FROM cases c JOIN journeys j ON j.tenant_id = c.tenant_id AND j.case_id = c.id "+
		"JOIN steps s ON s.tenant_id = c.tenant_id AND s.case_id = c.id AND s.kind = ? AND s.fate = ? "+
		"WHERE c.tenant_id = ? AND NOT c.removed", cockpit.Page, cockpit.There, tenant)
	begun(&q, "j.", f)
	q.add(") idle GROUP BY page, band ORDER BY page, band")
	return s.groups(ctx, tenant, 2, &q)
}

// pause is the longest time between two acts of a member on a case that still counts as work, in milliseconds; single is
// what an act counts that stands alone.
const pause, single = 15 * 60_000, 60_000

// Worked returns how long members worked: for each member, or for each stage when byStage.
func (s *Store) Worked(ctx context.Context, tenant string, span cockpit.Span, byStage bool) ([]cockpit.Hours, error) {
	keys := "member, '' AS pipeline, '' AS stage"
	if byStage {
		keys = "'' AS member, pipeline, stage"
	}
	var q clause
	q.add("SELECT member, pipeline, stage, worked / 60000, COUNT(*), CAST(SUM(worked) AS bigint) / 1000, CAST(SUM(decisions) AS bigint), CAST(SUM(reopened) AS bigint) FROM ("+
		"SELECT "+keys+", case_id, CAST(SUM(CASE WHEN gap <= ? THEN gap ELSE ? END) AS bigint) AS worked, "+
		"SUM(CASE WHEN decision <> '' THEN 1 ELSE 0 END) AS decisions, SUM(CASE WHEN reopened THEN 1 ELSE 0 END) AS reopened FROM ("+
		"SELECT member, pipeline, stage, case_id, decision, reopened, at_ms - LAG(at_ms) OVER (PARTITION BY case_id, member ORDER BY seq) AS gap "+
		"FROM work WHERE tenant_id = ? AND at_ms >= ? AND at_ms < ?", pause, single, tenant, span.From.UnixMilli(), span.To.UnixMilli())
	if span.Pipeline != "" {
		q.add(" AND pipeline = ?", span.Pipeline)
	}
	if span.Members != nil {
		q.add(" AND member IN (''")
		for _, id := range span.Members {
			q.add(", ?", id)
		}
		q.add(")")
	}
	group := "member"
	if byStage {
		group = "pipeline, stage"
	}
	q.add(") acts GROUP BY " + group + ", case_id) cases_worked GROUP BY member, pipeline, stage, worked / 60000 ORDER BY member, pipeline, stage, worked / 60000")
	var out []cockpit.Hours
	err := s.read(ctx, tenant, func(c *conn) error {
		out = nil
		return c.each(func(rows scanner) error {
			var h cockpit.Hours
			err := rows.Scan(&h.Member, &h.Pipeline, &h.Stage, &h.Minutes, &h.Cases, &h.Seconds, &h.Decisions, &h.Reopened)
			out = append(out, h)
			return err
		}, q.text, q.args...)
	})
	return out, err
}

// Nudged counts reminders that were sent by template and how far they led: sent, returned, completed.
func (s *Store) Nudged(ctx context.Context, tenant string, f cockpit.Filter) ([]cockpit.Group, error) {
	var q clause
	q.add("SELECT n.template, CASE WHEN n.completed_at IS NOT NULL THEN 'completed' WHEN n.returned_at IS NOT NULL THEN 'returned' ELSE 'sent' END AS far, COUNT(*) "+
		"FROM nudges n JOIN journeys j ON j.tenant_id = n.tenant_id AND j.case_id = n.case_id WHERE n.tenant_id = ? AND n.sent_at IS NOT NULL", tenant)
	begun(&q, "j.", f)
	q.add(" GROUP BY n.template, far ORDER BY n.template, far")
	return s.groups(ctx, tenant, 2, &q)
}

// Ways lists the channels, languages and devices by which cases of a pipeline began.
func (s *Store) Ways(ctx context.Context, tenant, pipeline string) (channels, locales, devices []string, err error) {
	for _, way := range []struct {
		column string
		to     *[]string
	}{{"channel", &channels}, {"locale", &locales}, {"device", &devices}} {
		var groups []cockpit.Group
		if groups, err = s.Steps(ctx, tenant, cockpit.Filter{Pipeline: pipeline}, way.column); err != nil {
			return nil, nil, nil, err
		}
		for _, g := range groups {
			if g.Keys[0] != "" {
				*way.to = append(*way.to, g.Keys[0])
			}
		}
	}
	return channels, locales, devices, nil
}

// Uncounted returns ids of cases that have no journey yet, at most limit.
func (s *Store) Uncounted(ctx context.Context, tenant string, limit int) ([]string, error) {
	var ids []string
	err := s.read(ctx, tenant, func(c *conn) (err error) {
		ids, err = c.texts("SELECT c.id FROM cases c WHERE c.tenant_id = ? AND NOT EXISTS "+
			"(SELECT 1 FROM journeys j WHERE j.tenant_id = c.tenant_id AND j.case_id = c.id) ORDER BY c.id LIMIT ?", tenant, limit)
		return err
	})
	return ids, err
}

// Counted returns ids of the cases that have a journey.
func (s *Store) Counted(ctx context.Context, tenant string) ([]string, error) {
	var ids []string
	err := s.read(ctx, tenant, func(c *conn) (err error) {
		ids, err = c.texts("SELECT case_id FROM journeys WHERE tenant_id = ? ORDER BY case_id", tenant)
		return err
	})
	return ids, err
}

// Recount sums all steps up again, in one transaction.
func (s *Store) Recount(ctx context.Context, tenant string) error {
	return s.write(ctx, tenant, func(c *conn) error {
		for {
			if n, err := c.foldSome(tenant); err != nil || n == 0 { // what fields add is kept nowhere else
				if err != nil {
					return err
				}
				break
			}
		}
		if _, err := c.exec("DELETE FROM step_counts WHERE tenant_id = ?", tenant); err != nil {
			return err
		}
		return c.recountSteps(tenant)
	})
}

func (c *conn) recountSteps(tenant string) error {
	cells := map[cockpit.Cell]int64{}
	err := c.each(func(rows scanner) error {
		var cell cockpit.Cell
		var seconds, n int64
		err := rows.Scan(&cell.Pipeline, &cell.Day, &cell.Kind, &cell.Step, &cell.Channel, &cell.Locale, &cell.Device, &cell.Fate, &cell.Level, &seconds, &n)
		cell.Bucket = -1
		if cell.Fate != cockpit.There {
			cell.Bucket = cockpit.BucketOf(seconds)
		}
		cells[cell] += n
		return err
	}, "SELECT s.pipeline, s.day, s.kind, s.step, j.channel, j.locale, j.device, s.fate, s.level, s.seconds, COUNT(*) "+
		"FROM steps s JOIN journeys j ON j.tenant_id = s.tenant_id AND j.case_id = s.case_id WHERE s.tenant_id = ? "+
		"GROUP BY s.pipeline, s.day, s.kind, s.step, j.channel, j.locale, j.device, s.fate, s.level, s.seconds", tenant)
	if err != nil {
		return err
	}
	return c.addCells(tenant, cockpit.Counts(cells))
}

var _ cockpit.Reader = (*Store)(nil)
