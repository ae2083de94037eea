package app

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/tenant"
)

// tryout is the one that is open, with a job an hour ahead that does what the test says.
func (r *trier) due(job func(context.Context, *sandbox) error) *tryout {
	r.t.Helper()
	one := r.tryouts.find(func(o *tryout) bool { return o.id == r.id })
	one.work["odd"] = func(ctx context.Context, _ string, _ map[string]string, _ int) error { return job(ctx, one.sandbox) }
	one.enqueue(r.t, one.clock.now().Add(time.Hour))
	return one
}

func (s *sandbox) enqueue(t *testing.T, at time.Time) {
	t.Helper()
	if err := s.waiting.InsertTx(t.Context(), nil, []cases.Job{{Kind: "odd", At: at}}); err != nil {
		t.Error(err)
	}
}

// TestAClockOnItsWayCanBeStopped: closing a try-out ends what goes on in it, and does not wait for it.
func TestAClockOnItsWayCanBeStopped(t *testing.T) {
	t.Parallel()
	h := still(t)
	r := h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	runs := make(chan struct{})
	r.due(func(ctx context.Context, _ *sandbox) error {
		close(runs)
		<-ctx.Done()
		return ctx.Err()
	})
	advanced := make(chan error, 1)
	who := h.member("aurora", "admin")
	go func() {
		_, err := h.tryouts.Advance(context.Background(), who, r.id, httpapi.Ahead{By: "P1D"})
		advanced <- err
	}()
	<-runs
	if err := h.tryouts.Shut(t.Context(), who, r.id); err != nil {
		t.Fatal(err)
	}
	if err := <-advanced; fault.CodeOf(err) != fault.NotFound || h.sandboxes() != 0 {
		t.Errorf("the clock ended with %v, %d folders are left", err, h.sandboxes())
	}
}

// TestAClockStopsWithItsRequest: what was not done still waits, and is done by the next move.
func TestAClockStopsWithItsRequest(t *testing.T) {
	t.Parallel()
	h := still(t)
	r := h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	ctx, cancel := context.WithCancel(t.Context())
	done := 0
	one := r.due(func(ctx context.Context, _ *sandbox) error {
		cancel()
		if ctx.Err() == nil {
			done++
		}
		return ctx.Err()
	})
	before := one.clock.now()
	if _, err := h.tryouts.Advance(ctx, h.member("aurora", "admin"), r.id, httpapi.Ahead{By: "P1D"}); err == nil || done != 0 {
		t.Errorf("it went on after the request: %v", err)
	}
	if length := one.clock.now().Sub(before); length != time.Hour || one.copied()[0].For != "PT1H" {
		t.Errorf("the clock went on by %v, and %v was written down", length, one.copied())
	}
	r.does("POST", "/advance", map[string]any{"by": "P1D"})
	if done != 1 {
		t.Errorf("the job was done %d times", done)
	}
}

// TestAClockDoesOnlySoMuch: work that makes work without end is cut off, with a sentence.
func TestAClockDoesOnlySoMuch(t *testing.T) {
	t.Parallel()
	h := still(t)
	r := h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	left := 3 * maxJobs
	r.due(func(_ context.Context, s *sandbox) error {
		if left--; left > 0 {
			s.enqueue(t, s.clock.now())
		}
		return nil
	})
	got := r.admin.send("POST", "/tryouts/"+r.id+"/advance", map[string]any{"by": "P1D"})
	if got.status != http.StatusServiceUnavailable || got.text("/key") != "tryout.too_much" {
		t.Errorf("%d %s", got.status, got.raw)
	}
	sentence(t, "too much", "tryout.too_much", got.text("/message"))
}

// TestASandboxHasOnlyCases: nothing in it tells of policies and members or changes what is tried, whoever one is.
func TestASandboxHasOnlyCases(t *testing.T) {
	t.Parallel()
	h := still(t)
	r := h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	r.is("administrator", 1)
	if got := r.asks("GET", "/session", nil, http.StatusOK); got.at("/permissions/#") != 0.0 {
		t.Errorf("the menu: %s", got.raw)
	}
	r.asks("GET", "/queues", nil, http.StatusOK)
	mail := map[string]any{"settings": map[string]any{"name": "Aurora"}, "revision": 0}
	for address, body := range map[string]any{
		"GET /policies": nil, "GET /members": nil, "GET /plugins": nil, "PUT /plugins/email": mail, "GET /outbox": nil, "GET /definitions": nil,
		"GET /definitions/pipeline/onboarding-pf": nil, "GET /templates": nil, "POST /definitions/pipeline/onboarding-pf/scenarios/run": nil,
	} {
		method, path, _ := strings.Cut(address, " ")
		if got := r.in.send(method, path, body); got.status != http.StatusConflict || got.text("/key") != "tryout.inside" {
			t.Errorf("%s: %d %s", address, got.status, got.raw)
		}
	}
}

// TestNoMailLeavesASandbox, whatever its tenant has set.
func TestNoMailLeavesASandbox(t *testing.T) {
	t.Parallel()
	sink := plugintest.NewSink(t, plugintest.SinkConfig{})
	h := stillOn(t, built{sink: sink, settings: map[string]string{"ESTEIRA_PRIVATE_MAIL": "true"}})
	r := h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	one := h.tryouts.find(func(o *tryout) bool { return o.id == r.id })
	settings, err := json.Marshal(map[string]string{"server": strings.TrimSuffix(sink.URL(""), "/"), "from": "mail@aurora.example"})
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := one.vault.Seal(one.tenant.ID, "email", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := one.Store.Administer(t.Context(), one.tenant.ID, func(o tenant.Office) error {
		return o.SavePluginSettings(tenant.PluginSettings{Plugin: "email", Revision: 1, Settings: settings, Secrets: sealed})
	}); err != nil {
		t.Fatal(err)
	}
	m := message.Message{ID: "m", Channel: "email", To: "ana@x.example", Subject: "Hello", Body: "Hello", CreatedAt: h.now()}
	if _, err := one.channelsOf(one.tenant.ID).Send(t.Context(), m); err != nil || len(sink.Letters()) != 0 {
		t.Errorf("%d letters left: %v", len(sink.Letters()), err)
	}
}

// TestATryoutEndsWithTheRightToIt: when its member is no longer active, may no longer write definitions or logs out, and
// after its time however much it is used.
func TestATryoutEndsWithTheRightToIt(t *testing.T) {
	t.Parallel()
	for name, ends := range map[string]func(r *trier, m tenant.Member, one *tryout){
		"not active":  func(r *trier, m tenant.Member, _ *tryout) { m.Active = false; r.changes(m) },
		"other roles": func(r *trier, m tenant.Member, _ *tryout) { m.Roles = []string{"registration"}; r.changes(m) },
		"logged out":  func(r *trier, _ tenant.Member, _ *tryout) { r.admin.send("DELETE", "/session", nil) },
		"too old": func(r *trier, _ tenant.Member, one *tryout) {
			one.ends = time.Now()
			r.in.send("GET", "/session", nil)
			r.poll("it is closed", func() bool { return r.sandboxes() == 0 })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := still(t)
			r := h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
			r.is("compliance", 1)
			r.asks("GET", "/session", nil, http.StatusOK)
			m, err := h.Store.Member(t.Context(), h.tenantID("aurora"), h.member("aurora", "admin").ID)
			if err != nil {
				t.Fatal(err)
			}
			ends(r, m, h.tryouts.find(func(o *tryout) bool { return o.id == r.id }))
			r.asks("GET", "/queues", nil, http.StatusNotFound)
			if n := h.sandboxes(); n != 0 {
				t.Errorf("%d folders are left", n)
			}
		})
	}
}

func (r *trier) changes(m tenant.Member) {
	r.t.Helper()
	if err := r.Store.Administer(r.t.Context(), m.Tenant, func(o tenant.Office) error { return o.ChangeMember(m) }); err != nil {
		r.t.Fatal(err)
	}
}

// TestAPlaceIsTakenBeforeItIsFilled: the longest unused goes before there is anything of the new one.
func TestAPlaceIsTakenBeforeItIsFilled(t *testing.T) {
	t.Parallel()
	h := still(t)
	who, what := h.member("aurora", "admin"), httpapi.Tried{Tried: library.Tried{Kind: definition.Pipeline, Key: "onboarding-pf"}}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		who.ID = id
		if _, err := h.tryouts.Open(t.Context(), who, what); err != nil {
			t.Fatal(err)
		}
	}
	who.ID = "f"
	gone := h.tryouts.reserve(&tryout{owner: who, what: what})
	if len(gone) != 1 || gone[0].owner.ID != "a" || len(h.tryouts.open) != tryoutsOfTenant {
		t.Errorf("%d go, %d are open", len(gone), len(h.tryouts.open))
	}
	h.tryouts.shutAll(gone)
	if h.tryouts.find(func(o *tryout) bool { return o.owner.ID == "f" }) != nil {
		t.Error("what is not there yet is found")
	}
}

// TestOneTenantDoesNotKeepTheOthersWaiting: it has one turn, for try-outs and scenarios together.
func TestOneTenantDoesNotKeepTheOthersWaiting(t *testing.T) {
	t.Parallel()
	h := still(t)
	h.tryouts.turns = newTurns(2, time.Millisecond)
	give, err := h.tryouts.turns.take(t.Context(), h.tenantID("aurora"))
	if err != nil {
		t.Fatal(err)
	}
	for slug, want := range map[string]int{"aurora": http.StatusServiceUnavailable, "horizonte": http.StatusOK} {
		got := h.staff(slug, "admin").send("POST", "/definitions/pipeline/onboarding-pf/scenarios/run", nil)
		if got.status != want || want != http.StatusOK && got.text("/key") != "tryout.busy" {
			t.Errorf("scenarios of %s: %d %s", slug, got.status, got.raw)
		}
	}
	busy := h.staff("aurora", "admin").send("POST", "/definitions/pipeline/onboarding-pf/tryout", map[string]any{})
	if busy.text("/key") != "tryout.busy" || h.sandboxes() != 0 {
		t.Errorf("a try-out without a turn: %d %s", busy.status, busy.raw)
	}
	sentence(t, "busy", "tryout.busy", busy.text("/message"))
	give()
	h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	if len(h.tryouts.turns.queues) != 0 {
		t.Error("turns are kept for who needs none")
	}
}
