package app

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/runtime/message"
)

const bounceSecret = "a secret of sixteen and more"

// bounces has the mail server report, signed, that the last messages of a case came back for good.
func (b *bank) bounces(l *life, count int) {
	b.t.Helper()
	var sent []message.Message
	for _, m := range b.messagesOf(l.who.Case) {
		if m.State == message.Sent {
			sent = append(sent, m)
		}
	}
	if len(sent) < count {
		b.t.Fatalf("only %d messages went out", len(sent))
	}
	for i, m := range sent[len(sent)-count:] {
		body := map[string]any{"message": m.Provider, "state": "bounced", "hard": true, "detail": "550 no such user"}
		raw, err := json.Marshal(body)
		if err != nil {
			b.t.Fatal(err)
		}
		seal := plugins.Sign([]byte(bounceSecret), "report-"+strconv.Itoa(i), b.play.clock.now(), raw)
		got := b.visitor("aurora").send("POST", "/channels/email/bounces", body,
			"Webhook-Id: "+seal.ID, "Webhook-Timestamp: "+seal.Timestamp, "Webhook-Signature: "+seal.Signature)
		if got.status != http.StatusAccepted {
			b.t.Fatalf("%d %s", got.status, got.raw)
		}
	}
	l.waits(time.Minute)
}

// TestABouncedContactOpensTheUpdate: two messages that come back bring a finished account to the update of its data, with
// the facts that its guard reads.
func TestABouncedContactOpensTheUpdate(t *testing.T) {
	t.Parallel()
	b := &bank{house: stillOn(t, built{sink: plugintest.NewSink(t, plugintest.SinkConfig{})}), t: t, taken: map[string]int{}}
	got := b.staff("aurora", "admin").send("PUT", "/plugins/email", map[string]any{"settings": map[string]any{"bounceSecret": bounceSecret}, "revision": 0})
	if got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.raw)
	}
	l := b.begin(801, nil)
	l.submits()
	l.waits(time.Minute)
	l.signs()
	l.waits(time.Minute).at("complete")
	b.bounces(l, 1)
	l.at("complete")
	b.bounces(l, 1)
	l.at("update")
	if facts := b.record(l.who.Case).State.Attributes; facts["bounces"] != 2.0 || facts["failed_channels"] != 2.0 {
		t.Fatalf("the facts are %v", facts)
	}
}
