package app

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/tenant"
)

// sandboxes are the folders of those that are open.
func (h *house) sandboxes() int {
	h.t.Helper()
	found, err := os.ReadDir(filepath.Join(h.Config.Data, sandboxesFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		h.t.Fatal(err)
	}
	return len(slices.DeleteFunc(found, func(e fs.DirEntry) bool { return !e.IsDir() }))
}

// TestASandboxIsForWhoOpenedIt: its name cannot be guessed, no session is good on both sides, and no other member of
// the tenant reaches it by its id.
func TestASandboxIsForWhoOpenedIt(t *testing.T) {
	t.Parallel()
	h := still(t)
	r := h.tries("aurora", "pipeline/onboarding-pf", map[string]any{"locale": "ar"})
	if !regexp.MustCompile(`^try-[a-z2-7]{26}$`).MatchString(r.slug()) {
		t.Errorf("slug %s", r.slug())
	}
	if got := r.does("GET", "", nil).text("/people/0/name"); got == "" || got == "registration 1" {
		t.Errorf("first person is called %q", got)
	}
	r.asks("GET", "/session", nil, http.StatusUnauthorized) // the administrator is nobody in there
	r.is("registration", 1)
	r.asks("GET", "/session", nil, http.StatusOK)
	r.does("POST", "/advance", map[string]any{"by": "P2Y"})
	r.asks("GET", "/session", nil, http.StatusOK) // the clock of the sandbox ends no session
	made := &client{t: t, base: h.base + "/t/aurora/api/v1", http: http.DefaultClient}
	if got := made.send("GET", "/session", nil, "Cookie: "+cookieOf(t, r.in)); got.status != http.StatusUnauthorized {
		t.Errorf("a made person at the real tenant: %d", got.status)
	}
	r.is("administrator", 1)
	if got := r.in.send("POST", "/definitions/pipeline/onboarding-pf/tryout", map[string]any{}); got.text("/key") != "tryout.inside" {
		t.Errorf("a sandbox in a sandbox: %s", got.raw)
	}
	other := h.member("aurora", "admin")
	other.ID = "somebody-else"
	if _, err := h.tryouts.mine(t.Context(), other, r.id); err == nil {
		t.Error("another member reaches it")
	}
	if got := h.visitor("try-aaaaaaaaaaaaaaaaaaaaaaaaaa").send("GET", "/brand", nil); got.status != http.StatusNotFound || got.json != nil {
		t.Errorf("a sandbox that is not there: %d %s", got.status, got.raw)
	}
}

// TestSandboxesComeAndGo: one for each member and definition, five for each tenant, and nothing is left of those that
// are closed.
func TestSandboxesComeAndGo(t *testing.T) {
	h := still(t)
	r := h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	first := r.id
	r.opened(r.admin.send("POST", "/tryouts/"+r.id+"/restart", nil))
	if got := r.admin.send("GET", "/tryouts/"+first, nil); got.status != http.StatusNotFound || got.text("/key") != "tryout.gone" {
		t.Errorf("the one before the restart: %d %s", got.status, got.raw)
	}
	if n := h.sandboxes(); n != 1 {
		t.Errorf("%d folders after a restart", n)
	}
	who := h.member("aurora", "admin")
	for i := range tryoutsOfTenant {
		who.ID = "member" + strconv.Itoa(i)
		what := httpapi.Tried{Tried: library.Tried{Kind: "pipeline", Key: "onboarding-pf"}, Locale: "en"}
		if _, err := h.tryouts.Open(t.Context(), who, what); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.sandboxes(); n != tryoutsOfTenant {
		t.Errorf("%d folders when the tenant has as many as it may", n)
	}
	if got := r.admin.send("GET", "/tryouts/"+r.id, nil); got.status != http.StatusNotFound {
		t.Errorf("the longest unused is still there: %d", got.status)
	}
	h.tryouts.open[0].idle.Reset(0) // half an hour has passed
	h.poll("the unused one is closed", func() bool { return h.sandboxes() == tryoutsOfTenant-1 })
	before := runtime.NumGoroutine()
	if err := h.tryouts.close(); err != nil {
		t.Fatal(err)
	}
	if n := h.sandboxes(); n != 0 {
		t.Errorf("%d folders are left", n)
	}
	if after := runtime.NumGoroutine(); after >= before {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}

// TestWhatACrashLeftIsSweptAway: folders that nobody holds go at the start, whatever they are called; those in use stay,
// also those of this very process.
func TestWhatACrashLeftIsSweptAway(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	used, held, err := sandboxFolder(data)
	if err != nil {
		t.Fatal(err)
	}
	crashed, let, err := sandboxFolder(data)
	if err != nil {
		t.Fatal(err)
	}
	stray := filepath.Join(data, sandboxesFolder, strconv.Itoa(os.Getppid())+"-stray")
	if err := errors.Join(let.Close(), os.MkdirAll(filepath.Join(stray, "documents"), 0o700), sweepSandboxes(data)); err != nil {
		t.Fatal(err)
	}
	for folder, stays := range map[string]bool{used: true, crashed: false, stray: false} {
		if _, err := os.Stat(folder); (err == nil) != stays {
			t.Errorf("%s: %v", folder, err)
		}
	}
	if err := errors.Join(held.Close(), sweepSandboxes(data)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(used); err == nil {
		t.Error("what was let go is still there")
	}
}

// TestADraftThatCannotRunIsRefused tells which definition is at fault, with places inside it.
func TestADraftThatCannotRunIsRefused(t *testing.T) {
	t.Parallel()
	h := still(t)
	admin := h.staff("aurora", "admin")
	get := admin.send("GET", "/definitions/form/pf-account", nil)
	body, _ := get.at("/draft").(map[string]any)
	pages, _ := body["pages"].([]any)
	page, _ := pages[0].(map[string]any)
	fields, _ := page["fields"].([]any)
	fields[0].(map[string]any)["visibleWhen"] = query("no_such_field")
	if got := admin.send("PUT", "/definitions/form/pf-account", map[string]any{"body": body, "revision": get.at("/revision")}); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.raw)
	}
	for _, definition := range []string{"form/pf-account", "pipeline/onboarding-pf"} {
		got := admin.send("POST", "/definitions/"+definition+"/tryout", map[string]any{})
		if got.status != http.StatusUnprocessableEntity || got.text("/key") != "tryout.refused" || got.text("/params/kind") != "form" ||
			got.text("/violations/0/path") != "/pages/0/fields/0/visibleWhen/query/rules/0/field" {
			t.Errorf("%s: %d %s", definition, got.status, got.raw)
		}
	}
	if n := h.sandboxes(); n != 0 {
		t.Errorf("%d folders are left", n)
	}
}

// TestAFormAloneIsTried in a pipeline that is made for it: filled in, submitted, done.
func TestAFormAloneIsTried(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		admin := h.staff("aurora", "admin")
		if got := admin.send("PUT", "/definitions/form/guests", map[string]any{"body": aForm("guests", text("name")), "revision": 0}); got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.raw)
		}
		r := h.tries("aurora", "form/guests", map[string]any{})
		r.asks("POST", "/portal/tryout/cases", map[string]any{"locale": "en", "values": map[string]any{"name": "Ana"}}, http.StatusCreated)
		r.asks("POST", "/portal/case/submit", map[string]any{"locale": "en"}, http.StatusOK)
		if got := r.stage(); got != "done" {
			t.Errorf("stands in %s", got)
		}
		if got := r.admin.send("DELETE", "/tryouts/"+r.id, nil); got.status != http.StatusNoContent || h.sandboxes() != 0 {
			t.Errorf("closed: %d, %d folders left", got.status, h.sandboxes())
		}
	})
}

// TestNobodyOutsideIsAsked: a check from outside passes until the tester lets it answer otherwise, which is kept as a
// step, and the case goes on accordingly when it is played.
func TestNobodyOutsideIsAsked(t *testing.T) {
	t.Parallel()
	h := still(t)
	h.Library.Checks = append(h.Library.Checks, pipeline.CheckType{Name: "bureau"})
	r := &trier{house: h, admin: h.staff("aurora", "admin")}
	got := r.publishes(func(body map[string]any) {
		add(body, "checks", map[string]any{"key": "watchlist", "type": "bureau", "title": inFour("Watch list")})
	})
	if got.status != http.StatusCreated {
		t.Fatalf("%d %s", got.status, got.raw)
	}
	r = h.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	checks, _ := r.does("GET", "", nil).at("/checks").([]any)
	if last := (answer{json: checks[len(checks)-1]}); last.text("/check") != "watchlist" || last.at("/outside") != true || last.text("/result") != "own" {
		t.Errorf("%v", last.json)
	}
	for result, stage := range map[string]string{"own": "signature", "unclear": "approval"} {
		r.does("POST", "/check-result", map[string]any{"check": "watchlist", "result": result})
		who := igor
		if result == "own" {
			who = diego
			who.other = nil
		}
		r.fills(personal(who))
		r.asks("POST", "/portal/case/submit", map[string]any{"locale": "pt-BR"}, http.StatusOK)
		if got := r.stage(); got != stage {
			t.Errorf("%s: stands in %s", result, got)
		}
	}
	run := r.does("GET", "/scenario", nil).json
	if got := r.publishes(func(body map[string]any) { body["scenarios"] = []any{run} }); got.status != http.StatusCreated {
		t.Errorf("%d %s", got.status, got.raw)
	}
}

// TestNoTenantIsCalledLikeASandbox: its pages could not be reached.
func TestNoTenantIsCalledLikeASandbox(t *testing.T) {
	t.Parallel()
	h := still(t)
	for slug, want := range map[string]fault.Code{"try-aaaaaaaaaaaaaaaaaaaaaaaaaa": fault.Invalid, "try-now": ""} {
		if _, err := h.CreateTenant(t.Context(), tenant.Tenant{Slug: slug, Name: "Try"}); fault.CodeOf(err) != want {
			t.Errorf("%s: %v", slug, err)
		}
	}
	if got := h.visitor("try-now").send("GET", "/brand", nil); got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.raw)
	}
}
