package conveyor

import (
	"context"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas/actor"
)

// IndexCase indexes the answers of a case from before their words were found. One that is indexed already is left as it is.
func (c *Conveyor) IndexCase(ctx context.Context, tenant, caseID string) error {
	profile, err := c.Tenants.Profile(ctx, tenant)
	if err != nil {
		return err
	}
	err = c.Store.Begin(ctx, tenant, func(tx Tx) error {
		if err := tx.Indexed(caseID); err != nil {
			return err
		}
		m := &move{Conveyor: c, ctx: ctx, tx: tx, who: actor.Job(tenant, "index"), profile: profile}
		if err := m.load(caseID); err != nil {
			return err
		}
		rows := m.line.Form.Index(m.resolve(form.Staff))
		return tx.Index(caseID, append(indexRows(rows), m.factRows()...))
	})
	return ignoreMissing(err)
}
