package store

import "github.com/esteira/esteira/runtime/conveyor"

// latestMentions is how many mentions of a member are told: nobody reads more.
const latestMentions = 50

var mentionTable = newTable("mentions", "tenant_id member_id note_id case_id field_group by_id at read_at", "member_id note_id", func(m *conveyor.Mention) []any {
	return []any{&m.Tenant, &m.Member, &m.Note, &m.Case, &m.Group, &m.By, &m.At, &m.ReadAt}
})

// InsertMention keeps that a note speaks to a member. Returns fault.NotFound when the tenant has no such case.
func (t *tx) InsertMention(m conveyor.Mention) error {
	if known, err := t.exists("SELECT 1 FROM cases WHERE tenant_id = ? AND id = ?", t.tenant, m.Case); err != nil || !known {
		return updated(known, err)
	}
	m.Tenant = t.tenant
	return inserted(mentionTable.insert(t.conn, &m))
}

// Mentions returns the latest of a member, newest first.
func (t *tx) Mentions(member string) ([]conveyor.Mention, error) {
	return mentionTable.all(t.conn, t.tenant, " AND member_id = ? ORDER BY at DESC, note_id DESC LIMIT ?", member, latestMentions)
}

// ReadMentions keeps that a member has read what speaks to them in a case.
func (t *tx) ReadMentions(member, caseID string) error {
	_, err := t.exec("UPDATE mentions SET read_at = ? WHERE tenant_id = ? AND member_id = ? AND case_id = ? AND read_at IS NULL", t.now, t.tenant, member, caseID)
	return err
}
