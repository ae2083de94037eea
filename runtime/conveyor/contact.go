package conveyor

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
)

// mostOfName is how much of a name staff see and letters say, in characters: what is typed is checked only as it is handed in,
// and anybody can begin.
const mostOfName = 150

// describe keeps the columns that queues show in step with the answers.
func (m *move) describe() {
	if m.sub.Answers == nil {
		return
	}
	contact := m.line.Pipeline.Pipeline.Contact
	sound := m.sound() // nothing is sent to what is no address
	m.rec.Name = submission.Text(m.sub.Answers, contact.Name)
	if name := []rune(m.rec.Name); len(name) > mostOfName {
		m.rec.Name = string(name[:mostOfName-1]) + "…"
	}
	address, number := submission.Text(sound, contact.Email), submission.Text(sound, contact.Phone)
	if (address != m.rec.Email || number != m.rec.Phone) && !m.confirmed() {
		m.rec.Email, m.rec.Phone = address, number
	}
	m.rec.Identity = submission.Text(m.sub.Answers, contact.Identity)
}

// confirmed tells whether the owner of the address that stands has used a link that was mailed there to sign. From then on
// it is the address of the case until somebody signs by a link to another, and so is the number that was signed with it:
// what is only typed is not used.
func (m *move) confirmed() bool {
	if m.rec.Email == "" || m.isNew {
		return false
	}
	records, err := m.tx.EvidenceOf(m.rec.ID)
	if err != nil {
		m.gateErr = err
	}
	return err != nil || len(records) > 0
}

// asked is the address among the answers, confirmed or not; "" where there is none.
func (m *move) asked() string {
	return submission.Text(m.sound(), m.line.Pipeline.Pipeline.Contact.Email)
}

// confirm makes what is signed by a link that was sent to an address what the person is reached at.
func (m *move) confirm(sentTo string) {
	m.rec.Email = cmp.Or(sentTo, m.rec.Email)
	m.rec.Phone = submission.Text(m.sound(), m.line.Pipeline.Pipeline.Contact.Phone)
}

// sound are the answers without an address of the applicant that is none: it is kept while somebody types, but nothing
// is sent to it and nothing decided by it.
func (m *move) sound() map[string]any {
	answers := m.sub.Answers
	contact := m.line.Pipeline.Pipeline.Contact
	for _, key := range []string{contact.Email, contact.Phone} {
		value, answered := answers[key]
		f, ok := m.line.Form.FieldOf(key)
		if !answered || !ok {
			continue
		}
		if kind, ok := m.Fields.Get(f.Type); ok && blocking(kind.Check(f, value)) {
			answers = maps.Clone(answers)
			delete(answers, key)
		}
	}
	return answers
}

// sendToSigned sends a message to the address that was signed before the one that stands now, too: who lost an address to
// somebody else hears of it there. What it links to opens nothing.
func (m *move) sendToSigned(w cases.Work) error {
	before, err := m.signedAddress()
	if err != nil || before == "" {
		return err
	}
	return m.sendTo(letter{name: w.Name, key: w.Key + "/signed", to: before, extra: map[string]string{"link": m.profile.URL}})
}

// signedAddress is the latest address among the answers that were signed that is not the one that stands now; "" for none.
func (m *move) signedAddress() (string, error) {
	records, err := m.tx.EvidenceOf(m.rec.ID)
	if err != nil {
		return "", err
	}
	kept, err := m.tx.Personal(m.rec.ID)
	if err != nil {
		return "", err
	}
	for _, e := range slices.Backward(records) {
		var record struct{ Answers string }
		var answers map[string]any
		if json.Unmarshal(e.Record, &record) != nil || json.Unmarshal([]byte(kept[record.Answers].Body), &answers) != nil {
			continue // signed just now, or erased
		}
		if address := submission.Text(answers, m.line.Pipeline.Pipeline.Contact.Email); address != "" && address != m.rec.Email {
			return address, nil
		}
	}
	return "", nil
}

// reach says how a message for an e-mail address goes out: as a text message where it should and the person gave a number,
// else by e-mail. Who it goes to is counted by the e-mail address whatever the channel is.
func (m *move) reach(channel, to string) (string, string) {
	if channel != message.SMS {
		return channel, to
	}
	if m.rec.Phone != "" && to == m.rec.Email {
		return message.SMS, m.rec.Phone
	}
	return message.Email, to
}

// instead sends by e-mail what did not arrive as a text message, once, and says whether it did.
func (m *move) instead(msg message.Message) (bool, error) {
	if msg.Channel != message.SMS || m.rec.Email == "" || msg.Body == "" {
		return false, nil
	}
	next := msg
	next.ID, next.Key, next.Channel, next.To = m.NewID(), "instead/"+msg.ID, message.Email, m.rec.Email
	next.State, next.Reason, next.Error, next.Provider, next.Attempts = message.Queued, "", "", "", 0
	next.CreatedAt, next.SentAt, next.HeldUntil, next.OpenedAt = m.now(), nil, nil, nil
	added, err := m.tx.InsertMessage(next)
	if err != nil || !added {
		return false, err
	}
	m.note("message.queued", map[string]any{"message": next.ID, "template": next.Template, "channel": next.Channel})
	return true, m.tx.Enqueue(cases.Job{Kind: "send", Key: next.ID, Args: map[string]string{"message": next.ID}})
}

// speaks keeps the language in which the person reads the pages, and is written to. A member who fills in for somebody
// reads them in their own, but where the case began at the counter both look at one screen.
func (m *move) speaks(locale string) {
	if locale != "" && (m.who.Hand().Kind == actor.Applicant || m.rec.Channel == cases.Counter) {
		m.rec.Locale = m.locale(locale)
	}
}

// livesIn keeps the zone of the person's browser, by which quiet hours are read. What is no zone is left alone, and so is
// that of a member who fills in for somebody.
func (m *move) livesIn(zone string) error {
	if zone == "" || zone == "Local" || m.rec.Email == "" || m.who.Hand().Kind != actor.Applicant {
		return nil
	}
	if _, err := time.LoadLocation(zone); err != nil {
		return nil //nolint:nilerr // no zone: nothing to keep
	}
	contact, err := m.tx.Contact(message.Person(m.rec.Email))
	if err != nil || contact.Zone == zone {
		return err
	}
	contact.Zone = zone
	return m.tx.PutContact(contact)
}
