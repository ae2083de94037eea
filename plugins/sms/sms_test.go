package sms_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/plugins/sms"
	"github.com/esteira/esteira/runtime/message"
)

const secret = "a secret of sixteen and more"

// gateway answers what the text of a message asks for, and with 401 what is not signed.
func gateway(t *testing.T) *sms.Channel {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || !plugins.SealOf(r.Header).Verifies([]byte(secret), body, time.Now()) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var m sms.Message
		if err := json.Unmarshal(body, &m); err != nil {
			t.Error(err)
		}
		if strings.HasPrefix(m.Text, "echo") {
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = w.Write(body)
			return
		}
		switch m.Text {
		case "busy":
			w.WriteHeader(http.StatusServiceUnavailable)
		case "no":
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = io.WriteString(w, "unknown sender")
		default:
			_ = json.NewEncoder(w).Encode(map[string]string{"id": "g-" + m.ID})
		}
	}))
	t.Cleanup(server.Close)
	c, err := sms.New(sms.Config{URL: server.URL, Secret: secret}, true)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSMSIsAChannel(t *testing.T) { plugintest.Channel(t, phoned{gateway(t)}) }

// phoned gives the examples a number.
type phoned struct{ message.Channel }

func (p phoned) Send(ctx context.Context, m message.Message) (string, error) {
	m.To = "+5511912345678"
	return p.Channel.Send(ctx, m)
}

func TestWhatTheGatewayAnswers(t *testing.T) {
	c := gateway(t)
	for text, want := range map[string]error{"hello": nil, "no": message.ErrRefused} {
		m := plugintest.Example("m1")
		m.To, m.Body = "+55 11 91234-5678", text
		if id, err := c.Send(t.Context(), m); !errors.Is(err, want) || err == nil && id != "g-m1" {
			t.Errorf("%s: %q, %v", text, id, err)
		}
	}
	m := plugintest.Example("m2")
	m.To, m.Body = "+5511912345678", "no"
	if _, err := c.Send(t.Context(), m); message.Words(err) != "422 Unprocessable Entity unknown sender" {
		t.Errorf("staff read %q", message.Words(err))
	}
	m.Body = "echo https://x.example/sign#token=Ab3dEfgh"
	if _, err := c.Send(t.Context(), m); message.Words(err) != "422 Unprocessable Entity" {
		t.Errorf("staff read %q", message.Words(err))
	}
	m.Body = "busy"
	if _, err := c.Send(t.Context(), m); err == nil || errors.Is(err, message.ErrRefused) {
		t.Errorf("what may pass is final: %v", err)
	}
	m.To = "ana@example.org"
	if _, err := c.Send(t.Context(), m); !errors.Is(err, message.ErrBounced) {
		t.Errorf("sent to no number: %v", err)
	}
}

func TestAnAddressInsideIsRefused(t *testing.T) {
	for _, address := range []string{"http://sms.example.com", "https://user@sms.example.com", "sms"} {
		if _, err := sms.New(sms.Config{URL: address, Secret: secret}, false); err == nil {
			t.Errorf("%s is taken", address)
		}
	}
	c, err := sms.New(sms.Config{URL: "https://127.0.0.1:9", Secret: secret}, false)
	if err != nil {
		t.Fatal(err)
	}
	m := plugintest.Example("m1")
	m.To = "+5511912345678"
	if _, err := c.Send(t.Context(), m); err == nil {
		t.Error("sent to an address inside")
	}
}
