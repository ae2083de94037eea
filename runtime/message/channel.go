package message

import (
	"context"
	"errors"
)

// ErrRefused is wrapped by a channel when the message was refused for good, so that trying again makes no sense.
var ErrRefused = errors.New("refused for good")

// ErrBounced is wrapped, beside ErrRefused, when it is the address that takes no messages.
var ErrBounced = errors.New("the address takes no messages")

// The channels that the runtime itself knows of: what does not arrive by the one goes by the other.
const (
	Email = "email"
	SMS   = "sms"
)

// Channel carries messages to people. Plugins implement it.
type Channel interface {
	// Name is the word in Message.Channel.
	Name() string
	// Send hands the message over and returns the id that the carrier gave it. An error that wraps ErrRefused is
	// final; any other is tried again later. Message.ID is the same at each try.
	Send(ctx context.Context, m Message) (provider string, err error)
}
