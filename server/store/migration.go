package store

import (
	"encoding/json"
	"slices"

	"github.com/esteira/esteira/runtime/migration"
)

var migrationTable = newTable("migrations",
	"tenant_id id pipeline version_id choices stage state total tally at_version at_case began_at began_by ended_at ended_by", "id",
	func(m *migration.Migration) []any {
		return []any{
			&m.Tenant, &m.ID, &m.Pipeline, &m.Version, asJSON(&m.Choices), &m.Stage, &m.State, &m.Total, asJSON(&m.Tally),
			&m.At.Version, &m.At.Case, &m.BeganAt, &m.By, &m.EndedAt, &m.EndedBy,
		}
	})

// maxMigrations is more than anybody reads.
const maxMigrations = 50

// InsertMigration adds a migration. Returns fault.Conflict migration.running while another of the pipeline runs.
func (t *tx) InsertMigration(m migration.Migration) error {
	if err := t.mine(&m.Tenant); err != nil {
		return err
	}
	known, err := t.exists("SELECT 1 FROM versions WHERE tenant_id = ? AND id = ?", t.tenant, m.Version)
	if err == nil && !known {
		err = notFound("versions.not_found")
	}
	if err != nil {
		return err
	}
	n, err := migrationTable.insert(t.conn, &m)
	if err == nil && n == 0 {
		err = conflict("migration.running")
	}
	return err
}

// UpdateMigration writes a migration that runs; the transaction fails with fault.Conflict migration.ended, at its end at the
// latest, when it does not run any more. Returns fault.NotFound when the tenant has no such migration.
func (t *tx) UpdateMigration(m migration.Migration) error {
	if err := t.mine(&m.Tenant); err != nil {
		return err
	}
	if _, err := t.Migration(m.ID); err != nil {
		return err
	}
	ended := func() error { return conflict("migration.ended") }
	return migrationTable.change(t.conn, ended, &m, " AND state = '"+migration.Running+"'")
}

// Migration locks and returns a migration. Returns fault.NotFound when the tenant has no such migration.
func (t *tx) Migration(id string) (migration.Migration, error) {
	return migrationTable.one(t.conn, t.tenant, " AND id = ?"+t.lock(), id)
}

// Migrations returns those of a pipeline, newest first, at most fifty.
func (t *tx) Migrations(pipeline string) ([]migration.Migration, error) {
	return migrationTable.all(t.conn, t.tenant, " AND pipeline = ? ORDER BY began_at DESC, id DESC LIMIT ?", pipeline, maxMigrations)
}

// inFlight are the conditions of the index cases_in_flight.
const inFlight = " tenant_id = ? AND pipeline = ? AND outcome = '' AND NOT removed"

// InFlight returns cases of a pipeline that are at no end and on a version of a lower number, after a place, by version and
// id. Versions are taken one after the other, so that each query follows the index.
func (t *tx) InFlight(f migration.Flight) ([]migration.Aloft, error) {
	var out []migration.Aloft
	at := f.After
	for len(out) < f.Limit {
		found, err := t.aloft(f, at, f.Limit-len(out))
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
		if len(out) == f.Limit {
			break
		}
		next, err := t.versionAfter(f.Pipeline, at.Version)
		if err != nil || next == "" {
			return out, err
		}
		at = migration.Place{Version: next}
	}
	return out, nil
}

// versionAfter is the next version that cases of a pipeline are in flight on; "" after the last. Asked for the least, SQLite
// follows the index whatever its statistics say.
func (t *tx) versionAfter(pipeline, version string) (string, error) {
	next, err := t.texts("SELECT COALESCE(MIN(version_id), '') FROM cases WHERE"+inFlight+" AND version_id > ?", t.tenant, pipeline, version)
	if err != nil || len(next) == 0 {
		return "", err
	}
	return next[0], nil
}

// VersionsInFlight returns the ids of the versions that cases of a pipeline are in flight on, going from one to the next by
// the index.
func (t *tx) VersionsInFlight(pipeline string) ([]string, error) {
	var out []string
	for at := ""; ; {
		next, err := t.versionAfter(pipeline, at)
		if err != nil || next == "" {
			return out, err
		}
		out, at = append(out, next), next
	}
}

// aloft returns the cases on the version of a place that come after it.
func (t *tx) aloft(f migration.Flight, at migration.Place, limit int) ([]migration.Aloft, error) {
	older, err := t.older(at.Version, f.Before)
	if err != nil || !older {
		return nil, err
	}
	var out []migration.Aloft
	err = t.each(func(rows scanner) error {
		a := migration.Aloft{Version: at.Version}
		var state, answers json.RawMessage
		if err := rows.Scan(&a.ID, &a.Reference, &a.Stage, asRaw(&state), asRaw(&answers)); err != nil {
			return err
		}
		a.State, a.Answers = state, answers
		out = append(out, a)
		return nil
	}, `SELECT c.id, c.reference, c.stage, c.state, s.answers FROM cases c
		LEFT JOIN submissions s ON s.tenant_id = c.tenant_id AND s.case_id = c.id
		WHERE c.tenant_id = ? AND c.pipeline = ? AND c.outcome = '' AND NOT c.removed AND c.version_id = ? AND c.id > ?
		ORDER BY c.id LIMIT ?`, t.tenant, f.Pipeline, at.Version, at.Case, limit)
	return slices.Clip(out), err
}

// older tells whether a version has a number below one; of 0 that is any version.
func (t *tx) older(version string, before int) (bool, error) {
	if version == "" || before == 0 {
		return version != "", nil
	}
	return t.exists("SELECT 1 FROM versions WHERE tenant_id = ? AND id = ? AND number < ?", t.tenant, version, before)
}

// CountInFlight counts cases of a pipeline that are at no end, by version id.
func (t *tx) CountInFlight(pipeline string) (map[string]int, error) {
	out := map[string]int{}
	err := t.each(func(rows scanner) error {
		version, n := "", 0
		if err := rows.Scan(&version, &n); err != nil {
			return err
		}
		out[version] = n
		return nil
	}, "SELECT version_id, COUNT(*) FROM cases WHERE"+inFlight+" GROUP BY version_id", t.tenant, pipeline)
	return out, err
}
