// Package plugintest holds what every plugin of a kind has to pass: call Channel for any channel of messages, and Mail
// for one that speaks SMTP. Sink is a real mail server for tests.
package plugintest

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/message"
)

// Example is a message as the runtime composes them.
func Example(id string) message.Message {
	return message.Message{
		ID: id, Tenant: "t1", Case: "c1", Key: "k/" + id, Template: "signature", Channel: "email", Locale: "pt-BR",
		To: "ana@example.org", Subject: "Assinatura do cadastro",
		Body:      "Olá, Ana.\n\nPara assinar: https://esteira.example/a/demo?t=abc&x=1.\nO código é 123456.\n",
		CreatedAt: time.Date(2026, 11, 21, 18, 48, 40, 0, time.UTC),
	}
}

// Channel checks what the runtime relies on in any channel.
func Channel(t *testing.T, c message.Channel) {
	t.Helper()
	t.Run("has a stable name", func(t *testing.T) {
		if first, again := c.Name(), c.Name(); first == "" || first != again {
			t.Fatalf("%q, then %q", first, again)
		}
	})
	t.Run("gives the same id at each try", func(t *testing.T) {
		first, second := send(t, c, Example("m1")), send(t, c, Example("m1"))
		if first == "" || first != second {
			t.Fatalf("%q, then %q", first, second)
		}
	})
	t.Run("sends nothing once cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Send(ctx, Example("m2")); err == nil {
			t.Fatal("sent")
		}
	})
	t.Run("is used by many at once", func(t *testing.T) {
		var all sync.WaitGroup
		for i := range 16 {
			all.Go(func() {
				if _, err := c.Send(t.Context(), Example("many"+strconv.Itoa(i))); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	})
}

func send(t *testing.T, c message.Channel, m message.Message) string {
	t.Helper()
	provider, err := c.Send(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	return provider
}
