package conveyor

import (
	"maps"

	"github.com/esteira/esteira/schemas/event"
)

// freeText are the members of events in which people write what they like. A reason that is a key of the pipeline is
// none.
func freeText(name string) []string {
	switch name {
	case "answer.mended":
		return []string{"note", "before", "after"}
	case "document.judged", "answer.revealed":
		return []string{"note", "reason"}
	}
	return []string{"note"}
}

// hide takes free text out of what an event says: the chain keeps its hash for ever, the text can be erased.
func (m *move) hide(name string, data map[string]any) map[string]any {
	for _, key := range freeText(name) {
		text, ok := data[key].(string)
		if !ok || text == "" {
			continue
		}
		part, place := event.Hide(m.NewID(), text)
		part.Tenant, part.Case = m.rec.Tenant, m.rec.ID
		data = maps.Clone(data)
		data[key] = place
		m.parts = append(m.parts, part)
	}
	return data
}

// append adds what happened to the chain of the case.
func (m *move) append() error {
	if err := m.tx.AppendEvents(m.events); err != nil || len(m.parts) == 0 {
		return err
	}
	return m.tx.InsertPersonal(m.parts)
}
