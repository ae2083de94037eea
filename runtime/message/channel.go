package message

import (
	"context"
	"errors"
	"strings"
)

// ErrRefused is wrapped by a channel when the message was refused for good, so that trying again makes no sense.
var ErrRefused = errors.New("refused for good")

// ErrBounced is wrapped, beside ErrRefused, when it is the address that takes no messages.
var ErrBounced = errors.New("the address takes no messages")

// Answer is what a carrier said of a message, in its own words. A channel wraps it in its error, so that staff read these
// beside the reason and not the way that they came.
type Answer string

// Error is the answer itself.
func (a Answer) Error() string { return string(a) }

const maxWords = 300

// Words returns what a carrier said of a failure, else what went wrong on the way to it: one line, cut where it is long.
func Words(err error) string {
	words := err.Error()
	if answer, ok := errors.AsType[Answer](err); ok {
		words = string(answer)
	}
	words = strings.Join(strings.Fields(strings.ToValidUTF8(words, "")), " ")
	if runes := []rune(words); len(runes) > maxWords {
		return string(runes[:maxWords]) + "…"
	}
	return words
}

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
