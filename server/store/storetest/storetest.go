// Package storetest is the conformance suite of the store: the same tests run on each database.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

// Database gives the URL of a new empty database, which is gone when the test ends.
type Database func(t testing.TB) string

// Run runs the suite on one kind of database.
func Run(t *testing.T, db Database) {
	t.Helper()
	tests := []struct {
		name string
		run  func(*testing.T, *bench)
	}{
		{"tenants", testTenants},
		{"members", testMembers},
		{"policies", testPolicies},
		{"sessions", testSessions},
		{"idempotency", testIdempotency},
		{"definitions", testDefinitions},
		{"presence", testPresence},
		{"versionNames", testVersionNames},
		{"openings", testOpenings},
		{"migrations", testMigrations},
		{"thread", testThread},
		{"ticks", testTicks},
		{"feedback", testFeedback},
		{"shares", testShares},
		{"invitations", testInvitations},
		{"inFlight", testInFlight},
		{"office", testOffice},
		{"lists", testLists},
		{"personal", testPersonal},
		{"previous", testPrevious},
		{"cases", testCases},
		{"submissions", testSubmissions},
		{"events", testEvents},
		{"documents", testDocuments},
		{"retention", testRetention},
		{"holds", testHolds},
		{"storage", testStorage},
		{"messages", testMessages},
		{"reminders", testReminders},
		{"papers", testPapers},
		{"signatures", testSignatures},
		{"requests", testRequests},
		{"checks", testChecks},
		{"tasks", testTasks},
		{"calls", testCalls},
		{"performed", testPerformed},
		{"openCases", testOpenCases},
		{"erasure", testErasure},
		{"anchors", testAnchors},
		{"audit", testAudit},
		{"audit events", testAuditEvents},
		{"sweep", testSweep},
		{"queue", testQueue},
		{"queueSort", testQueueSort},
		{"queueSearch", testQueueSearch},
		{"queueHostile", testQueueHostile},
		{"counts", testCounts},
		{"counts follow", testCountsFollow},
		{"queueProperty", testQueueProperty},
		{"queueFinds", testQueueFinds},
		{"views", testViews},
		{"runs", testRuns},
		{"journeys", testJourneys},
		{"worked", testWorked},
		{"tallies", testTallies},
		{"reports", testReports},
		{"field counts", testFieldCounts},
		{"next", testNext},
		{"contention", testContention},
		{"marks", testMarks},
		{"turns", testTurns},
		{"absences", testAbsences},
		{"mentions", testMentions},
		{"bell", testBell},
		{"foreign", testForeign},
		{"appendOnly", testAppendOnly},
		{"pluginSettings", testPluginSettings},
		{"wall", testWall},
		{"optimistic", testOptimistic},
		{"savepoints", testSavepoints},
		{"panics", testPanics},
		{"jobs", testJobs},
		{"view", testView},
		{"cancelled", testCancelled},
		{"reopen", testReopen},
		{"backup", testBackup},
		{"served", testServed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, newBench(t, db(t)))
		})
	}
}

// bench is a store with two tenants, a and b.
type bench struct {
	*store.Store
	url  string
	now  time.Time
	jobs *jobTable
}

var ctx = context.Background()

func newBench(t *testing.T, url string) *bench {
	t.Helper()
	b := &bench{url: url, now: time.Date(2026, 11, 21, 9, 0, 0, 123_000_000, time.UTC)}
	s, err := store.Open(ctx, store.Options{URL: url, Now: func() time.Time { return b.now }})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	b.Store, b.jobs = s, &jobTable{}
	must(t, b.jobs.create(s.Pool()))
	s.EnqueueWith(b.jobs)
	for _, id := range []string{"a", "b"} {
		must(t, s.CreateTenant(ctx, tenant.Tenant{
			ID: id, Slug: "slug-" + id, Hosts: []string{id + ".example.org"}, Name: "Tenant " + id, Locales: []string{"pt-BR", "en"},
			Brand: tenant.Brand{Accent: "#112233"}, DefaultLocale: "pt-BR", TimeZone: "America/Sao_Paulo", CreatedAt: b.now,
		}))
	}
	return b
}

// jobTable keeps jobs in a table of its own, so that a rollback can be seen.
type jobTable struct {
	mu    sync.Mutex
	calls int
	fail  error
}

// JobTable keeps jobs of a store in a plain table.
func JobTable(_ string, s *store.Store) store.JobInserter {
	j := &jobTable{}
	if err := j.create(s.Pool()); err != nil {
		j.fail = err
	}
	return j
}

func (j *jobTable) create(db *sql.DB) error {
	_, err := db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS test_jobs (kind text, tenant text)")
	return err
}

// InsertTx keeps the jobs.
func (j *jobTable) InsertTx(ctx context.Context, tx *sql.Tx, jobs []cases.Job) error {
	j.mu.Lock()
	j.calls++
	fail := j.fail
	j.mu.Unlock()
	for _, job := range jobs {
		text := fmt.Sprintf("INSERT INTO test_jobs (kind, tenant) VALUES ('%s', '%s')", job.Kind, job.Args["tenant"])
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return fail
}

func (b *bench) countJobs(t *testing.T) int {
	t.Helper()
	var n int
	must(t, b.Pool().QueryRowContext(ctx, "SELECT COUNT(*) FROM test_jobs").Scan(&n))
	return n
}

// begin runs fn in a transaction that must succeed.
func (b *bench) begin(t *testing.T, tenant string, fn func(conveyor.Tx) error) {
	t.Helper()
	must(t, b.Begin(ctx, tenant, fn))
}

// refused runs fn in a transaction of tenant "a" that must fail, at its end at the latest.
func (b *bench) refused(t *testing.T, code fault.Code, fn func(conveyor.Tx) error) {
	t.Helper()
	wants(t, b.Begin(ctx, "a", fn), code)
}

// aCase adds a case with one event, its answers left out.
func (b *bench) aCase(t *testing.T, tenant, id string) cases.Record {
	t.Helper()
	r := record(tenant, id, b.now)
	b.begin(t, tenant, func(tx conveyor.Tx) error { return insertCase(tx, &r) })
	return r
}

func insertCase(tx conveyor.Tx, r *cases.Record) error {
	e := event.Seal("", event.Event{
		ID: "e-" + r.ID, Tenant: r.Tenant, Case: r.ID, Seq: 1, Name: "case.started", At: tx.Now(),
		Actor: actor.Actor{Kind: actor.Applicant, Tenant: r.Tenant, ID: r.ID, Name: "Maria", Roles: []string{"applicant"}, Case: r.ID},
		Data:  map[string]any{"stage": "draft", "n": 3, "when": tx.Now()},
	})
	r.LastSeq, r.LastHash = 1, e.Hash
	if err := tx.InsertCase(*r); err != nil {
		return err
	}
	return tx.AppendEvents([]event.Event{e})
}

func record(tenantID, id string, now time.Time) cases.Record {
	due := now.Add(24 * time.Hour)
	return cases.Record{
		ID: id, Tenant: tenantID, Reference: "REF-" + id, Pipeline: "account", Version: "v1", Revision: 1,
		State: cases.State{
			Case: id, Stage: "review", StartedAt: now, EnteredAt: now, ActivityAt: now, Reason: "r", Outcome: "o",
			Attributes: map[string]any{"risk": "high", "score": 7.5}, Seen: []string{"t1"},
			Checks: map[string]cases.CheckMark{"cpf": {Result: "pass", Round: 1, At: now}},
			Acts:   []cases.Act{{Verb: "submit", Kind: "applicant", By: id, Stage: "draft", At: now}},
			Timers: []cases.Timer{{Transition: "expire", DueAt: due}},
		},
		Locale: "pt-BR", Channel: "web", Name: "Maria da Conceição " + id, Identity: "52998224725", Email: "maria@example.org", Phone: "+5511999990000",
		Percent: 80, Page: "income", Attempts: 2, Assignee: "m1", Token: cases.TokenMark{State: "sent", SentAt: &now, ExpiresAt: &due, Sends: 1},
		DueAt: &due, LevelAt: &due,
	}
}

func draft(tenantID string, now time.Time) definition.Draft {
	return definition.Draft{
		Tenant: tenantID, Kind: definition.Form, Key: "person", Body: []byte(`{"b": 1,  "a":[2,1.50]}`), Revision: 1, UpdatedAt: now, UpdatedBy: "m1",
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants fails unless the error is a fault of one of the codes.
func wants(t *testing.T, err error, codes ...fault.Code) {
	t.Helper()
	for _, c := range codes {
		if fault.CodeOf(err) == c {
			return
		}
	}
	t.Fatalf("error is %v, want a fault of %v", err, codes)
}

var errOwn = errors.New("an error of the callback")
