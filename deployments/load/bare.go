package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// bareID makes the id of a case that only the bare writers touch: 26 characters, as the product's.
const bareID = "'loadload' || (100000000000000000 + %s)"

// row is one of a table, as it was read.
type row struct {
	columns []string
	values  []any
}

// written is all that one submit wrote, read back from the database that the server wrote to: whatever the product
// does, the bare writers write the same.
type written struct {
	caseRow, submission        row
	events, index, jobs, marks []row
}

// capture reads what the submit of a case wrote.
func capture(db *sql.DB, id string) (written, error) {
	var w written
	var errs []error
	read := func(query string, args ...any) []row {
		found, err := rowsOf(db, query, args...)
		if err == nil && len(found) == 0 {
			err = errors.New("nothing found by " + query)
		}
		errs = append(errs, err)
		return append(found, row{})
	}
	w.caseRow = read("SELECT * FROM cases WHERE id = $1", id)[0]
	w.submission = read("SELECT * FROM submissions WHERE case_id = $1", id)[0]
	w.events = read(`SELECT * FROM events WHERE case_id = $1 AND seq >=
		(SELECT seq FROM events WHERE case_id = $1 AND name = 'submission.submitted') ORDER BY seq`, id)
	w.index = read("SELECT * FROM answer_index WHERE case_id = $1 AND field NOT LIKE ':%' ORDER BY field, position", id)
	w.jobs = read("SELECT * FROM river_job WHERE CAST(args AS text) LIKE $1", "%"+id+"%")
	w.marks = read("SELECT * FROM performed WHERE ref = $1", id)
	for _, list := range []*[]row{&w.events, &w.index, &w.jobs, &w.marks} {
		*list = (*list)[:len(*list)-1]
	}
	return w, errors.Join(errs...)
}

// summary says what a transaction holds.
func (w written) summary() string {
	return fmt.Sprintf("1 case, 1 set of answers (%d bytes), %d events, %d index rows, %d job, %d key", len(w.submission.text("answers")),
		len(w.events), len(w.index), len(w.jobs), len(w.marks))
}

func (r row) text(column string) string {
	switch v := r.values[slices.Index(r.columns, column)].(type) {
	case []byte:
		return string(v)
	case string:
		return v
	}
	return ""
}

func rowsOf(db *sql.DB, query string, args ...any) ([]row, error) {
	rows, err := db.QueryContext(context.Background(), query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out []row
	for rows.Next() {
		r := row{columns, make([]any, len(columns))}
		places := make([]any, len(columns))
		for i := range places {
			places[i] = &r.values[i]
		}
		if err := rows.Scan(places...); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// without leaves columns out.
func (r row) without(names ...string) row {
	var out row
	for i, c := range r.columns {
		if !slices.Contains(names, c) {
			out.columns, out.values = append(out.columns, c), append(out.values, r.values[i])
		}
	}
	return out
}

// cloneDrafts copies one case in draft under the bare ids from..to.
func cloneDrafts(db *sql.DB, draft string, from, to int) error {
	id := fmt.Sprintf(bareID, "i")
	for _, copied := range []struct {
		table, where string
		own          map[string]string
	}{
		{"cases", "id", map[string]string{"id": id, "reference": id}}, {"submissions", "case_id", map[string]string{"case_id": id}},
	} {
		table, where, own := copied.table, copied.where, copied.own
		sample, err := rowsOf(db, "SELECT * FROM "+table+" LIMIT 1")
		if err != nil {
			return err
		}
		values := make([]string, len(sample[0].columns))
		for i, c := range sample[0].columns {
			if values[i] = c; own[c] != "" {
				values[i] = own[c]
			}
		}
		_, err = db.ExecContext(context.Background(), fmt.Sprintf(
			"INSERT INTO %s (%s) WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT %s FROM %s CROSS JOIN n WHERE %s = '%s'",
			table, strings.Join(sample[0].columns, ", "), from, to, strings.Join(values, ", "), table, where, draft))
		if err != nil {
			return fmt.Errorf("clone %s: %w", table, err)
		}
	}
	return nil
}
