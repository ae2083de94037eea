package message

// Reader is a member of staff whom something is told.
type Reader struct {
	Email, Locale string
}

// ToMember is an e-mail to a member of staff: kept in the outbox, but of no case. Who reads the outbox need not be allowed to
// read the case that it is about. The caller gives it an id, a key and a time.
func ToMember(to Reader, key string, vars map[string]string) Message {
	return Message{
		Template: key, Channel: "email", Locale: to.Locale, To: to.Email, State: Queued,
		Subject: Fill(Said(key+".subject", to.Locale), vars), Body: Fill(Said(key+".body", to.Locale), vars),
	}
}
