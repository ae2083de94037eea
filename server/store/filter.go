package store

import (
	"encoding/json"
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
	if field := indexed(f.Field); field != "" {
		return p.filterAnswer(field, f)
	}
	c, ok := columns[f.Field]
	if !ok {
		return errField
	}
	name := "c." + c.name
	switch f.Operator {
	case "isEmpty":
		return p.isEmpty(c, f.Value)
	case "in":
		return p.isAny(c, f.Value)
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
		if f.Operator == "=" && c.own && f.Value != "" {
			p.leads = append(p.leads, condition("SELECT c.id AS id FROM cases c WHERE c.tenant_id = ? AND "+name+" = ?", p.tenant, c.stored(f.Value)))
		}
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
func (p *plan) filterAnswer(field string, f queue.Filter) error {
	if f.Operator == "isEmpty" {
		yes, err := truth(f.Value)
		p.probes = append(p.probes, probe{fields: []string{field}, negated: yes})
		return err
	}
	negated := f.Operator == "!="
	if negated {
		f.Operator = "="
	}
	conditions, err := answerConditions(f)
	if err != nil {
		return err
	}
	p.probes = append(p.probes, probe{
		fields: []string{field}, conditions: conditions, negated: negated, leads: !negated && f.Operator != "contains",
		exact: !negated && (f.Operator == "=" || f.Operator == "in"),
	})
	return nil
}

// answerConditions are those of which one must hold of a value i.
func answerConditions(f queue.Filter) ([]clause, error) {
	switch f.Operator {
	case "in":
		return anyOf(f.Value)
	case "contains":
		return []clause{condition(`LOWER(i.text) LIKE ? ESCAPE '\'`, pattern(cut(f.Value)))}, nil
	}
	sign, compares := comparisons[f.Operator]
	if !compares {
		return nil, errOperator
	}
	text := cut(f.Value)
	n, notNumber := number(f.Value)
	switch {
	case f.Operator == "=" && notNumber == nil:
		return []clause{condition("i.text = ?", text), condition("i.number = ?", n)}, nil
	case notNumber == nil:
		return []clause{condition("i.number"+sign+"?", n)}, nil
	}
	return []clause{condition("i.text"+sign+"?", text)}, nil
}

// maxAny is how many values one condition may name.
const maxAny = 50

// anyOf reads the list of texts of the operator "in".
func anyOf(value string) ([]clause, error) {
	var list []string
	if json.Unmarshal([]byte(value), &list) != nil || len(list) == 0 || len(list) > maxAny {
		return nil, errValue
	}
	var texts, numbers []any
	for _, v := range list {
		texts = append(texts, cut(v))
		if n, err := number(v); err == nil {
			numbers = append(numbers, n)
		}
	}
	out := []clause{condition("i.text IN ("+marks(len(texts))+")", texts...)}
	if len(numbers) > 0 {
		out = append(out, condition("i.number IN ("+marks(len(numbers))+")", numbers...))
	}
	return out, nil
}

// isAny is the operator "in" on a column of the case.
func (p *plan) isAny(c column, value string) error {
	var list []string
	if c.kind != textKind || json.Unmarshal([]byte(value), &list) != nil || len(list) == 0 || len(list) > maxAny {
		return errValue
	}
	args := make([]any, len(list))
	for i, v := range list {
		args[i] = c.stored(v)
	}
	p.where.add(" AND c."+c.name+" IN ("+marks(len(args))+")", args...)
	return nil
}

// wordsOf are the fields under which words are indexed that a query may look at.
func wordsOf(groups []string) []string {
	fields := []string{wordField}
	for _, g := range groups {
		fields = append(fields, wordField+"/"+g)
	}
	return fields
}

// minTail is how many digits at the end of an identity make somebody known.
const minTail = 4

// search adds the words of Query.Search: each begins a word that is indexed, or all together are an identity or, where the
// query may, the end of one.
func (p *plan) search() {
	list := words(p.query.Search)
	if len(list) == 0 {
		return
	}
	f := &finding{fields: wordsOf(p.query.Groups), words: list}
	f.identity = strings.ToUpper(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-/", r) {
			return -1
		}
		return r
	}, p.query.Search))
	if p.query.Tails && len(f.identity) >= minTail {
		f.tail = reversed(f.identity)
	}
	p.found = f
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
