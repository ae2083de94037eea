package store

// several is how many cases have to be looked at before it is worthwhile to have their answers in memory; few is how many are
// gathered without another thought; many is how many a query looks through to count.
const (
	several = 200
	few     = 2000
	many    = 100_000
)

// A list walks a short stretch to see how many it finds, and never farther than to the farthest.
const (
	shortly  = 400
	farthest = 40_000
)

// run asks for one more hit than the page has, to know whether there is a next one.
func (p *plan) run(c *conn) ([]hit, error) {
	p.lite = c.pipe == nil
	if err := p.sort.settle(c, p.tenant); err != nil {
		return nil, err
	}
	if p.plain() {
		return p.collect(c, p.steps(p.query.Limit+1))
	}
	best, size, err := p.smallest(c, few)
	if err != nil {
		return nil, err
	}
	p.broad = size >= several
	if size < few {
		return p.gather(c, best)
	}
	if p.walks() {
		hits, ended, err := p.walk(c)
		if err != nil || ended {
			return hits, err
		}
	}
	if best = p.nearer; best.sql.text == "" {
		if best, _, err = p.smallest(c, many); err != nil {
			return nil, err
		}
	}
	return p.gather(c, best)
}

// plain says that the cases of the stages are all wanted, in an order that an index gives.
func (p *plan) plain() bool {
	return p.sort.answer == "" && p.sort.column.ordered && p.where.text == "" && len(p.probes) == 0 && p.found == nil
}

// walks says that an index gives the order.
func (p *plan) walks() bool { return p.sort.answer != "" || p.sort.column.ordered }

// gather sorts all candidates of a source.
func (p *plan) gather(c *conn, from source) ([]hit, error) {
	value, questions := p.sort.value(p.tenant), p.questions(from)
	var all clause
	all.add("WITH led AS MATERIALIZED (SELECT DISTINCT id FROM (")
	all.join(from.sql)
	all.add(") candidates), sorted AS MATERIALIZED (SELECT s.id AS id, ")
	all.join(value)
	all.add(" AS value FROM led s")
	all.join(questions)
	all.add(") SELECT id, value FROM sorted")
	if p.cursor != nil && p.cursor.Empty {
		all.add(" WHERE value IS NULL AND id"+p.sort.beyond()+"?", p.cursor.ID)
	} else if p.cursor != nil {
		all.add(" WHERE (value IS NULL OR (value, id)"+p.sort.beyond()+"(?, ?))", p.cursor.value(), p.cursor.ID)
	}
	all.add(" ORDER BY CASE WHEN value IS NULL THEN 1 ELSE 0 END, value"+p.sort.way()+", id"+p.sort.way()+" LIMIT ?", p.query.Limit+1)
	return p.collect(c, all)
}

// walk goes along the order, and then through the cases without a value. It says whether it came to an end: to a full page,
// or to the last case.
func (p *plan) walk(c *conn) (hits []hit, ended bool, err error) {
	if p.cursor == nil || !p.cursor.Empty {
		if hits, ended, err = p.stroll(c, p.along); err != nil || !ended || len(hits) > p.query.Limit || p.sort.answer == "" {
			return hits, ended, err
		}
	}
	rest, ended, err := p.stroll(c, p.without)
	hits = append(hits, rest...)
	return hits[:min(len(hits), p.query.Limit+1)], ended, err
}

// path is a query of candidates in order.
type path struct {
	sql    clause
	staged bool
	empty  bool
}

// stroll goes along a path, shortly at first. What it finds there tells how far it is to a full page, and it goes on when
// that is nearer than all that would have to be gathered.
func (p *plan) stroll(c *conn, along func(length int) path) (hits []hit, ended bool, err error) {
	hits, ended, err = p.stretch(c, along, shortly)
	if ended || err != nil {
		return hits, ended, err
	}
	far := min(farthest, 2*shortly*(p.query.Limit+1)/max(1, len(hits)))
	best, size, err := p.smallest(c, far)
	if err != nil || size < far {
		p.nearer = best
		return hits, false, err
	}
	return p.stretch(c, along, far)
}

// stretch asks the first candidates of a path, and says whether that filled the page or was all of the path.
func (p *plan) stretch(c *conn, along func(length int) path, length int) (hits []hit, ended bool, err error) {
	way := along(length)
	if hits, err = p.ask(c, way); err != nil || len(hits) > p.query.Limit {
		return hits, true, err
	}
	n, err := c.upTo(way.sql, length)
	return hits, n < length, err
}

// ask asks the candidates of a path.
func (p *plan) ask(c *conn, along path) ([]hit, error) {
	var all clause
	all.add("SELECT id, value FROM (")
	all.join(along.sql)
	all.add(") s")
	all.join(p.questions(source{staged: along.staged}))
	if along.empty {
		all.add(" AND "+"(SELECT 1 FROM answer_index a WHERE a.tenant_id = ? AND a.case_id = s.id AND a.field = ? AND a.position = 0 AND a."+
			p.sort.kept()+" IS NOT NULL LIMIT 1) IS NULL", p.tenant, p.sort.answer)
	}
	// SQLite would sort once more what comes sorted; PostgreSQL sees that it need not.
	if !p.lite {
		all.add(" ORDER BY value" + p.sort.way() + ", id" + p.sort.way())
	}
	all.add(" LIMIT ?", p.query.Limit+1)
	return p.collect(c, all)
}

// along is the path of what the list is sorted by.
func (p *plan) along(length int) path {
	if p.sort.answer == "" {
		return path{sql: p.steps(length), staged: true}
	}
	var q clause
	column := "a." + p.sort.kept()
	q.add("SELECT a.case_id AS id, "+column+" AS value FROM answer_index a WHERE a.tenant_id = ? AND a.field = ? AND a.position = 0 AND "+
		column+" IS NOT NULL", p.tenant, p.sort.answer)
	if p.cursor != nil {
		q.add(" AND ("+column+", a.case_id)"+p.sort.beyond()+"(?, ?)", p.cursor.value(), p.cursor.ID)
	}
	q.add(" ORDER BY "+column+p.sort.way()+", a.case_id"+p.sort.way()+" LIMIT ?", length)
	return path{sql: q}
}

// without is the path of the cases of the tenant by id, of which those with a value are left out on the way.
func (p *plan) without(length int) path {
	var q clause
	q.add("SELECT c.id AS id, NULL AS value FROM cases c WHERE c.tenant_id = ?", p.tenant)
	if p.cursor != nil && p.cursor.Empty {
		q.add(" AND c.id"+p.sort.beyond()+"?", p.cursor.ID)
	}
	q.add(" ORDER BY c.id"+p.sort.way()+" LIMIT ?", length)
	return path{sql: q, empty: true}
}

// steps asks each stage for its cases in the order of a column and merges them: the index gives those of one stage in order.
func (p *plan) steps(limit int) clause {
	order := " ORDER BY value" + p.sort.way() + ", id" + p.sort.way()
	var all clause
	if len(p.query.Stages) == 1 {
		all = p.stage(0)
	} else {
		all.add("SELECT id, value FROM (")
		for i := range p.query.Stages {
			if i > 0 {
				all.add(" UNION ALL ")
			}
			all.add("SELECT id, value FROM (")
			all.join(p.stage(i))
			all.add(" LIMIT ?) part", limit)
		}
		all.add(") parts" + order)
	}
	all.add(" LIMIT ?", limit)
	return all
}

func (p *plan) stage(i int) clause {
	s, column := p.query.Stages[i], "c."+p.sort.column.name
	var q clause
	q.add("SELECT c.id AS id, "+column+" AS value FROM cases c WHERE c.tenant_id = ? AND c.pipeline = ? AND c.stage = ?", p.tenant, s.Pipeline, s.Stage)
	if p.cursor != nil {
		q.add(" AND ("+column+", c.id)"+p.sort.beyond()+"(?, ?)", p.cursor.value(), p.cursor.ID)
	}
	q.add(" ORDER BY " + column + p.sort.way() + ", c.id" + p.sort.way())
	return q
}

func (p *plan) collect(c *conn, all clause) ([]hit, error) {
	var hits []hit
	err := c.each(func(rows scanner) error {
		h := hit{}
		if err := rows.Scan(&h.id, &h.value); err != nil {
			return err
		}
		hits = append(hits, h)
		return nil
	}, all.text, all.args...)
	return hits, err
}
