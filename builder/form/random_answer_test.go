package form_test

import (
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
)

func (d *dice) answers(f form.Form) map[string]any {
	answers := map[string]any{}
	d.good = d.chance(60)
	for _, p := range f.Pages {
		d.fill(answers, p.Fields)
	}
	if !d.good && d.chance(10) {
		answers["stranger"] = "x"
	}
	return answers
}

func (d *dice) fill(answers map[string]any, fields []field.Field) {
	for _, f := range fields {
		if !d.good && !d.chance(80) {
			continue
		}
		answers[f.Key] = d.answer(f)
	}
}

// answer is mostly of the right kind, sometimes wrong, rarely of a wrong shape.
func (d *dice) answer(f field.Field) any {
	if !d.good && d.chance(3) {
		return d.hostile()
	}
	switch f.Type {
	case "group":
		members := map[string]any{}
		d.fill(members, f.Fields)
		return members
	case "repeat":
		return d.rowsOf(f)
	case "checkboxes":
		return []any{d.best("a", "b", "ção", "z"), d.one("a", "b")}
	case "file", "image":
		return []any{d.best("doc-1", "doc 2", "d3")}
	case "number", "percent", "money", "computed":
		if d.good {
			return d.number(f)
		}
		return []float64{0, 1, 2.5, 3, 7, 150, -4, 2.25, 1e15}[d.IntN(9)]
	case "boolean", "consent":
		return d.good || d.chance(60)
	case "bankAccount":
		return map[string]any{
			"bank": d.best("001", "341", "9"), "branch": d.best("1234", ""), "account": d.best("123456", "00000000-X", "x"),
			"accountType": d.best("CACC", "SVGS", "?"),
		}
	}
	if f.Type == "pixKey" && d.best("y", "y", "n") == "y" {
		return map[string]any{"kind": d.best("EMAIL", "CPF", "?"), "key": d.best("ana@example.com", "529.982.247-25", "")}
	}
	return d.word(f.Type)
}

func (d *dice) rowsOf(f field.Field) any {
	rows := []any{}
	count := d.IntN(4)
	if d.good {
		count = 2
	}
	for range count {
		row := map[string]any{}
		d.fill(row, f.Fields)
		if !d.good && d.chance(2) {
			rows = append(rows, d.hostile())
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

func (d *dice) hostile() any {
	return []any{nil, "", "x", 1.0, true, []any{}, []any{1.0, nil}, map[string]any{}, map[string]any{"a": 1.0}}[d.IntN(9)]
}

var words = map[string][]string{
	"select": {"a", "b", "ção", "z"}, "radio": {"a", "b", "z"}, "date": {"2025-06-01", "2025-02-30", "2035-01-01", "1999-12-31", "x"},
	"email": {"ana@example.com", "ana@", "ANA@Example.com"}, "phone": {"+5511987654321", "11987654321", "12"},
	"country": {"BR", "PT", "XX"}, "state": {"SP", "RJ", "ZZ"}, "cep": {"01310-100", "01310100", "1"},
	"cpf": {"529.982.247-25", "52998224725", "52998224724"}, "cnpj": {"11.222.333/0001-81", "12.ABC.345/01DE-35", "1"},
	"taxId": {"529.982.247-25", "11.222.333/0001-81", "1"}, "pixKey": {"ana@example.com", "+5511987654321", "??"},
	"iban":      {"DE89 3704 0044 0532 0130 00", "DE00", "PT50000201231234567890154"},
	"signature": {"Ana Maria", "A"},
}

func (d *dice) word(kind string) string {
	if options, ok := words[kind]; ok {
		return d.best(options...)
	}
	return d.best("ab", "abc", " abé ", "long enough", "", "12")
}

// best is the first of the options when the answers are to be good.
func (d *dice) best(options ...string) string {
	if d.good {
		return options[0]
	}
	return d.one(options...)
}

func (d *dice) number(f field.Field) float64 {
	if f.Type == "money" {
		return float64(100 + d.IntN(5))
	}
	return float64(d.IntN(6))
}
