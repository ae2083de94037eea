package app

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/server/config"
)

// TestTheDemoShowsEveryStage makes the demo as `make run` does, twice, and looks at it before and after the server has
// come up and its jobs have run.
func TestTheDemoShowsEveryStage(t *testing.T) {
	t.Parallel()
	c, err := config.Load(config.Sources{Override: map[string]string{"ESTEIRA_DATA": t.TempDir(), "ESTEIRA_OUTBOX": "true", "ESTEIRA_PRIVATE_CALLS": "true"}})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	core, stop, err := startCore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	if err := Demo(t.Context(), c, log, core); err != nil {
		t.Fatal(err)
	}
	first, changed := pictured(t, c), audited(t, c)
	if err := Demo(t.Context(), c, log, core); err != nil {
		t.Fatal(err)
	}
	if again := audited(t, c); again != changed {
		t.Errorf("a second start changed the administration: %d events, then %d", changed, again)
	}
	if again := pictured(t, c); !slices.Equal(first, again) {
		t.Errorf("a second start changed the demo:\n%s\n%s", strings.Join(first, "\n"), strings.Join(again, "\n"))
	}
	counts := map[string]int{}
	for _, line := range first {
		words := strings.Fields(line)
		counts[words[0]+" "+words[1]]++
	}
	for what, least := range map[string]int{
		"aurora draft": 4, "aurora approval": 5, "aurora info_req": 1, "aurora signature": 2, "aurora complete": 2, "aurora rejected": 1,
		"aurora expired": 1, "horizonte draft": 1, "horizonte approval": 1, "horizonte signature": 1, "horizonte complete": 1, "aurora integration": 1, "aurora int_error": 1, "aurora renewal": 1, "aurora update": 1, "aurora inactive": 1,
		"aurora blocked": 1, "aurora closed": 1,
	} {
		if counts[what] < least {
			t.Errorf("%s: %d cases, want %d or more\n%s", what, counts[what], least, strings.Join(first, "\n"))
		}
	}
}

// pictured is one line for each case, after all work that is due soon has been done.
// audited is how many events the administration of all demo tenants has.
func audited(t *testing.T, c config.Config) (events int64) {
	t.Helper()
	a, err := Open(t.Context(), Options{Config: c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	for _, d := range demoTenants {
		of, err := a.Store.TenantBySlug(t.Context(), d.slug)
		if err != nil {
			t.Fatal(err)
		}
		last, err := a.Store.AuditEvents(t.Context(), of.ID, 0, 1)
		if err != nil || len(last) != 1 {
			t.Fatalf("%d events, %v", len(last), err)
		}
		events += last[0].Seq
	}
	return events
}

func pictured(t *testing.T, c config.Config) []string {
	t.Helper()
	a, err := Open(t.Context(), Options{Config: c, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if err := a.sweep(t.Context(), "", nil, 1); err != nil {
		t.Error(err)
	}
	var soon int
	row := a.Store.Pool().QueryRow("SELECT count(*) FROM river_job WHERE scheduled_at < ?", time.Now().Add(15*time.Minute).UTC().Format("2006-01-02 15:04:05"))
	if err := row.Scan(&soon); err != nil || soon > 0 {
		t.Errorf("%d jobs would run right after the start, %v", soon, err)
	}
	var lines []string
	for _, d := range demoTenants {
		lines = append(lines, a.rows(t, d.slug)...)
	}
	return lines
}

func (a *App) rows(t *testing.T, slug string) []string {
	t.Helper()
	tenant, err := a.Store.TenantBySlug(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := a.Store.Counts(t.Context(), tenant.ID)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range counts {
		page, err := a.Store.Query(t.Context(), tenant.ID, queue.Query{Stages: []queue.Stage{c.Stage}, Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			lines = append(lines, fmt.Sprint(slug, " ", r.State.Stage, " ", r.ID, " ", r.Percent, " ", r.Token.State, " ", r.Revision))
		}
	}
	if report, err := a.Auditor.Verify(t.Context(), tenant.ID, nil); err != nil || !report.OK {
		t.Errorf("%s: audit %+v, %v", slug, report, err)
	}
	return lines
}

// TestTheDemoTellsItsStories looks at single cases.
func TestTheDemoTellsItsStories(t *testing.T) {
	t.Parallel()
	h := still(t)
	events := func(told *scene) string {
		return strings.Join((&scenario{house: h, tenant: "aurora", caseID: told.who.Case}).chain(), ", ")
	}
	gustavo := h.stages("aurora", find(t, "Gustavo"))
	if got := events(gustavo); !strings.HasSuffix(got, "message.queued info_request, message.sent info_request") {
		t.Error(got)
	}
	view, err := h.Conveyor.ApplicantView(t.Context(), gustavo.who, gustavo.who.Case)
	if err != nil || len(view.Items) != 2 || view.Stage.Answers != "requested" {
		t.Errorf("%d items, %v", len(view.Items), err)
	}
	h.stages("aurora", find(t, "Júlia"))
	if got := events(h.stages("aurora", find(t, "Fábio"))); !strings.Contains(got, "check.completed duplicate unclear") {
		t.Error(got)
	}
	if got := events(h.stages("aurora", find(t, "Karen"))); !strings.Contains(got, "signature.given, paper.sealed, case.moved complete") {
		t.Error(got)
	}
	igor := h.stages("aurora", find(t, "Igor"))
	h.forward(3 * day)
	if got := events(igor); !strings.Contains(got, "token.expired") {
		t.Error(got)
	}
}

func find(t *testing.T, name string) story {
	t.Helper()
	for _, told := range stories["aurora"] {
		if strings.HasPrefix(told.person.name, name) {
			return told
		}
	}
	t.Fatal("no story of " + name)
	return story{}
}

// TestDemoContentIsOnlyInTheDemo keeps names and addresses of the demo out of the product.
func TestDemoContentIsOnlyInTheDemo(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasPrefix(name, "demo") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Aurora", "Horizonte", "@demo.example", "Exemplo"} {
			if strings.Contains(string(body), word) {
				t.Errorf("%s speaks of %s", name, word)
			}
		}
	}
}
