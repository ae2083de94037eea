package store

import (
	"context"
	"time"

	"github.com/esteira/esteira/server/tenant"
)

var absenceTable = newTable("absences", "tenant_id id member_id substitute_id from_at until_at created_at created_by decides reason", "id",
	func(a *tenant.Absence) []any {
		return []any{&a.Tenant, &a.ID, &a.Member, &a.Substitute, &a.From, &a.Until, &a.CreatedAt, &a.CreatedBy, &a.Decides, &a.Reason}
	})

// Absences returns those of a tenant that end after a moment, in the order in which they begin.
func (s *Store) Absences(ctx context.Context, tenantID string, after time.Time) ([]tenant.Absence, error) {
	var out []tenant.Absence
	err := s.read(ctx, tenantID, func(c *conn) (err error) {
		out, err = absencesOf(c, tenantID, after)
		return err
	})
	return out, err
}

func absencesOf(c *conn, tenantID string, after time.Time) ([]tenant.Absence, error) {
	return absenceTable.all(c, tenantID, " AND until_at > ? ORDER BY from_at, id", instant(after))
}

// Absences returns those that end after a moment, in the order in which they begin.
func (o office) Absences(after time.Time) ([]tenant.Absence, error) {
	return absencesOf(o.conn, o.tenant, after)
}

// AddAbsence returns fault.Conflict when the member is away in that time already, fault.NotFound when there is no such
// member.
func (o office) AddAbsence(a tenant.Absence) error {
	if err := o.mine(&a.Tenant); err != nil {
		return err
	}
	// The member's row is the lock: two absences cannot begin at once.
	known, err := o.exists("SELECT 1 FROM members WHERE tenant_id = ? AND id = ?"+o.lock(), o.tenant, a.Member)
	if err != nil || !known {
		return updated(known, err)
	}
	from := a.From // who came back today may be away for the rest of it
	if from.Before(a.CreatedAt) {
		from = a.CreatedAt
	}
	taken, err := o.exists("SELECT 1 FROM absences WHERE tenant_id = ? AND member_id = ? AND from_at < ? AND until_at > ?",
		o.tenant, a.Member, instant(a.Until), instant(from))
	if err != nil {
		return err
	}
	if taken {
		return conflict("absence.overlap")
	}
	return inserted(absenceTable.insert(o.conn, &a))
}

// Absence returns fault.NotFound when the tenant has none such.
func (o office) Absence(id string) (tenant.Absence, error) {
	return absenceTable.one(o.conn, o.tenant, " AND id = ?"+o.lock(), id)
}

// EndAbsence lets an absence end at a moment; one that would end before it begins is taken away.
func (o office) EndAbsence(id string, at time.Time) error {
	if _, err := o.exec("DELETE FROM absences WHERE tenant_id = ? AND id = ? AND from_at >= ?", o.tenant, id, instant(at)); err != nil {
		return err
	}
	_, err := o.exec("UPDATE absences SET until_at = ? WHERE tenant_id = ? AND id = ? AND until_at > ?", instant(at), o.tenant, id, instant(at))
	return err
}
