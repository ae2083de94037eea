// Package message is what is sent to a person: composed from a template in their language, kept in an outbox in the
// same transaction as its cause, sent by a job, never twice for one key.
package message

import "time"

// Message is one message to one person over one channel.
type Message struct {
	ID        string
	Tenant    string
	Case      string
	Key       string // idempotency key; unique in the tenant
	Template  string
	Channel   string // email
	Locale    string
	To        string
	Subject   string
	Body      string // plain text; holds links and codes: secret
	State     string // queued, sent, failed, cancelled
	Attempts  int
	Error     string
	Provider  string // id given by the channel, e.g. the SMTP Message-ID
	Token     string // id of the signature token it carries
	CreatedAt time.Time
	SentAt    *time.Time
	// Look is how its sender looks when it goes out; it is not kept.
	Look Look
}

// Look is what a message shows of the organisation that sends it.
type Look struct {
	Name    string
	Accent  string // #rrggbb, or ""
	Contact string // where to ask for help
}

// Rows are the messages inside one transaction of one tenant.
type Rows interface {
	// InsertMessage adds a message; one whose key exists is left as it is, and false is returned.
	InsertMessage(Message) (bool, error)
	// Message locks and returns a message, or fault.NotFound.
	Message(id string) (Message, error)
	UpdateMessage(Message) error
	Messages(caseID string) ([]Message, error)
}
