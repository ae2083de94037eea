package store

import (
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
)

// urgent is one way of finding the case that is handed out next in a stage.
type urgent struct {
	where string
	order string // of the rows; value is what stages are compared by when a queue has several
	value string
	args  []any
}

// NextFree locks and returns the case that a member is to work on next: of those that are theirs and have news, the oldest;
// else of those that nobody has, one whose service level has run out, then by priority, then by age. It passes over what
// another transaction is just taking. Returns "" when there is none.
func (t *tx) NextFree(w conveyor.Wanted) (string, error) {
	if id, err := t.ownNews(w); id != "" || err != nil {
		return id, err
	}
	ways, err := t.lateWays(w.Stages)
	if err != nil {
		return "", err
	}
	for _, way := range append(ways, urgent{where: free, order: "priority DESC, entered_at, id", value: "entered_at"}) {
		stages, err := t.byUrgency(w.Stages, way)
		if err != nil {
			return "", err
		}
		for _, stage := range stages {
			id, err := t.first(stage, way)
			if id != "" || err != nil {
				return id, err
			}
		}
	}
	return "", nil
}

// free are the cases that nobody has.
const free = " AND assignee = '' AND NOT removed"

// mostPriorities is how many priorities are looked at one by one, the highest first.
const mostPriorities = 20

// lateWays are the ways to the cases whose service level has run out, one for each priority: an index leads to the first of
// one priority, and of all it would lead to every one of them.
func (t *tx) lateWays(stages []queue.Stage) ([]urgent, error) {
	known := map[int64]bool{}
	for _, stage := range stages {
		below := int64(math.MaxInt64)
		for range mostPriorities {
			found := false
			err := t.each(func(rows scanner) error { found = true; return rows.Scan(&below) },
				"SELECT priority FROM cases WHERE tenant_id = ? AND pipeline = ? AND stage = ?"+free+
					" AND level_at IS NOT NULL AND priority < ? ORDER BY priority DESC LIMIT 1", t.tenant, stage.Pipeline, stage.Stage, below)
			if err != nil {
				return nil, err
			}
			if !found {
				break
			}
			known[below] = true
		}
	}
	var out []urgent
	for _, p := range slices.Backward(slices.Sorted(maps.Keys(known))) {
		out = append(out, urgent{
			where: free + " AND level_at IS NOT NULL AND priority = ? AND level_at <= ?", order: "level_at, id", value: "level_at", args: []any{p, t.now},
		})
	}
	return out, nil
}

func (t *tx) ownNews(w conveyor.Wanted) (string, error) {
	for _, stage := range w.Stages {
		ids, err := t.texts(`SELECT c.id FROM cases c WHERE c.tenant_id = ? AND c.assignee = ? AND c.assignee <> '' AND c.pipeline = ? AND c.stage = ? AND NOT c.removed AND c.id <> ?
			AND c.news_seq > COALESCE((SELECT m.seq FROM case_marks m WHERE m.tenant_id = c.tenant_id AND m.member_id = ? AND m.case_id = c.id), 0)
			ORDER BY c.level_at IS NULL, c.level_at, c.entered_at, c.id LIMIT 1`, t.tenant, w.Member, stage.Pipeline, stage.Stage, w.Except, w.Member)
		if err != nil || len(ids) > 0 {
			return append(ids, "")[0], err
		}
	}
	return "", nil
}

// byUrgency puts the stage first whose first case is the most urgent. It locks nothing: another may take that case meanwhile.
func (t *tx) byUrgency(stages []queue.Stage, way urgent) ([]queue.Stage, error) {
	if len(stages) < 2 {
		return stages, nil
	}
	type head struct {
		queue.Stage
		priority int64
		at       time.Time
	}
	var heads []head
	for _, stage := range stages {
		err := t.each(func(rows scanner) error {
			h := head{Stage: stage}
			heads = append(heads, h)
			return rows.Scan(&heads[len(heads)-1].priority, &heads[len(heads)-1].at)
		}, "SELECT priority, "+way.value+" FROM cases WHERE tenant_id = ? AND pipeline = ? AND stage = ?"+way.where+" ORDER BY "+way.order+" LIMIT 1",
			append([]any{t.tenant, stage.Pipeline, stage.Stage}, way.args...)...)
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(heads, func(a, b head) int {
		if a.priority != b.priority {
			return int(b.priority - a.priority)
		}
		return a.at.Compare(b.at)
	})
	out := make([]queue.Stage, len(heads))
	for i, h := range heads {
		out[i] = h.Stage
	}
	return out, nil
}

func (t *tx) first(stage queue.Stage, way urgent) (string, error) {
	lock := t.lock()
	if lock != "" {
		lock += " SKIP LOCKED"
	}
	ids, err := t.texts("SELECT id FROM cases WHERE tenant_id = ? AND pipeline = ? AND stage = ?"+way.where+" ORDER BY "+way.order+" LIMIT 1"+lock,
		append([]any{t.tenant, stage.Pipeline, stage.Stage}, way.args...)...)
	return append(ids, "")[0], err
}

// Turn locks whose turn it was last in a queue that hands out by turns. ok is false when it does not.
func (t *tx) Turn(queue string) (last string, ok bool, err error) {
	err = t.each(func(rows scanner) error { ok = true; return rows.Scan(&last) },
		"SELECT last_member FROM queue_settings WHERE tenant_id = ? AND queue = ? AND assignment = ?"+t.lock(), t.tenant, queue, conveyor.RoundRobin)
	return last, ok, err
}

// TakeTurn keeps that a member had their turn. Returns fault.NotFound when the queue was never set.
func (t *tx) TakeTurn(queue, member string) error {
	n, err := t.exec("UPDATE queue_settings SET last_member = ? WHERE tenant_id = ? AND queue = ?", member, t.tenant, queue)
	return updated(n > 0, err)
}

// mark is how far a member has read a case.
type mark struct {
	tenant, member, caseID string
	seq                    int64
}

var markTable = newTable("case_marks", "tenant_id member_id case_id seq", "member_id case_id", func(m *mark) []any {
	return []any{&m.tenant, &m.member, &m.caseID, &m.seq}
})

// Mark keeps how far a member has read a case. Returns fault.NotFound when the tenant has no such case.
func (t *tx) Mark(member, caseID string, seq int64) error {
	if known, err := t.exists("SELECT 1 FROM cases WHERE tenant_id = ? AND id = ?", t.tenant, caseID); err != nil || !known {
		return updated(known, err)
	}
	row := &mark{t.tenant, member, caseID, seq}
	found, err := markTable.update(t.conn, row, "")
	if err == nil && !found {
		_, err = markTable.insert(t.conn, row)
	}
	return err
}

// Follow moves the mark of a member who had read all on to what they did themselves.
func (t *tx) Follow(member string, before, after cases.Record) error {
	return t.later(nil, "UPDATE case_marks SET seq = ? WHERE tenant_id = ? AND member_id = ? AND case_id = ? AND seq >= ?",
		after.NewsSeq, t.tenant, member, after.ID, before.NewsSeq)
}

// CallBack makes a case unread to those of the members who had read all of it.
func (t *tx) CallBack(r cases.Record, members []string) error {
	if len(members) == 0 {
		return nil
	}
	args := []any{r.NewsSeq - 1, t.tenant, r.ID, r.NewsSeq}
	for _, id := range members {
		args = append(args, id)
	}
	return t.later(nil, "UPDATE case_marks SET seq = ? WHERE tenant_id = ? AND case_id = ? AND seq >= ? AND member_id IN ("+marks(len(members))+")", args...)
}

// TellOnly has the change of a case told to those alone who may read all these objects.
func (t *tx) TellOnly(caseID string, objects []string) {
	for i, c := range t.changes {
		if c.Case == caseID {
			t.changes[i].Within = objects
		}
	}
}

// marksOf are how far a member has read each of these cases.
func (c *conn) marksOf(tenant, member string, ids []string) (map[string]int64, error) {
	out := map[string]int64{}
	if member == "" {
		return out, nil
	}
	args := []any{tenant, member}
	for _, id := range ids {
		args = append(args, id)
	}
	err := c.each(func(rows scanner) error {
		id, seq := "", int64(0)
		err := rows.Scan(&id, &seq)
		out[id] = seq
		return err
	}, "SELECT case_id, seq FROM case_marks WHERE tenant_id = ? AND member_id = ? AND case_id IN ("+marks(len(ids))+")", args...)
	return out, err
}

// unreadAmong is how many of the cases that came last to a stage are looked at for those that are unread: nobody reads more,
// and to look at a million takes long.
const unreadAmong = 1000

// Unread counts what a member has not read in each of the stages that has any, among the thousand that came to it last. More
// says that the stage has others, at which nobody has looked.
func (s *Store) Unread(ctx context.Context, tenant, member string, stages []queue.Stage) ([]queue.Unread, error) {
	var out []queue.Unread
	err := s.read(ctx, tenant, func(c *conn) error {
		out = nil
		for _, stage := range stages {
			n := queue.Unread{Stage: stage}
			seen := 0
			err := c.each(func(rows scanner) error { return rows.Scan(&seen, &n.Count) },
				`SELECT COUNT(*), COALESCE(SUM(CASE WHEN latest.news_seq > COALESCE(m.seq, 0) THEN 1 ELSE 0 END), 0) FROM (SELECT id, news_seq FROM cases
				WHERE tenant_id = ? AND pipeline = ? AND stage = ? ORDER BY entered_at DESC, id DESC LIMIT ?) latest
				LEFT JOIN case_marks m ON m.tenant_id = ? AND m.member_id = ? AND m.case_id = latest.id`,
				tenant, stage.Pipeline, stage.Stage, unreadAmong+1, tenant, member)
			if err != nil {
				return err
			}
			if n.More = seen > unreadAmong; n.Count > 0 {
				out = append(out, n)
			}
		}
		return nil
	})
	return out, err
}

// RoundRobins returns the queues of a tenant that hand out by turns.
func (s *Store) RoundRobins(ctx context.Context, tenant string) ([]string, error) {
	var out []string
	err := s.read(ctx, tenant, func(c *conn) (err error) {
		out, err = c.texts("SELECT queue FROM queue_settings WHERE tenant_id = ? AND assignment = ? ORDER BY queue", tenant, conveyor.RoundRobin)
		return err
	})
	return out, err
}
