package store

import (
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/runtime/queue"
)

// Suggestions are looked for among so many values, and so many cases of each.
const (
	maxValues   = 20
	maxSkips    = 60
	maxOfValue  = 1000
	maxSuggests = 100
)

// Values returns texts of a field that begin in a way, in any capitals, among the cases in stages: at most twenty, with how
// many cases have each; it stops at 100. It goes from one value to the next by the index.
func (s *Store) Values(ctx context.Context, tenant string, of queue.Distinct) ([]queue.Value, error) {
	field := indexed(of.Field)
	if field == "" || len(of.Stages) == 0 {
		return nil, nil
	}
	p := &plan{tenant: tenant, query: queue.Query{Stages: of.Stages}}
	all := suggestions{tenant: tenant, field: field, within: p.questions(source{})}
	err := s.read(ctx, tenant, func(c *conn) error {
		for _, begin := range beginnings(of.Begins) {
			if err := all.add(c, begin); err != nil {
				return err
			}
		}
		return nil
	})
	return all.values, err
}

// suggestions are the values of a field among cases.
type suggestions struct {
	tenant, field string
	within        clause // the cases
	values        []queue.Value
}

// add adds the values that begin with these letters.
func (s *suggestions) add(c *conn, begin string) error {
	at, inclusive := begin, true
	for range maxSkips {
		next, err := c.textAfter(s.tenant, s.field, at, inclusive)
		if err != nil || len(next) == 0 || !strings.HasPrefix(next[0], begin) || len(s.values) == maxValues {
			return err
		}
		at, inclusive = next[0], false
		if slices.ContainsFunc(s.values, func(v queue.Value) bool { return v.Text == at }) {
			continue
		}
		n, err := s.count(c, at)
		if err != nil {
			return err
		}
		if n > 0 {
			s.values = append(s.values, queue.Value{Text: at, Tally: queue.Tally{Count: n, More: n == maxSuggests}})
		}
	}
	return nil
}

func (s *suggestions) count(c *conn, text string) (int, error) {
	all := condition("SELECT id FROM (SELECT DISTINCT i.case_id AS id FROM (SELECT case_id FROM answer_index WHERE tenant_id = ? AND field = ? AND text = ? LIMIT ?) i) s",
		s.tenant, s.field, text, maxOfValue)
	all.join(s.within)
	return c.upTo(all, maxSuggests)
}

func (c *conn) textAfter(tenant, field, at string, inclusive bool) ([]string, error) {
	sign := map[bool]string{true: ">=", false: ">"}[inclusive]
	return c.texts("SELECT text FROM answer_index WHERE tenant_id = ? AND field = ? AND text IS NOT NULL AND text "+sign+" ? ORDER BY text LIMIT 1", tenant, field, at)
}

// beginnings are the ways in which a beginning may be written: texts stand in the index as they were given.
func beginnings(typed string) []string {
	out := []string{typed}
	add := func(s string) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(strings.ToLower(typed))
	add(strings.ToUpper(typed))
	if r := []rune(typed); len(r) > 0 {
		add(strings.ToUpper(string(r[:1])) + strings.ToLower(string(r[1:])))
	}
	return out
}
