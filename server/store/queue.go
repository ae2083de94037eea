package store

import (
	"context"
	"slices"
	"time"

	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
)

// maxPage is the longest page: those of an export are longer than those of a screen.
const maxPage = 1000

// maxCount is where counting stops: beyond it nobody works a queue from the top.
const maxCount = 10_000

// Query returns a page of cases in the given stages. Returns fault.Invalid for a field, operator, value or cursor that
// is not one.
func (s *Store) Query(ctx context.Context, tenant string, q queue.Query) (queue.Page, error) {
	if len(q.Stages) == 0 {
		return queue.Page{}, nil
	}
	q.Limit = max(1, min(q.Limit, maxPage))
	p := &plan{tenant: tenant, query: q}
	if err := p.prepare(); err != nil {
		return queue.Page{}, err
	}
	known, remembered, err := s.remembered(ctx, p)
	if err != nil {
		return queue.Page{}, err
	}
	var page queue.Page
	err = s.read(ctx, tenant, func(c *conn) error {
		var hits []hit
		if remembered {
			hits = known.hits
		} else if hits, err = p.run(c); err != nil {
			return err
		}
		if len(hits) > q.Limit {
			hits = hits[:q.Limit]
			page.Cursor = hits[q.Limit-1].cursor()
		}
		page.Rows, err = c.queueRows(tenant, hits, q)
		return err
	})
	if asked, ok := p.question(); ok && p.broad {
		s.want(tenant, asked.fields())
	}
	// What was remembered may stand elsewhere by now.
	page.Rows = slices.DeleteFunc(page.Rows, func(r queue.Row) bool {
		return !slices.Contains(q.Stages, queue.Stage{Pipeline: r.Pipeline, Stage: r.State.Stage})
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

func invalidFilter(i int, err error) error {
	return fault.New(fault.Invalid, "queue.filter.invalid").With("index", i).With("why", err.Error())
}

// Count returns how many cases a query finds. It stops at 10 000, and when it has looked through so many that nobody should
// wait for more.
func (s *Store) Count(ctx context.Context, tenant string, q queue.Query) (queue.Tally, error) {
	if len(q.Stages) == 0 {
		return queue.Tally{}, nil
	}
	q.Sort, q.Cursor = "", ""
	p := &plan{tenant: tenant, query: q, counting: true}
	if err := p.prepare(); err != nil {
		return queue.Tally{}, err
	}
	var out queue.Tally
	if known, ok, err := s.remembered(ctx, p); err != nil || ok {
		return known.tally(), err
	}
	err := s.read(ctx, tenant, func(c *conn) error {
		p.lite = c.pipe == nil
		best, size, err := p.smallest(c, many)
		if err != nil {
			return err
		}
		all := condition("SELECT id FROM (SELECT DISTINCT id FROM (SELECT id FROM (")
		all.join(best.sql)
		all.add(") led LIMIT ?) first) s", many)
		all.join(p.questions(best))
		n, err := c.upTo(all, maxCount)
		out = queue.Tally{Count: n, More: n == maxCount || size == many}
		return err
	})
	return out, err
}
