package message

import "cmp"

// Reader is a member of staff whom something is told.
type Reader struct {
	Name, Email, Locale string
}

// ToMember is an e-mail to a member of staff: kept in the outbox, but of no case. Who reads the outbox need not be allowed to
// read the case that it is about. The caller gives it an id, a key and a time.
func ToMember(to Reader, key string, vars map[string]string) Message {
	locale := cmp.Or(to.Locale, "en")
	return Message{
		Template: key, Channel: "email", Locale: locale, To: to.Email, State: Queued,
		Subject: Fill(Said(key+".subject", locale), vars), Body: Fill(Said(key+".body", locale), vars),
	}
}
