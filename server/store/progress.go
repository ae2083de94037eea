package store

import (
	"context"
	"strconv"
	"time"

	"github.com/esteira/esteira/runtime/cockpit"
)

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

// gaps are the acts of members in a span, with the time since the act before.
const gaps = "SELECT member, pipeline, stage, case_id, decision, reopened, at_ms - LAG(at_ms) OVER (PARTITION BY case_id, member ORDER BY seq) AS gap " +
	"FROM work WHERE tenant_id = ? AND at_ms >= ? AND at_ms < ?"

// divisions are the columns by which the time that members worked is divided, and what it is grouped by.
var divisions = map[cockpit.Division][2]string{
	cockpit.ByMember: {"member, '' AS pipeline, '' AS stage", "member"},
	cockpit.ByStage:  {"'' AS member, pipeline, stage", "pipeline, stage"},
	cockpit.ByCase:   {"'' AS member, pipeline, '' AS stage", "pipeline"},
}

// Worked returns how long members worked: for each of them, for each stage, or for cases as a whole.
func (s *Store) Worked(ctx context.Context, tenant string, span cockpit.Span, by cockpit.Division) ([]cockpit.Hours, error) {
	keys, group := divisions[by][0], divisions[by][1]
	var q clause
	q.add("SELECT member, pipeline, stage, worked / 60000, COUNT(*), CAST(SUM(worked) AS bigint) / 1000, CAST(SUM(decisions) AS bigint), CAST(SUM(reopened) AS bigint) FROM ("+
		"SELECT "+keys+", case_id, CAST(SUM(CASE WHEN gap <= ? THEN gap ELSE ? END) AS bigint) AS worked, "+
		"SUM(CASE WHEN decision <> '' THEN 1 ELSE 0 END) AS decisions, SUM(CASE WHEN reopened THEN 1 ELSE 0 END) AS reopened FROM ("+
		gaps, pause, single, tenant, span.From.UnixMilli(), span.To.UnixMilli())
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
	// What an act leaves behind where it has led the case (a message, a token) took nobody any time there.
	q.add(") acts GROUP BY " + group + ", case_id) cases_worked WHERE worked > 0 GROUP BY member, pipeline, stage, worked / 60000 ORDER BY member, pipeline, stage, worked / 60000")
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

// Scores counts what applicants thought by the month in which their cases began and the score that they gave.
func (s *Store) Scores(ctx context.Context, tenant string, f cockpit.Filter) ([]cockpit.Group, error) {
	var q clause
	q.add("SELECT SUBSTR(j.day, 1, 7) AS month, CAST(o.score AS text) AS score, COUNT(*) FROM feedback o "+
		"JOIN journeys j ON j.tenant_id = o.tenant_id AND j.case_id = o.case_id WHERE o.tenant_id = ?", tenant)
	begun(&q, "j.", f)
	q.add(" GROUP BY 1, 2 ORDER BY 1, 2")
	return s.groups(ctx, tenant, 2, &q)
}
