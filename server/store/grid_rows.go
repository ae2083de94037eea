package store

import (
	"math"
	"slices"

	"github.com/esteira/esteira/runtime/queue"
)

// gridRows are the cases of a grid, in the order of their ids, and where each stands. Stage 0 is nowhere: a case that has
// changed since is found among the fresh ones.
type gridRows struct {
	ids    packed
	stage  []uint16
	stages []queue.Stage
}

// read reads all cases. Returns errNoRoom when there are too many.
func (r *gridRows) read(c *conn, tenant string) error {
	r.stages = []queue.Stage{{}}
	known := map[queue.Stage]uint16{}
	return c.each(func(rows scanner) error {
		id, at := "", queue.Stage{}
		if err := rows.Scan(&id, &at.Pipeline, &at.Stage); err != nil {
			return err
		}
		code, ok := known[at]
		if !ok && len(r.stages) < math.MaxUint16 {
			code = uint16(len(r.stages)) //nolint:gosec // less than its greatest
			known[at] = code
			r.stages = append(r.stages, at)
		}
		r.ids.add(id)
		r.stage = append(r.stage, code)
		if cellsOf(r.ids.len(), 1) > maxCells {
			return errNoRoom
		}
		return nil
	}, "SELECT id, pipeline, stage FROM cases WHERE tenant_id = ? ORDER BY id", tenant)
}

// gridColumn is a field: of each case its text or its number. Texts stand in order; a case has the place of its text in them.
type gridColumn struct {
	words   packed
	texts   []int32   // counted from 1; nil when no case has one, 0 is none
	numbers []float64 // nil when no case has one; not a number is none
	several bool      // a case has more than one, which a grid has no place for
	order   []int32   // all rows, see arrange
	valued  int       // of those, the ones with a value
}

// bytes is what a column takes in memory.
func (c *gridColumn) bytes() int {
	const whole, half = 8, 4
	return len(c.words.all) + whole*(len(c.words.ends)+len(c.numbers)) + half*(len(c.texts)+len(c.order))
}

// column reads a field. Cases that came after the rows were read are among those that have changed.
func (r *gridRows) column(c *conn, tenant, field string) (*gridColumn, error) {
	out := &gridColumn{}
	if err := out.readTexts(c, r, tenant, field); err != nil {
		return nil, err
	}
	if err := out.readNumbers(c, r, tenant, field); err != nil {
		return nil, err
	}
	out.arrange(r.ids.len())
	return out, nil
}

const valuesOfField = " FROM answer_index WHERE tenant_id = ? AND field = ? AND "

func (c *gridColumn) readTexts(from *conn, of *gridRows, tenant, field string) error {
	return from.each(func(rows scanner) error {
		id, position, text := "", 0, ""
		if err := rows.Scan(&id, &position, &text); err != nil {
			return err
		}
		c.several = c.several || position > 0
		if c.texts == nil {
			c.texts = make([]int32, of.ids.len())
		}
		if n := c.words.len(); n == 0 || string(c.words.bytes(n-1)) != text {
			c.words.add(text)
		}
		if len(c.words.all)/cellBytes > maxCells {
			return errNoRoom
		}
		if i, ok := of.ids.find(id); ok {
			c.texts[i] = int32(c.words.len()) //nolint:gosec // fewer than cells
		}
		return nil
	}, "SELECT case_id, position, text"+valuesOfField+"text IS NOT NULL ORDER BY text", tenant, field)
}

func (c *gridColumn) readNumbers(from *conn, of *gridRows, tenant, field string) error {
	return from.each(func(rows scanner) error {
		id, position, number := "", 0, 0.0
		if err := rows.Scan(&id, &position, &number); err != nil {
			return err
		}
		c.several = c.several || position > 0
		if c.numbers == nil {
			c.numbers = slices.Repeat([]float64{math.NaN()}, of.ids.len())
		}
		if i, ok := of.ids.find(id); ok {
			c.numbers[i] = number
		}
		return nil
	}, "SELECT case_id, position, number"+valuesOfField+"number IS NOT NULL", tenant, field)
}

// gridCase is one case apart from the columns.
type gridCase struct {
	stage  queue.Stage
	values map[string]gridValue
}

// gridValue is a text, a number, or nothing.
type gridValue struct {
	text   *string
	number *float64
}
