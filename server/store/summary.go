package store

import (
	"context"
	"slices"

	"github.com/esteira/esteira/runtime/cockpit"
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
