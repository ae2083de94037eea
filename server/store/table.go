package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// table is the SQL of one table, composed once, and the places of a row's columns in its Go value.
type table[R any] struct {
	name    string
	columns []string // tenant_id first
	key     []string // columns of the primary key after tenant_id
	fields  func(*R) []any
	sql     statementTexts
}

type statementTexts struct{ insert, update, selectAll string }

// newTable composes the statements. Columns are separated by spaces; key names those of the primary key after tenant_id.
func newTable[R any](name, columns, key string, fields func(*R) []any) *table[R] {
	t := &table[R]{name: name, columns: strings.Fields(columns), key: strings.Fields(key), fields: fields}
	if n := len(fields(new(R))); n != len(t.columns) {
		panic(fmt.Sprintf("store: table %s has %d columns and %d fields", name, len(t.columns), n)) //nolint:forbidigo // wrong wiring
	}
	list := strings.Join(t.columns, ", ")
	var sets []string
	for _, c := range t.columns[1:] {
		if !slices.Contains(t.key, c) {
			sets = append(sets, c+" = ?")
		}
	}
	t.sql.insert = "INSERT INTO " + name + " (" + list + ") VALUES "
	t.sql.update = "UPDATE " + name + " SET " + strings.Join(sets, ", ") + " WHERE tenant_id = ?"
	for _, c := range t.key {
		t.sql.update += " AND " + c + " = ?"
	}
	t.sql.selectAll = "SELECT " + list + " FROM " + name + " WHERE tenant_id = ?"
	return t
}

// insert adds rows and says how many were new; one that breaks a unique key is left out. It leaves the transaction
// usable: a broken key as an error would end it on PostgreSQL.
func (t *table[R]) insert(c *conn, rows ...*R) (int64, error) {
	var total int64
	err := t.inserts(c, rows, func(text string, args []any, _ int) error {
		n, err := c.exec(text, args...)
		total += n
		return err
	})
	return total, err
}

// add inserts rows by the end of the transaction, which fails with taken when one of them breaks a unique key.
func (t *table[R]) add(c *conn, taken error, rows ...*R) error {
	return t.inserts(c, rows, func(text string, args []any, count int) error {
		return c.later(func(n int64) error {
			if n < int64(count) {
				return taken
			}
			return nil
		}, text, args...)
	})
}

// inserts composes the statements for rows.
func (t *table[R]) inserts(c *conn, rows []*R, send func(text string, args []any, count int) error) error {
	per := 120 / len(t.columns) // each length is a prepared statement of its own
	if c.pipe != nil {
		per = 1000 / len(t.columns) // a round trip costs more than a long statement
	}
	for part := range slices.Chunk(rows, per) {
		args := make([]any, 0, len(part)*len(t.columns))
		for _, r := range part {
			args = append(args, values(t.fields(r))...)
		}
		if err := send(t.insertText(len(part)), args, len(part)); err != nil {
			return err
		}
	}
	return nil
}

func (t *table[R]) insertText(rows int) string {
	one := "(" + strings.Repeat("?, ", len(t.columns)-1) + "?)"
	return t.sql.insert + strings.Repeat(one+", ", rows-1) + one + " ON CONFLICT DO NOTHING"
}

// update writes the row with the same key and says whether there was one. More are conditions on the stored row.
func (t *table[R]) update(c *conn, row *R, more string, args ...any) (bool, error) {
	n, err := c.exec(t.sql.update+more, append(t.updated(row), args...)...)
	return n > 0, err
}

// change writes the row with the same key by the end of the transaction; missing says what it means that there is none.
func (t *table[R]) change(c *conn, missing func() error, row *R, more string, args ...any) error {
	return c.later(func(n int64) error {
		if n == 0 {
			return missing()
		}
		return nil
	}, t.sql.update+more, append(t.updated(row), args...)...)
}

// updated are the arguments of an update: what is set, and then the key.
func (t *table[R]) updated(row *R) []any {
	all := values(t.fields(row))
	sets, key := make([]any, 0, len(all)+1), []any{all[0]}
	for i, name := range t.columns {
		switch {
		case i == 0:
		case slices.Contains(t.key, name):
			key = append(key, all[i])
		default:
			sets = append(sets, all[i])
		}
	}
	return append(sets, key...)
}

// all returns the rows of a tenant that meet the conditions in more, which begins with " AND" or " ORDER".
func (t *table[R]) all(c *conn, tenant, more string, args ...any) ([]R, error) {
	var out []R
	err := c.each(func(rows scanner) error {
		var r R
		if err := t.scan(rows, &r); err != nil {
			return fmt.Errorf("store: %s: %w", t.name, err)
		}
		out = append(out, r)
		return nil
	}, t.sql.selectAll+more, append([]any{tenant}, args...)...)
	return out, err
}

// one returns the first row, or a not-found fault with the key "<table>.not_found".
func (t *table[R]) one(c *conn, tenant, more string, args ...any) (R, error) {
	rows, err := t.all(c, tenant, more, args...)
	if err != nil || len(rows) == 0 {
		var none R
		if err == nil {
			err = notFound(t.name + ".not_found")
		}
		return none, err
	}
	return rows[0], nil
}

func (t *table[R]) scan(rows scanner, r *R) error {
	fields := t.fields(r)
	if err := rows.Scan(fields...); err != nil {
		return err
	}
	for _, f := range fields {
		switch f := f.(type) {
		case *time.Time:
			*f = f.UTC()
		case **time.Time:
			if *f != nil {
				**f = (*f).UTC()
			}
		}
	}
	return nil
}

// values turns places into arguments. The common types go first: reflection in database/sql costs more.
func values(fields []any) []any {
	for i, f := range fields {
		switch f := f.(type) {
		case *string:
			fields[i] = *f
		case *int64:
			fields[i] = *f
		case *int:
			fields[i] = int64(*f)
		case *bool:
			fields[i] = *f
		case *[]byte:
			fields[i] = *f
		case *time.Time:
			fields[i] = instant(*f)
		case **time.Time:
			fields[i] = optional(*f)
		case driver.Valuer: // now: what it points to may be changed before the statement is sent
			if v, err := f.Value(); err == nil {
				fields[i] = v
			}
		}
	}
	return fields
}

func optional(t *time.Time) any {
	if t == nil {
		return nil
	}
	return instant(*t)
}

// asJSON keeps what v points to as JSON text.
func asJSON(v any) jsonColumn { return jsonColumn{v} }

type jsonColumn struct{ v any }

// Value encodes for the database.
func (j jsonColumn) Value() (driver.Value, error) {
	b, err := json.Marshal(j.v)
	return string(b), err
}

// Scan decodes from the database.
func (j jsonColumn) Scan(src any) error {
	b, err := bytesOf(src)
	if err != nil || b == nil {
		return err
	}
	return json.Unmarshal(b, j.v)
}

// asRaw keeps JSON text byte by byte; an empty one is NULL.
func asRaw(v *json.RawMessage) rawColumn { return rawColumn{v} }

type rawColumn struct{ v *json.RawMessage }

// Value encodes for the database.
func (r rawColumn) Value() (driver.Value, error) {
	if len(*r.v) == 0 {
		return nil, nil //nolint:nilnil // NULL
	}
	return string(*r.v), nil
}

// Scan decodes from the database.
func (r rawColumn) Scan(src any) error {
	b, err := bytesOf(src)
	*r.v = slices.Clone(b)
	return err
}

func bytesOf(src any) ([]byte, error) {
	switch src := src.(type) {
	case nil:
		return nil, nil
	case string:
		return []byte(src), nil
	case []byte:
		return src, nil
	}
	return nil, fmt.Errorf("store: JSON column holds %T", src)
}
