package storetest

import (
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/integration"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/runtime/task"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

func testCases(t *testing.T, b *bench) {
	r := b.aCase(t, "a", "c1")
	b.begin(t, "a", func(tx conveyor.Tx) error {
		equal(t, tx.Now(), b.now)
		got, err := tx.Case("c1")
		must(t, err)
		equal(t, got, r)
		other := record("a", "c2", b.now)
		other.Reference = r.Reference
		wants(t, tx.InsertCase(other), fault.Conflict)
		other.Reference, other.DueAt, other.Token, other.State.Removed = "other", nil, cases.TokenMark{}, true
		must(t, tx.InsertCase(other)) // a conflict leaves the transaction usable
		got, err = tx.Case("c2")
		must(t, err)
		equal(t, got, other)
		_, err = tx.Case("c3")
		wants(t, err, fault.NotFound)

		r.Revision, r.Name, r.State.Stage = 2, "João", "done"
		must(t, tx.UpdateCase(r))
		got, err = tx.Case("c1")
		must(t, err)
		equal(t, got, r)
		return nil
	})
	b.refused(t, fault.Stale, func(tx conveyor.Tx) error { return tx.UpdateCase(r) })
	b.refused(t, fault.NotFound, func(tx conveyor.Tx) error { return tx.UpdateCase(record("a", "c3", b.now)) })
	b.begin(t, "a", func(tx conveyor.Tx) error {
		third := record("a", "c3", b.now)
		must(t, tx.InsertCase(third))
		ids, err := tx.CasesWithIdentity(third.Identity, "c3")
		must(t, err)
		equal(t, ids, []string{"c1"}) // c2 was removed
		ids, err = tx.CasesWithIdentity("", "c3")
		must(t, err)
		equal(t, len(ids), 0)
		return nil
	})
}

func testSubmissions(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	s := submission.Submission{
		Case: "c1", Tenant: "a", FormVersion: "v", Revision: 1, SavedAt: b.now,
		Answers: map[string]any{"name": "Maria <b>\" ' \\ \u2028 漢字 🎉", "income": 1234.56, "list": []any{map[string]any{"x": true}}, "none": nil},
		Sources: submission.Sources{"name": {Kind: "applicant", By: "c1", At: b.now, Rev: 1}},
		Visited: []string{"start", "who"},
	}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		_, err := tx.Submission("c1")
		wants(t, err, fault.NotFound)
		must(t, tx.PutSubmission(s))
		return nil
	})
	b.refused(t, fault.Stale, func(tx conveyor.Tx) error { return tx.PutSubmission(s) })
	frozen := b.now
	s.Revision, s.FrozenAt, s.SHA256 = 2, &frozen, "x"
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.PutSubmission(s) })
	b.refused(t, fault.Stale, func(tx conveyor.Tx) error { return tx.PutSubmission(s) })
	b.begin(t, "a", func(tx conveyor.Tx) error {
		got, err := tx.Submission("c1")
		must(t, err)
		equal(t, got, s)
		orphan := s
		orphan.Case = "c9"
		wants(t, tx.PutSubmission(orphan), fault.NotFound)
		return nil
	})
}

func testEvents(t *testing.T, b *bench) {
	r := b.aCase(t, "a", "c1")
	second := event.Seal(r.LastHash, event.Event{ID: "e2", Tenant: "a", Case: "c1", Seq: 2, Name: "case.moved", At: b.now})
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.AppendEvents([]event.Event{second}) })
	again := second
	again.ID = "e3"
	err := b.Begin(ctx, "a", func(tx conveyor.Tx) error { return tx.AppendEvents([]event.Event{again}) })
	wants(t, err, fault.Stale)
	chain, err := b.Events(ctx, "a", "c1")
	must(t, err)
	equal(t, len(chain), 2)
	must(t, event.Verify(chain))
	equal(t, chain[1], second)
}

func testDocuments(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	d := document.Document{
		ID: "d1", Tenant: "a", Case: "c1", Field: "/id", Kind: "rg", Name: "rg.jpg", MIME: "image/jpeg", Size: 5 << 32, SHA256: "s", Blob: "k",
		Width: 3, Height: 4, Pages: 2, Thumbnail: "k.small", State: "stored", Scan: "pending", Expires: "2027-01-31",
		CreatedAt: b.now, CreatedBy: "applicant:c1",
	}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.InsertDocument(d))
		wants(t, tx.InsertDocument(d), fault.Conflict)
		later := b.now.Add(time.Hour)
		d.State, d.Reason, d.Cause, d.Verdict, d.JudgedAt, d.JudgedBy = "refused", "blur", "blurred", "refused", &later, "m1"
		d.Scan, d.Found, d.ScannedAt, d.ReplacedAt, d.ReplacedBy, d.ErasedAt = "flagged", "Eicar", &later, &later, "applicant:c1", &later
		must(t, tx.UpdateDocument(d))
		got, err := tx.Document("d1")
		must(t, err)
		equal(t, got, d)
		list, err := tx.Documents("c1")
		must(t, err)
		equal(t, list, []document.Document{d})
		for _, key := range []string{"k", "k.small"} {
			of, err := tx.DocumentOf(key)
			must(t, err)
			equal(t, of, d)
		}
		_, err = tx.DocumentOf("other")
		wants(t, err, fault.NotFound)
		_, err = tx.Document("d9")
		wants(t, err, fault.NotFound)
		wants(t, tx.UpdateDocument(document.Document{ID: "d9", Case: "c1"}), fault.NotFound)
		return nil
	})
}

func aMessage(id string, at time.Time) message.Message {
	return message.Message{
		ID: id, Tenant: "a", Case: "c1", Key: "key-" + id, Template: "token", Channel: "email", Locale: "pt-BR", To: "m@example.org",
		Subject: "s", Body: "secret", State: "queued", CreatedAt: at,
	}
}

// testReminders counts what went to a person, by when it went out, and knows a message by the channel's id.
func testReminders(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for i, state := range []string{"sent", "delivered", "sending", "queued", "skipped", "bounced"} {
			m := aMessage("r"+string(rune('0'+i)), b.now.Add(-72*time.Hour))
			at := b.now.Add(-time.Duration(i+1) * time.Hour)
			m.Reminder, m.Person, m.State, m.SentAt, m.Provider = true, "p1", state, &at, "<"+m.ID+"@x>"
			m.HeldUntil, m.OpenedAt, m.Reason, m.Stage, m.Patient = &at, &at, "r", "draft", true
			_, err := tx.InsertMessage(m)
			must(t, err)
			got, err := tx.Carried(m.Provider)
			must(t, err)
			equal(t, got, m)
		}
		notice := aMessage("n1", b.now)
		notice.Person, notice.State, notice.SentAt = "p1", "sent", &b.now
		_, err := tx.InsertMessage(notice)
		must(t, err)
		for since, want := range map[time.Duration]int{-30 * time.Minute: 1, -90 * time.Minute: 2, -24 * time.Hour: 3} {
			n, err := tx.Reminded("p1", b.now.Add(since))
			must(t, err)
			equal(t, n, want)
		}
		_, err = tx.Carried("")
		wants(t, err, fault.NotFound)
		c, err := tx.Contact("p1")
		must(t, err)
		equal(t, c, message.Contact{Tenant: "a", Person: "p1"})
		c.StoppedAt, c.HardBounces, c.Failures, c.ReportedAt, c.Zone = &b.now, 1, 2, &b.now, "Asia/Dubai"
		must(t, tx.PutContact(c))
		again, err := tx.Contact("p1")
		must(t, err)
		equal(t, again, c)
		return nil
	})
	list, _, err := b.Outbox(ctx, "a", message.Query{Limit: 10, State: "skipped", Person: "p1"})
	must(t, err)
	equal(t, len(list), 1)
}

func testPapers(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	p := paper.Paper{
		ID: "w1", Tenant: "a", Case: "c1", Key: "k", Name: "contract", Locale: "ar", SHA256: "abc", Seals: "x", Evidence: "e",
		State: "current", CreatedAt: b.now, Content: []byte("%PDF\x00\xff"),
	}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for _, fresh := range []bool{true, false} {
			added, err := tx.InsertPaper(p)
			must(t, err)
			equal(t, added, fresh)
		}
		p.State = "replaced"
		must(t, tx.UpdatePaper(p))
		list, err := tx.Papers("c1")
		must(t, err)
		equal(t, list, []paper.Paper{p})
		got, err := tx.PaperByHash("abc")
		must(t, err)
		equal(t, got, p)
		_, err = tx.PaperByHash("abd")
		wants(t, err, fault.NotFound)
		return nil
	})
	b.begin(t, "a", func(tx conveyor.Tx) error { // the answers go, the hash stays
		_, err := tx.RemoveAnswers("c1")
		must(t, err)
		got, err := tx.PaperByHash("abc")
		must(t, err)
		equal(t, len(got.Content), 0)
		return nil
	})
}

func testMessages(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	m := aMessage("m1", b.now)
	b.begin(t, "a", func(tx conveyor.Tx) error {
		fresh, err := tx.InsertMessage(m)
		must(t, err)
		equal(t, fresh, true)
		twice := m
		twice.ID = "m2"
		fresh, err = tx.InsertMessage(twice)
		must(t, err)
		equal(t, fresh, false)
		sent := b.now
		m.State, m.SentAt, m.Provider, m.Attempts = "sent", &sent, "p", 1
		must(t, tx.UpdateMessage(m))
		got, err := tx.Message("m1")
		must(t, err)
		equal(t, got, m)
		list, err := tx.Messages("c1")
		must(t, err)
		equal(t, list, []message.Message{m})
		_, err = tx.Message("m2")
		wants(t, err, fault.NotFound)
		for i := range 4 {
			if _, err := tx.InsertMessage(aMessage("x"+string(rune('0'+i)), b.now.Add(time.Duration(i)*time.Second))); err != nil {
				return err
			}
		}
		return nil
	})
	var seen []string
	for after, pages := "", 0; ; pages++ {
		list, next, err := b.Outbox(ctx, "a", message.Query{After: after, Limit: 2})
		must(t, err)
		for _, m := range list {
			seen = append(seen, m.ID)
		}
		if after = next; next == "" {
			equal(t, pages, 2)
			break
		}
	}
	equal(t, seen, []string{"x3", "x2", "x1", "x0", "m1"})
	_, _, err := b.Outbox(ctx, "a", message.Query{After: "%%%", Limit: 2})
	wants(t, err, fault.Invalid)
}

func testSignatures(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	k := signature.Token{
		ID: "t1", Tenant: "a", Case: "c1", Purpose: "signature", SHA256: "h1", State: "created", Answers: "x", To: "m@example.org",
		CreatedAt: b.now, ExpiresAt: b.now.Add(time.Hour),
	}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.InsertToken(k))
		twice := k
		twice.ID = "t2"
		wants(t, tx.InsertToken(twice), fault.Conflict)
		twice.SHA256, twice.CreatedAt = "h2", b.now.Add(time.Second)
		must(t, tx.InsertToken(twice))
		used := b.now
		k.State, k.UsedAt, k.Attempts = "used", &used, 2
		must(t, tx.UpdateToken(k))
		got, err := tx.TokenByHash("h1")
		must(t, err)
		equal(t, got, k)
		list, err := tx.Tokens("c1", "signature")
		must(t, err)
		equal(t, list, []signature.Token{twice, k})
		list, err = tx.Tokens("c1", "resume")
		must(t, err)
		equal(t, len(list), 0)
		_, err = tx.TokenByHash("h9")
		wants(t, err, fault.NotFound)

		e := signature.Evidence{ID: "v1", Tenant: "a", Case: "c1", Record: []byte(`{"z":1,"a":1.50}`), Hash: "h", At: b.now}
		must(t, tx.InsertEvidence(e))
		wants(t, tx.InsertEvidence(e), fault.Conflict)
		kept, err := tx.EvidenceOf("c1")
		must(t, err)
		equal(t, kept, []signature.Evidence{e})
		return nil
	})
}

func testRequests(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	due := b.now.Add(time.Hour)
	i := request.Item{ID: "i1", Tenant: "a", Case: "c1", Path: "/income", Note: "n", State: "open", CreatedAt: b.now, CreatedBy: "m1", DueAt: &due}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.InsertItem(i))
		wants(t, tx.InsertItem(i), fault.Conflict)
		i.State, i.AnsweredAt = "answered", &due
		must(t, tx.UpdateItem(i))
		list, err := tx.Items("c1")
		must(t, err)
		equal(t, list, []request.Item{i})
		return nil
	})
}

func testChecks(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	r := check.Result{
		Tenant: "a", Case: "c1", Key: "cpf", Round: 1, Attempt: 1, Result: "fail", Explanation: schemas.Text{"en": "no"},
		Evidence: map[string]any{"score": 1.5}, At: b.now,
	}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.PutResult(r))
		r.Result, r.Attempt = "pass", 2
		must(t, tx.PutResult(r))
		second, age := r, r
		second.Round, age.Key = 2, "age"
		must(t, tx.PutResult(second))
		must(t, tx.PutResult(age))
		list, err := tx.Results("c1")
		must(t, err)
		equal(t, list, []check.Result{age, second})
		return nil
	})
}

func testTasks(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	due := b.now.Add(time.Hour)
	k := task.Task{ID: "k1", Tenant: "a", Case: "c1", Key: "key", Name: "call", Role: "analyst", State: "open", DueAt: &due, CreatedAt: b.now}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.InsertTask(k))
		twice := k
		twice.ID, twice.Name = "k2", "other"
		must(t, tx.InsertTask(twice))
		k.State, k.DoneAt, k.DoneBy = "done", &due, "m1"
		must(t, tx.UpdateTask(k))
		list, err := tx.Tasks("c1")
		must(t, err)
		equal(t, list, []task.Task{k})
		wants(t, tx.UpdateTask(twice), fault.NotFound)
		return nil
	})
}

func aCall(id string, at time.Time) integration.Call {
	return integration.Call{
		ID: id, Tenant: "a", Case: "c1", Name: "core", Key: "key/" + id, Stage: "integration", Attempt: 1, State: integration.Waiting,
		DueAt: at, Sent: map[string]any{"cep": "50030230"},
	}
}

func testCalls(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	first, second := aCall("l1", b.now), aCall("l2", b.now)
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for _, c := range []integration.Call{first, second} {
			added, err := tx.InsertCall(c)
			must(t, err)
			equal(t, added, true)
		}
		twice := aCall("l3", b.now)
		twice.Key = first.Key
		added, err := tx.InsertCall(twice)
		must(t, err)
		equal(t, added, false)
		at := b.now.Add(time.Second)
		first.State, first.At = integration.Final, &at
		first.Answer = integration.Answer{State: integration.Final, Status: 422, Code: "no", Field: "/cep", Facts: map[string]any{"n": 1.0}, Body: "{}"}
		must(t, tx.UpdateCall(first))
		one, err := tx.Call("l1")
		must(t, err)
		equal(t, one, first)
		list, err := tx.Calls("c1")
		must(t, err)
		equal(t, list, []integration.Call{second, first})
		_, err = tx.RemoveAnswers("c1")
		must(t, err)
		one, err = tx.Call("l1")
		must(t, err)
		equal(t, one.Answer, integration.Answer{})
		equal(t, len(one.Sent), 0)
		return nil
	})
}

func testPerformed(t *testing.T, b *bench) {
	b.begin(t, "a", func(tx conveyor.Tx) error {
		_, done, err := tx.Performed("k")
		must(t, err)
		equal(t, done, false)
		return tx.Perform("k", "c1")
	})
	b.refused(t, fault.Conflict, func(tx conveyor.Tx) error { return tx.Perform("k", "c2") })
	b.begin(t, "b", func(tx conveyor.Tx) error { return tx.Perform("k", "c9") })
	must(t, b.View(ctx, "a", func(tx conveyor.Tx) error {
		ref, done, err := tx.Performed("k")
		must(t, err)
		equal(t, done, true)
		equal(t, ref, "c1")
		return nil
	}))
	n, err := b.Forget(ctx, "a", b.now.Add(time.Second))
	must(t, err)
	equal(t, n, int64(1))
}

func testOpenCases(t *testing.T, b *bench) {
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for i := range 12 {
			r := record("a", "c"+string(rune('a'+i)), b.now)
			r.Email, r.State.Removed = "Maria@Example.org", i == 11
			must(t, tx.InsertCase(r))
		}
		return nil
	})
	list, err := b.OpenCasesOf(ctx, "a", "maria@example.ORG")
	must(t, err)
	equal(t, len(list), 10)
	equal(t, list[0], "ck")
	list, err = b.OpenCasesOf(ctx, "a", "")
	must(t, err)
	equal(t, len(list), 0)
}

func testErasure(t *testing.T, b *bench) {
	r := b.aCase(t, "a", "c1")
	word := "x"
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.PutSubmission(submission.Submission{Case: "c1", Tenant: "a", Revision: 1, SavedAt: b.now}))
		must(t, tx.Index("c1", []cases.IndexRow{{Field: "f", Text: &word}}))
		must(t, tx.InsertDocument(document.Document{ID: "d1", Tenant: "a", Case: "c1", Blob: "k1", CreatedAt: b.now}))
		_, err := tx.InsertMessage(aMessage("m1", b.now))
		return err
	})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		blobs, err := tx.RemoveAnswers("c1")
		must(t, err)
		equal(t, blobs, []string{"k1"})
		r.Revision, r.Name, r.Email, r.Identity, r.Phone, r.State.Removed = 2, "", "", "", "", true
		return tx.UpdateCase(r)
	})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		_, err := tx.Submission("c1")
		wants(t, err, fault.NotFound)
		m, err := tx.Message("m1")
		must(t, err)
		equal(t, m.Body+m.To+m.Subject, "")
		docs, err := tx.Documents("c1")
		must(t, err)
		equal(t, len(docs), 0)
		return nil
	})
	chain, err := b.Events(ctx, "a", "c1")
	must(t, err)
	equal(t, len(chain), 1)
}
