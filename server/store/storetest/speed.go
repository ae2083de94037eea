package storetest

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

// clients is how many send at once.
const clients = 8

// Speed measures submissions: the case updated, answers put, one event, ten index rows, one job. Bare is the same rows
// by prepared statements in the same kind of transaction, without anything around them.
func Speed(b *testing.B, db Database, inserter func(url string, s *store.Store) store.JobInserter) {
	b.Helper()
	b.Run("bare", func(b *testing.B) {
		s, list := speedCases(b, db(b), inserter)
		bare(b, s, list)
	})
	b.Run("store", func(b *testing.B) {
		s, list := speedCases(b, db(b), inserter)
		spread(b, list, func(r cases.Record) error {
			return s.Begin(ctx, "a", func(tx conveyor.Tx) error { return submit(tx, r.ID) })
		})
	})
}

func speedCases(b *testing.B, url string, inserter func(string, *store.Store) store.JobInserter) (*store.Store, []cases.Record) {
	b.Helper()
	s, err := store.Open(ctx, store.Options{URL: url})
	no(b, err)
	b.Cleanup(func() { no(b, s.Close()) })
	s.EnqueueWith(inserter(url, s))
	no(b, s.CreateTenant(ctx, tenant.Tenant{ID: "a", Slug: "a", CreatedAt: time.Now()}))
	list := make([]cases.Record, b.N)
	no(b, s.Begin(ctx, "a", func(tx conveyor.Tx) error {
		for i := range list {
			list[i] = record("a", store.NewID(), tx.Now())
			if err := insertCase(tx, &list[i]); err != nil {
				return err
			}
		}
		return nil
	}))
	return s, list
}

// spread lets the clients share the cases.
func spread(b *testing.B, list []cases.Record, do func(cases.Record) error) {
	b.Helper()
	var next atomic.Int64
	var group sync.WaitGroup
	b.ResetTimer()
	for range clients {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(list)); i = next.Add(1) - 1 {
				if err := do(list[i]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(len(list))/b.Elapsed().Seconds(), "submits/s")
}

func submit(tx conveyor.Tx, id string) error {
	r, err := tx.Case(id)
	if err != nil {
		return err
	}
	e := event.Seal(r.LastHash, event.Event{
		ID: store.NewID(), Tenant: "a", Case: id, Seq: r.LastSeq + 1, Name: "submission.submitted", At: tx.Now(),
		Actor: actor.Actor{Kind: actor.Applicant, Tenant: "a", ID: id, Case: id}, Data: map[string]any{"sha256": r.LastHash},
	})
	now := tx.Now()
	r.Revision++
	r.LastSeq, r.LastHash = e.Seq, e.Hash
	r.State.Stage, r.State.EnteredAt, r.State.SubmittedAt = "checks", now, &now
	if err := tx.UpdateCase(r); err != nil {
		return err
	}
	if err := tx.PutSubmission(speedSubmission(id, now)); err != nil {
		return err
	}
	if err := tx.AppendEvents([]event.Event{e}); err != nil {
		return err
	}
	if err := tx.Index(id, speedIndex()); err != nil {
		return err
	}
	return tx.Enqueue(cases.Job{Kind: "check", Args: map[string]string{"case": id}})
}

func speedSubmission(id string, now time.Time) submission.Submission {
	s := submission.Submission{
		Case: id, Tenant: "a", FormVersion: "v1", Revision: 1, SavedAt: now, FrozenAt: &now, Answers: map[string]any{}, Sources: submission.Sources{},
	}
	for i := range 30 {
		key := fmt.Sprintf("field%d", i)
		s.Answers[key] = "An answer of some length " + key
		s.Sources[key] = submission.Source{Kind: "applicant", By: id, At: now, Rev: 1}
	}
	return s
}

func speedIndex() []cases.IndexRow {
	rows := make([]cases.IndexRow, 10)
	for i := range rows {
		rows[i].Field = fmt.Sprintf("field%d", i)
		if i%2 == 0 {
			text := fmt.Sprint("An answer of some length ", i)
			rows[i].Text = &text
		} else {
			number := float64(i) * 1000
			rows[i].Number = &number
		}
	}
	return rows
}

// bare writes the same rows with nothing but statements: on SQLite in groups of the clients with one commit each.
func bare(b *testing.B, s *store.Store, list []cases.Record) {
	b.Helper()
	postgres := strings.Contains(fmt.Sprintf("%T", s.Pool().Driver()), "stdlib")
	_, err := s.Pool().Exec("CREATE TABLE bare_jobs (id " + map[bool]string{true: "bigserial", false: "integer"}[postgres] + " PRIMARY KEY, kind text, args text)")
	no(b, err)
	texts := bareTexts(postgres)
	if postgres {
		spread(b, list, func(r cases.Record) error { return bareTx(s.Pool(), texts, nil, []cases.Record{r}) })
		return
	}
	stmts := map[string]*sql.Stmt{}
	for _, text := range texts {
		stmts[text], err = s.Pool().Prepare(text) //nolint:sqlclosecheck // the pool closes it
		no(b, err)
	}
	b.ResetTimer()
	for at := 0; at < len(list); at += clients {
		no(b, bareTx(s.Pool(), texts, stmts, list[at:min(at+clients, len(list))]))
	}
	b.ReportMetric(float64(len(list))/b.Elapsed().Seconds(), "submits/s")
}

func bareTexts(postgres bool) []string {
	index := "INSERT INTO answer_index (tenant_id, case_id, field, position, text, number) VALUES "
	one, many := "(?, ?, ?, ?, ?, ?)", 1
	if postgres {
		many = 10
	}
	texts := []string{
		"UPDATE cases SET stage = ?, entered_at = ?, submitted_at = ?, revision = ?, last_seq = ?, last_hash = ?, state = ? WHERE tenant_id = ? AND id = ?",
		"INSERT INTO submissions (tenant_id, case_id, form_version, answers, sources, revision, saved_at, frozen_at, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"INSERT INTO events (tenant_id, case_id, seq, id, name, at, actor, data, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		index + strings.Repeat(one+", ", many-1) + one,
		"INSERT INTO bare_jobs (kind, args) VALUES (?, ?)",
	}
	for i, text := range texts {
		for n := 1; postgres && strings.Contains(texts[i], "?"); n++ {
			texts[i] = strings.Replace(texts[i], "?", fmt.Sprintf("$%d", n), 1)
		}
		_ = text
	}
	return texts
}

func bareTx(db *sql.DB, texts []string, stmts map[string]*sql.Stmt, list []cases.Record) error {
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	if stmts == nil {
		if _, err := tx.Exec("SELECT set_config('app.tenant', 'a', true)"); err != nil {
			return err
		}
	}
	exec := func(i int, args ...any) {
		if err != nil {
			return
		}
		if stmts == nil {
			_, err = tx.Exec(texts[i], args...)
		} else {
			_, err = tx.Stmt(stmts[texts[i]]).Exec(args...) //nolint:sqlclosecheck // the transaction closes it
		}
	}
	for _, r := range list {
		bareSubmit(exec, r, stmts == nil)
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}

var (
	bareState, _   = json.Marshal(record("a", "x", time.Now()).State)
	bareAnswers, _ = json.Marshal(speedSubmission("x", time.Now()).Answers)
	bareSources, _ = json.Marshal(speedSubmission("x", time.Now()).Sources)
	bareIndex      = speedIndex()
)

func bareSubmit(exec func(int, ...any), r cases.Record, postgres bool) {
	now := time.Now().UTC()
	exec(0, "checks", now, now, 2, 2, r.LastHash, string(bareState), "a", r.ID)
	exec(1, "a", r.ID, "v1", string(bareAnswers), string(bareSources), 1, now, now, "")
	exec(2, "a", r.ID, 2, store.NewID(), "submission.submitted", now, `{"kind":"applicant"}`, `{"sha256":"`+r.LastHash+`"}`, r.LastHash, r.LastHash)
	var all []any
	for _, row := range bareIndex {
		args := []any{"a", r.ID, row.Field, 0, row.Text, row.Number}
		if all = append(all, args...); !postgres {
			exec(3, args...)
		}
	}
	if postgres {
		exec(3, all...)
	}
	exec(4, "check", `{"case":"`+r.ID+`"}`)
}

func no(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
