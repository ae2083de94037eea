package conveyor

import (
	"time"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/fault"
)

// previous are the answers before a change: those of the latest case of the same person or company that was completed
// before this one began, as far as this form knows them. They are read once, and only where a rule asks for them.
func (m *move) previous() map[string]any {
	if !m.line.looksBack || m.gateErr != nil {
		return map[string]any{}
	}
	identity := submission.Text(m.sub.Answers, m.line.Pipeline.Pipeline.Contact.Identity)
	if m.earlier == nil || m.earlierOf != identity {
		found, err := m.completed(identity)
		if err != nil {
			m.gateErr = err
			return map[string]any{}
		}
		m.earlier, m.earlierOf = &found, identity
	}
	return *m.earlier
}

func (m *move) completed(identity string) (map[string]any, error) {
	before := m.rec.State.StartedAt
	if before.IsZero() {
		before = m.now()
	}
	id, err := m.tx.CompletedWithIdentity(identity, m.rec.ID, before)
	if err != nil || id == "" {
		return map[string]any{}, err
	}
	sub, err := m.tx.Submission(id)
	if fault.CodeOf(err) == fault.NotFound { // its answers were erased
		return map[string]any{}, nil
	}
	// Another form asked; what this one does not ask, or asks otherwise, is not compared.
	clean, _ := m.line.Form.Clean(sub.Answers, form.Staff)
	return clean, err
}

func (p Profile) calendar() *pipeline.Calendar {
	if p.Calendar != nil {
		return p.Calendar
	}
	zone := p.Zone
	if zone == nil {
		zone = time.UTC
	}
	return pipeline.OfficeHours(zone)
}
