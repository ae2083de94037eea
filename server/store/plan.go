package store

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/runtime/queue"
)

// plan is a query on its way to SQL.
//
// The databases know nothing of how often a value of a field occurs, and would read every value of it, or every case. So the
// plan looks first: what leads to few cases is gathered, and those are sorted. Where all lead to many, the list walks along
// the index of what it is sorted by and asks of each case whether it meets the rest; a page is soon full. Where a walk finds
// next to nothing, what leads to the fewest is gathered after all. Every question about one case is a subquery with a limit
// of its own, which keeps either database from turning it into a join over all of them.
type plan struct {
	tenant   string
	query    queue.Query
	sort     sorting
	cursor   *cursor
	lite     bool // SQLite
	broad    bool // all that leads to its cases leads to several
	counting bool // in no order

	where  clause   // conditions on columns of a case c
	probes []probe  // on what is indexed of it
	found  *finding // what is searched for
	leads  []clause // queries of ids that conditions on columns have an index for
	nearer source   // what holds fewer cases than a walk to a full page would pass
}

// clause is a piece of SQL with its arguments.
type clause struct {
	text string
	args []any
}

func (c *clause) add(text string, args ...any) {
	c.text += text
	c.args = append(c.args, args...)
}

func (c *clause) join(other clause) { c.add(other.text, other.args...) }

func condition(text string, args ...any) clause { return clause{text, args} }

// probe asks of a case s whether one of its values in fields meets one of the conditions, or none does.
type probe struct {
	fields     []string
	conditions []clause // over a value i; none means any value
	negated    bool
	leads      bool // an index leads from the conditions to the cases
	exact      bool // it asks for values, which few have, as a rule
}

func (p probe) sql(in *plan) clause {
	var c clause
	c.add("(SELECT 1 FROM answer_index i WHERE i.tenant_id = ? AND i.case_id = s.id AND ", in.tenant)
	c.join(inFields(p.fields))
	for i, one := range p.conditions {
		c.add([]string{" AND (", " OR "}[min(i, 1)])
		if in.lite {
			// SQLite would look through all values that meet the condition, for every case, but for this sign.
			one.text = strings.ReplaceAll(one.text, "i.", "+i.")
		}
		c.join(one)
	}
	if len(p.conditions) > 0 {
		c.add(")")
	}
	c.add(" LIMIT 1) IS " + map[bool]string{true: "NULL", false: "NOT NULL"}[p.negated])
	return c
}

func inFields(fields []string) clause {
	if len(fields) == 1 {
		return condition("i.field = ?", fields[0])
	}
	args := make([]any, len(fields))
	for i, f := range fields {
		args[i] = f
	}
	return condition("i.field IN ("+marks(len(fields))+")", args...)
}

// lead is the query of the ids that a probe leads to. One with two conditions would follow no index.
func (p probe) lead(tenant string) clause {
	var c clause
	for i, one := range p.conditions {
		if i > 0 {
			c.add(" UNION ALL ")
		}
		c.add("SELECT i.case_id AS id FROM answer_index i WHERE i.tenant_id = ? AND ", tenant)
		c.join(inFields(p.fields))
		c.add(" AND ")
		c.join(one)
	}
	return c
}

// finding is what is searched for: all of the words, or an identity.
type finding struct {
	fields         []string
	words          []string
	identity, tail string
}

func (f *finding) word(w string) probe {
	return probe{fields: f.fields, conditions: []clause{startsWith(w)}, leads: true}
}

func (f *finding) end() probe {
	return probe{fields: []string{tailField}, conditions: []clause{startsWith(f.tail)}}
}

func startsWith(text string) clause {
	return condition("i.text >= ? AND i.text < ?", text, text+"\U0010FFFF")
}

func (f *finding) sql(in *plan) clause {
	var c clause
	c.add("((SELECT 1 FROM cases c WHERE c.tenant_id = ? AND c.id = s.id AND c.identity = ? LIMIT 1) IS NOT NULL OR ", in.tenant, f.identity)
	if f.tail != "" {
		c.join(f.end().sql(in))
		c.add(" OR ")
	}
	for i, w := range f.words {
		c.add([]string{"(", " AND "}[min(i, 1)])
		c.join(f.word(w).sql(in))
	}
	c.add("))")
	return c
}

// lead follows the longest word: it is the rarest, as a rule.
func (f *finding) lead(tenant string) clause {
	longest := slices.MaxFunc(f.words, func(a, b string) int { return len(a) - len(b) })
	var c clause
	c.add("SELECT c.id AS id FROM cases c WHERE c.tenant_id = ? AND c.identity = ? AND c.identity <> '' UNION ALL ", tenant, f.identity)
	if f.tail != "" {
		c.join(f.end().lead(tenant))
		c.add(" UNION ALL ")
	}
	c.join(f.word(longest).lead(tenant))
	return c
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

// stages is the condition that a case c stands in one of the stages.
func (p *plan) stages() clause {
	var c clause
	for i, s := range p.query.Stages {
		c.add([]string{"(", " OR "}[min(i, 1)])
		c.add("c.pipeline = ? AND c.stage = ?", s.Pipeline, s.Stage)
	}
	c.add(")")
	return c
}

// questions are what is asked of each candidate s, beginning with " WHERE", or nothing: first what few meet, and the rest of
// those alone. What all of the source meet is not asked again.
func (p *plan) questions(from source) clause {
	var first, rest []clause
	for i, one := range p.probes {
		switch {
		case from.probe == i+1:
		case one.exact:
			first = append(first, one.sql(p))
		default:
			rest = append(rest, one.sql(p))
		}
	}
	if !from.staged || p.where.text != "" {
		rest = slices.Insert(rest, 0, p.ofCase(from))
	}
	if p.found != nil {
		rest = append(rest, p.found.sql(p))
	}
	var out clause
	switch {
	case len(first) > 0 && len(rest) > 0: // PostgreSQL would ask in an order of its own
		out.add(" WHERE CASE WHEN ")
		out.join(allOf(first))
		out.add(" THEN ")
		out.join(allOf(rest))
		out.add(" ELSE FALSE END")
	case len(first)+len(rest) > 0:
		out.add(" WHERE ")
		out.join(allOf(append(first, rest...)))
	}
	return out
}

// ofCase asks for the stage and what else the row of a case tells.
func (p *plan) ofCase(from source) clause {
	c := condition("(SELECT 1 FROM cases c WHERE c.tenant_id = ? AND c.id = s.id", p.tenant)
	if !from.staged {
		c.add(" AND ")
		c.join(p.stages())
	}
	c.join(p.where)
	c.add(" LIMIT 1) IS NOT NULL")
	return c
}

func allOf(conditions []clause) clause {
	var c clause
	for i, one := range conditions {
		c.add([]string{"", " AND "}[min(i, 1)])
		c.join(one)
	}
	return c
}

// source is a query of ids, among which each case stands that the plan finds, once or more often.
type source struct {
	sql    clause
	staged bool // it holds only cases of the stages
	probe  int  // all meet this one of the probes, which are counted from 1
}

// sources are the queries that an index answers: first those of few, as a rule.
func (p *plan) sources() []source {
	var out, rest []source
	for _, one := range p.leads {
		out = append(out, source{sql: one})
	}
	if p.found != nil {
		out = append(out, source{sql: p.found.lead(p.tenant)})
	}
	for i, one := range p.probes {
		led := source{sql: one.lead(p.tenant), probe: i + 1}
		switch {
		case !one.leads:
		case one.exact:
			out = append(out, led)
		default:
			rest = append(rest, led)
		}
	}
	var staged clause
	for i, s := range p.query.Stages {
		if i > 0 {
			staged.add(" UNION ALL ")
		}
		staged.add("SELECT c.id AS id FROM cases c WHERE c.tenant_id = ? AND c.pipeline = ? AND c.stage = ?", p.tenant, s.Pipeline, s.Stage)
	}
	return append(append(out, source{sql: staged, staged: true}), rest...)
}

// smallest is the source of the fewest, as far as is counted, and how many those are.
func (p *plan) smallest(c *conn, limit int) (best source, size int, err error) {
	size = limit
	for i, s := range p.sources() {
		n, err := c.upTo(s.sql, size)
		if err != nil {
			return best, 0, err
		}
		if i == 0 || n < size {
			best, size = s, n
		}
	}
	return best, size, nil
}

// upTo counts the rows of a query as far as a limit.
func (c *conn) upTo(query clause, limit int) (int, error) {
	n, err := c.number("SELECT COUNT(*) FROM (SELECT 1 AS one FROM ("+query.text+") counted LIMIT ?) first", append(slices.Clone(query.args), limit)...)
	return int(n), err
}
