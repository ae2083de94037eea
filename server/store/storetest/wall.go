package storetest

import (
	"strings"
	"testing"
)

// testWall goes around the store on PostgreSQL: row-level security holds back even the owner of the tables.
func testWall(t *testing.T, b *bench) {
	if !strings.HasPrefix(b.url, "postgres") {
		t.Skip("only PostgreSQL has row-level security")
	}
	b.aCase(t, "a", "c1")
	open, err := texts(b, "", `SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r' AND nspname = 'public'
		AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY 1`)
	must(t, err)
	equal(t, open, []string{"goose_db_version", "tenant_hosts", "tenants", "test_jobs"})

	for tenant, want := range map[string]int{"": 0, "a": 1, "b": 0} {
		for _, table := range []string{"cases", "events"} {
			rows, err := texts(b, tenant, "SELECT tenant_id FROM "+table)
			must(t, err)
			if len(rows) != want {
				t.Errorf("as %q: %d rows of %s, want %d", tenant, len(rows), table, want)
			}
		}
	}
	for _, text := range []string{
		"INSERT INTO roles (tenant_id, key, position) VALUES ('a', 'admin', 0) RETURNING key",
		"UPDATE tenants SET tenant_id = 'z' WHERE tenant_id = 'a' RETURNING tenant_id", // its rows hold it
	} {
		if _, err := texts(b, "b", text); err == nil {
			t.Errorf("%s: went through", text)
		}
	}
	if rows, err := texts(b, "b", "UPDATE cases SET name = 'x' RETURNING id"); err != nil || len(rows) > 0 {
		t.Errorf("changed %v, %v", rows, err)
	}
}

func texts(b *bench, tenant, text string) ([]string, error) {
	tx, err := b.Pool().BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing may stay
	if tenant != "" {
		if _, err := tx.ExecContext(ctx, "SELECT set_config('app.tenant', $1, true)", tenant); err != nil {
			return nil, err
		}
	}
	rows, err := tx.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err below tells
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}
