// Package outbox is a channel that sends nothing: messages stay where they are kept, for staff to read. It stands in
// for a channel that is not set up, so that a first try of Esteira needs no mail server.
package outbox

import (
	"context"

	"github.com/esteira/esteira/runtime/message"
)

// Provider is what messages carry that were kept instead of sent.
const Provider = "outbox"

// New returns a channel under the name of the one that it stands in for.
func New(name string) message.Channel { return channel(name) }

type channel string

// Name is that of the channel it stands in for.
func (c channel) Name() string { return string(c) }

// Send keeps the message where it is.
func (channel) Send(ctx context.Context, _ message.Message) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return Provider, nil
}
