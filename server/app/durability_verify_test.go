package app_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/server/app"
)

// drain waits until no job is left that could be done now.
func (r *rig) drain(t *testing.T) {
	t.Helper()
	r.open(t, func(_ context.Context, a *app.App) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		left := -1
		empty := poll(ctx, 50*time.Millisecond, func() bool {
			row := a.Store.Pool().QueryRowContext(ctx, `SELECT count(*) FROM river_job WHERE state IN ('available', 'running', 'retryable')`)
			return row.Scan(&left) == nil && left == 0
		})
		if !empty {
			t.Errorf("%d jobs are left:\n%s", left, jobs(t, a, "state IN ('available', 'running', 'retryable')"))
		}
	})
}

// jobs lists jobs.
func jobs(t *testing.T, a *app.App, where string) string {
	t.Helper()
	rows, err := a.Store.Pool().Query("SELECT kind, state, attempt, CAST(args AS text), COALESCE(CAST(errors AS text), '') FROM river_job WHERE " + where + " ORDER BY id LIMIT 20")
	must(t, err)
	defer rows.Close()
	var out strings.Builder
	for rows.Next() {
		var kind, state, args, errs string
		var attempt int
		must(t, rows.Scan(&kind, &state, &attempt, &args, &errs))
		fmt.Fprintf(&out, "  %s %s, attempt %d: %s %.400s\n", kind, state, attempt, args, errs)
	}
	must(t, rows.Err())
	return out.String()
}

// openDocuments looks at each acknowledged document through a link, as its applicant.
func (r *rig) openDocuments(t *testing.T) {
	t.Helper()
	for _, p := range r.people {
		for id, sum := range p.files {
			var link struct{ URL string }
			must(t, p.ask(t.Context(), send{method: http.MethodGet, path: "/portal/case/documents/" + id + "/link"}, &link))
			if strings.HasPrefix(link.URL, "/") {
				link.URL = "http://" + r.server.address + link.URL
			}
			response, err := http.Get(link.URL) //nolint:noctx // a test's own
			must(t, err)
			content, err := io.ReadAll(response.Body)
			must(t, err)
			must(t, response.Body.Close())
			if response.StatusCode != http.StatusOK || sha256.Sum256(content) != sum {
				t.Errorf("%s: document %s: %s, %d bytes that were not sent", p.key, id, response.Status, len(content))
			}
		}
	}
}

// found is what the store has of a case.
type found struct {
	record    cases.Record
	answers   submission.Submission
	documents []document.Document
	messages  []message.Message
	evidence  []signature.Evidence
	events    []event.Event
}

// verify compares the store with the ledger.
func (r *rig) verify(t *testing.T) {
	t.Helper()
	r.mail.update(r.sink)
	r.open(t, func(ctx context.Context, a *app.App) {
		byKey := map[string][]found{}
		for id, err := range a.Store.CaseIDs(ctx, r.tenant) {
			must(t, err)
			f := r.find(t, ctx, a, id)
			byKey[f.record.Channel] = append(byKey[f.record.Channel], f)
		}
		tally := map[string]int{}
		for _, p := range r.people {
			list := byKey[p.key]
			delete(byKey, p.key)
			if p.id == "" && len(list) == 0 {
				continue // never acknowledged, never kept
			}
			if len(list) != 1 || list[0].record.ID != p.id {
				t.Errorf("%s: acknowledged as case %q, found %d cases", p.key, p.id, len(list))
				continue
			}
			p.verify(t, list[0])
			p.verifyMessages(t, list[0], tally)
			verifyTimers(t, a, list[0])
		}
		for key, list := range byKey {
			t.Errorf("%d cases with key %q were started by nobody", len(list), key)
		}
		if lost := jobs(t, a, "state IN ('cancelled', 'discarded')"); lost != "" {
			t.Errorf("jobs were given up:\n%s", lost)
		}
		must(t, a.Auditor.Anchor(ctx, r.tenant))
		t.Logf("messages %v, letters %d", tally, len(r.sink.Letters()))
		if arrived := len(r.mail.byID); arrived > tally["sent"]+tally["failed, arrived"] {
			t.Errorf("%d letters arrived that no message knows of", arrived-tally["sent"]-tally["failed, arrived"])
		}
	})
}

func (r *rig) find(t *testing.T, ctx context.Context, a *app.App, id string) (f found) {
	t.Helper()
	must(t, a.Store.View(ctx, r.tenant, func(tx conveyor.Tx) (err error) {
		if f.record, err = tx.Case(id); err != nil {
			return err
		}
		if f.answers, err = tx.Submission(id); err != nil {
			return err
		}
		if f.documents, err = tx.Documents(id); err != nil {
			return err
		}
		if f.messages, err = tx.Messages(id); err != nil {
			return err
		}
		f.evidence, err = tx.EvidenceOf(id)
		return err
	}))
	var err error
	f.events, err = a.Store.Events(ctx, r.tenant, id)
	must(t, err)
	return f
}

func (p *person) verify(t *testing.T, f found) {
	t.Helper()
	for key, value := range p.answers {
		if f.answers.Answers[key] != value {
			t.Errorf("%s: %s is %v, acknowledged was %v", p.key, key, f.answers.Answers[key], value)
		}
	}
	var ids []string
	for _, d := range f.documents {
		ids = append(ids, d.ID)
		if sum := p.files[d.ID]; d.SHA256 != fmt.Sprintf("%x", sum) {
			t.Errorf("%s: document %s was not acknowledged so", p.key, d.ID)
		}
	}
	if len(ids) != len(p.files) {
		t.Errorf("%s: documents %v, %d acknowledged", p.key, ids, len(p.files))
	}
	if len(f.evidence) != p.moves["sign"] || len(f.evidence) == 1 && f.evidence[0].Hash != p.evidence {
		t.Errorf("%s: %d signatures, %d acknowledged", p.key, len(f.evidence), p.moves["sign"])
	}
	p.verifyEvents(t, f)
	p.verifyChecks(t, f)
}

// verifyEvents counts what happened: once for each acknowledged request, however often it was sent.
func (p *person) verifyEvents(t *testing.T, f found) {
	t.Helper()
	want := map[string]int{
		"case.started": 1, "submission.saved": p.saves, "document.uploaded": len(p.files),
		"submission.submitted": p.moves["submit"] + p.moves["answer"], "request.made": p.moves["request"],
		"request.answered": p.moves["answer"], "signature.given": p.moves["sign"], "note.added": len(p.notes),
		"token.issued": p.moves["approve"] + p.moves["resend"],
	}
	for _, verb := range []string{"submit", "answer", "request", "approve", "reject", "resend", "sign"} {
		want["verb "+verb] = p.moves[verb]
	}
	got := map[string]int{}
	for _, e := range f.events {
		got[e.Name]++
		if verb, ok := e.Data["verb"].(string); ok && e.Name == "case.moved" {
			got["verb "+verb]++
		}
		if text, ok := e.Data["note"].(string); ok && e.Name == "note.added" && !slices.Contains(p.notes, text) {
			t.Errorf("%s: note %q was not acknowledged", p.key, text)
		}
	}
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%s: %s happened %d times, acknowledged %d", p.key, name, got[name], n)
		}
	}
}

// verifyChecks looks for a case that waits for a check that nobody will do.
func (p *person) verifyChecks(t *testing.T, f found) {
	t.Helper()
	if f.record.State.Stage == "auto_check" {
		t.Errorf("%s: stuck in the automatic check", p.key)
	}
	for key, mark := range f.record.State.Checks {
		if mark.Result == "pending" {
			t.Errorf("%s: check %s is still pending in stage %s", p.key, key, f.record.State.Stage)
		}
	}
}

// verifyMessages wants each message that the ledger asks for once in the outbox, and at most once in the mail.
func (p *person) verifyMessages(t *testing.T, f found, tally map[string]int) {
	t.Helper()
	want := map[string]int{
		"resume_link": 0, "signature_request": p.moves["approve"] + p.moves["resend"],
		"info_request": p.moves["request"], "rejected": p.moves["reject"], "address_changed": p.moves["sign"],
	}
	if p.answers["email"] != nil {
		want["resume_link"] = 1
	}
	got := map[string]int{}
	for _, m := range f.messages {
		got[m.Template]++
		arrived := p.rig.mail.byID[m.ID]
		tally[m.State]++
		switch {
		case arrived > 1:
			t.Errorf("%s: %s with key %s arrived %d times", p.key, m.Template, m.Key, arrived)
		case m.State == message.Failed && m.Error == "interrupted" && arrived == 1:
			tally["failed, arrived"]++
		case m.State == message.Failed && m.Error == "interrupted":
		case m.State == message.Sent && arrived == 1 && m.SentAt != nil:
		default:
			t.Errorf("%s: %s is %s (%s) and arrived %d times", p.key, m.Template, m.State, m.Error, arrived)
		}
	}
	for template, n := range want {
		if got[template] != n {
			t.Errorf("%s: %d messages %s, want %d", p.key, got[template], template, n)
		}
	}
}

// verifyTimers wants a job for the next timer of the case.
func verifyTimers(t *testing.T, a *app.App, f found) {
	t.Helper()
	if len(f.record.State.Timers) == 0 {
		if stage := f.record.State.Stage; stage != "complete" {
			t.Errorf("%s: no timer in stage %s", f.record.ID, stage)
		}
		return
	}
	due := f.record.State.Timers[0].DueAt
	if f.record.DueAt == nil || !f.record.DueAt.Equal(due) {
		t.Errorf("%s: due at %v, its timer at %v", f.record.ID, f.record.DueAt, due)
	}
	key := f.record.ID + "/" + strconv.FormatInt(due.UnixMilli(), 36)
	if strings.Count(jobs(t, a, "kind = 'timer' AND state = 'scheduled' AND CAST(args AS text) LIKE '%"+key+"%'"), "\n") != 1 {
		t.Errorf("%s: no job for the timer at %v", f.record.ID, due)
	}
}

// verifyAudit asks the command.
func (r *rig) verifyAudit(t *testing.T) {
	t.Helper()
	out, err := r.server.command("audit", "verify").CombinedOutput()
	if err != nil || !strings.Contains(string(out), slug+": ok=true") {
		t.Errorf("audit verify: %v\n%s", err, out)
	}
	t.Logf("audit: %s", strings.TrimSpace(string(out)))
}
