package app

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/integration"
)

// bank is a house whose aurora tells a core system of the test's own, over HTTP.
type bank struct {
	*house
	t     *testing.T
	taken map[string]int // transitions, over all lives

	mu     sync.Mutex
	status int
	says   map[string]any
	heard  []integration.Order
	keys   []string
}

func openBank(t *testing.T) *bank {
	t.Helper()
	b := &bank{house: stillOn(t, built{settings: map[string]string{"ESTEIRA_PRIVATE_CALLS": "true"}}), t: t, taken: map[string]int{}}
	b.takes()
	return b
}

// connects sets the core system up, as the administrator does.
func (b *bank) connects() {
	b.t.Helper()
	server := httptest.NewServer(b)
	b.t.Cleanup(server.Close)
	if err := b.callsCore(b.t.Context(), b.tenantID("aurora"), "admin@aurora.example", server.URL); err != nil {
		b.t.Fatal(err)
	}
	b.forward(10 * time.Second) // what is known of a tenant is some seconds old
}

// ServeHTTP is the core system.
func (b *bank) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	b.mu.Lock()
	defer b.mu.Unlock()
	if !plugins.SealOf(r.Header).Verifies([]byte(coreSecret), body, time.Now()) {
		b.t.Error("a call that is not signed")
	}
	var o integration.Order
	if err := json.Unmarshal(body, &o); err != nil {
		b.t.Error(err)
	}
	b.heard, b.keys = append(b.heard, o), append(b.keys, r.Header.Get("Idempotency-Key"))
	reply(w, b.status, b.says)
}

func (b *bank) answers(status int, says map[string]any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.status, b.says = status, says
}

func (b *bank) takes() {
	b.answers(http.StatusOK, map[string]any{"facts": map[string]any{"core_id": "77", "balance": 100, "activated": false}})
}
func (b *bank) isBusy() { b.answers(http.StatusServiceUnavailable, map[string]any{"code": "busy"}) }
func (b *bank) refuses(field string) {
	b.answers(http.StatusUnprocessableEntity, map[string]any{"code": "not_known", "field": field, "message": "Not known here."})
}

// life is one case from its beginning to where the test leaves it.
type life struct {
	*scene
	b *bank
}

func (b *bank) begin(n int, other map[string]any) *life {
	b.t.Helper()
	p := person{
		name: fmt.Sprintf("Pessoa Exemplo %d", n), number: n, birth: "1985-01-20", city: "Recife", uf: "PE", cep: "50030230", income: 800000, other: other,
	}
	l := &life{scene: b.begins("aurora", story{lifelong, p, personal, 0, func(*scene) {}}), b: b}
	b.t.Cleanup(func() { l.ok("to the end") })
	return l
}

func (l *life) ok(what string) {
	l.b.t.Helper()
	if l.err != nil {
		l.b.t.Fatalf("%s: %s: %v", l.person.name, what, l.err)
	}
}

// at wants the case at a stage, and notes the way that it came.
func (l *life) at(stage string) *life {
	l.b.t.Helper()
	l.ok("at " + stage)
	rec := l.b.record(l.who.Case)
	maps.Copy(l.b.taken, rec.State.Taken)
	if rec.State.Stage != stage {
		l.b.t.Fatalf("%s stands at %q, not at %q; it took %v", l.person.name, rec.State.Stage, stage, slices.Sorted(maps.Keys(rec.State.Taken)))
	}
	return l
}

// waits lets time go by.
func (l *life) waits(d time.Duration) *life {
	l.b.t.Helper()
	l.passes(d)
	l.ok("waiting")
	return l
}

// staff does a verb at the desk.
func (l *life) staff(word, verb string, more ...string) *life {
	l.b.t.Helper()
	body := map[string]any{"verb": verb, "note": "As the test has it."}
	for _, reason := range more {
		body["reason"] = reason
	}
	return l.posts(word, "/actions", body, http.StatusOK)
}

func (l *life) posts(word, path string, body map[string]any, status int) *life {
	l.b.t.Helper()
	l.ok(path)
	if got := l.b.staff("aurora", word).send("POST", "/cases/"+l.who.Case+path, body); got.status != status {
		l.b.t.Fatalf("%s: %s %v by %s: %d %s", l.person.name, path, body, word, got.status, got.raw)
	}
	return l.waits(time.Second)
}

// told is what the core system reports by itself.
func (l *life) told(event string, facts map[string]any) *life {
	l.b.t.Helper()
	body := map[string]any{"event": event}
	if facts != nil {
		body["facts"] = facts
	}
	return l.posts("integracao", "/events", body, http.StatusOK)
}

// wants does a verb at the portal.
func (l *life) wants(verb string) *life {
	l.b.t.Helper()
	got := l.b.applies("aurora", l.who.Case).send("POST", "/portal/case/actions", map[string]any{"verb": verb})
	if got.status != http.StatusOK {
		l.b.t.Fatalf("%s: %s at the portal: %d %s", l.person.name, verb, got.status, got.raw)
	}
	return l.waits(time.Second)
}

func (l *life) saves(page string, values map[string]any) *life {
	l.do(time.Minute, func() error {
		_, err := l.Conveyor.SavePage(l.ctx, l.who, conveyor.Save{Case: l.who.Case, Page: page, Values: values, Proceed: true, Locale: "pt-BR"})
		return err
	})
	l.ok("saving " + page)
	return l
}

func (l *life) handsIn() *life {
	l.do(time.Minute, func() error {
		_, err := l.Conveyor.Submit(l.ctx, l.who, conveyor.HandIn{Case: l.who.Case, Locale: "pt-BR"})
		return err
	})
	return l.waits(2 * time.Second)
}

func (l *life) submitted() *life { l.submits(); l.ok("submitting"); return l }

func (l *life) signed() *life { l.signs(); l.ok("signing"); return l }

// reviewed is what an analyst looks at: somebody who acts for another.
var reviewed = map[string]any{"third_party": "yes"}

// exposed is somebody of high risk.
var exposed = map[string]any{"is_pep": "yes", "pep_role": "Diretor (exemplo)", "pep_org": "Órgão de Exemplo", "pep_start": "2020-03-02"}

// TestEveryTransitionIsTaken leads cases through the shipped pipeline of an account, by the verbs that people and systems
// have and by a clock that jumps, and wants each of the transitions T01 to T45 to be taken.
func TestEveryTransitionIsTaken(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	b.begin(300, nil).submitted().at("signature").signed().at("complete") // T45: nobody to tell yet
	b.connects()
	for _, lives := range []func(*bank){
		draftLives, approvalLives, signatureLives, integrationLives, activeLives, renewalLives, endingLives,
	} {
		lives(b)
	}
	ids := map[string]bool{}
	for key := range b.taken {
		id, _, _ := strings.Cut(key, "_")
		ids[strings.ToUpper(id)] = true
	}
	var wanted []string
	file, err := os.ReadFile("../../schemas/testdata/pipelines/embark/ids.json")
	if err == nil {
		err = json.Unmarshal(file, &wanted)
	}
	if err != nil || len(wanted) != 45 {
		t.Fatal(len(wanted), err)
	}
	for _, id := range wanted {
		if !ids[id] {
			t.Errorf("%s was never taken", id)
		}
	}
	live, err := b.Conveyor.Entrance(t.Context(), b.tenantID("aurora"), lifelong)
	if err != nil || live.Pipeline != lifelong {
		t.Fatal(live.Pipeline, err)
	}
}

func draftLives(b *bank) {
	l := b.begin(301, nil)
	l.fills("who")
	l.staff("cadastro", "remind").waits(10 * day).at("draft")
	l.waits(31 * day).at("expired")
	l.waits(31 * day).at("")
}

func approvalLives(b *bank) {
	l := b.begin(302, reviewed).submitted().at("approval")
	l.staff("cadastro", "escalate")
	l.asks("cadastro", "Falta a frente.", conveyor.AskedItem{Path: "/doc_front"})
	l.waits(3 * day).at("info_req")
	l.replies("doc_front")
	l.at("approval").staff("compliance", "approve").at("signature")
	l.staff("cadastro", "cancel", "withdrawn").at("rejected")

	l = b.begin(303, reviewed).submitted()
	l.staff("cadastro", "reject", "invalid_data").at("rejected")
	l.staff("cadastro", "reopen").at("draft")

	l = b.begin(304, reviewed).submitted()
	l.asks("cadastro", "Falta a frente.", conveyor.AskedItem{Path: "/doc_front"})
	l.waits(11 * day).at("rejected")

	for n, other := range map[int]map[string]any{305: exposed, 306: reviewed} {
		b.begin(n, other).submitted().at("approval").waits(12 * day).at("approval").waits(90 * day).at("rejected")
	}
	down := newChosen()
	b.asksDown(down)
	down.set("duplicate", check.Unavailable)
	b.begin(307, nil).submitted().at("auto_check").waits(7 * time.Minute).at("approval").waits(20 * day).at("approval")
	down.clear()

	l = b.begin(308, nil)
	l.fills(conveyor.CheckAnswers)
	l.told("screening.hit", map[string]any{"sanctions": "exact"}).handsIn().at("blocked")
	l.staff("compliance", "close", "bank_decision").at("closed")
}

// asksDown lets checks be told what to answer.
func (b *bank) asksDown(told *chosen) {
	parts := b.Conveyor.Parts
	parts.Checks = slices.Clone(parts.Checks)
	for i, c := range parts.Checks {
		parts.Checks[i] = toldCheck{c, told}
	}
	*b.Conveyor = *conveyor.New(parts)
}

func signatureLives(b *bank) {
	l := b.begin(310, nil).submitted().at("signature")
	l.staff("cadastro", "resend").wants("resend").waits(25 * hour).at("signature")
	l.do(time.Minute, func() error { _, err := l.Conveyor.Edit(l.ctx, l.who, l.who.Case); return err })
	l.at("draft")
	l = b.begin(311, nil).submitted().waits(16 * day).at("rejected")
	l.waits(400 * day).at("") // nobody analysed it: a year is enough
}

func integrationLives(b *bank) {
	b.isBusy()
	l := b.begin(320, nil).submitted().signed().at("integration")
	l.waits(3*time.Minute).staff("supervisao", "retry").at("integration")
	b.refuses("core_branch")
	l.waits(20 * hour).at("int_error")
	l.staff("cadastro", "retry").at("int_error")
	b.takes()
	l.posts("supervisao", "/mend", map[string]any{"path": "/core_branch", "value": "0007", "note": "Da ficha da agência."}, http.StatusOK).at("complete")

	b.refuses("cep")
	l = b.begin(321, nil).submitted().signed().at("int_error")
	l.posts("cadastro", "/mend", map[string]any{"path": "/cep", "value": "50030-240"}, http.StatusOK).at("signature")
	l.signed().at("int_error").waits(8 * day).at("int_error")
	l.staff("cadastro", "reject", "integration").at("int_error")
	l.staff("supervisao", "reject", "integration").at("rejected")

	b.answers(http.StatusOK, map[string]any{})
	b.begin(322, nil).submitted().signed().at("int_error")
	b.takes()
}

func activeLives(b *bank) {
	l := b.begin(330, reviewed).submitted().staff("cadastro", "approve").at("final_review").waits(5 * hour).signed().at("complete")
	l.wants("change").saves("start", map[string]any{"email": "nova330@demo.example", "mobile": "+5511988887777"}).handsIn().at("update")
	b.isBusy()
	l.signed().at("complete")
	b.refuses("")
	l.waits(2 * time.Minute).at("complete")
	b.takes()
	l.wants("change").saves("who", map[string]any{"full_name": "Pessoa Outro Nome"}).handsIn().at("approval")
	l.staff("cadastro", "approve").waits(5 * hour).signed().at("complete")
	l.told("contact.failed", map[string]any{"bounces": 2}).at("update")
	l.waits(31 * day).at("approval").waits(91 * day).at("rejected")

	l = b.begin(331, nil).submitted().signed().at("complete")
	l.staff("compliance", "block", "block_judicial").at("blocked")
	l.staff("compliance", "clear").posts("compliance", "/actions", map[string]any{"verb": "unblock", "note": "Alone."}, http.StatusForbidden)
	l.staff("conformidade", "unblock").at("complete")
	l.told("account.blocked", nil).at("blocked")
}

func renewalLives(b *bank) {
	l := b.begin(340, exposed).submitted().staff("compliance", "approve").signed().at("complete")
	l.waits(280*day).at("renewal").staff("cadastro", "remind").waits(25 * day)
	l.saves("work", map[string]any{"job_title": "Gerente"}).handsIn().at("approval")
	l.staff("compliance", "approve").signed().at("complete")
	l.waits(280 * day).at("renewal").waits(95 * day).at("blocked")
	l.staff("supervisao", "unblock").at("complete")
	l.staff("compliance", "renew", "review_due").at("renewal")
	l.handsIn().staff("compliance", "approve").signed().at("complete")

	l = b.begin(341, nil).submitted().signed().at("complete")
	l.told("risk.raised", map[string]any{"risk": "high"}).at("renewal")

	expiring := map[string]any{"doc_type": "cnh", "doc_number": "12345678901", "doc_expiry": b.play.clock.now().AddDate(0, 3, 0).Format(time.DateOnly)}
	b.begin(342, expiring).submitted().signed().at("complete").waits(95 * day).at("renewal")
}

func endingLives(b *bank) {
	idle := func(n int) *life {
		l := b.begin(n, nil).submitted().signed().at("complete")
		return l.told("account.moved", map[string]any{"balance": 0, "last_movement": b.play.clock.now().Format(time.DateOnly)}).waits(370 * day).at("inactive")
	}
	idle(350).wants("return").at("renewal")
	l := idle(351)
	l.staff("supervisao", "notify").waits(31*day).staff("supervisao", "close", "bank_decision").at("closed")
	l.staff("dados", "hold").staff("dados", "lift")
	gone := b.begin(352, reviewed).submitted().staff("cadastro", "reject", "invalid_data").at("rejected")
	gone.staff("dados", "hold").staff("dados", "lift")
	left := b.begin(353, nil).submitted().signed().told("account.moved", map[string]any{"balance": 0}).wants("close").at("closed")
	b.begin(354, nil).submitted().signed().told("account.moved", map[string]any{"balance": 0}).staff("supervisao", "close", "customer_decision").at("closed")
	l.waits(5*365*day + 10*day)
	l.at("")
	gone.at("")
	left.at("")
}

// What a system outside is told, how often, and what is kept of it.
func TestACallIsSignedRepeatedAndKept(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	b.connects()
	b.isBusy()
	l := b.begin(400, nil).submitted().signed().at("integration").waits(40 * time.Minute)
	b.refuses("cep")
	l.waits(3 * hour).at("int_error")
	if n := len(b.heard); n != 5 || b.heard[4].Attempt != 5 {
		t.Fatalf("%d calls, the last is attempt %d", n, b.heard[n-1].Attempt)
	}
	if slices.Sort(b.keys); len(slices.Compact(b.keys)) != 5 {
		t.Errorf("two calls share a key: %v", b.keys)
	}
	sent := b.heard[0]
	if sent.Answers["cpf"] != demoCPF(400) || sent.Answers["income"] != nil || sent.Tenant != "aurora" || sent.Reference == "" {
		t.Errorf("told %+v", sent)
	}
	rec := b.record(l.who.Case)
	if rec.Call != (cases.CallMark{Name: "core", State: integration.Final, Attempt: 5, Code: "not_known", Field: "/cep"}) {
		t.Errorf("the queue shows %+v", rec.Call)
	}
	desk := b.staff("aurora", "cadastro")
	got := desk.send("GET", "/cases/"+l.who.Case+"/calls", nil)
	if got.text("/calls/0/state") != "final" || got.text("/calls/0/path") != "/cep" || got.at("/calls/#") != 5.0 || strings.Contains(string(got.raw), demoCPF(400)) {
		t.Errorf("the desk shows %s", got.raw)
	}
	if seen := b.staff("aurora", "marketing").send("GET", "/cases/"+l.who.Case+"/calls", nil); seen.status != http.StatusForbidden {
		t.Errorf("marketing sees calls: %d", seen.status)
	}
	row := desk.send("GET", "/queues/integration_error/cases", nil)
	if row.text("/cases/0/call/code") != "not_known" || row.text("/cases/0/call/field/en") != "Postal code" {
		t.Errorf("the queue shows %s", row.raw)
	}
}

// What another system tells is limited to what the pipeline lets it tell, once.
func TestAReportIsTakenInOnce(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	l := b.begin(410, nil).submitted().signed().at("complete")
	core, path := b.staff("aurora", "integracao"), "/cases/"+l.who.Case+"/events"
	for _, c := range []struct {
		body   map[string]any
		status int
		key    string
	}{
		{map[string]any{"event": "account.moved", "facts": map[string]any{"activated": false}}, http.StatusUnprocessableEntity, "case.fact_own"},
		{map[string]any{"event": "account.moved", "facts": map[string]any{"no_such": 1}}, http.StatusUnprocessableEntity, "case.unknown_attribute"},
		{map[string]any{"event": "account.moved", "facts": map[string]any{"balance": "much"}}, http.StatusUnprocessableEntity, "case.bad_attribute"},
		{map[string]any{"event": "checks.completed"}, http.StatusUnprocessableEntity, "case.engine_event"},
		{map[string]any{"event": "account.blocked", "id": "e1"}, http.StatusOK, ""},
	} {
		got := core.send("POST", path, c.body)
		if got.status != c.status || got.text("/key") != c.key {
			t.Errorf("%v: %d %s", c.body, got.status, got.raw)
		}
	}
	l.at("blocked")
	if again := core.send("POST", path, map[string]any{"event": "account.blocked", "id": "e1"}); again.at("/repeated") != true || again.text("/stage") != "blocked" {
		t.Errorf("the same event again: %s", again.raw)
	}
	if other := b.staff("aurora", "cadastro").send("POST", path, map[string]any{"event": "account.moved"}); other.status != http.StatusForbidden {
		t.Errorf("registration reports: %d", other.status)
	}
}
