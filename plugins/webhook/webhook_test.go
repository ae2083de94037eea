package webhook_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/webhook"
	"github.com/esteira/esteira/runtime/integration"
)

const secret = "a secret of sixteen or more"

func told(t *testing.T, handler http.HandlerFunc) integration.Answer {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	system, err := webhook.New(webhook.Config{URL: server.URL, Secret: secret, Timeout: 1}, true)
	if err != nil {
		t.Fatal(err)
	}
	got, err := system.Call(t.Context(), integration.Order{ID: "c1", Name: "core", Answers: map[string]any{"cep": "50030230"}})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// Answers say whether a call was taken, may pass, or failed for good.
func TestAnswersAreUnderstood(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status      int
		body        string
		state, code string
	}{
		"taken":                   {200, `{"facts":{"core_id":"7"}}`, integration.Done, ""},
		"taken without a word":    {204, "", integration.Done, ""},
		"taken, it seems":         {200, "<html>", integration.Final, "unreadable_answer"},
		"refused":                 {422, `{"code":"no","field":"cep"}`, integration.Final, "no"},
		"refused without a word":  {404, "", integration.Final, "http_404"},
		"sent elsewhere":          {302, "", integration.Final, "http_302"},
		"too much at once":        {429, "", integration.Retryable, "http_429"},
		"down":                    {503, "<html>", integration.Retryable, "http_503"},
		"down for good":           {500, `{"code":"gone","retryable":false}`, integration.Final, "gone"},
		"refused, but only today": {409, `{"code":"closed","retryable":true}`, integration.Retryable, "closed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := told(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "http://127.0.0.1:1/")
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			})
			if got.State != c.state || got.Code != c.code || got.Status != c.status {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestACallIsSigned(t *testing.T) {
	t.Parallel()
	got := told(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seal, now := plugins.SealOf(r.Header), time.Now()
		other := seal
		other.ID = "c2"
		switch {
		case !seal.Verifies([]byte(secret), body, now):
			t.Error("the signature is not its own")
		case seal.Verifies([]byte("another secret of any length"), body, now), seal.Verifies([]byte(secret), append(body, ' '), now),
			other.Verifies([]byte(secret), body, now), seal.Verifies([]byte(secret), body, now.Add(time.Hour)):
			t.Error("a signature counts for what it was not made of")
		case r.Header.Get("Idempotency-Key") != "c1" || strings.Contains(string(body), secret) || !json.Valid(body):
			t.Errorf("%v %s", r.Header, body)
		}
	})
	if got.State != integration.Done {
		t.Error(got)
	}
}

func TestSilenceMayPass(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	defer close(hang) // before the server is closed, which waits for whoever it serves
	if got := told(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	}); got.State != integration.Retryable || got.Code != "timeout" {
		t.Errorf("%+v", got)
	}
}

// A tenant reaches nothing that is not public, whatever its name; nor does it speak in the open.
func TestTheOperatorsNetworkIsOutOfReach(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"http://example.org/", "ftp://example.org", "https://user:pass@example.org/", "https://", "nothing"} {
		if _, err := webhook.New(webhook.Config{URL: address, Secret: secret}, false); err == nil {
			t.Errorf("%s is taken", address)
		}
	}
	for _, address := range []string{"https://127.0.0.1:1/", "https://localhost:1/", "https://10.0.0.1/", "https://169.254.169.254/", "https://[::1]:1/", "https://100.64.0.1/"} {
		system, err := webhook.New(webhook.Config{URL: address, Secret: secret, Timeout: 2}, false)
		if err != nil {
			t.Fatal(err)
		}
		got, err := system.Call(context.Background(), integration.Order{ID: "c1"})
		if err != nil || got.State != integration.Retryable || got.Code != "unreachable" {
			t.Errorf("%s: %+v %v", address, got, err)
		}
	}
}
