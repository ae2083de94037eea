package store

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas/fault"
)

var openingTable = newTable("openings", "tenant_id pipeline opens_at closes_at paused stops message revision updated_at updated_by", "pipeline",
	func(o *definition.Opening) []any {
		return []any{
			&o.Tenant, &o.Pipeline, &o.OpensAt, &o.ClosesAt, &o.Paused, &o.Stops, asJSON(&o.Message), &o.Revision, &o.UpdatedAt, &o.UpdatedBy,
		}
	})

// Openings returns those of a tenant's pipelines that were ever set.
func (s *Store) Openings(ctx context.Context, tenantID string) ([]definition.Opening, error) {
	var out []definition.Opening
	err := s.read(ctx, tenantID, func(c *conn) error {
		var err error
		out, err = openingTable.all(c, tenantID, " ORDER BY pipeline")
		return err
	})
	return out, err
}

// Opening returns when cases of a pipeline may begin; one that was never set is the zero Opening of the pipeline.
func (t *tx) Opening(pipeline string) (definition.Opening, error) {
	o, err := openingTable.one(t.conn, t.tenant, " AND pipeline = ?", pipeline)
	if fault.CodeOf(err) == fault.NotFound {
		return definition.Opening{Pipeline: pipeline}, nil
	}
	return o, err
}

// SetOpening writes an opening whose stored revision is the given one less one (none for 1). Returns fault.Stale otherwise.
func (t *tx) SetOpening(o definition.Opening) error {
	if err := t.mine(&o.Tenant); err != nil {
		return err
	}
	if o.Revision == 1 {
		n, err := openingTable.insert(t.conn, &o)
		if err == nil && n == 0 {
			err = stale("opening.stale")
		}
		return err
	}
	ok, err := openingTable.update(t.conn, &o, " AND revision = ?", o.Revision-1)
	if err == nil && !ok {
		err = stale("opening.stale")
	}
	return err
}
