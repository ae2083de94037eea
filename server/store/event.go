package store

import (
	"context"

	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

var eventTable = newTable("events", "tenant_id case_id seq id name at actor data prev hash", "case_id seq",
	func(e *event.Event) []any {
		return []any{&e.Tenant, &e.Case, &e.Seq, &e.ID, &e.Name, &e.At, asJSON(&e.Actor), asJSON(&e.Data), &e.Prev, &e.Hash}
	})

// AppendEvents adds sealed events of a case. The transaction fails with fault.Stale, at its end at the latest, when
// another stands at the place of one. Returns fault.NotFound when the tenant has no such case.
func (t *tx) AppendEvents(events []event.Event) error {
	rows := make([]*event.Event, len(events))
	for i := range events {
		e := events[i]
		if err := t.mine(&e.Tenant); err != nil {
			return err
		}
		if err := t.own(e.Case); err != nil {
			return err
		}
		rows[i] = &e
	}
	return eventTable.add(t.conn, stale("event.stale"), rows...)
}

// Events returns the chain of a case, oldest first. Returns fault.NotFound when the tenant has no such case.
func (s *Store) Events(ctx context.Context, tenant, caseID string) ([]event.Event, error) {
	var out []event.Event
	err := s.read(ctx, tenant, func(c *conn) error {
		var err error
		out, err = eventTable.all(c, tenant, " AND case_id = ? ORDER BY seq", caseID)
		return err
	})
	if err == nil && len(out) == 0 {
		return nil, fault.New(fault.NotFound, "cases.not_found")
	}
	return out, err
}

// AuditEvents returns what the administration of a tenant did, newest first, before a place in its chain (0 for the end).
func (s *Store) AuditEvents(ctx context.Context, tenantID string, before int64, limit int) ([]event.Event, error) {
	more, args := " AND case_id = ?", []any{tenantID}
	if before > 0 {
		more, args = more+" AND seq < ?", append(args, before)
	}
	var out []event.Event
	err := s.read(ctx, tenantID, func(c *conn) (err error) {
		out, err = eventTable.all(c, tenantID, more+" ORDER BY seq DESC LIMIT ?", append(args, limit)...)
		return err
	})
	return out, err
}
