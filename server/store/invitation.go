package store

import (
	"github.com/esteira/esteira/runtime/portal"
)

var invitationTable = newTable("invitations", "tenant_id case_id pipeline message_id sends at invited_by revoked_at", "case_id",
	func(i *portal.Invitation) []any {
		return []any{&i.Tenant, &i.Case, &i.Pipeline, &i.Message, &i.Sends, &i.At, &i.By, &i.RevokedAt}
	})

// PutInvitation keeps how a case was invited in place of what was before. Returns fault.NotFound when the tenant has no such
// case.
func (t *tx) PutInvitation(i portal.Invitation) error {
	if err := t.mine(&i.Tenant); err != nil {
		return err
	}
	if err := t.own(i.Case); err != nil {
		return err
	}
	n, err := invitationTable.insert(t.conn, &i)
	if err != nil || n > 0 {
		return err
	}
	_, err = invitationTable.update(t.conn, &i, "")
	return err
}

// Invitation returns how a case was invited, or fault.NotFound.
func (t *tx) Invitation(caseID string) (portal.Invitation, error) {
	return invitationTable.one(t.conn, t.tenant, " AND case_id = ?", caseID)
}

// Invitations returns those of a pipeline, newest first, and the cursor of the next page ("" at the end). Returns
// fault.Invalid for a cursor that is none.
func (t *tx) Invitations(q portal.Invited) ([]portal.Invitation, string, error) {
	more, args := " AND pipeline = ?", []any{q.Pipeline}
	if q.After != "" {
		at, id, err := cursorTime(q.After)
		if err != nil {
			return nil, "", err
		}
		more, args = more+" AND (at, case_id) < (?, ?)", append(args, at, id)
	}
	out, err := invitationTable.all(t.conn, t.tenant, more+" ORDER BY at DESC, case_id DESC LIMIT ?", append(args, q.Limit+1)...)
	if err != nil || len(out) <= q.Limit {
		return out, "", err
	}
	last := out[q.Limit-1]
	return out[:q.Limit], cursorAfter(last.At, last.Case), nil
}
