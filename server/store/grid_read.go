package store

import (
	"context"
	"errors"
	"maps"
	"slices"
)

// readGrid reads what is wanted until nothing is.
func (s *Store) readGrid(tenant string, one *grid) {
	ctx, cancel := context.WithTimeout(context.Background(), gridLoad)
	defer cancel()
	for {
		wanted := s.grids.next(one)
		if len(wanted) == 0 {
			return
		}
		err := s.readColumns(ctx, tenant, one, wanted)
		if errors.Is(err, errNoRoom) {
			s.grids.refuse(tenant, one)
			return
		}
		if err != nil {
			s.log.Warn("answers could not be read into memory", "tenant", tenant, "error", err)
			s.grids.drop(tenant, one)
			return
		}
		if !s.grids.fits(tenant, one) {
			return
		}
	}
}

// next takes what is wanted of a grid; nothing means that it is not being read any more.
func (g *grids) next(one *grid) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	wanted := one.wanted
	one.wanted, one.reading = nil, len(wanted) > 0
	return wanted
}

// readColumns adds fields to a grid, and its cases where they were not read yet. Returns errNoRoom when they are too many.
func (s *Store) readColumns(ctx context.Context, tenant string, one *grid, fields []string) error {
	rows, columns := one.rows, map[string]*gridColumn{}
	err := s.read(ctx, tenant, func(c *conn) error {
		if rows.ids.len() == 0 {
			if err := rows.read(c, tenant); err != nil {
				return err
			}
		}
		if cellsOf(rows.ids.len(), len(one.columns)+len(fields)) > maxCells {
			return errNoRoom
		}
		for _, field := range fields {
			column, err := rows.column(c, tenant, field)
			if err != nil {
				return err
			}
			columns[field] = column
		}
		return nil
	})
	if err == nil {
		err = one.enter(ctx)
	}
	if err != nil {
		return err
	}
	defer one.leave()
	one.add(rows, columns)
	return nil
}

// add takes over what was read.
func (g *grid) add(rows gridRows, columns map[string]*gridColumn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.rows = rows
	maps.Copy(g.columns, columns)
	// What was read again lacks the new fields.
	g.mark(slices.Collect(maps.Keys(g.fresh)))
}

// catchUp reads the cases that have changed again. ok is false when there are too many of them.
func (s *Store) catchUp(ctx context.Context, tenant string, one *grid) (ok bool, err error) {
	if err := one.enter(ctx); err != nil {
		return false, err
	}
	defer one.leave()
	// They are taken before the transaction begins, which so sees what they were changed to.
	ids := one.taken()
	if len(ids) == 0 {
		return true, nil
	}
	if len(ids)+len(one.fresh) > maxFresh {
		one.mark(ids)
		return false, nil
	}
	again := reread{tenant: tenant, cases: make(map[string]gridCase, len(ids)), several: map[string]bool{}}
	err = s.read(ctx, tenant, func(c *conn) error {
		for part := range slices.Chunk(ids, maxPage) {
			if err := again.read(c, one, part); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		one.mark(ids)
		return false, err
	}
	one.renew(ids, again)
	return true, nil
}

func (g *grid) taken() []string {
	g.marking.Lock()
	defer g.marking.Unlock()
	ids := make([]string, 0, len(g.marks))
	for id := range g.marks {
		ids = append(ids, id)
	}
	clear(g.marks)
	return ids
}

// reread is what became of cases that have changed.
type reread struct {
	tenant  string
	cases   map[string]gridCase
	several map[string]bool // fields in which one of them has more than one answer
}

// read reads cases as they are now, in the fields that a grid has.
func (r reread) read(c *conn, of *grid, ids []string) error {
	args := []any{r.tenant}
	for _, id := range ids {
		args = append(args, id)
	}
	err := c.each(func(rows scanner) error {
		id, one := "", gridCase{values: map[string]gridValue{}}
		if err := rows.Scan(&id, &one.stage.Pipeline, &one.stage.Stage); err != nil {
			return err
		}
		r.cases[id] = one
		return nil
	}, "SELECT id, pipeline, stage FROM cases WHERE tenant_id = ? AND id IN ("+marks(len(ids))+")", args...)
	if err != nil {
		return err
	}
	return c.each(func(rows scanner) error {
		id, field, position, value := "", "", 0, gridValue{}
		if err := rows.Scan(&id, &field, &position, &value.text, &value.number); err != nil {
			return err
		}
		if of.columns[field] != nil {
			r.several[field] = r.several[field] || position > 0
			r.cases[id].values[field] = value
		}
		return nil
	}, "SELECT case_id, field, position, text, number FROM answer_index WHERE tenant_id = ? AND case_id IN ("+marks(len(ids))+")",
		args...)
}

// renew takes over cases that were read again; the rows of before find them no more.
func (g *grid) renew(ids []string, now reread) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for field, several := range now.several {
		g.columns[field].several = g.columns[field].several || several
	}
	for _, id := range ids {
		if i, ok := g.rows.ids.find(id); ok {
			g.rows.stage[i] = 0
		}
		g.fresh[id] = now.cases[id]
	}
}
