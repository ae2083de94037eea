package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/esteira/esteira/runtime/cases"
)

// answerRow is one indexed answer, or one word that a case is found by.
type answerRow struct {
	tenant, caseID string
	field          string
	position       int64
	text           *string
	number         *float64
}

var answerTable = newTable("answer_index", "tenant_id case_id field position text number", "case_id field position",
	func(r *answerRow) []any {
		return []any{&r.tenant, &r.caseID, &r.field, &r.position, &r.text, &r.number}
	})

const (
	// wordField holds the words that Search finds of the case itself; those of the answers of a field group stand under
	// wordField/<form>/<group>. No path of an answer begins with a colon.
	wordField = ":word"
	tailField = ":tail" // the identity from its end
	// ofAnswers and ofCase part the rows that Index writes from those that the case itself gives.
	ofAnswers = " AND (field >= ';' OR field LIKE ':word/%')"
	ofCase    = " AND field < ';' AND field NOT LIKE ':word/%'"
	// maxIndexed is how much of a text is indexed, in bytes: PostgreSQL refuses index entries over 2 700.
	maxIndexed = 256
	maxWords   = 16
)

// Index replaces the indexed answers of a case. Returns fault.NotFound when the tenant has no such case.
func (t *tx) Index(caseID string, rows []cases.IndexRow) error {
	wanted := make([]answerRow, 0, len(rows))
	seen := map[string]int64{}
	for _, r := range rows {
		if strings.HasPrefix(r.Field, wordField+"/") && r.Text != nil {
			wanted = t.addWords(wanted, answerRow{tenant: t.tenant, caseID: caseID, field: r.Field}, *r.Text)
			continue
		}
		row := answerRow{tenant: t.tenant, caseID: caseID, field: r.Field, position: seen[r.Field], text: r.Text, number: r.Number}
		if r.Text != nil {
			short := cut(*r.Text)
			row.text = &short
		}
		seen[r.Field]++
		wanted = append(wanted, row)
	}
	return t.reindex(caseID, wanted, ofAnswers)
}

// maxWordsOf is how many words of the answers of one field group a case is found by.
const maxWordsOf = 40

// addWords adds the words of an answer to those of its field group, each once.
func (t *tx) addWords(wanted []answerRow, row answerRow, text string) []answerRow {
	has := func(w string) bool {
		return slices.ContainsFunc(wanted, func(r answerRow) bool { return r.field == row.field && *r.text == w })
	}
	for _, w := range words(text) {
		count := int64(0)
		for _, r := range wanted {
			if r.field == row.field {
				count++
			}
		}
		if count < maxWordsOf && !has(w) {
			row.text, row.position = &w, count
			wanted = append(wanted, row)
		}
	}
	return wanted
}

// indexCase writes what a case is found by beside its answers: words, the end of its identity, and what it knows of itself.
func (t *tx) indexCase(r cases.Record) error {
	wanted := knows(r.State)
	for i, w := range words(r.Name + " " + r.Reference + " " + r.Email) {
		if i == maxWords {
			break
		}
		wanted = append(wanted, answerRow{field: wordField, position: int64(i), text: &w})
	}
	if r.Identity != "" {
		tail := cut(reversed(r.Identity))
		wanted = append(wanted, answerRow{field: tailField, text: &tail})
	}
	for i := range wanted {
		wanted[i].tenant, wanted[i].caseID = t.tenant, r.ID
	}
	return t.reindex(r.ID, wanted, ofCase)
}

// knows are the results of checks, the sums and bands of scores, and the attributes of a case.
func knows(s cases.State) []answerRow {
	var out []answerRow
	text := func(field, v string) {
		if v != "" {
			v = cut(v)
			out = append(out, answerRow{field: field, text: &v})
		}
	}
	for key, mark := range s.Checks {
		text(":checks."+key, mark.Result)
	}
	for key, score := range s.Scores {
		out = append(out, answerRow{field: ":scores." + key, number: &score.Sum})
		text(":bands."+key, score.Band)
	}
	for key, value := range s.Attributes {
		switch v := value.(type) {
		case string:
			text(":facts."+key, v)
		case float64:
			out = append(out, answerRow{field: ":facts." + key, number: &v})
		case bool:
			n := map[bool]float64{true: 1}[v]
			out = append(out, answerRow{field: ":facts." + key, number: &n})
		}
	}
	return out
}

// foundAlike says whether a case is found by the same as before, answers apart.
func foundAlike(a, b cases.Record) bool {
	return a.Name == b.Name && a.Email == b.Email && a.Reference == b.Reference && a.Identity == b.Identity &&
		maps.EqualFunc(a.State.Checks, b.State.Checks, func(x, y cases.CheckMark) bool { return x.Result == y.Result }) &&
		maps.EqualFunc(a.State.Scores, b.State.Scores, func(x, y cases.Scored) bool { return x.Sum == y.Sum && x.Band == y.Band }) &&
		maps.EqualFunc(a.State.Attributes, b.State.Attributes, func(x, y any) bool { return fmt.Sprint(x) == fmt.Sprint(y) })
}

func reversed(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

// reindex brings the rows of a case to what is wanted, and writes only what differs: most saves change one answer.
func (t *tx) reindex(caseID string, wanted []answerRow, which string) error {
	if err := t.own(caseID); err != nil {
		return err
	}
	t.touched = append(t.touched, caseID)
	stored, err := answerTable.all(t.conn, t.tenant, " AND case_id = ?"+which, caseID)
	if err != nil {
		return err
	}
	old := make(map[answerKey]answerRow, len(stored))
	for _, r := range stored {
		old[r.key()] = r
	}
	var fresh []*answerRow
	for i := range wanted {
		w := &wanted[i]
		before, ok := old[w.key()]
		delete(old, w.key())
		switch {
		case !ok:
			fresh = append(fresh, w)
		case !same(before.text, w.text) || !same(before.number, w.number):
			if _, err := answerTable.update(t.conn, w, ""); err != nil {
				return err
			}
		}
	}
	for k := range old {
		if _, err := t.exec("DELETE FROM answer_index WHERE tenant_id = ? AND case_id = ? AND field = ? AND position = ?",
			t.tenant, caseID, k.field, k.position); err != nil {
			return err
		}
	}
	return answerTable.add(t.conn, nil, fresh...)
}

type answerKey struct {
	field    string
	position int64
}

func (r answerRow) key() answerKey { return answerKey{r.field, r.position} }

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// cut shortens a text to what the index holds, between two characters.
func cut(s string) string {
	if len(s) <= maxIndexed {
		return s
	}
	end := maxIndexed
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// words splits a text into what Search compares, each once: folded, without punctuation at the ends.
func words(s string) []string {
	var out []string
	for _, w := range strings.Fields(fold(s)) {
		w = cut(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// valuesOf returns the indexed answers of cases at the given paths: a list where a path has several.
func (c *conn) valuesOf(tenant string, ids, paths []string) (map[string]map[string]any, error) {
	if len(ids) == 0 || len(paths) == 0 {
		return nil, nil
	}
	args := []any{tenant}
	for _, list := range [][]string{ids, paths} {
		for _, s := range list {
			args = append(args, s)
		}
	}
	out := make(map[string]map[string]any, len(ids))
	err := c.each(func(rows scanner) error {
		var r answerRow
		if err := rows.Scan(&r.caseID, &r.field, &r.text, &r.number); err != nil {
			return err
		}
		if out[r.caseID] == nil {
			out[r.caseID] = map[string]any{}
		}
		out[r.caseID][r.field] = joined(out[r.caseID][r.field], r)
		return nil
	}, "SELECT case_id, field, text, number FROM answer_index WHERE tenant_id = ? AND case_id IN ("+marks(len(ids))+
		") AND field IN ("+marks(len(paths))+") ORDER BY case_id, field, position", args...)
	return out, err
}

func joined(before any, r answerRow) any {
	var v any
	if r.number != nil {
		v = *r.number
	} else if r.text != nil {
		v = *r.text
	}
	switch before := before.(type) {
	case nil:
		return v
	case []any:
		return append(before, v)
	default:
		return []any{before, v}
	}
}

func marks(n int) string { return strings.Repeat("?, ", n-1) + "?" }
