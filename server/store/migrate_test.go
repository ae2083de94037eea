package store

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm/schema"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/server/tenant"
)

// models are the columns that the code knows, by table.
func models(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, m := range []interface{ model() (string, []string) }{
		sessionTable, personalTable, draftTable, versionTable, caseTable, submissionTable, answerTable, eventTable, documentTable, messageTable,
		tokenTable, evidenceTable, itemTable, resultTable, taskTable, callTable, anchorTable, performedTable, presenceTable, migrationTable,
		openingTable, nameTable, postTable, tickTable, feedbackTable, invitationTable, shareTable, viewTable, defaultTable, runTable, runItemTable, journeyTable, stepTable, workTable, nudgeTable, tallyTable, cellTable, fieldCellTable, markTable, mentionTable, queueSettingsTable, absenceTable, retentionTable, holdTable, reportTable, listTable, listVersionTable, entryTable, clearingTable, keptTable, contactTable, paperTable, unindexedTable,
	} {
		name, columns := m.model()
		out[name] = slices.Clone(columns)
	}
	for _, row := range []any{tenantRow{}, hostRow{}, memberRow{}, roleRow{}, policyRow{}, pluginRow{}} {
		s, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
		if err != nil {
			t.Fatal(err)
		}
		out[s.Table] = slices.Clone(s.DBNames)
	}
	for _, columns := range out {
		slices.Sort(columns)
	}
	return out
}

func (t *table[R]) model() (string, []string) { return t.name, t.columns }

func TestMigrationsMatchTheModels(t *testing.T) {
	s, err := Open(context.Background(), Options{URL: "sqlite://" + filepath.Join(t.TempDir(), "e.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := models(t)
	got := map[string][]string{}
	for _, name := range tables(t, s, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'") {
		types, err := s.gorm.Migrator().ColumnTypes(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range types {
			got[name] = append(got[name], c.Name())
		}
		slices.Sort(got[name])
	}
	compare(t, got, want)
}

// TestMigrationsAgree reads both folders: the same tables with the same columns, keys and indexes in the same order.
func TestMigrationsAgree(t *testing.T) {
	read := func(folder string) []string {
		b, err := migrations.ReadFile("migrations/" + folder + "/00001_first.sql")
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for line := range strings.Lines(string(b)) {
			line = strings.TrimSpace(strings.NewReplacer(` COLLATE "C"`, "", " WITHOUT ROWID", "", "timestamptz", "timestamp", "jsonb", "text", "json", "text",
				"bigint", "integer", "double precision", "real", "bytea", "blob").Replace(line))
			if line == "-- +goose StatementBegin" || strings.HasPrefix(line, "CREATE FUNCTION") {
				break // triggers and policies differ
			}
			if line != "" && !strings.HasPrefix(line, "--") {
				lines = append(lines, line)
			}
		}
		return lines
	}
	lite, pg := read("sqlite"), read("postgres")
	for i := range max(len(lite), len(pg)) {
		if i >= len(lite) || i >= len(pg) || lite[i] != pg[i] {
			t.Fatalf("line %d:\nsqlite   %s\npostgres %s", i, lite[min(i, len(lite)-1)], pg[min(i, len(pg)-1)])
		}
	}
}

func TestMigrationsGoDownAndUp(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, Options{URL: "sqlite://" + filepath.Join(t.TempDir(), "e.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := provider(sqliteMigrations, s.Pool())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := p.DownTo(ctx, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Up(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAdministratorsGetWhatIsNew brings tenants of an earlier release up: brands, plugins and storage go to whoever may change policies.
func TestAdministratorsGetWhatIsNew(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { getsWhatIsNew(t, "sqlite://"+filepath.Join(t.TempDir(), "e.db"), sqliteMigrations) })
	t.Run("postgres", func(t *testing.T) { getsWhatIsNew(t, databaseURL(t), postgresMigrations) })
}

func getsWhatIsNew(t *testing.T, url string, set migrationSet) {
	ctx := context.Background()
	s, err := Open(ctx, Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	allow := func(role, object, verb string) tenant.Policy {
		return tenant.Policy{Role: role, Object: object, Verb: verb, Effect: "allow"}
	}
	deny := func(role, object, verb string) tenant.Policy {
		return tenant.Policy{Role: role, Object: object, Verb: verb, Effect: "deny"}
	}
	was := map[string][]tenant.Policy{
		"old":   {allow("boss", "policy", "*"), allow("clerk", "case", "read"), allow("deputy", "policy", "manage"), allow("designer", "definition", "*"), allow("supervisor", "case", "read")},
		"other": {allow("boss", "policy", "*"), deny("boss", "brand", "*"), allow("reader", "policy", "read"), allow("never", "policy", "*"), deny("never", "policy", "manage")},
		"desk": {
			allow("clerk", "pipeline/p/stage/*", "judge"), allow("compliance", "pipeline/p/stage/*", "judge"),
			allow("compliance", "form/f/group/compliance", "write"),
		},
	}
	added := map[string][]tenant.Policy{
		"old": {
			allow("boss", "brand", "*"), allow("boss", "plugin", "*"), allow("deputy", "brand", "*"), allow("deputy", "plugin", "*"),
			allow("boss", "queue", "*"), allow("deputy", "queue", "*"), allow("boss", "list", "*"), allow("deputy", "list", "*"),
			allow("boss", "storage", "*"), allow("deputy", "storage", "*"),
			allow("boss", "ladder", "*"), allow("boss", "outbox", "resend"), allow("deputy", "ladder", "*"), allow("deputy", "outbox", "resend"),
			allow("designer", "feedback", "read"),
			allow("boss", "cockpit", "*"), allow("deputy", "cockpit", "*"), allow("supervisor", "cockpit", "read"),
			allow("boss", "calendar", "*"), allow("deputy", "calendar", "*"),
		},
		"other": {
			allow("boss", "plugin", "*"), allow("boss", "queue", "*"), allow("boss", "list", "*"), allow("boss", "storage", "*"),
			allow("boss", "cockpit", "*"),
		},
		"desk": {
			allow("compliance", "list", "*"), allow("compliance", "pipeline/p/stage/*", "check"), allow("compliance", "pipeline/p/stage/*", "clear"),
			allow("compliance", "pipeline/p/stage/*", "overrule"),
		},
	}
	for id, policies := range was {
		err := s.Administer(ctx, id, func(o tenant.Office) error {
			if err := o.CreateTenant(tenant.Tenant{ID: id, Slug: id, Name: id}.WithDefaults()); err != nil {
				return err
			}
			return o.SetPolicies(nil, policies)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	p, err := provider(set, s.Pool())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a second time it finds nothing to give
		if _, err := p.DownTo(ctx, 5); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Up(ctx); err != nil {
			t.Fatal(err)
		}
		for id := range was {
			_, got, _, err := s.Policies(ctx, id)
			if want := slices.Concat(was[id], added[id]); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %v %v, want %v", id, got, err, want)
			}
		}
	}
}

// TestAChainGoesOnAfterAStepDown takes the ends of the chains of tenants away and brings them back: what is told next stands
// behind what was told before.
func TestAChainGoesOnAfterAStepDown(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { goesOn(t, "sqlite://"+filepath.Join(t.TempDir(), "e.db"), sqliteMigrations) })
	t.Run("postgres", func(t *testing.T) { goesOn(t, databaseURL(t), postgresMigrations) })
}

func goesOn(t *testing.T, url string, set migrationSet) {
	ctx := context.Background()
	s, err := Open(ctx, Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tells := func(id string, names ...string) {
		for _, name := range names {
			err := s.Administer(ctx, id, func(o tenant.Office) error {
				return o.Append(event.Event{ID: id + name, Name: name, Actor: actor.Job(id, "test")})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	told := map[string][]string{"two": {"member.added", "policy.changed"}, "one": {"brand.changed"}, "none": nil}
	for id, names := range told {
		if err := s.CreateTenant(ctx, tenant.Tenant{ID: id, Slug: id, Name: id}.WithDefaults()); err != nil {
			t.Fatal(err)
		}
		tells(id, names...)
	}
	p, err := provider(set, s.Pool())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.DownTo(ctx, 6); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(ctx); err != nil {
		t.Fatal(err)
	}
	for id, names := range told {
		tells(id, "member.changed")
		chain, err := s.Events(ctx, id, id)
		if err != nil || len(chain) != len(names)+1 {
			t.Fatalf("%s: %d events, %v", id, len(chain), err)
		}
		if err := event.Verify(chain); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		last := chain[len(chain)-1]
		for h, err := range s.Heads(ctx, id) {
			if want := (Head{Case: id, Seq: last.Seq, Hash: last.Hash}); err != nil || h.Head != want {
				t.Errorf("%s: %v %v, want %v", id, h, err, want)
			}
		}
	}
	if _, err := s.Pool().ExecContext(ctx, "UPDATE tenants SET last_seq = 0, last_hash = ''"); err != nil {
		t.Fatal(err)
	}
	for id := range told {
		var heads []Head
		for h, err := range s.Heads(ctx, id) {
			if err != nil {
				t.Fatal(err)
			}
			heads = append(heads, h.Head)
		}
		if !slices.Equal(heads, []Head{{Case: id}}) {
			t.Errorf("%s: its row names no end, and the chain is not seen: %v", id, heads)
		}
	}
}

func compare(t *testing.T, got, want map[string][]string) {
	t.Helper()
	for name := range got {
		if !slices.Equal(got[name], want[name]) {
			t.Errorf("%s:\ndatabase %v\nmodel    %v", name, got[name], want[name])
		}
	}
	for name := range want {
		if got[name] == nil {
			t.Errorf("%s: no such table", name)
		}
	}
}

func tables(t *testing.T, s *Store, text string) []string {
	t.Helper()
	rows, err := s.Pool().Query(text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		out = append(out, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPostgresMigrationsMatchTheModels(t *testing.T) {
	url := databaseURL(t)
	ctx := context.Background()
	s, err := Open(ctx, Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got := map[string][]string{}
	for _, name := range tables(t, s, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%'") {
		types, err := s.gorm.Migrator().ColumnTypes(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range types {
			got[name] = append(got[name], c.Name())
		}
		slices.Sort(got[name])
	}
	compare(t, got, models(t))

	p, err := provider(postgresMigrations, s.Pool())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.DownTo(ctx, 0); err != nil {
		t.Fatal(err)
	}
	// Servers that start at once wait for the one that migrates.
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			if err := migrate(ctx, postgresMigrations, s.Pool()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// databaseURL is set by the external test package: storetest imports this one.
var databaseURL func(t testing.TB) string

// SetDatabase is for the external test package alone.
func SetDatabase(f func(t testing.TB) string) { databaseURL = f }
