package store

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/queue"
)

var (
	errField    = errors.New("field")
	errOperator = errors.New("operator")
	errValue    = errors.New("value")
)

// comparisons are the operators that SQL has too. Nothing else of a request ever becomes SQL.
var comparisons = map[string]string{"=": " = ", "!=": " <> ", "<": " < ", "<=": " <= ", ">": " > ", ">=": " >= "}

// filter adds one condition.
func (p *plan) filter(f queue.Filter) error {
	if path, ok := answerPath(f.Field); ok {
		return p.filterAnswer(path, f)
	}
	c, ok := columns[f.Field]
	if !ok {
		return errField
	}
	name := "c." + c.name
	switch f.Operator {
	case "isEmpty":
		return p.isEmpty(c, f.Value)
	case "contains":
		if c.kind != textKind {
			return errOperator
		}
		p.where.add(" AND LOWER("+name+`) LIKE ? ESCAPE '\'`, pattern(c.stored(f.Value)))
		return nil
	}
	sign, ok := comparisons[f.Operator]
	if !ok {
		return errOperator
	}
	return p.compare(c, f, sign)
}

func (p *plan) compare(c column, f queue.Filter, sign string) error {
	name := "c." + c.name
	switch c.kind {
	case numberKind:
		n, err := number(f.Value)
		if err != nil {
			return err
		}
		// A fraction compares with whole numbers only when it is not made one first.
		p.where.add(" AND "+name+sign+"CAST(? AS double precision)", n)
	case timeKind:
		at, day, err := moment(f.Value)
		if err != nil {
			return err
		}
		p.compareTime(name, f.Operator, at, day)
	case textKind:
		p.where.add(" AND "+name+sign+"?", c.stored(f.Value))
	}
	return nil
}

// compareTime reads a date without a time as the whole day, in UTC.
func (p *plan) compareTime(name, operator string, at time.Time, day bool) {
	end := at.Add(time.Millisecond)
	if day {
		end = at.AddDate(0, 0, 1)
	}
	switch operator {
	case "=":
		p.where.add(" AND "+name+" >= ? AND "+name+" < ?", at, end)
	case "!=":
		p.where.add(" AND NOT ("+name+" >= ? AND "+name+" < ?)", at, end)
	case "<":
		p.where.add(" AND "+name+" < ?", at)
	case "<=":
		p.where.add(" AND "+name+" < ?", end)
	case ">":
		p.where.add(" AND "+name+" >= ?", end)
	case ">=":
		p.where.add(" AND "+name+" >= ?", at)
	}
}

func (p *plan) isEmpty(c column, value string) error {
	yes, err := truth(value)
	if err != nil {
		return err
	}
	condition := "c." + c.name + " IS NULL"
	if !c.optional {
		condition = "c." + c.name + " = ''"
		if c.kind != textKind {
			condition = "1 = 0" // a number and a time that is not optional are always there
		}
	}
	if !yes {
		condition = "NOT (" + condition + ")"
	}
	p.where.add(" AND " + condition)
	return nil
}

func (c column) stored(value string) string {
	if c.prepare != nil {
		return c.prepare(value)
	}
	return value
}

// filterAnswer asks the index. A value that reads as a number is compared with numbers; texts are equal only to texts.
//
// The cases are gathered once, in place of asking for each case: without statistics SQLite would go along the values for
// every one of them.
func (p *plan) filterAnswer(path string, f queue.Filter) error {
	if f.Operator == "isEmpty" {
		return p.answerIsEmpty(path, f.Value)
	}
	in := " AND c.id IN"
	if f.Operator == "!=" {
		in, f.Operator = " AND c.id NOT IN", "="
	}
	condition, args, err := answerCondition(f)
	if err != nil {
		return err
	}
	p.where.add(in+" (SELECT i.case_id FROM answer_index i WHERE i.tenant_id = ? AND i.field = ?", p.tenant, path)
	p.where.add(condition+")", args...)
	return nil
}

func answerCondition(f queue.Filter) (string, []any, error) {
	text := cut(f.Value)
	n, notNumber := number(f.Value)
	sign, compares := comparisons[f.Operator]
	switch {
	case f.Operator == "contains":
		return ` AND LOWER(i.text) LIKE ? ESCAPE '\'`, []any{pattern(text)}, nil
	case !compares:
		return "", nil, errOperator
	case f.Operator == "=" && notNumber == nil:
		return " AND (i.text = ? OR i.number = ?)", []any{text, n}, nil
	case f.Operator != "=" && notNumber == nil:
		return " AND i.number" + sign + "?", []any{n}, nil
	}
	return " AND i.text" + sign + "?", []any{text}, nil
}

func (p *plan) answerIsEmpty(path, value string) error {
	yes, err := truth(value)
	if err != nil {
		return err
	}
	exists := " AND EXISTS"
	if yes {
		exists = " AND NOT EXISTS"
	}
	p.where.add(exists+" (SELECT 1 FROM answer_index i WHERE i.tenant_id = ? AND i.case_id = c.id AND i.field = ?)", p.tenant, path)
	return nil
}

// search adds the words of Query.Search: each begins a word of the name, the reference or the e-mail address, or all
// together are an identity.
func (p *plan) search() {
	list := words(p.query.Search)
	if len(list) == 0 {
		return
	}
	identity := strings.ToUpper(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-/", r) {
			return -1
		}
		return r
	}, p.query.Search))
	p.where.add(" AND (c.identity = ? OR (1 = 1", identity)
	for _, w := range list {
		p.where.add(" AND c.id IN (SELECT w.case_id FROM answer_index w WHERE w.tenant_id = ? AND w.field = '"+wordField+
			"' AND w.text >= ? AND w.text < ?)", p.tenant, w, w+"\U0010FFFF")
	}
	p.where.add("))")
}

// pattern is a LIKE pattern that finds a text anywhere.
func pattern(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(text)) + "%"
}

func number(text string) (float64, error) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, errValue
	}
	return n, nil
}

// moment reads a time, or a date.
func moment(text string) (at time.Time, day bool, err error) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return instant(at), false, nil
	}
	at, err = time.Parse(time.DateOnly, text)
	if err != nil {
		return at, false, errValue
	}
	return at, true, nil
}

func truth(text string) (bool, error) {
	if text == "" {
		return true, nil
	}
	yes, err := strconv.ParseBool(text)
	if err != nil {
		return false, errValue
	}
	return yes, nil
}
