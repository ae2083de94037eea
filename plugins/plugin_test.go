package plugins_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/fault"
)

type channel struct{}

func (channel) Name() string { return "email" }

func (channel) Send(context.Context, message.Message) (string, error) { return "", nil }

func TestTwoPluginsMayNotGiveTheSame(t *testing.T) {
	give := func(name string) plugins.Plugin {
		return plugins.Plugin{
			Name: name, Settings: []byte(`{"type":"object"}`),
			Plug: func(h *plugins.Host, _ json.RawMessage) error {
				h.Channels = append(h.Channels, channel{})
				return nil
			},
		}
	}
	settings := map[string]json.RawMessage{"a": json.RawMessage(`{}`), "b": json.RawMessage(`{}`)}
	_, err := plugins.Load([]plugins.Plugin{give("a"), give("b")}, settings)
	if fault.CodeOf(err) != fault.Conflict {
		t.Errorf("%v", err)
	}
}
