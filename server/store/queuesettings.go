package store

import (
	"context"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

var queueSettingsTable = newTable("queue_settings", "tenant_id queue assignment last_member revision updated_at updated_by", "queue",
	func(q *tenant.QueueSettings) []any {
		return []any{&q.Tenant, &q.Queue, &q.Assignment, &q.LastMember, &q.Revision, &q.UpdatedAt, &q.UpdatedBy}
	})

// QueueSettings returns what was set of a queue; one that was never set assigns nobody.
func (s *Store) QueueSettings(ctx context.Context, tenantID, queue string) (tenant.QueueSettings, error) {
	var out tenant.QueueSettings
	err := s.read(ctx, tenantID, func(c *conn) (err error) {
		out, err = c.queueSettings(tenantID, queue, "")
		return err
	})
	return out, err
}

func (c *conn) queueSettings(tenantID, queue, lock string) (tenant.QueueSettings, error) {
	q, err := queueSettingsTable.one(c, tenantID, " AND queue = ?"+lock, queue)
	if fault.CodeOf(err) == fault.NotFound {
		return tenant.QueueSettings{Tenant: tenantID, Queue: queue, Assignment: tenant.AssignNobody}, nil
	}
	return q, err
}

// SaveQueueSettings writes settings whose stored revision is the given one less one (none for 1), and returns those before;
// else fault.Stale. Whose turn it was stays.
func (o office) SaveQueueSettings(q tenant.QueueSettings) (tenant.QueueSettings, error) {
	before, err := o.queueSettings(o.tenant, q.Queue, o.lock())
	if err != nil {
		return before, err
	}
	if err := o.mine(&q.Tenant); err != nil {
		return before, err
	}
	if before.Revision != q.Revision-1 {
		return before, stale("queue.stale")
	}
	q.LastMember = before.LastMember
	if before.Revision == 0 {
		n, err := queueSettingsTable.insert(o.conn, &q)
		if err == nil && n == 0 {
			err = stale("queue.stale")
		}
		return before, err
	}
	found, err := queueSettingsTable.update(o.conn, &q, "")
	return before, updated(found, err)
}
