package app

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/server/tenant"
)

// ear is somebody who listens for changes.
type ear struct {
	t     *testing.T
	heard chan heard
	over  chan struct{}
}

type heard struct {
	Queues, Cases []string
	All           bool
}

// listens opens a stream of changes and returns when it is heard.
func (h *house) listens(slug, word string) *ear {
	h.t.Helper()
	c := h.staff(slug, word)
	ctx, cancel := context.WithCancel(context.Background())
	h.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/events", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	answer, err := (&http.Client{Jar: c.http.Jar}).Do(r) //nolint:bodyclose // closed when the stream is over, below
	if err != nil {
		h.t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" {
		h.t.Fatalf("%d %s", answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	e := &ear{t: h.t, heard: make(chan heard, 100), over: make(chan struct{})}
	lines := bufio.NewScanner(answer.Body)
	lines.Scan() // ": here"
	go func() {
		defer close(e.over)
		defer answer.Body.Close()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var one heard
				if err := json.Unmarshal([]byte(data), &one); err == nil {
					e.heard <- one
				}
			}
		}
	}()
	return e
}

// until waits for changes of a case and of a queue, and returns all that was heard on the way.
func (e *ear) until(caseID, queue string) heard {
	e.t.Helper()
	var all heard
	end := time.After(2 * time.Minute)
	for !slices.Contains(all.Cases, caseID) || !slices.Contains(all.Queues, queue) {
		select {
		case one := <-e.heard:
			all.Queues, all.Cases = append(all.Queues, one.Queues...), append(all.Cases, one.Cases...)
		case <-end:
			e.t.Fatalf("nothing of %s in %s was heard but %v", caseID, queue, all)
		}
	}
	return all
}

// TestNobodyHearsAnotherTenant listens as members of two tenants, and as one who may read nothing: each hears of what they see
// and of nothing else, and never what it holds.
func TestNobodyHearsAnotherTenant(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		analyst, stranger, blind := h.listens("aurora", "compliance"), h.listens("horizonte", "compliance"), h.listens("aurora", "admin")
		theirs := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }}).who.Case
		analyst.until(theirs, "approval")
		own := h.stages("horizonte", story{onboarding, otto, personal, time.Hour, func(s *scene) { s.submits() }}).who.Case
		if other := stranger.until(own, "approval"); slices.Contains(other.Cases, theirs) {
			t.Errorf("horizonte hears %v", other)
		}
		// Who may read nothing is told nothing: what comes after they were given the right is the first they hear of.
		roles, policies, _, err := h.Store.Policies(t.Context(), h.tenantID("aurora"))
		if err != nil {
			t.Fatal(err)
		}
		policies = append(policies, tenant.Policy{Role: "administrator", Object: "pipeline/" + onboarding + "/stage/*", Verb: "read", Effect: "allow"})
		if err := h.Store.Administer(t.Context(), h.tenantID("aurora"), func(o tenant.Office) error { return o.SetPolicies(roles, policies) }); err != nil {
			t.Fatal(err)
		}
		h.play.clock.add(10 * time.Second) // policies are believed for a second
		later := h.stages("aurora", story{onboarding, diego, personal, time.Hour, func(s *scene) { s.submits() }}).who.Case
		if first := blind.until(later, "approval"); slices.Contains(first.Cases, theirs) {
			t.Errorf("an administrator without the right heard %v", first)
		}
	})
}

// TestStreamsEnd closes the streams of a session that is over, and of a server that stops.
func TestStreamsEnd(t *testing.T) {
	t.Parallel()
	h := still(t)
	c := h.staff("aurora", "cadastro")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.base+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{Jar: c.http.Jar}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := c.send("DELETE", "/session", nil); got.status != http.StatusNoContent {
		t.Fatalf("%d %s", got.status, got.raw)
	}
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); { // it ends, or the test would not
		_ = lines.Text()
	}
	other := h.listens("aurora", "compliance")
	h.stop.Do(func() { close(h.stopping) })
	<-other.over
}
