package outbox_test

import (
	"testing"

	"github.com/esteira/esteira/plugins/outbox"
	"github.com/esteira/esteira/plugins/plugintest"
)

func TestOutboxIsAChannel(t *testing.T) {
	c := outbox.New("email")
	plugintest.Channel(t, c)
	if provider, err := c.Send(t.Context(), plugintest.Example("m1")); provider != "outbox" || err != nil {
		t.Errorf("%q, %v", provider, err)
	}
}
