package store

import "time"

// CompletedWithIdentity returns the id of the case of this identity that was completed last, of those that began before
// a moment; "" when there is none. The case except is left out.
func (t *tx) CompletedWithIdentity(identity, except string, before time.Time) (string, error) {
	if identity == "" {
		return "", nil
	}
	ids, err := t.texts(`SELECT id FROM cases WHERE tenant_id = ? AND identity = ? AND identity <> '' AND id <> ?
		AND outcome = 'completed' AND NOT removed AND started_at < ? ORDER BY entered_at DESC, id DESC LIMIT 1`,
		t.tenant, identity, except, instant(before))
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}
