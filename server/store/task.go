package store

import "github.com/esteira/esteira/runtime/task"

var taskTable = newTable("tasks", "tenant_id id case_id key name role state due_at created_at done_at done_by", "id",
	func(t *task.Task) []any {
		return []any{&t.Tenant, &t.ID, &t.Case, &t.Key, &t.Name, &t.Role, &t.State, &t.DueAt, &t.CreatedAt, &t.DoneAt, &t.DoneBy}
	})

// InsertTask adds a task; one whose key exists is left as it is. Returns fault.NotFound when the tenant has no such case.
func (t *tx) InsertTask(k task.Task) error {
	if err := t.mine(&k.Tenant); err != nil {
		return err
	}
	if err := t.own(k.Case); err != nil {
		return err
	}
	_, err := taskTable.insert(t.conn, &k)
	return err
}

// UpdateTask returns fault.NotFound when the tenant has no such task.
func (t *tx) UpdateTask(k task.Task) error {
	if err := t.mine(&k.Tenant); err != nil {
		return err
	}
	return updated(taskTable.update(t.conn, &k, " AND case_id = ?", k.Case))
}

// Tasks returns the tasks of a case, oldest first.
func (t *tx) Tasks(caseID string) ([]task.Task, error) {
	return taskTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY id", caseID)
}
