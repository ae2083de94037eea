package store

import "github.com/esteira/esteira/runtime/queue"

var (
	runTable = newTable("runs", "tenant_id id queue act state total began_by began_at ended_at ended_by revision", "id",
		func(r *queue.Run) []any {
			return []any{
				&r.Tenant, &r.ID, &r.Queue, asJSON(&r.Act), &r.State, &r.Total, &r.By, &r.BeganAt, &r.EndedAt, &r.EndedBy, &r.Revision,
			}
		})
	runItemTable = newTable("run_items", "tenant_id run_id position case_id revision state why had given", "run_id position",
		func(i *queue.Item) []any {
			return []any{&i.Tenant, &i.Run, &i.Position, &i.Case, &i.Revision, &i.State, asJSON(&i.Why), &i.Had, &i.Given}
		})
)

// maxRuns is how many a member looks back on.
const maxRuns = 20

// InsertRun adds a run with the cases that it is about. Returns fault.Conflict when the id is taken.
func (t *tx) InsertRun(r queue.Run, items []queue.Item) error {
	if err := t.mine(&r.Tenant); err != nil {
		return err
	}
	if err := inserted(runTable.insert(t.conn, &r)); err != nil {
		return err
	}
	rows := make([]*queue.Item, len(items))
	for i := range items {
		items[i].Tenant, items[i].Run = t.tenant, r.ID
		rows[i] = &items[i]
	}
	return runItemTable.add(t.conn, conflict("store.taken"), rows...)
}

// Run locks and returns a run. Returns fault.NotFound when the tenant has none such.
func (t *tx) Run(id string) (queue.Run, error) {
	return runTable.one(t.conn, t.tenant, " AND id = ?"+t.lock(), id)
}

// Runs returns those of a member, newest first, at most twenty.
func (t *tx) Runs(member string) ([]queue.Run, error) {
	return runTable.all(t.conn, t.tenant, " AND began_by = ? ORDER BY began_at DESC, id DESC LIMIT ?", member, maxRuns)
}

// UpdateRun writes how a run stands. Returns fault.NotFound when the tenant has none such.
func (t *tx) UpdateRun(r queue.Run) error {
	if err := t.mine(&r.Tenant); err != nil {
		return err
	}
	return updated(runTable.update(t.conn, &r, ""))
}

// RunItems returns the cases of a run in their order, from a position on; those in a state when one is given.
func (t *tx) RunItems(run string, state queue.ItemState, from, limit int) ([]queue.Item, error) {
	more, args := " AND run_id = ? AND position >= ?", []any{run, from}
	if state != "" {
		more, args = more+" AND state = ?", append(args, string(state))
	}
	return runItemTable.all(t.conn, t.tenant, more+" ORDER BY position LIMIT ?", append(args, limit)...)
}

// UpdateRunItem writes what became of a case that waited; it says false when it did not wait any more, or is not the tenant's.
func (t *tx) UpdateRunItem(i queue.Item) (bool, error) {
	if err := t.mine(&i.Tenant); err != nil {
		return false, err
	}
	return runItemTable.update(t.conn, &i, " AND state = '"+string(queue.Waiting)+"'")
}

// TallyRun counts the cases of a run by what became of them.
func (t *tx) TallyRun(run string) (map[queue.ItemState]int, error) {
	out := map[queue.ItemState]int{}
	err := t.each(func(rows scanner) error {
		state, n := "", 0
		if err := rows.Scan(&state, &n); err != nil {
			return err
		}
		out[queue.ItemState(state)] = n
		return nil
	}, "SELECT state, COUNT(*) FROM run_items WHERE tenant_id = ? AND run_id = ? GROUP BY state", t.tenant, run)
	return out, err
}
