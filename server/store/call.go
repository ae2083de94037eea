package store

import "github.com/esteira/esteira/runtime/integration"

var callTable = newTable("calls", "tenant_id id case_id name key stage attempt state due_at at sent answer", "id",
	func(c *integration.Call) []any {
		return []any{
			&c.Tenant, &c.ID, &c.Case, &c.Name, &c.Key, &c.Stage, &c.Attempt, &c.State, &c.DueAt, &c.At,
			asJSON(&c.Sent), asJSON(&c.Answer),
		}
	})

// InsertCall adds a call; one whose key exists is left as it is, and false is returned. Returns fault.NotFound when the
// tenant has no such case.
func (t *tx) InsertCall(c integration.Call) (bool, error) {
	if err := t.mine(&c.Tenant); err != nil {
		return false, err
	}
	if err := t.own(c.Case); err != nil {
		return false, err
	}
	n, err := callTable.insert(t.conn, &c)
	return n > 0, err
}

// UpdateCall returns fault.NotFound when the tenant has no such call.
func (t *tx) UpdateCall(c integration.Call) error {
	if err := t.mine(&c.Tenant); err != nil {
		return err
	}
	return updated(callTable.update(t.conn, &c, " AND case_id = ?", c.Case))
}

// Call locks and returns a call, or fault.NotFound.
func (t *tx) Call(id string) (integration.Call, error) {
	return callTable.one(t.conn, t.tenant, " AND id = ?"+t.lock(), id)
}

// Calls returns the calls of a case, newest first.
func (t *tx) Calls(caseID string) ([]integration.Call, error) {
	return callTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY id DESC", caseID)
}
