package app

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/plugins/sms"
)

// gateway takes text messages, or refuses all.
type gateway struct {
	*httptest.Server
	mu      sync.Mutex
	taken   []sms.Message
	refuses bool
}

func newGateway(t *testing.T) *gateway {
	t.Helper()
	g := &gateway{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var m sms.Message
		if err != nil || json.Unmarshal(body, &m) != nil || r.Header.Get("Webhook-Signature") == "" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.refuses {
			w.WriteHeader(http.StatusUnprocessableEntity)
			return
		}
		g.taken = append(g.taken, m)
		_ = json.NewEncoder(w).Encode(map[string]string{"id": "gw-" + m.ID})
	}))
	t.Cleanup(g.Close)
	return g
}

// TestTextMessagesFallBackToEmail sends the link to sign by SMS through a gateway of the tenant's. What the gateway refuses,
// or reports as not arrived, goes by e-mail; a report that its secret has not signed is none.
func TestTextMessagesFallBackToEmail(t *testing.T) {
	t.Parallel()
	h := stillOn(t, built{sink: plugintest.NewSink(t, plugintest.SinkConfig{}), settings: map[string]string{"ESTEIRA_PRIVATE_CALLS": "true"}})
	s := &scenario{house: h, tenant: "aurora"}
	g := newGateway(t)
	const secret = "a secret of sixteen and more"
	s.run(step{
		name: "the gateway", by: s.staff("aurora", "admin"), do: "PUT /plugins/sms",
		body: map[string]any{"settings": map[string]any{"url": g.URL, "secret": secret, "sender": "Aurora"}, "revision": 0},
	})
	r := &trier{house: h, admin: h.staff("aurora", "admin")}
	published := r.publishes(func(body map[string]any) {
		for _, m := range body["messages"].([]any) {
			if m := m.(map[string]any); m["key"] == "signature_request" {
				m["channel"] = "sms"
			}
		}
	})
	if published.status != http.StatusOK && published.status != http.StatusCreated {
		t.Fatalf("publish: %d %s", published.status, published.raw)
	}
	signs := func(caseID string) (states []string) {
		for _, m := range h.messagesOf(caseID) {
			if m.Template == "signature_request" {
				states = append(states, m.Channel+" "+m.State)
			}
		}
		return states
	}
	told := h.stages("aurora", story{onboarding, julia, personal, 0, func(s *scene) { s.submits() }})
	s.caseID = told.who.Case
	if got := strings.Join(signs(s.caseID), ", "); got != "sms sent" || len(g.taken) != 1 || !strings.HasPrefix(g.taken[0].To, "+55") || !strings.Contains(g.taken[0].Text, "/sign#token=") {
		t.Fatalf("%s; the gateway took %+v", got, g.taken)
	}
	report := func(key, state string, status int) {
		t.Helper()
		body := map[string]any{"message": "gw-" + g.taken[0].ID, "state": state, "hard": true, "detail": "no such number"}
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		seal := plugins.Sign([]byte(key), "report", h.play.clock.now(), raw)
		s.run(step{
			name: state, by: s.visitor("aurora"), do: "POST /channels/sms/reports", body: body, status: status,
			header: []string{"Webhook-Id: " + seal.ID, "Webhook-Timestamp: " + seal.Timestamp, "Webhook-Signature: " + seal.Signature},
		})
	}
	report("another secret of sixteen", "bounced", http.StatusUnauthorized)
	report(secret, "bounced", http.StatusAccepted)
	report(secret, "bounced", http.StatusAccepted)
	h.forward(time.Minute)
	if got := strings.Join(signs(s.caseID), ", "); got != "sms bounced, email sent" {
		t.Fatalf("after the report: %s", got)
	}
	g.mu.Lock()
	g.refuses = true
	g.mu.Unlock()
	other := h.stages("aurora", story{onboarding, igor, personal, 0, func(s *scene) { s.submits() }})
	if got := strings.Join(signs(other.who.Case), ", "); got != "sms failed, email sent" {
		t.Fatalf("refused: %s", got)
	}
	other.signs()
	if other.err != nil {
		t.Errorf("the link of the e-mail signs no more: %v", other.err)
	}
}
