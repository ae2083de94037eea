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
	Channel   string // email, sms
	Locale    string
	To        string
	Subject   string
	Body      string // plain text; holds links and codes: secret
	State     string // one of the states in compose.go
	Reason    string // why it stands where it stands, when that is not plain: one of the reasons in ladder.go
	Reminder  bool   // counts towards the caps, and may be stopped by the person
	Patient   bool   // waits for the end of the quiet hours
	Person    string // to whom, as Person says; "" where nobody is counted
	Stage     string // of the case when it was written: a reminder is not sent once the case has moved on
	Attempts  int
	Error     string
	Provider  string // id given by the channel, e.g. the SMTP Message-ID
	Token     string // id of the signature token it carries
	CreatedAt time.Time
	SentAt    *time.Time
	HeldUntil *time.Time // when it is tried again, for one that is held
	OpenedAt  *time.Time // when a link of it was first followed
	// Stop is the page where the person stops reminders, OneClick where a program does it for them (RFC 8058). They are not
	// kept; "" for what is no reminder.
	Stop, OneClick string
	// Enclosed goes with it. It is not kept with the message: it is read where it lies when the message goes out.
	Enclosed []Enclosure
	// Look is how its sender looks when it goes out; it is not kept.
	Look Look
}

// Enclosure is a PDF that goes with a message.
type Enclosure struct {
	Name    string // of the file
	Content []byte
}

// Look is what a message shows of the organisation that sends it.
type Look struct {
	Name    string
	Accent  string // #rrggbb, or ""
	Contact string // where to ask for help
	Logo    string // data URL of a small image, or ""
	Footer  string // who the organisation is: name, number, address
	Privacy string // how to reach who answers for personal data
}

// Query is which messages of a tenant are wanted; what is "" limits nothing.
type Query struct {
	After    string // cursor
	Limit    int
	State    string
	Template string
	Channel  string
	Case     string
	Person   string
}

// Rows are the messages inside one transaction of one tenant.
type Rows interface {
	// InsertMessage adds a message; one whose key exists is left as it is, and false is returned.
	InsertMessage(Message) (bool, error)
	// Message locks and returns a message, or fault.NotFound.
	Message(id string) (Message, error)
	UpdateMessage(Message) error
	Messages(caseID string) ([]Message, error)
	// Carried returns the message that a channel gave this id, or fault.NotFound.
	Carried(provider string) (Message, error)
	// Contact locks and returns what is known of a person's address; nothing yet is the zero value with the Person.
	Contact(person string) (Contact, error)
	PutContact(Contact) error
	// Reminded counts the reminders to a person that went out since a moment, or are on their way.
	Reminded(person string, since time.Time) (int, error)
}
