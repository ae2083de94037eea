package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/schemas/fault"
)

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

var _ cockpit.Reader = (*Store)(nil)
