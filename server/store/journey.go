package store

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/runtime/cockpit"
)

var journeyTable = newTable("journeys", "tenant_id case_id pipeline day started_at channel locale device submitted", "case_id",
	func(j *cockpit.Journey) []any {
		return []any{&j.Tenant, &j.Case, &j.Pipeline, &j.Day, &j.StartedAt, &j.Channel, &j.Locale, &j.Device, &j.Submitted}
	})

// stepRow is a step with what its case has in common with others.
type stepRow struct {
	cockpit.Step
	tenant, caseID, pipeline, day string
}

var stepTable = newTable("steps", "tenant_id case_id kind step pipeline day entered_at since_at fate seconds level level_at", "case_id kind step",
	func(r *stepRow) []any {
		return []any{
			&r.tenant, &r.caseID, &r.Kind, &r.Key, &r.pipeline, &r.day, &r.EnteredAt, &r.SinceAt, &r.Fate, &r.Seconds, &r.Level, &r.LevelAt,
		}
	})

var workTable = newTable("work", "tenant_id case_id seq member pipeline stage event decision outcome reopened at_ms", "case_id seq",
	func(w *cockpit.Work) []any {
		return []any{&w.Tenant, &w.Case, &w.Seq, &w.Member, &w.Pipeline, &w.Stage, &w.Event, &w.Decision, &w.Outcome, &w.Reopened, &w.AtMS}
	})

var nudgeTable = newTable("nudges", "tenant_id case_id message_id template pipeline day sent_at returned_at completed_at", "case_id message_id",
	func(n *cockpit.Nudge) []any {
		return []any{&n.Tenant, &n.Case, &n.Message, &n.Template, &n.Pipeline, &n.Day, &n.SentAt, &n.ReturnedAt, &n.CompletedAt}
	})

// tallyRow is what the summaries still have to be changed by.
type tallyRow struct {
	tenant, id string
	body       cockpit.Tally
}

var tallyTable = newTable("tallies", "tenant_id id body", "id",
	func(r *tallyRow) []any { return []any{&r.tenant, &r.id, asJSON(&r.body)} })

// put writes rows, each over the one that has its key.
func (t *table[R]) put(c *conn, rows ...*R) error {
	var sets []string
	for _, name := range t.columns[1:] {
		if !slices.Contains(t.key, name) {
			sets = append(sets, name+" = excluded."+name)
		}
	}
	return t.upsert(c, sets, rows)
}

// upsert inserts rows; where one has its key already, it is changed as sets say.
func (t *table[R]) upsert(c *conn, sets []string, rows []*R) error {
	text := t.sql.insert + "(" + strings.Repeat("?, ", len(t.columns)-1) + "?) ON CONFLICT (tenant_id, " + strings.Join(t.key, ", ") +
		") DO UPDATE SET " + strings.Join(sets, ", ")
	for _, r := range rows {
		if err := c.later(nil, text, values(t.fields(r))...); err != nil {
			return err
		}
	}
	return nil
}

// Journey returns the journey of a case. Returns fault.NotFound when it was never counted.
func (t *tx) Journey(caseID string) (cockpit.Journey, error) {
	j, err := journeyTable.one(t.conn, t.tenant, " AND case_id = ?", caseID)
	if err != nil {
		return j, err
	}
	rows, err := stepTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY entered_at, kind, step", caseID)
	for _, r := range rows {
		j.Steps = append(j.Steps, r.Step)
	}
	return j, err
}

// PutJourney writes a journey and those of its steps that are new or others. Returns fault.NotFound when the tenant has
// no such case.
func (t *tx) PutJourney(j cockpit.Journey, steps []cockpit.Step) error {
	if err := t.mine(&j.Tenant); err != nil {
		return err
	}
	if err := t.own(j.Case); err != nil {
		return err
	}
	if err := journeyTable.put(t.conn, &j); err != nil {
		return err
	}
	rows := make([]*stepRow, len(steps))
	for i, s := range steps {
		rows[i] = &stepRow{Step: s, tenant: t.tenant, caseID: j.Case, pipeline: j.Pipeline, day: j.Day}
	}
	return stepTable.put(t.conn, rows...)
}

// Tally keeps what the summaries change by.
func (t *tx) Tally(id string, tally cockpit.Tally) error {
	return tallyTable.add(t.conn, stale("event.stale"), &tallyRow{tenant: t.tenant, id: id, body: tally})
}

// AddWork writes down what members did. Returns fault.NotFound when the tenant has no such case.
func (t *tx) AddWork(work []cockpit.Work) error {
	rows := make([]*cockpit.Work, len(work))
	for i, w := range work {
		if err := t.mine(&w.Tenant); err != nil {
			return err
		}
		if err := t.own(w.Case); err != nil {
			return err
		}
		rows[i] = &w
	}
	return workTable.put(t.conn, rows...)
}

// Reopen marks the decisions that rejected a case: they did not last.
func (t *tx) Reopen(caseID string) error {
	if err := t.own(caseID); err != nil {
		return err
	}
	return t.later(nil, "UPDATE work SET reopened = ? WHERE tenant_id = ? AND case_id = ? AND decision <> '' AND outcome = 'rejected'",
		true, t.tenant, caseID)
}

// Nudges returns the reminders of a case, in the order of their messages.
func (t *tx) Nudges(caseID string) ([]cockpit.Nudge, error) {
	return nudgeTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY message_id", caseID)
}

// PutNudge writes a reminder, new or known. Returns fault.NotFound when the tenant has no such case.
func (t *tx) PutNudge(n cockpit.Nudge) error {
	if err := t.mine(&n.Tenant); err != nil {
		return err
	}
	if err := t.own(n.Case); err != nil {
		return err
	}
	return nudgeTable.put(t.conn, &n)
}
