package store

import (
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// performedRow is a request that was done, kept with what it did.
type performedRow struct {
	tenant, key, ref string
	at               time.Time
}

var performedTable = newTable("performed", "tenant_id key ref at", "key", func(r *performedRow) []any {
	return []any{&r.tenant, &r.key, &r.ref, &r.at}
})

// Performed says whether a request with this key was done already, and to which id it led.
func (t *tx) Performed(key string) (string, bool, error) {
	row, err := performedTable.one(t.conn, t.tenant, " AND key = ?", key)
	if fault.CodeOf(err) == fault.NotFound {
		return "", false, nil
	}
	return row.ref, err == nil, err
}

// Perform keeps that a request with this key was done. The transaction fails with fault.Conflict, at its end at the
// latest, when it was done already.
func (t *tx) Perform(key, ref string) error {
	return performedTable.add(t.conn, conflict("store.taken"), &performedRow{t.tenant, key, ref, t.now})
}
