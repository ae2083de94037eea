package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/runtime/task"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

// answer is what a method said to tenant b about things of tenant a.
type answer struct {
	value any
	err   error
}

func says(value any, err error) answer { return answer{value, err} }

func fails(err error) answer { return answer{err: err} }

// noTenant are the methods that are about no tenant in particular, and why.
var noTenant = map[string]string{
	"Alone": "the whole database", "Backup": "the whole database", "Close": "the whole database", "Ping": "the whole database", "Pool": "the whole database",
	"EnqueueWith": "wiring", "Tenants": "for the operator", "TenantBySlug": "finds out the tenant", "TenantByHost": "finds out the tenant",
	"CreateTenant": "makes one", "DueTimers": "names the tenant of each row", "ListTenantsHeads": "names the tenant of each row",
	"Administer": "its methods are of the tenant that is named: see office", "Begin": "its methods are asked one by one", "View": "its methods are asked one by one", "Now": "the clock",
	"Tally": "adds a row of the tenant's own: see tallies", "Recount": "sums up the tenant's own: see tallies",
	"Watch":   "names the tenant of each change",
	"Perform": "keeps a key of the tenant's own: see performed", "Enqueue": "a job carries its own tenant: see jobs",
}

// testForeign asks every method about things of another tenant. The methods come from the interfaces themselves, so
// that a new one cannot be forgotten.
func testForeign(t *testing.T, b *bench) {
	rowsOfA(t, b)
	before := snapshot(t, b)
	tx, whole := foreignTx(b), foreignStore(b)
	for _, name := range methods(reflect.TypeFor[conveyor.Tx]()) {
		ask, ok := tx[name]
		if !ok && noTenant[name] == "" {
			t.Errorf("Tx.%s is not asked with a foreign tenant", name)
		}
		if ok {
			err := b.Begin(ctx, "b", func(tx conveyor.Tx) error {
				check1(t, "Tx."+name, ask(tx))
				return errOwn // nothing of this stays
			})
			equal(t, err, errOwn)
		}
	}
	all := []reflect.Type{
		reflect.TypeFor[*store.Store](), reflect.TypeFor[conveyor.Store](), reflect.TypeFor[tenant.Store](), reflect.TypeFor[queue.Reader](),
	}
	for _, of := range all {
		for _, name := range methods(of) {
			ask, ok := whole[name]
			if !ok && noTenant[name] == "" {
				t.Errorf("%v.%s is not asked with a foreign tenant", of, name)
			}
			if ok {
				check1(t, "Store."+name, ask())
			}
		}
	}
	equal(t, snapshot(t, b), before)
}

func methods(of reflect.Type) []string {
	var names []string
	for m := range of.Methods() {
		names = append(names, m.Name)
	}
	return names
}

// check1 wants a not-found fault or an empty value. Stale says no more than that: there is no such row either.
func check1(t *testing.T, name string, got answer) {
	t.Helper()
	if got.err != nil {
		if code := fault.CodeOf(got.err); code != fault.NotFound && code != fault.Stale {
			t.Errorf("%s of a foreign tenant: %v", name, got.err)
		}
		return
	}
	v := reflect.ValueOf(got.value)
	if !v.IsValid() {
		t.Errorf("%s of a foreign tenant did it", name)
		return
	}
	if !v.IsZero() && (v.Kind() != reflect.Slice || v.Len() > 0) {
		t.Errorf("%s of a foreign tenant: %+v", name, got.value)
	}
}

var stubMember = tenant.Member{ID: "m1", Email: "ana@example.org", Name: "Ana", Active: true}

func rowsOfA(t *testing.T, b *bench) {
	t.Helper()
	r := b.aCase(t, "a", "c1")
	_ = r
	word := "x"
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.PutSubmission(submission.Submission{Case: "c1", Revision: 1, SavedAt: b.now}))
		must(t, tx.Index("c1", []cases.IndexRow{{Field: "f", Text: &word}}))
		must(t, tx.InsertDocument(document.Document{ID: "d1", Case: "c1", Blob: "k1", Scan: "pending", CreatedAt: b.now}))
		must(t, tx.Hold(document.Hold{Case: "c1", Reason: "a court", HeldAt: b.now, HeldBy: "m1"}))
		must(t, tx.InsertToken(signature.Token{ID: "t1", Case: "c1", SHA256: "h", Purpose: "signature", CreatedAt: b.now, ExpiresAt: b.now}))
		must(t, tx.InsertEvidence(signature.Evidence{ID: "v1", Case: "c1", Record: []byte("{}"), At: b.now}))
		must(t, tx.InsertItem(request.Item{ID: "i1", Case: "c1", CreatedAt: b.now}))
		must(t, tx.PutResult(check.Result{Case: "c1", Key: "cpf", Round: 1, At: b.now}))
		must(t, tx.PutClearing(screening.Clearing{Case: "c1", List: "l1", Entry: "e1", At: b.now}))
		must(t, tx.Perform("r1", "c1"))
		_, err := tx.InsertCall(aCall("l1", b.now))
		must(t, err)
		must(t, tx.InsertTask(task.Task{ID: "k1", Case: "c1", Key: "k", CreatedAt: b.now}))
		j := aJourney("a", "c1", b.now)
		must(t, tx.PutJourney(j, j.Steps))
		tally, _ := cockpit.Difference(cockpit.Journey{}, j)
		must(t, tx.Tally("y1", tally))
		must(t, tx.AddWork([]cockpit.Work{{Case: "c1", Seq: 1, Member: "m1"}}))
		must(t, tx.PutNudge(aNudge(b.now)))
		must(t, tx.SetOpening(definition.Opening{Pipeline: "onboarding", Paused: true, Revision: 1, UpdatedAt: b.now}))
		must(t, tx.InsertPost(portal.Post{ID: "p1", Case: "c1", Kind: "member", At: b.now}))
		must(t, tx.PutTick(portal.Tick{Case: "c1", Item: "terms", At: b.now}))
		must(t, tx.PutFeedback(portal.Feedback{Case: "c1", Score: 5, At: b.now}))
		must(t, tx.PutInvitation(portal.Invitation{Case: "c1", Pipeline: "onboarding", At: b.now}))
		must(t, tx.SetShare(portal.Share{Pipeline: "onboarding", Revision: 1, UpdatedAt: b.now}))
		sent := aMessage("m1", b.now)
		sent.Provider, sent.Person, sent.Reminder, sent.State, sent.SentAt = "<m1@example.org>", "p1", true, "sent", &b.now
		_, err = tx.InsertMessage(sent)
		must(t, err)
		contact, err := tx.Contact("p1")
		must(t, err)
		contact.HardBounces = 1
		must(t, tx.PutContact(contact))
		_, err = tx.InsertPaper(paper.Paper{ID: "w1", Case: "c1", Key: "w1", SHA256: "w", CreatedAt: b.now})
		return err
	})
	aList(t, b)
	must(t, b.KeepAnswer(ctx, "a", "h1", check.Kept{Result: "pass", At: b.now, Until: b.now.Add(24 * time.Hour)}))
	m := stubMember
	m.Tenant, m.CreatedAt = "a", b.now
	must(t, b.CreateMember(ctx, m))
	must(t, b.setPolicies("a", []tenant.Role{{Key: "z"}}, []tenant.Policy{{Role: "z"}}))
	must(t, b.CreateSession(ctx, tenant.Session{SHA256: "h1", Tenant: "a", Member: "m1", ExpiresAt: b.now.Add(time.Hour)}))
	must(t, b.SaveDraft(ctx, draft("a", b.now)))
	must(t, b.Administer(ctx, "a", func(o tenant.Office) error {
		_, err := o.SaveQueueSettings(tenant.QueueSettings{Queue: "approval", Assignment: tenant.AssignRoundRobin, Revision: 1, UpdatedAt: b.now})
		must(t, err)
		return o.AddAbsence(tenant.Absence{ID: "a1", Member: "m1", From: b.now, Until: b.now.Add(time.Hour), CreatedAt: b.now})
	}))
	b.isFree(t, free{id: "c2", stage: "review"})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		return errors.Join(tx.Mark("m1", "c1", 1), tx.InsertMention(conveyor.Mention{Member: "m1", Note: "n1", Case: "c1", Group: "general", By: "m2", At: b.now}))
	})
	_, err := b.PublishVersion(ctx, definition.Version{ID: "v1", Tenant: "a", Kind: definition.Form, Key: "person", Body: []byte("{}")})
	must(t, err)
	must(t, b.NameVersion(ctx, definition.Name{Tenant: "a", Version: "v1", Name: "First", At: b.now}))
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.InsertView(aView("w1", "m1", b.now)))
		must(t, tx.SetDefaultView("approval", "m1", "w1"))
		must(t, tx.InsertRun(aRun("b1", b.now), []queue.Item{{Case: "c1", State: queue.Waiting}}))
		return tx.InsertMigration(aMigration("g1", b.now))
	})
	must(t, b.saveRetention("a", document.Retention{Revision: 1, Rules: []document.RetentionRule{{Kind: "*", Keep: 1}}, UpdatedAt: b.now}))
	must(t, b.PutStorageReport(ctx, "a", tenant.StorageReport{At: b.now, Files: 1}))
	must(t, b.InsertAnchor(ctx, store.Anchor{ID: "n1", Tenant: "a", At: b.now, Root: "r"}))
	_, err = b.Meet(ctx, aPresence("a", "m1", "w1", b.now), b.now)
	must(t, err)
}

func foreignTx(b *bench) map[string]func(conveyor.Tx) answer {
	own := func() cases.Record { return record("b", "c1", b.now) }
	word := "x"
	return map[string]func(conveyor.Tx) answer{
		"Journey": func(tx conveyor.Tx) answer { return says(tx.Journey("c1")) },
		"PutJourney": func(tx conveyor.Tx) answer {
			return fails(tx.PutJourney(cockpit.Journey{Case: "c1"}, nil))
		},
		"AddWork":    func(tx conveyor.Tx) answer { return fails(tx.AddWork([]cockpit.Work{{Case: "c1", Seq: 1}})) },
		"Reopen":     func(tx conveyor.Tx) answer { return fails(tx.Reopen("c1")) },
		"Nudges":     func(tx conveyor.Tx) answer { return says(tx.Nudges("c1")) },
		"PutNudge":   func(tx conveyor.Tx) answer { return fails(tx.PutNudge(cockpit.Nudge{Case: "c1", Message: "m1"})) },
		"Case":       func(tx conveyor.Tx) answer { return says(tx.Case("c1")) },
		"InsertCase": func(tx conveyor.Tx) answer { return fails(tx.InsertCase(record("a", "c9", b.now))) },
		"UpdateCase": func(tx conveyor.Tx) answer {
			r := own()
			r.Revision = 2
			return fails(tx.UpdateCase(r))
		},
		"RemoveAnswers": func(tx conveyor.Tx) answer { return says(tx.RemoveAnswers("c1")) },
		"AppendEvents": func(tx conveyor.Tx) answer {
			return fails(tx.AppendEvents([]event.Event{{Tenant: "b", Case: "c1", Seq: 2}}))
		},
		"Indexed": func(tx conveyor.Tx) answer { return fails(tx.Indexed("c1")) },
		"Index":   func(tx conveyor.Tx) answer { return fails(tx.Index("c1", []cases.IndexRow{{Field: "f", Text: &word}})) },
		"Performed": func(tx conveyor.Tx) answer {
			ref, done, err := tx.Performed("r1")
			return says(struct {
				ref  string
				done bool
			}{ref, done}, err)
		},
		"CompletedWithIdentity": func(tx conveyor.Tx) answer {
			return says(tx.CompletedWithIdentity(own().Identity, "", b.now.Add(time.Hour)))
		},
		"InsertPersonal": func(tx conveyor.Tx) answer {
			return fails(tx.InsertPersonal([]event.Personal{{ID: "p9", Case: "c1"}}))
		},
		"Personal":          func(tx conveyor.Tx) answer { return says(tx.Personal("c1")) },
		"ErasePersonal":     func(tx conveyor.Tx) answer { return fails(tx.ErasePersonal("c1")) },
		"CasesWithIdentity": func(tx conveyor.Tx) answer { return says(tx.CasesWithIdentity(own().Identity, "")) },
		"Submission":        func(tx conveyor.Tx) answer { return says(tx.Submission("c1")) },
		"PutSubmission": func(tx conveyor.Tx) answer {
			return fails(tx.PutSubmission(submission.Submission{Case: "c1", Revision: 2}))
		},
		"InsertDocument": func(tx conveyor.Tx) answer { return fails(tx.InsertDocument(document.Document{ID: "d9", Case: "c1"})) },
		"UpdateDocument": func(tx conveyor.Tx) answer { return fails(tx.UpdateDocument(document.Document{ID: "d1", Case: "c1"})) },
		"Document":       func(tx conveyor.Tx) answer { return says(tx.Document("d1")) },
		"Documents":      func(tx conveyor.Tx) answer { return says(tx.Documents("c1")) },
		"DocumentOf":     func(tx conveyor.Tx) answer { return says(tx.DocumentOf("k1")) },
		"Retention":      func(tx conveyor.Tx) answer { return says(tx.Retention()) },
		"OnHold":         func(tx conveyor.Tx) answer { return says(tx.OnHold("c1")) },
		"Hold":           func(tx conveyor.Tx) answer { return fails(tx.Hold(document.Hold{Case: "c1", HeldAt: b.now})) },
		"Unhold":         func(tx conveyor.Tx) answer { return says(tx.Unhold("c1")) },
		"Owe":            func(tx conveyor.Tx) answer { return fails(tx.Owe("c1")) },
		"CaseNamed":      func(tx conveyor.Tx) answer { return says(tx.CaseNamed("REF-c1")) },
		"InsertMessage": func(tx conveyor.Tx) answer {
			m := aMessage("m9", b.now)
			m.Tenant = "b"
			return says(tx.InsertMessage(m))
		},
		"Message": func(tx conveyor.Tx) answer { return says(tx.Message("m1")) },
		"UpdateMessage": func(tx conveyor.Tx) answer {
			m := aMessage("m1", b.now)
			m.Tenant = "b"
			return fails(tx.UpdateMessage(m))
		},
		"InsertCall": func(tx conveyor.Tx) answer {
			c := aCall("l9", b.now)
			c.Tenant = "b"
			return says(tx.InsertCall(c))
		},
		"UpdateCall": func(tx conveyor.Tx) answer {
			c := aCall("l1", b.now)
			c.Tenant = "b"
			return fails(tx.UpdateCall(c))
		},
		"Call":     func(tx conveyor.Tx) answer { return says(tx.Call("l1")) },
		"Calls":    func(tx conveyor.Tx) answer { return says(tx.Calls("c1")) },
		"Messages": func(tx conveyor.Tx) answer { return says(tx.Messages("c1")) },
		"Carried":  func(tx conveyor.Tx) answer { return says(tx.Carried("<m1@example.org>")) },
		"Contact": func(tx conveyor.Tx) answer {
			c, err := tx.Contact("p1")
			return says(c.HardBounces, err)
		},
		"PutContact": func(tx conveyor.Tx) answer {
			return fails(tx.PutContact(message.Contact{Person: "p1", HardBounces: 9}))
		},
		"Reminded": func(tx conveyor.Tx) answer { return says(tx.Reminded("p1", b.now.Add(-time.Hour))) },
		"InsertPaper": func(tx conveyor.Tx) answer {
			return says(tx.InsertPaper(paper.Paper{ID: "w9", Case: "c1", CreatedAt: b.now}))
		},
		"UpdatePaper": func(tx conveyor.Tx) answer { return fails(tx.UpdatePaper(paper.Paper{ID: "w1", Case: "c1"})) },
		"Papers":      func(tx conveyor.Tx) answer { return says(tx.Papers("c1")) },
		"PaperByHash": func(tx conveyor.Tx) answer { return says(tx.PaperByHash("w")) },
		"InsertToken": func(tx conveyor.Tx) answer {
			return fails(tx.InsertToken(signature.Token{ID: "t9", Case: "c1", SHA256: "h9"}))
		},
		"UpdateToken": func(tx conveyor.Tx) answer { return fails(tx.UpdateToken(signature.Token{ID: "t1", Case: "c1"})) },
		"TokenByHash": func(tx conveyor.Tx) answer { return says(tx.TokenByHash("h")) },
		"Tokens":      func(tx conveyor.Tx) answer { return says(tx.Tokens("c1", "signature")) },
		"InsertEvidence": func(tx conveyor.Tx) answer {
			return fails(tx.InsertEvidence(signature.Evidence{ID: "v9", Case: "c1", Record: []byte("{}")}))
		},
		"EvidenceOf": func(tx conveyor.Tx) answer { return says(tx.EvidenceOf("c1")) },
		"InsertItem": func(tx conveyor.Tx) answer { return fails(tx.InsertItem(request.Item{ID: "i9", Case: "c1"})) },
		"UpdateItem": func(tx conveyor.Tx) answer { return fails(tx.UpdateItem(request.Item{ID: "i1", Case: "c1"})) },
		"Items":      func(tx conveyor.Tx) answer { return says(tx.Items("c1")) },
		"PutResult": func(tx conveyor.Tx) answer {
			return fails(tx.PutResult(check.Result{Case: "c1", Key: "cpf", Round: 1}))
		},
		"Results":   func(tx conveyor.Tx) answer { return says(tx.Results("c1")) },
		"ResultsOf": func(tx conveyor.Tx) answer { return says(tx.ResultsOf("c1", "cpf")) },
		"PutClearing": func(tx conveyor.Tx) answer {
			return fails(tx.PutClearing(screening.Clearing{Case: "c1", List: "l1", At: b.now}))
		},
		"Clearings":  func(tx conveyor.Tx) answer { return says(tx.Clearings("c1")) },
		"InsertTask": func(tx conveyor.Tx) answer { return fails(tx.InsertTask(task.Task{ID: "k9", Case: "c1", Key: "k9"})) },
		"UpdateTask": func(tx conveyor.Tx) answer { return fails(tx.UpdateTask(task.Task{ID: "k1", Case: "c1"})) },
		"Tasks":      func(tx conveyor.Tx) answer { return says(tx.Tasks("c1")) },
		"InsertMigration": func(tx conveyor.Tx) answer {
			m := aMigration("g9", b.now)
			m.Tenant = "b"
			return fails(tx.InsertMigration(m))
		},
		"UpdateMigration": func(tx conveyor.Tx) answer {
			m := aMigration("g1", b.now)
			m.Tenant = "b"
			return fails(tx.UpdateMigration(m))
		},
		"InsertView": func(tx conveyor.Tx) answer {
			v := aView("w9", "m1", b.now)
			v.Tenant = "a"
			return fails(tx.InsertView(v))
		},
		"UpdateView": func(tx conveyor.Tx) answer {
			v := aView("w1", "m1", b.now)
			v.Revision = 2
			return fails(tx.UpdateView(v))
		},
		"DeleteView":     func(tx conveyor.Tx) answer { return fails(tx.DeleteView("w1")) },
		"SavedView":      func(tx conveyor.Tx) answer { return says(tx.SavedView("w1")) },
		"SavedViews":     func(tx conveyor.Tx) answer { return says(tx.SavedViews("approval", "m1")) },
		"DefaultView":    func(tx conveyor.Tx) answer { return says(tx.DefaultView("approval", "m1")) },
		"SetDefaultView": func(tx conveyor.Tx) answer { return fails(tx.SetDefaultView("approval", "m1", "w1")) },
		"InsertRun": func(tx conveyor.Tx) answer {
			r := aRun("b9", b.now)
			r.Tenant = "a"
			return fails(tx.InsertRun(r, nil))
		},
		"Run":           func(tx conveyor.Tx) answer { return says(tx.Run("b1")) },
		"Runs":          func(tx conveyor.Tx) answer { return says(tx.Runs("m1")) },
		"UpdateRun":     func(tx conveyor.Tx) answer { return fails(tx.UpdateRun(aRun("b1", b.now))) },
		"RunItems":      func(tx conveyor.Tx) answer { return says(tx.RunItems("b1", "", 0, 10)) },
		"UpdateRunItem": func(tx conveyor.Tx) answer { return says(tx.UpdateRunItem(queue.Item{Run: "b1", State: queue.Acted})) },
		"TallyRun": func(tx conveyor.Tx) answer {
			tally, err := tx.TallyRun("b1")
			return says(len(tally), err)
		},
		"Migration":  func(tx conveyor.Tx) answer { return says(tx.Migration("g1")) },
		"Migrations": func(tx conveyor.Tx) answer { return says(tx.Migrations("onboarding")) },
		"InFlight": func(tx conveyor.Tx) answer {
			return says(tx.InFlight(migration.Flight{Pipeline: own().Pipeline, Limit: 10}))
		},
		"VersionsInFlight": func(tx conveyor.Tx) answer { return says(tx.VersionsInFlight(own().Pipeline)) },
		"CountInFlight": func(tx conveyor.Tx) answer {
			counts, err := tx.CountInFlight(own().Pipeline)
			return says(len(counts), err)
		},
		"Opening": func(tx conveyor.Tx) answer {
			o, err := tx.Opening("onboarding")
			return says(o.Paused, err)
		},
		"InsertPost": func(tx conveyor.Tx) answer {
			return fails(tx.InsertPost(portal.Post{ID: "p2", Case: "c1", At: b.now}))
		},
		"Posts":     func(tx conveyor.Tx) answer { return says(tx.Posts("c1")) },
		"ReadPosts": func(tx conveyor.Tx) answer { return says(tx.ReadPosts("c1", "member", b.now)) },
		"PutTick":   func(tx conveyor.Tx) answer { return fails(tx.PutTick(portal.Tick{Case: "c1", Item: "x", At: b.now})) },
		"RemoveTick": func(tx conveyor.Tx) answer {
			return fails(tx.RemoveTick("c1", "terms"))
		},
		"Ticks": func(tx conveyor.Tx) answer { return says(tx.Ticks("c1")) },
		"PutFeedback": func(tx conveyor.Tx) answer {
			return fails(tx.PutFeedback(portal.Feedback{Case: "c1", Score: 1, At: b.now}))
		},
		"FeedbackOf": func(tx conveyor.Tx) answer { return says(tx.FeedbackOf("c1")) },
		"PutInvitation": func(tx conveyor.Tx) answer {
			return fails(tx.PutInvitation(portal.Invitation{Case: "c1", Pipeline: "onboarding", At: b.now}))
		},
		"Invitation": func(tx conveyor.Tx) answer { return says(tx.Invitation("c1")) },
		"Invitations": func(tx conveyor.Tx) answer {
			found, _, err := tx.Invitations(portal.Invited{Pipeline: "onboarding", Limit: 9})
			return says(found, err)
		},
		"Share": func(tx conveyor.Tx) answer {
			s, err := tx.Share("onboarding")
			return says(s.Revision, err)
		},
		"SetShare": func(tx conveyor.Tx) answer {
			return fails(tx.SetShare(portal.Share{Tenant: "b", Pipeline: "onboarding", Revision: 2, UpdatedAt: b.now}))
		},
		"NextFree": func(tx conveyor.Tx) answer {
			return says(tx.NextFree(conveyor.Wanted{Member: "m1", Stages: stages}))
		},
		"Turn": func(tx conveyor.Tx) answer {
			_, on, err := tx.Turn("approval")
			return says(on, err)
		},
		"TakeTurn": func(tx conveyor.Tx) answer { return fails(tx.TakeTurn("approval", "m2")) },
		"InsertMention": func(tx conveyor.Tx) answer {
			return fails(tx.InsertMention(conveyor.Mention{Member: "m1", Note: "n9", Case: "c1", Group: "general", By: "m1", At: b.now}))
		},
		"Mentions":     func(tx conveyor.Tx) answer { return says(tx.Mentions("m1")) },
		"ReadMentions": func(tx conveyor.Tx) answer { return says(0, tx.ReadMentions("m1", "c1")) },
		"Mark":         func(tx conveyor.Tx) answer { return fails(tx.Mark("m1", "c1", 9)) },
		// There is no mark to move: the snapshot shows that the other tenant keeps its own.
		"CallBack": func(tx conveyor.Tx) answer { return says(0, tx.CallBack(own(), []string{"m1"})) },
		"Follow":   func(tx conveyor.Tx) answer { return says(0, tx.Follow("m1", own(), own())) },
		"TellOnly": func(tx conveyor.Tx) answer { tx.TellOnly("c1", []string{"x"}); return says(0, nil) },
		"SetOpening": func(tx conveyor.Tx) answer {
			return fails(tx.SetOpening(definition.Opening{Tenant: "b", Pipeline: "onboarding", Revision: 2, UpdatedAt: b.now}))
		},
	}
}

func foreignStore(b *bench) map[string]func() answer {
	m := stubMember
	m.Tenant = "b"
	return map[string]func() answer{
		"FoldTallies": func() answer { return says(b.FoldTallies(ctx, "b")) },
		"Steps":       func() answer { return says(b.Steps(ctx, "b", cockpit.Filter{}, "step")) },
		"Fields":      func() answer { return says(b.Fields(ctx, "b", cockpit.Filter{})) },
		"CasesAt": func() answer {
			return says(b.CasesAt(ctx, "b", cockpit.Filter{}, cockpit.Place{Kind: "stage", Step: "review", Limit: 9}))
		},
		"CountAt": func() answer {
			return says(b.CountAt(ctx, "b", cockpit.Filter{}, cockpit.Place{Kind: "stage", Step: "review"}))
		},
		"Ages":      func() answer { return says(b.Ages(ctx, "b", cockpit.Filter{}, []time.Time{b.now})) },
		"Overdue":   func() answer { return says(b.Overdue(ctx, "b", cockpit.Filter{})) },
		"Approving": func() answer { return says(b.Approving(ctx, "b", cockpit.Filter{})) },
		"Outcomes":  func() answer { return says(b.Outcomes(ctx, "b", cockpit.Filter{})) },
		"Idle":      func() answer { return says(b.Idle(ctx, "b", cockpit.Filter{}, []time.Time{b.now})) },
		"Worked":    func() answer { return says(b.Worked(ctx, "b", cockpit.Span{To: b.now}, cockpit.ByMember)) },
		"Nudged":    func() answer { return says(b.Nudged(ctx, "b", cockpit.Filter{})) },
		"Scores":    func() answer { return says(b.Scores(ctx, "b", cockpit.Filter{})) },
		"Ways": func() answer {
			channels, _, _, err := b.Ways(ctx, "b", "")
			return says(channels, err)
		},
		"Uncounted":      func() answer { return says(b.Uncounted(ctx, "b", 9)) },
		"Unindexed":      func() answer { return says(b.Unindexed(ctx, "b", 9)) },
		"Counted":        func() answer { return says(b.Counted(ctx, "b")) },
		"Version":        func() answer { return says(b.Version(ctx, "b", "v1")) },
		"Live":           func() answer { return says(b.Live(ctx, "b", definition.Form, "person")) },
		"MessageBacklog": func() answer { return says(b.MessageBacklog(ctx, "b", "email")) },
		"LiveIDs":        func() answer { return says(b.LiveIDs(ctx, "b", definition.Form)) },
		"OpenCasesOf":    func() answer { return says(b.OpenCasesOf(ctx, "b", "maria@example.org")) },
		"Events":         func() answer { return says(b.Events(ctx, "b", "c1")) },
		"UpdateTenant":   func() answer { return fails(b.UpdateTenant(ctx, tenant.Tenant{ID: "nobody", Slug: "slug-a"})) },
		"PolicyVersion":  func() answer { return says(b.PolicyVersion(ctx, "b")) },
		"Members":        func() answer { return says(b.Members(ctx, "b")) },
		"Member":         func() answer { return says(b.Member(ctx, "b", "m1")) },
		"MemberByEmail":  func() answer { return says(b.MemberByEmail(ctx, "b", m.Email)) },
		"CreateMember": func() answer {
			return fails(b.CreateMember(ctx, tenant.Member{ID: "m9", Tenant: "nobody", CreatedAt: b.now}))
		},
		"Policies": func() answer {
			roles, policies, _, err := b.Policies(ctx, "b")
			return says(len(roles)+len(policies), err)
		},
		"PluginSettings": func() answer {
			_, err := b.PluginSettings(ctx, "b", "email")
			return fails(err)
		},
		"CreateSession": func() answer {
			return fails(b.CreateSession(ctx, tenant.Session{SHA256: "h9", Tenant: "b", Member: "m1", ExpiresAt: b.now.Add(time.Hour)}))
		},
		"Session":      func() answer { return says(b.Session(ctx, "b", "h1")) },
		"TouchSession": func() answer { return fails(b.TouchSession(ctx, "b", "h1", b.now.Add(time.Minute))) },
		// What is not there is deleted already: the snapshot shows that the other tenant keeps its own.
		"DeleteSession":    func() answer { return says(0, b.DeleteSession(ctx, "b", "h1")) },
		"DeleteSessionsOf": func() answer { return says(0, b.DeleteSessionsOf(ctx, "b", "m1")) },
		"Records": func() answer {
			evidence, parts, err := b.Records(ctx, "b", "c1")
			return says(len(evidence)+len(parts), err)
		},
		"Forget": func() answer { return says(b.Forget(ctx, "b", b.now.Add(time.Hour))) },
		"NamesOf": func() answer {
			names, err := b.NamesOf(ctx, "b", definition.Form, "person")
			return says(len(names), err)
		},
		"NameVersion": func() answer {
			return fails(b.NameVersion(ctx, definition.Name{Tenant: "b", Version: "v1", Name: "Theirs", At: b.now}))
		},
		"Openings":  func() answer { return says(b.Openings(ctx, "b")) },
		"Feedbacks": func() answer { return says(b.Feedbacks(ctx, "b", b.now.Add(-time.Hour))) },
		"Definitions": func() answer {
			drafts, versions, err := b.Definitions(ctx, "b")
			return says(len(drafts)+len(versions), err)
		},
		"Meet": func() answer {
			return says(b.Meet(ctx, definition.Presence{Tenant: "b", Kind: definition.Form, Key: "person", Member: "m2", Client: "w2", SeenAt: b.now}, b.now.Add(time.Hour)))
		},
		"Draft": func() answer { return says(b.Draft(ctx, "b", definition.Form, "person")) },
		"SaveDraft": func() answer {
			d := draft("b", b.now)
			d.Revision = 2
			return fails(b.SaveDraft(ctx, d))
		},
		"VersionsOf": func() answer { return says(b.VersionsOf(ctx, "b", definition.Form, "person")) },
		"PublishVersion": func() answer {
			_, err := b.PublishVersion(ctx, definition.Version{Tenant: "nobody", Kind: definition.Form, Key: "person", Body: []byte("{}")})
			return fails(err)
		},
		"Query": func() answer {
			page, err := b.Query(ctx, "b", queue.Query{Stages: stages, Values: []string{"f"}, Limit: 10})
			return says(page, err)
		},
		"Counts": func() answer { return says(b.Counts(ctx, "b")) },
		"Count": func() answer {
			return says(b.Count(ctx, "b", queue.Query{Stages: stages}))
		},
		"Values": func() answer { return says(b.Values(ctx, "b", queue.Distinct{Stages: stages, Field: "answers.f"})) },
		"Unread": func() answer { return says(b.Unread(ctx, "b", "m1", stages)) },
		"QueueSettings": func() answer {
			q, err := b.QueueSettings(ctx, "b", "approval")
			return says(q.Revision, err)
		},
		"RoundRobins":   func() answer { return says(b.RoundRobins(ctx, "b")) },
		"Absences":      func() answer { return says(b.Absences(ctx, "b", time.Time{})) },
		"Retention":     func() answer { return says(b.Retention(ctx, "b")) },
		"Holds":         func() answer { return says(b.Holds(ctx, "b")) },
		"Kinds":         func() answer { return says(b.Kinds(ctx, "b")) },
		"Scans":         func() answer { return says(b.Scans(ctx, "b")) },
		"Unscanned":     func() answer { return says(b.Unscanned(ctx, "b", b.now.Add(time.Hour))) },
		"StorageReport": func() answer { return says(b.StorageReport(ctx, "b")) },
		"PutStorageReport": func() answer {
			return fails(b.PutStorageReport(ctx, "nobody", tenant.StorageReport{At: b.now}))
		},
		"Kept": func() answer {
			return says(b.Kept(ctx, "b", document.Retention{Rules: []document.RetentionRule{{Kind: "*", Keep: 1}}}, b.now.AddDate(9, 0, 0)))
		},
		"Outbox": func() answer {
			list, _, err := b.Outbox(ctx, "b", message.Query{Limit: 10})
			return says(list, err)
		},
		"InsertAnchor": func() answer { return fails(b.InsertAnchor(ctx, store.Anchor{Tenant: "nobody", Root: "r", Prev: "r"})) },
		"Anchors":      func() answer { return says(b.Anchors(ctx, "b", time.Time{})) },
		"Lists": func() answer {
			lists, versions, err := b.Lists(ctx, "b")
			return says(len(lists)+len(versions), err)
		},
		"ListEntries": func() answer { return says(b.ListEntries(ctx, "b", "w1")) },
		"KeptAnswer":  func() answer { return says(b.KeptAnswer(ctx, "b", "h1")) },
		"KeepAnswer": func() answer {
			return says(0, b.KeepAnswer(ctx, "b", "h9", check.Kept{Result: "fail", At: b.now, Until: b.now.Add(time.Hour)}))
		},
		"AuditEvents": func() answer { return says(b.AuditEvents(ctx, "b", 0, 10)) },
		"HeadsSince":  func() answer { return says(b.HeadsSince(ctx, "b", time.Time{})) },
		"LatestAnchors": func() answer {
			var found []store.Anchor
			for a, err := range b.LatestAnchors(ctx, "b") {
				if err != nil {
					return fails(err)
				}
				found = append(found, a)
			}
			return says(found, nil)
		},
		"Heads": func() answer {
			var found []store.Row
			for h, err := range b.Heads(ctx, "b") {
				if err != nil {
					return fails(err)
				}
				found = append(found, h)
			}
			return says(found, nil)
		},
		"Blobs": func() answer {
			var found []string
			for key, err := range b.Blobs(ctx, "b") {
				if err != nil {
					return fails(err)
				}
				found = append(found, key)
			}
			return says(found, nil)
		},
		"CountCases":   func() answer { return says(b.CountCases(ctx, "b")) },
		"CaseIDsAfter": func() answer { return says(b.CaseIDsAfter(ctx, "b", "", 100)) },
		"CaseIDs": func() answer {
			var found []string
			for id, err := range b.CaseIDs(ctx, "b") {
				if err != nil {
					return fails(err)
				}
				found = append(found, id)
			}
			return says(found, nil)
		},
	}
}

// snapshot is all that tenant a has.
func snapshot(t *testing.T, b *bench) []any {
	t.Helper()
	var out []any
	keep := func(value any, err error) {
		t.Helper()
		must(t, err)
		out = append(out, value)
	}
	must(t, b.View(ctx, "a", func(tx conveyor.Tx) error {
		keep(tx.Case("c1"))
		keep(tx.Submission("c1"))
		keep(tx.Documents("c1"))
		keep(tx.Messages("c1"))
		keep(tx.Contact("p1"))
		keep(tx.Papers("c1"))
		keep(tx.Tokens("c1", "signature"))
		keep(tx.EvidenceOf("c1"))
		keep(tx.Items("c1"))
		keep(tx.Results("c1"))
		keep(tx.Clearings("c1"))
		keep(tx.Tasks("c1"))
		keep(tx.Calls("c1"))
		keep(tx.Migration("g1"))
		keep(tx.SavedView("w1"))
		keep(tx.DefaultView("approval", "m1"))
		keep(tx.Run("b1"))
		keep(tx.RunItems("b1", "", 0, 10))
		keep(tx.Opening("onboarding"))
		last, _, err := tx.Turn("approval")
		keep(last, err)
		ref, _, err := tx.Performed("r1")
		keep(ref, err)
		return nil
	}))
	keep(b.ListEntries(ctx, "a", "w1"))
	keep(b.KeptAnswer(ctx, "a", "h1"))
	keep(b.Events(ctx, "a", "c1"))
	keep(b.NamesOf(ctx, "a", definition.Form, "person"))
	keep(b.Members(ctx, "a"))
	roles, policies, _, err := b.Policies(ctx, "a")
	keep([]any{roles, policies}, err)
	keep(b.Session(ctx, "a", "h1"))
	keep(b.Draft(ctx, "a", definition.Form, "person"))
	keep(b.VersionsOf(ctx, "a", definition.Form, "person"))
	keep(b.Query(ctx, "a", queue.Query{Stages: stages, Values: []string{"f"}, Limit: 10}))
	keep(b.Anchors(ctx, "a", time.Time{}))
	keep(b.Retention(ctx, "a"))
	keep(b.Holds(ctx, "a"))
	keep(b.StorageReport(ctx, "a"))
	keep(b.Meet(ctx, aPresence("a", "m1", "looks", b.now), b.now))
	keep(b.TenantBySlug(ctx, "slug-a"))
	return out
}
