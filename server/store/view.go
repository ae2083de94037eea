package store

import (
	"github.com/esteira/esteira/runtime/queue"
)

var viewTable = newTable("saved_views", "tenant_id id queue name owner roles look revision updated_at", "id",
	func(v *queue.View) []any {
		return []any{&v.Tenant, &v.ID, &v.Queue, &v.Name, &v.Owner, asJSON(&v.Roles), asJSON(&v.Look), &v.Revision, &v.UpdatedAt}
	})

// maxViews is more than anybody looks through.
const maxViews = 200

// InsertView adds a view. Returns fault.Conflict view.taken when its owner has one of this name in the queue.
func (t *tx) InsertView(v queue.View) error {
	if err := t.mine(&v.Tenant); err != nil {
		return err
	}
	n, err := viewTable.insert(t.conn, &v)
	if err == nil && n == 0 {
		err = conflict("view.taken")
	}
	return err
}

// UpdateView writes a view whose stored revision is the given one less one; else fault.Stale. Returns fault.NotFound when the
// tenant has no such view, fault.Conflict view.taken for a name that its owner has already.
func (t *tx) UpdateView(v queue.View) error {
	if err := t.mine(&v.Tenant); err != nil {
		return err
	}
	if _, err := t.SavedView(v.ID); err != nil {
		return err
	}
	taken, err := t.exists("SELECT 1 FROM saved_views WHERE tenant_id = ? AND owner = ? AND queue = ? AND name = ? AND id <> ?",
		t.tenant, v.Owner, v.Queue, v.Name, v.ID)
	if err == nil && taken {
		err = conflict("view.taken")
	}
	if err != nil {
		return err
	}
	found, err := viewTable.update(t.conn, &v, " AND revision = ?", v.Revision-1)
	if err == nil && !found {
		err = stale("view.stale")
	}
	return err
}

// DeleteView takes a view away, and from everybody whose default it was. Returns fault.NotFound when there is none.
func (t *tx) DeleteView(id string) error {
	if _, err := t.exec("DELETE FROM default_views WHERE tenant_id = ? AND view_id = ?", t.tenant, id); err != nil {
		return err
	}
	n, err := t.exec("DELETE FROM saved_views WHERE tenant_id = ? AND id = ?", t.tenant, id)
	return updated(n > 0, err)
}

// SavedView locks and returns a view. Returns fault.NotFound when the tenant has no such view.
func (t *tx) SavedView(id string) (queue.View, error) {
	return viewTable.one(t.conn, t.tenant, " AND id = ?"+t.lock(), id)
}

// SavedViews returns the views of a queue that a member owns or that are shared, by name.
func (t *tx) SavedViews(of, member string) ([]queue.View, error) {
	return viewTable.all(t.conn, t.tenant, " AND queue = ? AND (owner = ? OR roles IS NOT NULL AND CAST(roles AS text) <> 'null') ORDER BY name, id LIMIT ?",
		of, member, maxViews)
}

type defaultRow struct{ tenant, queue, member, view string }

var defaultTable = newTable("default_views", "tenant_id queue member_id view_id", "queue member_id", func(r *defaultRow) []any {
	return []any{&r.tenant, &r.queue, &r.member, &r.view}
})

// DefaultView returns the id of the view that a member begins a queue with; "" for none.
func (t *tx) DefaultView(of, member string) (string, error) {
	rows, err := defaultTable.all(t.conn, t.tenant, " AND queue = ? AND member_id = ?", of, member)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].view, nil
}

// SetDefaultView says with which view a member begins a queue; "" takes it away. Returns fault.NotFound for a view that the
// tenant has not.
func (t *tx) SetDefaultView(of, member, view string) error {
	if _, err := t.exec("DELETE FROM default_views WHERE tenant_id = ? AND queue = ? AND member_id = ?", t.tenant, of, member); err != nil || view == "" {
		return err
	}
	if _, err := t.SavedView(view); err != nil {
		return err
	}
	return inserted(defaultTable.insert(t.conn, &defaultRow{t.tenant, of, member, view}))
}
