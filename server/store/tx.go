package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
)

// tx is one transaction of one tenant.
type tx struct {
	*conn
	tenant string
	now    time.Time
	jobs   []cases.Job
	// known are the cases that were read or written here, as the rest of the transaction will find them.
	known map[string]cases.Record
	// changes are told to who watches, once they are kept.
	changes []queue.Change
	moved   []queue.Stage // whose number of cases is another, once they are kept
	touched []string      // cases that stand elsewhere, or are indexed otherwise
}

// Begin runs fn in one transaction, committed durably when Begin returns nil. Errors of fn come back as they are.
// Returns fault.Stale, fault.Conflict or fault.NotFound from the rows, fault.Unavailable when the database does not
// answer. fn must not call Begin: on SQLite it would wait for itself.
func (s *Store) Begin(ctx context.Context, tenant string, fn func(conveyor.Tx) error) error {
	if err := s.begins.enter(ctx); err != nil {
		return err
	}
	defer s.begins.leave()
	var kept *tx
	err := s.write(ctx, tenant, func(c *conn) error {
		kept = s.begin(c, tenant)
		if err := fn(kept); err != nil {
			return err
		}
		return s.insertJobs(kept)
	})
	if err == nil {
		if len(kept.moved) > 0 {
			s.counts.forget(tenant, kept.moved...)
		}
		s.grids.changed(tenant, kept.touched...)
		s.bell.ring(kept.told())
	}
	return err
}

// told are the changes of a transaction, those among them of which nothing is another but what is indexed.
func (t *tx) told() []queue.Change {
	for _, id := range t.touched {
		if !slices.ContainsFunc(t.changes, func(c queue.Change) bool { return c.Case == id }) {
			r := t.known[id]
			t.changes = append(t.changes, queue.Change{Tenant: t.tenant, Case: id, Pipeline: r.Pipeline, Version: r.Version, Stages: []string{r.State.Stage}})
		}
	}
	return t.changes
}

// View runs fn in a read-only transaction: one moment of the database. Writing in it is an error.
func (s *Store) View(ctx context.Context, tenant string, fn func(conveyor.Tx) error) error {
	if err := s.views.enter(ctx); err != nil {
		return err
	}
	defer s.views.leave()
	return s.read(ctx, tenant, func(c *conn) error { return fn(s.begin(c, tenant)) })
}

func (s *Store) begin(c *conn, tenant string) *tx {
	return &tx{conn: c, tenant: tenant, now: s.moment(), known: map[string]cases.Record{}}
}

// insertJobs adds the jobs of a transaction in one go, at its end.
func (s *Store) insertJobs(t *tx) error {
	if len(t.jobs) == 0 {
		return nil
	}
	j := s.inserter.Load()
	if j == nil {
		return fault.New(fault.Unavailable, "store.jobs.missing")
	}
	return (*j).InsertTx(t.ctx, t.tx, t.jobs)
}

// Now is the one time of the transaction, UTC, milliseconds.
func (t *tx) Now() time.Time { return t.now }

// Enqueue adds a job when the transaction ends. A job with a key that exists is left as it is.
func (t *tx) Enqueue(j cases.Job) error {
	if t.readOnly {
		return fault.New(fault.Conflict, "store.read_only")
	}
	args := make(map[string]string, len(j.Args)+1)
	maps.Copy(args, j.Args)
	args["tenant"] = t.tenant
	j.Args = args
	t.jobs = append(t.jobs, j)
	return nil
}

// own returns a not-found fault unless the tenant has the case: rows of a case are never added without it.
func (t *tx) own(caseID string) error {
	if _, ok := t.known[caseID]; ok {
		return nil
	}
	_, err := t.find(caseID, "")
	return err
}

// mine fills in the tenant of a row, and refuses one that names another: a mix-up upstream cannot go unseen.
func (t *tx) mine(tenant *string) error {
	if *tenant == "" {
		*tenant = t.tenant
	}
	if *tenant != t.tenant {
		return notFound("tenant.not_found")
	}
	return nil
}

// inserted is the end of an insert that must be new.
func inserted(n int64, err error) error {
	if err == nil && n == 0 {
		return conflict("store.taken")
	}
	return err
}

// updated is the end of an update that must find its row.
func updated(found bool, err error) error {
	if err == nil && !found {
		return notFound("store.not_found")
	}
	return err
}
