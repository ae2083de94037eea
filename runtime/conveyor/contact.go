package conveyor

import (
	"maps"

	"github.com/esteira/esteira/runtime/submission"
)

// describe keeps the columns that queues show in step with the answers.
func (m *move) describe() {
	if m.sub.Answers == nil {
		return
	}
	contact := m.line.Pipeline.Pipeline.Contact
	sound := m.sound()
	m.rec.Name = submission.Text(m.sub.Answers, contact.Name)
	m.rec.Email = submission.Text(sound, contact.Email) // nothing is sent to what is no address
	m.rec.Phone = submission.Text(sound, contact.Phone)
	m.rec.Identity = submission.Text(m.sub.Answers, contact.Identity)
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
