package store

import (
	"context"

	"github.com/esteira/esteira/runtime/cockpit"
)

// CasesAt returns the ids of the cases behind a figure, by id.
func (s *Store) CasesAt(ctx context.Context, tenant string, f cockpit.Filter, at cockpit.Place) ([]string, error) {
	var q clause
	q.add("SELECT case_id FROM (")
	s.behind(&q, tenant, f, at)
	q.add(") behind WHERE case_id > ? ORDER BY case_id LIMIT ?", at.After, at.Limit)
	var ids []string
	err := s.read(ctx, tenant, func(c *conn) (err error) {
		ids, err = c.texts(q.text, q.args...)
		return err
	})
	return ids, err
}

// CountAt counts the cases behind a figure.
func (s *Store) CountAt(ctx context.Context, tenant string, f cockpit.Filter, at cockpit.Place) (int64, error) {
	var q clause
	q.add("SELECT COUNT(*) FROM (")
	s.behind(&q, tenant, f, at)
	q.add(") behind")
	groups, err := s.groups(ctx, tenant, 0, &q)
	if err != nil {
		return 0, err
	}
	return groups[0].N, nil
}

// behind writes the query for the cases of a figure, each of them once.
func (s *Store) behind(q *clause, tenant string, f cockpit.Filter, at cockpit.Place) {
	switch at.Kind {
	case cockpit.Channel, cockpit.Language, cockpit.Device:
		behindWay(q, tenant, f, at)
	case cockpit.Reason:
		behindReason(q, tenant, f, at)
	case cockpit.Reminder:
		behindReminder(q, tenant, f, at)
	case cockpit.Worker:
		behindWorker(q, tenant, at)
	default:
		s.behindStep(q, tenant, f, at)
	}
}

func (s *Store) behindStep(q *clause, tenant string, f cockpit.Filter, at cockpit.Place) {
	q.add("SELECT s.case_id FROM steps s JOIN journeys j ON j.tenant_id = s.tenant_id AND j.case_id = s.case_id "+
		"WHERE s.tenant_id = ? AND s.kind = ? AND s.step = ?", tenant, at.Kind, at.Step)
	switch at.Fate {
	case "":
	case cockpit.Stopped:
		q.add(" AND s.fate <> ?", cockpit.Gone)
	case cockpit.Met, cockpit.Missed:
		q.add(" AND s.level = ?", at.Fate)
	case cockpit.Overdue:
		q.add(" AND EXISTS (SELECT 1 FROM cases c WHERE c.tenant_id = s.tenant_id AND c.id = s.case_id AND c.stage = s.step "+
			"AND c.outcome = '' AND NOT c.removed AND c.level_at < ?)", s.moment())
	default:
		q.add(" AND s.fate = ?", at.Fate)
	}
	begun(q, "j.", f)
}

var wayColumns = map[string]string{cockpit.Channel: "channel", cockpit.Language: "locale", cockpit.Device: "device"}

func behindWay(q *clause, tenant string, f cockpit.Filter, at cockpit.Place) {
	q.add("SELECT j.case_id FROM journeys j WHERE j.tenant_id = ? AND j."+wayColumns[at.Kind]+" = ?", tenant, at.Step)
	stopped := "EXISTS (SELECT 1 FROM steps s WHERE s.tenant_id = j.tenant_id AND s.case_id = j.case_id AND s.kind = ? AND s.fate <> ?)"
	switch at.Fate {
	case cockpit.Stopped:
		q.add(" AND "+stopped, cockpit.Page, cockpit.Gone)
	case cockpit.HandedIn:
		q.add(" AND NOT "+stopped, cockpit.Page, cockpit.Gone)
	}
	begun(q, "j.", f)
}

func behindReason(q *clause, tenant string, f cockpit.Filter, at cockpit.Place) {
	q.add("SELECT c.id AS case_id FROM cases c JOIN journeys j ON j.tenant_id = c.tenant_id AND j.case_id = c.id "+
		"WHERE c.tenant_id = ? AND c.outcome = 'rejected' AND c.reason IN (NULL", tenant)
	for _, reason := range at.Reasons {
		q.add(", ?", reason)
	}
	q.add(")")
	begun(q, "j.", f)
}

func behindReminder(q *clause, tenant string, f cockpit.Filter, at cockpit.Place) {
	q.add("SELECT DISTINCT n.case_id FROM nudges n JOIN journeys j ON j.tenant_id = n.tenant_id AND j.case_id = n.case_id "+
		"WHERE n.tenant_id = ? AND n.template = ? AND n.sent_at IS NOT NULL", tenant, at.Step)
	switch at.Fate {
	case cockpit.CameBack:
		q.add(" AND (n.returned_at IS NOT NULL OR n.completed_at IS NOT NULL)")
	case cockpit.Completed:
		q.add(" AND n.completed_at IS NOT NULL")
	}
	begun(q, "j.", f)
}

func behindWorker(q *clause, tenant string, at cockpit.Place) {
	q.add("SELECT case_id FROM ("+gaps+") acts WHERE member = ?", tenant, at.Span.From.UnixMilli(), at.Span.To.UnixMilli(), at.Step)
	if at.Span.Pipeline != "" {
		q.add(" AND pipeline = ?", at.Span.Pipeline)
	}
	q.add(" GROUP BY case_id HAVING SUM(CASE WHEN gap <= ? THEN gap ELSE ? END) > 0", pause, single)
}
