package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
)

// maxCount is where counting stops: beyond it nobody works a queue from the top.
const maxCount = 10_000

// Query returns a page of cases in the given stages. Returns fault.Invalid for a field, operator, value or cursor that
// is not one.
func (s *Store) Query(ctx context.Context, tenant string, q queue.Query) (queue.Page, error) {
	if len(q.Stages) == 0 {
		return queue.Page{}, nil
	}
	q.Limit = max(1, min(q.Limit, 200))
	p := &plan{tenant: tenant, query: q}
	if err := p.prepare(); err != nil {
		return queue.Page{}, err
	}
	var page queue.Page
	err := s.read(ctx, tenant, func(c *conn) error {
		hits, err := p.run(c)
		if err != nil {
			return err
		}
		if len(hits) > q.Limit {
			hits = hits[:q.Limit]
			page.Cursor = hits[q.Limit-1].cursor()
		}
		page.Rows, err = c.queueRows(tenant, hits, q)
		return err
	})
	return page, err
}

// queueRows reads the cases of the hits, in their order.
func (c *conn) queueRows(tenant string, hits []hit, q queue.Query) ([]queue.Row, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	ids, args := make([]string, len(hits)), make([]any, len(hits))
	for i, h := range hits {
		ids[i], args[i] = h.id, h.id
	}
	found, err := caseTable.all(c, tenant, " AND id IN ("+marks(len(ids))+")", args...)
	if err != nil {
		return nil, err
	}
	values, err := c.valuesOf(tenant, ids, q.Values)
	if err != nil {
		return nil, err
	}
	handed, err := c.handedOver(tenant, ids)
	if err != nil {
		return nil, err
	}
	read, err := c.marksOf(tenant, q.Member, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]queue.Row, 0, len(found))
	for _, id := range ids {
		i := slices.IndexFunc(found, func(r caseRow) bool { return r.ID == id })
		if i >= 0 {
			at, was := handed[id]
			rows = append(rows, queue.Row{
				Record: found[i].Record, Values: values[id], HandedOver: was && !at.Before(found[i].State.EnteredAt),
				Unread: q.Member != "" && found[i].NewsSeq > read[id],
			})
		}
	}
	return rows, nil
}

// handedOver tells when cases were handed to the team last, by the task that a migration left there.
func (c *conn) handedOver(tenant string, ids []string) (map[string]time.Time, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	tasks, err := taskTable.all(c, tenant, " AND case_id IN ("+marks(len(ids))+") AND key LIKE 'migration/%' ORDER BY created_at", args...)
	out := make(map[string]time.Time, len(tasks))
	for _, t := range tasks {
		out[t.Case] = t.CreatedAt
	}
	return out, err
}

// Counts returns the number of cases in each stage that has any, by pipeline and stage. It stops at 10 000.
func (s *Store) Counts(ctx context.Context, tenant string) ([]queue.Count, error) {
	var out []queue.Count
	err := s.read(ctx, tenant, func(c *conn) error {
		// From one stage to the next by the index: cheaper than looking at every case to find the few stages.
		for at := (queue.Stage{}); ; {
			next, err := c.stageAfter(tenant, at)
			if err != nil || next == nil {
				return err
			}
			at = *next
			if at.Stage == "" {
				continue
			}
			n, err := c.number("SELECT COUNT(*) FROM (SELECT 1 FROM cases WHERE tenant_id = ? AND pipeline = ? AND stage = ? LIMIT ?) counted",
				tenant, at.Pipeline, at.Stage, maxCount)
			if err != nil {
				return err
			}
			out = append(out, queue.Count{Stage: at, Count: int(n)})
		}
	})
	return out, err
}

func (c *conn) stageAfter(tenant string, at queue.Stage) (*queue.Stage, error) {
	var next *queue.Stage
	err := c.each(func(rows scanner) error {
		next = &queue.Stage{}
		return rows.Scan(&next.Pipeline, &next.Stage)
	}, "SELECT pipeline, stage FROM cases WHERE tenant_id = ? AND (pipeline, stage) > (?, ?) ORDER BY pipeline, stage LIMIT 1",
		tenant, at.Pipeline, at.Stage)
	return next, err
}

// plan is a query on its way to SQL.
type plan struct {
	tenant string
	query  queue.Query
	sort   sorting
	cursor *cursor
	where  clause // filters and search, over cases c
}

// clause is a piece of SQL with its arguments.
type clause struct {
	text strings.Builder
	args []any
}

func (c *clause) add(text string, args ...any) {
	c.text.WriteString(text)
	c.args = append(c.args, args...)
}

func (p *plan) prepare() error {
	var err error
	if p.sort, err = sortingOf(p.query.Sort); err != nil {
		return err
	}
	if p.cursor, err = readCursor(p.query.Cursor, p.sort); err != nil {
		return err
	}
	for i, f := range p.query.Filters {
		if err := p.filter(f); err != nil {
			return invalidFilter(i, err)
		}
	}
	p.search()
	return nil
}

// run asks for one more hit than the page has, to know whether there is a next one. Cases without the value that the
// list is sorted by come last, in a query of their own: so both parts can follow an index.
func (p *plan) run(c *conn) ([]hit, error) {
	if err := p.sort.settle(c, p.tenant); err != nil {
		return nil, err
	}
	var hits []hit
	if p.cursor == nil || !p.cursor.Empty {
		text, args := p.statement(false)
		found, err := p.collect(c, text, args)
		if err != nil {
			return nil, err
		}
		hits = found
	}
	if len(hits) > p.query.Limit || !p.sort.optional() {
		return hits, nil
	}
	text, args := p.statement(true)
	rest, err := p.collect(c, text, args)
	return append(hits, rest...), err
}

// statement asks each stage for its first hits and merges them: the index gives those of one stage in order.
func (p *plan) statement(empty bool) (string, []any) {
	order, limit := p.sort.order(empty), p.query.Limit+1
	var all clause
	all.add("SELECT id, value FROM (")
	for i, stage := range p.query.Stages {
		if i > 0 {
			all.add(" UNION ALL ")
		}
		all.add("SELECT id, value FROM (SELECT c.id AS id, " + p.sort.value(empty) + " AS value FROM " + p.sort.from(empty) + " WHERE ")
		p.sort.bind(&all, p.tenant, empty)
		all.add("c.tenant_id = ? AND c.pipeline = ? AND c.stage = ?", p.tenant, stage.Pipeline, stage.Stage)
		all.add(p.where.text.String(), p.where.args...)
		p.after(&all, empty)
		all.add(" ORDER BY "+order+" LIMIT ?) part", limit)
	}
	all.add(") parts ORDER BY "+order+" LIMIT ?", limit)
	return all.text.String(), all.args
}

// after leaves out what the pages before have shown.
func (p *plan) after(all *clause, empty bool) {
	if p.cursor == nil || p.cursor.Empty != empty {
		return
	}
	sign := " > "
	if p.sort.descending {
		sign = " < "
	}
	if empty {
		all.add(" AND c.id"+sign+"?", p.cursor.ID)
		return
	}
	all.add(" AND ("+p.sort.value(false)+", c.id)"+sign+"(?, ?)", p.cursor.value(), p.cursor.ID)
}

func (p *plan) collect(c *conn, text string, args []any) ([]hit, error) {
	var hits []hit
	err := c.each(func(rows scanner) error {
		h := hit{}
		if err := rows.Scan(&h.id, &h.value); err != nil {
			return err
		}
		hits = append(hits, h)
		return nil
	}, text, args...)
	return hits, err
}

func invalidFilter(i int, err error) error {
	return fault.New(fault.Invalid, "queue.filter.invalid").With("index", i).With("why", err.Error())
}
