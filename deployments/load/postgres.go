package main

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	postgresRole = "esteira_load" // no superuser, so that row-level security is at work as it is in production
	perClient    = 1_000_000      // bare ids of one client of pgbench
)

// cluster is the throwaway PostgreSQL that the bench was given.
type cluster struct {
	url *url.URL
	dir string // for the script
}

func openCluster(dir string) (cluster, error) {
	address := os.Getenv("ESTEIRA_TEST_POSTGRES")
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return cluster{}, errors.New("ESTEIRA_TEST_POSTGRES names no PostgreSQL; run make bench")
	}
	c := cluster{u, dir}
	db, err := sql.Open("pgx", address)
	if err != nil {
		return c, err
	}
	defer db.Close() //nolint:errcheck // nothing was written through it
	for _, setting := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		if err := db.QueryRow("SHOW " + setting).Scan(&value); err != nil || value != "on" {
			return c, errors.Join(fmt.Errorf("PostgreSQL runs with %s=%s, which measures nothing", setting, value), err)
		}
	}
	_, err = db.Exec("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '" + postgresRole + "') THEN CREATE ROLE " + postgresRole + " LOGIN; END IF; END $$")
	return c, err
}

// named returns the address of a database, as a role.
func (c cluster) named(database, role string) string {
	u := *c.url
	u.Path, u.User = "/"+database, url.User(role)
	return u.String()
}

func (c cluster) exec(statements ...string) error {
	db, err := sql.Open("pgx", c.url.String())
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // the statements tell
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// pgbench runs the script with all clients and returns transactions per second. from is the first bare id of a client.
func (c cluster) pgbench(ctx context.Context, script, tenant string, from, each int) (float64, error) {
	name := filepath.Join(c.dir, "submit.sql")
	if err := os.WriteFile(name, []byte(script), 0o600); err != nil {
		return 0, err
	}
	command := exec.CommandContext(ctx, "pgbench", "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "2", "-t", strconv.Itoa(each),
		"-D", "i="+strconv.Itoa(from-1), "-f", name, c.named("bare", postgresRole))
	command.Env = append(os.Environ(), "PGOPTIONS=-c app.tenant="+tenant)
	out, err := command.CombinedOutput()
	found := regexp.MustCompile(`tps = ([0-9.]+)`).FindSubmatch(out)
	if err != nil || found == nil || strings.Contains(string(out), "aborted") {
		return 0, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	return strconv.ParseFloat(string(found[1]), 64)
}

// script is one submit as pgbench sends it: the rows of a real one, with keys that are new each time.
func (w written) script() string {
	id := fmt.Sprintf(bareID, ":n")
	unique := "md5(:n::text) || md5('a' || :n::text)"
	lines := []string{
		`\set i :i + 1`, fmt.Sprintf(`\set n :client_id * %d + :i`, perClient), "BEGIN;",
		updateText("cases", w.caseRow.without("tenant_id", "id", "reference"), w.caseRow.text("tenant_id"), "id = "+id),
		updateText("submissions", w.submission.without("tenant_id", "case_id"), w.submission.text("tenant_id"), "case_id = "+id),
		insertText("events", w.events, map[string]string{"case_id": id, "id": ""}),
		insertText("answer_index", w.index, map[string]string{"case_id": id}),
		insertText("performed", w.marks, map[string]string{"key": unique}),
		insertText("river_job", without(w.jobs, "id"), map[string]string{"unique_key": "sha256((:n)::text::bytea)"}),
		"END;",
	}
	return strings.Join(lines, "\n") + "\n"
}

func without(list []row, names ...string) []row {
	out := make([]row, len(list))
	for i, r := range list {
		out[i] = r.without(names...)
	}
	return out
}

func updateText(table string, r row, tenant, key string) string {
	sets := make([]string, len(r.columns))
	for i, c := range r.columns {
		sets[i] = c + " = " + literal(r.values[i])
	}
	return "UPDATE " + table + " SET " + strings.Join(sets, ", ") + " WHERE tenant_id = " + literal(tenant) + " AND " + key + ";"
}

// insertText writes all rows by one statement. own are columns with an expression; an empty one gives each row an id.
func insertText(table string, rows []row, own map[string]string) string {
	all := make([]string, len(rows))
	for i, r := range rows {
		values := make([]string, len(r.columns))
		for k, c := range r.columns {
			expression, special := own[c]
			switch {
			case !special:
				values[k] = literal(r.values[k])
			case expression == "":
				values[k] = fmt.Sprintf("'e%dadload' || (100000000000000000 + :n)", i)
			default:
				values[k] = expression
			}
		}
		all[i] = "(" + strings.Join(values, ", ") + ")"
	}
	return "INSERT INTO " + table + " (" + strings.Join(rows[0].columns, ", ") + ") VALUES " + strings.Join(all, ", ") + ";"
}

// literal writes a value so that neither PostgreSQL nor pgbench finds a name in it.
func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case time.Time:
		return literal(v.Format(time.RFC3339Nano))
	case []byte:
		if json.Valid(v) {
			return literal(string(v))
		}
		return literal("\\x" + hex.EncodeToString(v))
	}
	return "E'" + strings.NewReplacer(`\`, `\\`, `'`, `''`, `:`, `\x3a`).Replace(fmt.Sprint(v)) + "'"
}
