package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/app"
	"github.com/esteira/esteira/server/sheet"
)

// What is promised of a queue: a page of 50 filtered by two fields of the form and sorted by a third, with the counts of all
// queues, while eight clients ask.
const (
	scaleSmall   = 10_000
	scalePages   = 400
	scaleWarm    = time.Minute // of work before it is measured
	exportedRows = 100_000
	mostGrowth   = 1.5
)

// scale measures queues of very many cases.
func (b *bench) scale(ctx context.Context) error {
	lite := place{environ: []string{"ESTEIRA_DATA=" + filepath.Join(b.dir, "scale")}, driver: "sqlite", url: "file:" + filepath.Join(b.dir, "scale", "esteira.db") + sqliteSettings}
	if err := b.scaleOn(ctx, &lite, scaled{"SQLite", b.scaleLite, 150}); err != nil {
		return err
	}
	if os.Getenv("ESTEIRA_TEST_POSTGRES") == "" {
		return errors.New("ESTEIRA_TEST_POSTGRES names no PostgreSQL; run make bench")
	}
	c, err := openCluster(b.dir)
	if err != nil && !strings.Contains(err.Error(), "already exists") { // the part before may have made the role
		return err
	}
	if err := c.exec("CREATE DATABASE scale OWNER " + postgresRole); err != nil {
		return err
	}
	large := place{environ: []string{"ESTEIRA_DATA=" + filepath.Join(b.dir, "scalepg"), "ESTEIRA_DATABASE_URL=" + c.named("scale", postgresRole)}, driver: "pgx", url: c.named("scale", postgresRole)}
	return b.scaleOn(ctx, &large, scaled{"PostgreSQL", b.scaleLarge, 50})
}

// scaled is a database, how many cases it is asked among, and the promise in milliseconds.
type scaled struct {
	name  string
	cases int
	most  float64
}

func (b *bench) scaleOn(ctx context.Context, p *place, s scaled) error {
	if err := p.start(ctx, pages(), 1, answers); err != nil {
		return err
	}
	var before float64
	for i, n := range []int{scaleSmall, s.cases} {
		if err := p.crowd(ctx, n, i); err != nil {
			return err
		}
		a, err := p.open(ctx)
		if err != nil {
			return err
		}
		first, at, err := p.asks(ctx, a)
		if err == nil && i == 1 {
			b.add(figure{what: fmt.Sprintf("queue page among %d cases, %s: slowest of the first after a start", n, s.name), measured: first, unit: "ms"})
			err = b.exports(ctx, a, p, s)
		}
		if err = errors.Join(err, a.Stop(context.WithoutCancel(ctx))); err != nil {
			return err
		}
		if i == 0 {
			before = at
			b.add(figure{what: fmt.Sprintf("queue page among %d cases, %s: p95", n, s.name), measured: at, unit: "ms"})
			continue
		}
		b.add(
			figure{what: fmt.Sprintf("queue page among %d cases, %s: p95", n, s.name), measured: at, promised: s.most, unit: "ms"},
			figure{what: fmt.Sprintf("queue page, %s: against %d cases", s.name, scaleSmall), measured: at / max(before, 1), promised: mostGrowth, unit: "times"},
		)
	}
	return nil
}

// crowd copies the one case until there are n of the tenant, in the two stages that have queues, each with answers of its own.
func (p *place) crowd(ctx context.Context, n, round int) error {
	db, err := p.database()
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // the statements tell
	from := 1
	if round > 0 {
		from = scaleSmall + 1
	}
	for _, text := range p.crowding(from, n) {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("%.200s: %w", text, err)
		}
	}
	return nil
}

// crowding are the statements that add cases and what is indexed of them. One in twenty waits for approval, the rest is done.
func (p *place) crowding(from, to int) []string {
	postgres := p.driver == "pgx"
	series := fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)", from, to)
	id := "printf('scale%017d', i)"
	if postgres {
		series = fmt.Sprintf("WITH n AS (SELECT generate_series(%d, %d) AS i)", from, to)
		id = "'scale' || LPAD(i::text, 17, '0')"
	}
	entered := "strftime('%Y-%m-%d %H:%M:%f+00:00', '2026-01-01', '+' || (i * 7919 % 40000000) || ' seconds')"
	if postgres {
		entered = "timestamptz '2026-01-01' + make_interval(secs => i::bigint * 7919 % 40000000)"
	}
	stage, state := "CASE WHEN i % 20 = 0 THEN 'draft' ELSE 'approval' END", "json_set(c.state, '$.stage', %s)"
	if postgres {
		state = "jsonb_set(c.state::jsonb, '{stage}', to_jsonb(%s))"
	}
	own := map[string]string{
		"id": id, "reference": id, "stage": stage, "state": fmt.Sprintf(state, stage),
		"entered_at": entered, "identity": "'' || (10000000000 + i)",
		"name": "'Pessoa ' || i", "name_fold": "'pessoa ' || i", "due_at": "NULL", "level_at": "NULL",
	}
	columns, values := p.columns("cases"), []string{}
	for _, c := range columns {
		if v, ok := own[c]; ok {
			values = append(values, v)
		} else {
			values = append(values, "c."+c)
		}
	}
	source := fmt.Sprintf("(SELECT * FROM cases WHERE id = '%s') c CROSS JOIN n", p.cases[0].id)
	out := p.unwalled()
	out = append(out, fmt.Sprintf("INSERT INTO cases (%s) %s SELECT %s FROM %s", strings.Join(columns, ", "), series, strings.Join(values, ", "), source))
	for _, row := range []struct{ field, text, number string }{
		{"full_name", "'Pessoa ' || i", "NULL"},
		{"email", "'p' || i || '@example.org'", "NULL"},
		{"detail_18", "'Cidade ' || (i * 31 % 500)", "NULL"}, // one in 500
		{"detail_27", "'Estado ' || (i * 17 % 27)", "NULL"},  // one in 27
		{"income", "NULL", "(i * 7907 % 1000003) * 1.0"},     // all different
		{"worth", "NULL", "(i * 6007 % 999983) * 1.0"},       // all different
		{"birth_date", "'19' || (50 + i % 50) || '-0' || (1 + i % 9) || '-15'", "NULL"},
		{":word", "'pessoa'", "NULL"},
		{":checks.identifier", "CASE WHEN i % 9 = 0 THEN 'fail' ELSE 'pass' END", "NULL"},
	} {
		number := row.number
		if postgres {
			number = strings.ReplaceAll(number, "i *", "i::bigint *")
		}
		if postgres && number == "NULL" {
			number = "NULL::double precision"
		}
		out = append(out, fmt.Sprintf("INSERT INTO answer_index (tenant_id, case_id, field, position, text, number) %s SELECT '%s', %s, '%s', 0, %s, %s FROM n",
			series, p.tenant.ID, id, row.field, row.text, number))
	}
	if postgres {
		return append(out, "ALTER TABLE cases FORCE ROW LEVEL SECURITY", "ALTER TABLE answer_index FORCE ROW LEVEL SECURITY", "VACUUM ANALYZE cases", "VACUUM ANALYZE answer_index")
	}
	return out
}

func (p *place) unwalled() []string {
	if p.driver != "pgx" {
		return nil
	}
	return []string{"ALTER TABLE cases NO FORCE ROW LEVEL SECURITY", "ALTER TABLE answer_index NO FORCE ROW LEVEL SECURITY"}
}

func (p *place) columns(table string) []string {
	db, err := p.database()
	if err != nil {
		return nil
	}
	defer db.Close() //nolint:errcheck // read only
	rows, err := db.Query("SELECT * FROM " + table + " LIMIT 0")
	if err != nil {
		return nil
	}
	defer rows.Close() //nolint:errcheck // read only
	columns, err := rows.Columns()
	if err != nil || rows.Err() != nil {
		return nil
	}
	return columns
}

// looks are what the clients ask for in turns: what finds little, what finds much, and what finds much of both.
var looks = []queue.Look{
	{Filters: []string{"answers.detail_18:=:Cidade 7", "answers.income:>=:200000"}, Sort: "-answers.worth"},
	{Filters: []string{"answers.detail_27:=:Estado 3", "answers.income:>=:500000"}, Sort: "answers.worth"},
	{Filters: []string{"answers.income:>=:300000", "answers.birth_date:>=:1960-01-01"}, Sort: "-answers.worth"},
	{Filters: []string{"answers.detail_18:=:Cidade 44", "answers.detail_27:=:Estado 3"}, Sort: "answers.income"},
	{Filters: []string{"answers.birth_date:<:1975-01-01", "answers.detail_27:in:[\"Estado 1\",\"Estado 2\"]"}, Sort: "answers.full_name"},
}

// asks lets eight clients ask for pages, and returns the time that the slowest of the first looks needs and the time that 95 in
// 100 pages need at most, in milliseconds.
func (p *place) asks(ctx context.Context, a *app.App) (first, most float64, err error) {
	who := actor.Actor{Kind: actor.Member, Tenant: p.tenant.ID, ID: "load", Roles: []string{"analyst"}}
	took := make([]float64, scalePages)
	page := func(i int) error {
		view, err := a.Conveyor.Queue(ctx, who, "approval")
		if err != nil {
			return err
		}
		q, err := a.Conveyor.Ask(ctx, who, view, looks[i%len(looks)])
		if err != nil {
			return err
		}
		found, err := a.Store.Query(ctx, p.tenant.ID, q)
		if err != nil {
			return err
		}
		for _, row := range found.Rows {
			a.Conveyor.Present(ctx, view, row)
		}
		_, err = a.Store.Counts(ctx, p.tenant.ID)
		return err
	}
	for i := range looks {
		began := time.Now()
		if err := page(i); err != nil {
			return 0, 0, err
		}
		first = max(first, milliseconds(began))
	}
	// What is asked for often is read into memory meanwhile.
	for began := time.Now(); time.Since(began) < scaleWarm && err == nil; {
		err = spread(scalePages, func(_, i int) error { return page(i) })
	}
	if err != nil {
		return 0, 0, err
	}
	err = spread(scalePages, func(_, i int) error {
		began := time.Now()
		err := page(i)
		took[i] = milliseconds(began)
		return err
	})
	slices.Sort(took)
	return first, took[scalePages*95/100], err
}

func milliseconds(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }

// exports writes cases as CSV and says how long it takes and how much memory at most.
func (b *bench) exports(ctx context.Context, a *app.App, p *place, s scaled) error {
	who := actor.Actor{Kind: actor.Member, Tenant: p.tenant.ID, ID: "load", Roles: []string{"analyst"}}
	view, err := a.Conveyor.Queue(ctx, who, "approval")
	if err != nil {
		return err
	}
	view = view.With(view.Keys())
	q, err := a.Conveyor.Ask(ctx, who, view, queue.Look{})
	if err != nil {
		return err
	}
	q.Limit = 500
	out, err := sheet.New("csv", "en", io.Discard)
	if err != nil {
		return err
	}
	forget() // peak memory is counted from here
	began, rows, before := time.Now(), 0, resident("VmRSS")
	for rows < exportedRows {
		page, err := a.Store.Query(ctx, p.tenant.ID, q)
		if err != nil {
			return err
		}
		for _, row := range page.Rows {
			if err := out.Row(cellsOf(a.Conveyor.Present(ctx, view, row), view)); err != nil {
				return err
			}
			rows++
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			break
		}
	}
	b.add(
		figure{what: fmt.Sprintf("export of %d cases, %s", rows, s.name), measured: time.Since(began).Seconds(), unit: "s"},
		figure{what: fmt.Sprintf("export of %d cases, %s: more memory than before", rows, s.name), measured: max(0, resident("VmHWM")-before), promised: 96, unit: "MB"},
	)
	return out.Close()
}

func cellsOf(shown conveyor.Shown, view conveyor.QueueView) []sheet.Cell {
	cells := []sheet.Cell{sheet.Text(shown.Name)}
	for _, c := range view.Columns {
		cells = append(cells, sheet.Text(fmt.Sprint(shown.Values[c.Key])))
	}
	return cells
}

// forget begins the count of peak memory anew.
func forget() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o200) }

// resident is a line of the status of this process, in megabytes.
func resident(name string) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			var kb float64
			if _, err := fmt.Sscan(rest, &kb); err == nil {
				return kb / 1024
			}
		}
	}
	return 0
}
