package store

import (
	"context"
	"time"

	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/schemas/fault"
)

var postTable = newTable("posts", "tenant_id id case_id kind author name body at read_at", "id",
	func(p *portal.Post) []any {
		return []any{&p.Tenant, &p.ID, &p.Case, &p.Kind, &p.Author, &p.Name, &p.Body, &p.At, &p.ReadAt}
	})

var tickTable = newTable("ticks", "tenant_id case_id item kind author at", "case_id item",
	func(m *portal.Tick) []any { return []any{&m.Tenant, &m.Case, &m.Item, &m.Kind, &m.Author, &m.At} })

var feedbackTable = newTable("feedback", "tenant_id case_id pipeline version_id moment score words at", "case_id",
	func(f *portal.Feedback) []any {
		return []any{&f.Tenant, &f.Case, &f.Pipeline, &f.Version, &f.Moment, &f.Score, &f.Words, &f.At}
	})

var shareTable = newTable("shares", "tenant_id pipeline origins revision updated_at updated_by", "pipeline",
	func(s *portal.Share) []any {
		return []any{&s.Tenant, &s.Pipeline, asJSON(&s.Origins), &s.Revision, &s.UpdatedAt, &s.UpdatedBy}
	})

// InsertPost adds a post. Returns fault.NotFound when the tenant has no such case, fault.Conflict when the id is taken.
func (t *tx) InsertPost(p portal.Post) error {
	if err := t.mine(&p.Tenant); err != nil {
		return err
	}
	if err := t.own(p.Case); err != nil {
		return err
	}
	return inserted(postTable.insert(t.conn, &p))
}

// Posts returns the thread of a case, oldest first.
func (t *tx) Posts(caseID string) ([]portal.Post, error) {
	return postTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY id", caseID)
}

// ReadPosts notes that what a kind of author wrote was read, and says how many were not before.
func (t *tx) ReadPosts(caseID, kind string, at time.Time) (int, error) {
	n, err := t.exec("UPDATE posts SET read_at = ? WHERE tenant_id = ? AND case_id = ? AND kind = ? AND read_at IS NULL",
		instant(at), t.tenant, caseID, kind)
	return int(n), err
}

// PutTick adds a tick; one that is there stays. Returns fault.NotFound when the tenant has no such case.
func (t *tx) PutTick(m portal.Tick) error {
	if err := t.mine(&m.Tenant); err != nil {
		return err
	}
	if err := t.own(m.Case); err != nil {
		return err
	}
	_, err := tickTable.insert(t.conn, &m)
	return err
}

// RemoveTick takes a tick away, if it is there.
func (t *tx) RemoveTick(caseID, item string) error {
	if err := t.own(caseID); err != nil {
		return err
	}
	_, err := t.exec("DELETE FROM ticks WHERE tenant_id = ? AND case_id = ? AND item = ?", t.tenant, caseID, item)
	return err
}

// Ticks returns the ticks of a case.
func (t *tx) Ticks(caseID string) ([]portal.Tick, error) {
	return tickTable.all(t.conn, t.tenant, " AND case_id = ? ORDER BY item", caseID)
}

// PutFeedback keeps what was thought of a case in place of what was before. Returns fault.NotFound when the tenant has no
// such case.
func (t *tx) PutFeedback(f portal.Feedback) error {
	if err := t.mine(&f.Tenant); err != nil {
		return err
	}
	if err := t.own(f.Case); err != nil {
		return err
	}
	n, err := feedbackTable.insert(t.conn, &f)
	if err != nil || n > 0 {
		return err
	}
	_, err = feedbackTable.update(t.conn, &f, "")
	return err
}

// FeedbackOf returns what was thought of a case, or fault.NotFound.
func (t *tx) FeedbackOf(caseID string) (portal.Feedback, error) {
	return feedbackTable.one(t.conn, t.tenant, " AND case_id = ?", caseID)
}

// Share returns where a pipeline is offered; one that was never set is the zero Share of the pipeline.
func (t *tx) Share(pipeline string) (portal.Share, error) {
	s, err := shareTable.one(t.conn, t.tenant, " AND pipeline = ?", pipeline)
	if fault.CodeOf(err) == fault.NotFound {
		return portal.Share{Pipeline: pipeline}, nil
	}
	return s, err
}

// SetShare writes a share whose stored revision is the given one less one (none for 1). Returns fault.Stale otherwise.
func (t *tx) SetShare(s portal.Share) error {
	if err := t.mine(&s.Tenant); err != nil {
		return err
	}
	if s.Revision == 1 {
		n, err := shareTable.insert(t.conn, &s)
		if err == nil && n == 0 {
			err = stale("share.stale")
		}
		return err
	}
	ok, err := shareTable.update(t.conn, &s, " AND revision = ?", s.Revision-1)
	if err == nil && !ok {
		err = stale("share.stale")
	}
	return err
}

// Feedbacks returns what applicants thought since a moment, newest first, at most ten thousand.
func (s *Store) Feedbacks(ctx context.Context, tenant string, since time.Time) ([]portal.Feedback, error) {
	var out []portal.Feedback
	err := s.read(ctx, tenant, func(c *conn) error {
		var err error
		out, err = feedbackTable.all(c, tenant, " AND at >= ? ORDER BY at DESC, case_id LIMIT 10000", instant(since))
		return err
	})
	return out, err
}
