package store

import "github.com/esteira/esteira/runtime/request"

var itemTable = newTable("request_items", "tenant_id id case_id path note was state created_at created_by due_at answered_at", "id",
	func(i *request.Item) []any {
		return []any{&i.Tenant, &i.ID, &i.Case, &i.Path, &i.Note, &i.Was, &i.State, &i.CreatedAt, &i.CreatedBy, &i.DueAt, &i.AnsweredAt}
	})

// InsertItem adds an item. Returns fault.NotFound when the tenant has no such case, fault.Conflict when the id is taken.
func (t *tx) InsertItem(i request.Item) error {
	if err := t.mine(&i.Tenant); err != nil {
		return err
	}
	if err := t.own(i.Case); err != nil {
		return err
	}
	return inserted(itemTable.insert(t.conn, &i))
}

// UpdateItem returns fault.NotFound when the tenant has no such item.
func (t *tx) UpdateItem(i request.Item) error {
	if err := t.mine(&i.Tenant); err != nil {
		return err
	}
	return updated(itemTable.update(t.conn, &i, " AND case_id = ?", i.Case))
}

// Items returns the items of a case, oldest first.
func (t *tx) Items(caseID string) ([]request.Item, error) {
	return itemTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY id", caseID)
}
