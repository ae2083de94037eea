package app_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/app"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/store/storetest"
)

// asServer makes the program of the tests the server: what tests start and kill is this very code.
const asServer = "ESTEIRA_TEST_SERVE=1"

// TestMain is the server when it is started as one.
func TestMain(m *testing.M) {
	if !slices.Contains(os.Environ(), asServer) {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	err := app.Run(ctx, app.Call{Args: os.Args[1:], Environ: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: "test"})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "esteira:", err)
		os.Exit(1)
	}
}

const (
	drafts   = 120 // whose reminder is due, all at once
	decided  = 60  // that somebody takes by one act
	replicas = 3
)

// fleet are servers on one database, with one bucket and one mail server.
type fleet struct {
	*rig
	servers   []*child
	reminded  []string // cases
	submitted []string
}

func newFleet(t *testing.T) *fleet {
	t.Helper()
	environ := append(large(t), "ESTEIRA_SECRET=the same secret in all of the servers")
	f := &fleet{rig: newRig(t, environ)}
	f.servers = []*child{f.server}
	for len(f.servers) < replicas {
		c := &child{binary: f.server.binary, address: freeAddress(t), data: t.TempDir()}
		c.environ = append(slices.Clone(f.server.environ), "ESTEIRA_ADDR="+c.address, "ESTEIRA_DATA="+c.data)
		f.servers = append(f.servers, c)
		t.Cleanup(func() { c.report(t) })
	}
	f.open(t, func(ctx context.Context, a *app.App) { f.people(t, ctx, a) })
	return f
}

// people begin cases, and some hand them in.
func (f *fleet) people(t *testing.T, ctx context.Context, a *app.App) {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	for n := range clients {
		all.Go(func() {
			for i := n; i < drafts+decided; i += clients {
				id, err := f.begin(ctx, a, i)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if i < drafts {
					f.reminded = append(f.reminded, id)
				} else {
					f.submitted = append(f.submitted, id)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
}

func (f *fleet) begin(ctx context.Context, a *app.App, i int) (string, error) {
	p := &person{client: &client{number: i % 8, cases: 500 + i/8}}
	rec, err := a.Conveyor.Start(ctx, actor.Actor{Kind: actor.Applicant, Tenant: f.tenant}, conveyor.Start{
		Pipeline: "address-change", Locale: "en", Channel: fmt.Sprint("fleet-", i), Values: map[string]any{
			"full_name": fmt.Sprint("Person ", i), "cpf": p.cpf(), "email": fmt.Sprintf("fleet%d@people.example", i), "addr_country": "BR", "cep": "01310100",
			"effective_from": "2026-01-15", "street": "Street", "number": "7", "district": "Centro", "city": "City", "uf": "SP", "declare_true": true,
		},
	})
	if err != nil || i < drafts {
		return rec.ID, err
	}
	who := session.Applicant(f.tenant, rec.ID)
	content := fmt.Appendf([]byte("%PDF-1.4\n1 0 obj<<>>endobj\n"), "%% %d\n%%%%EOF\n", i)
	if _, err := a.Conveyor.Upload(ctx, who, conveyor.Upload{Case: rec.ID, Field: "/addr_proof", Name: "proof.pdf", Content: content}); err != nil {
		return rec.ID, err
	}
	_, err = a.Conveyor.Submit(ctx, who, conveyor.HandIn{Case: rec.ID, Locale: "en"})
	return rec.ID, err
}

// ask counts in the tenant's rows.
func (f *fleet) ask(t *testing.T, a *app.App, count string, args ...any) int {
	t.Helper()
	n := 0
	f.within(t, a, func(tx querier) error { return tx.QueryRow(count, args...).Scan(&n) })
	return n
}

// taken is how many cases of the run had their turn.
func (f *fleet) taken(t *testing.T, a *app.App) int {
	t.Helper()
	return f.ask(t, a, "SELECT count(*) FROM run_items WHERE state <> $1", queue.Waiting)
}

// age lets an hour go by for drafts: their timers were set an hour earlier.
var age = `UPDATE cases SET due_at = due_at - interval '61 minutes', activity_at = activity_at - interval '61 minutes', state = state || jsonb_build_object(
	'activityAt', ` + fmt.Sprintf(earlier, "state->>'activityAt'") + `, 'timers', (SELECT jsonb_agg(t || jsonb_build_object('dueAt', ` + fmt.Sprintf(earlier, "t->>'dueAt'") + `) ORDER BY n)
	FROM jsonb_array_elements(state->'timers') WITH ORDINALITY AS e(t, n))) WHERE id = ANY($1) AND id <> $2`

const earlier = "to_jsonb((%s)::timestamptz - interval '61 minutes')"

// remind makes the reminders of drafts due, but for one.
func (f *fleet) remind(t *testing.T, a *app.App, ids []string, but string) {
	t.Helper()
	f.within(t, a, func(tx querier) error {
		if _, err := tx.Exec(age, ids, but); err != nil {
			return err
		}
		_, err := tx.Exec("UPDATE river_job SET scheduled_at = now(), state = 'available' WHERE kind = 'timer' AND args->'with'->>'case' = ANY($1)", ids)
		return err
	})
}

// holds keeps two cases from being changed until it lets go of them; the first is a draft whose reminder is due then.
func (f *fleet) holds(t *testing.T, a *app.App, draft, other string) (let func()) {
	t.Helper()
	tx, err := a.Store.Pool().BeginTx(t.Context(), nil)
	must(t, err)
	_, err = tx.Exec("SELECT set_config('app.tenant', $1, true)", f.tenant)
	must(t, err)
	_, err = tx.Exec(age, []string{draft}, "")
	must(t, err)
	_, err = tx.Exec("SELECT id FROM cases WHERE id = $1 FOR UPDATE", other)
	must(t, err)
	return func() { must(t, tx.Commit()) }
}

// Three servers work on one database. One of them stands still in the middle of hundreds of timers and letters and of an act
// on many cases, and is killed: the others do the rest, each thing once, and who looks at one hears of what another did.
func TestThreeServersAreOne(t *testing.T) {
	t.Parallel()
	f := newFleet(t)
	first, second, third := f.servers[0], f.servers[1], f.servers[2]
	first.start(t)
	first.ready(t)
	run := ""
	f.open(t, func(_ context.Context, a *app.App) {
		f.wait(t, "the checks", func() bool { return f.ask(t, a, "SELECT count(*) FROM cases WHERE stage = 'approval'") == decided })
		slices.Sort(f.reminded)
		slices.Sort(f.submitted)
		// Its server cannot get past these while the test holds them.
		held := f.reminded[drafts/4]
		let := f.holds(t, a, held, f.submitted[decided/2])
		release := f.sink.Hold()
		f.remind(t, a, f.reminded[:drafts/2], held)
		run = f.takesAll(t, a)
		f.wait(t, "it to be in the middle of all", func() bool {
			stuck := f.ask(t, a, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
			return stuck >= 2 && f.taken(t, a) == decided/2 && f.ask(t, a, "SELECT count(*) FROM messages WHERE state = $1", message.Sending) > 0
		})
		must(t, first.cmd.Process.Signal(syscall.SIGSTOP))
		second.start(t)
		third.start(t)
		second.ready(t)
		third.ready(t)
		f.hearsOfOthers(t)
		f.remind(t, a, f.reminded[drafts/2:], "")
		first.kill(t)
		release()
		let()
		f.wait(t, "the run", func() bool { return f.taken(t, a) == decided })
	})
	f.server = second // whose data folder is the one to open
	f.drain(t)
	f.mail.update(f.sink)
	f.open(t, func(ctx context.Context, a *app.App) {
		interrupted := 0
		for _, id := range f.reminded {
			interrupted += f.onceEach(t, f.find(t, ctx, a, id), map[string]int{"resume_link": 1, "draft_reminder": 1})
		}
		for _, id := range f.submitted {
			seen := f.find(t, ctx, a, id)
			interrupted += f.onceEach(t, seen, map[string]int{"resume_link": 1, "received": 1})
			if n := times(seen, "case.claimed"); n != 1 {
				t.Errorf("%s was taken %d times", id, n)
			}
		}
		if most := 4 * runtime.NumCPU(); interrupted == 0 || interrupted > most {
			t.Errorf("%d letters were in hand when their server was killed, of %d that it may have", interrupted, most)
		}
		t.Logf("%d letters, of which %d were in hand when their server was killed; run %s", len(f.sink.Letters()), interrupted, run)
	})
	second.stop(t)
	third.stop(t)
	f.verifyAudit(t)
}

// querier is a transaction of the tenant.
type querier interface {
	QueryRow(query string, args ...any) *sql.Row
	Exec(query string, args ...any) (sql.Result, error)
}

func (f *fleet) within(t *testing.T, a *app.App, do func(querier) error) {
	t.Helper()
	tx, err := a.Store.Pool().BeginTx(t.Context(), nil)
	must(t, err)
	defer tx.Rollback()
	_, err = tx.Exec("SELECT set_config('app.tenant', $1, true)", f.tenant)
	must(t, err)
	must(t, do(tx))
	must(t, tx.Commit())
}

func (f *fleet) wait(t *testing.T, what string, so func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if !poll(ctx, 2*time.Millisecond, so) {
		t.Fatal("not after 30 s:", what)
	}
}

// member is somebody at work at one of the servers.
func (f *fleet) member(ctx context.Context, at *child) *device {
	alone := &rig{base: "http://" + at.address + "/t/" + slug + "/api/v1", t: f.t}
	return alone.logIn(ctx)
}

// takesAll begins to take all cases that wait for approval, by their age.
func (f *fleet) takesAll(t *testing.T, a *app.App) string {
	t.Helper()
	list := make([]map[string]any, len(f.submitted))
	for i, id := range f.submitted {
		list[i] = map[string]any{"id": id, "revision": f.ask(t, a, "SELECT revision FROM cases WHERE id = $1", id)}
	}
	var run struct{ ID string }
	must(t, f.member(t.Context(), f.servers[0]).ask(t.Context(), send{
		method: http.MethodPost, path: "/queues/approval/runs", key: "take-them-all", body: map[string]any{"verb": "claim", "cases": list},
	}, &run))
	return run.ID
}

// hearsOfOthers has somebody who looks at one server told of what is done at another.
func (f *fleet) hearsOfOthers(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	ear := f.member(ctx, f.servers[1])
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, ear.rig.base+"/events", nil)
	must(t, err)
	request.Header.Set("Cookie", ear.cookie)
	stream, err := http.DefaultClient.Do(request)
	must(t, err)
	defer stream.Body.Close()
	id := f.submitted[0]
	must(t, f.member(ctx, f.servers[2]).ask(ctx, send{
		method: http.MethodPost, path: "/cases/" + id + "/notes", key: "a-note-elsewhere", body: map[string]any{"note": "Seen elsewhere"},
	}, nil))
	for lines := bufio.NewScanner(stream.Body); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "data: ") && strings.Contains(lines.Text(), id) {
			return
		}
	}
	t.Error("who looks at another server hears nothing")
}

// onceEach wants these messages and no other, each sent once. One that was in hand when its server was killed may have arrived
// or not: it is marked so for people to decide, and not sent again.
func (f *fleet) onceEach(t *testing.T, seen found, want map[string]int) (interrupted int) {
	t.Helper()
	got := map[string]int{}
	for _, m := range seen.messages {
		got[m.Template]++
		arrived := f.mail.byID[m.ID]
		switch {
		case m.State == message.Sent && arrived == 1:
		case m.State == message.Failed && m.Reason == message.Interrupted && arrived <= 1:
			interrupted++
		default:
			t.Errorf("%s: %s is %s (%s) and arrived %d times", seen.record.ID, m.Template, m.State, m.Error, arrived)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("%s: messages %v, want %v", seen.record.ID, got, want)
	}
	return interrupted
}

func times(seen found, name string) (n int) {
	for _, e := range seen.events {
		if e.Name == name {
			n++
		}
	}
	return n
}

// large are the settings of a server on PostgreSQL, with S3 where there is one.
func large(t *testing.T) []string {
	t.Helper()
	environ := []string{"ESTEIRA_DATABASE_URL=" + storetest.Postgres(t)}
	if endpoint := os.Getenv("ESTEIRA_TEST_S3"); endpoint != "" {
		environ = append(environ, "ESTEIRA_S3_ENDPOINT="+endpoint)
		for _, name := range []string{"BUCKET", "ACCESS_KEY", "SECRET_KEY"} {
			environ = append(environ, "ESTEIRA_S3_"+name+"="+os.Getenv("ESTEIRA_TEST_S3_"+name))
		}
	}
	return environ
}
