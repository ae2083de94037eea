package conveyor

import (
	"slices"

	"github.com/esteira/esteira/schemas/event"
)

// isForAll tells whether everybody who sees the case may know that something happened to it. What is of a group that some of
// them may not read is for the others alone: that a case is unread, or has changed, would tell of a hit on a list, or of a note
// about one.
func (m *move) isForAll(e event.Event) bool {
	if m.common == nil {
		m.common = &sieve{line: m.line, known: map[string]bool{groupOf(""): true}}
		m.common.ask = func(group string) (bool, error) {
			without, err := m.readers(group, false)
			return len(without) == 0, err
		}
	}
	hidden := m.common.hides(e)
	if m.common.err != nil {
		m.gateErr = m.common.err
	}
	return !hidden
}

// readers are the colleagues who see the case where it stands and may read a group, or may not.
func (m *move) readers(group string, may bool) ([]string, error) {
	all, err := m.Staff.Colleagues(m.ctx, m.rec.Tenant)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, c := range all {
		who := c.actor(m.rec.Tenant)
		sees, _, err := m.Gate.Ask(m.ctx, who, m.stageObject(), "read")
		if err != nil {
			return nil, err
		}
		reads, _, err := m.Gate.Ask(m.ctx, who, m.groupObject(group), "read")
		if err != nil {
			return nil, err
		}
		if sees && reads == may {
			out = append(out, c.ID)
		}
	}
	return out, nil
}

// tellAside makes the case unread to those who may know what happened, where it is not for everybody; and where nothing else
// happened, nobody else is told that it changed.
func (m *move) tellAside() error {
	if len(m.aside) == 0 {
		return nil
	}
	var guarded []string // the groups that some may not read
	for group, all := range m.common.known {
		if !all {
			guarded = append(guarded, group)
		}
	}
	slices.Sort(guarded)
	if m.isAside() {
		objects := make([]string, len(guarded))
		for i, group := range guarded {
			objects[i] = m.groupObject(group)
		}
		m.tx.TellOnly(m.rec.ID, objects)
	}
	if m.rec.NewsSeq != m.before.NewsSeq {
		return nil // it is unread to everybody
	}
	return m.callBack(guarded)
}

// isAside tells whether nothing happened but what some may not know of.
func (m *move) isAside() bool {
	return len(m.aside) == len(m.events) && !m.isNew && !m.subDirty &&
		m.rec.State.Stage == m.before.State.Stage && m.rec.Assignee == m.before.Assignee
}

// callBack makes the case unread to those who may read any of the groups, but for who did it.
func (m *move) callBack(groups []string) error {
	var members []string
	for _, group := range groups {
		readers, err := m.readers(group, true)
		if err != nil {
			return err
		}
		members = append(members, readers...)
	}
	slices.Sort(members)
	members = slices.DeleteFunc(slices.Compact(members), func(id string) bool { return id == m.who.ID })
	return m.tx.CallBack(m.rec, members)
}
