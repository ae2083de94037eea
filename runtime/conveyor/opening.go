package conveyor

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// OpeningRows are the openings inside one transaction of one tenant.
type OpeningRows interface {
	// Opening returns when cases of a pipeline may begin; one that was never set is always open.
	Opening(pipeline string) (definition.Opening, error)
	// SetOpening writes an opening whose stored Revision is the given one less one (none for 1); else fault.Stale.
	SetOpening(definition.Opening) error
}

// Opening returns when applicants may begin a case of a pipeline. Returns fault.Denied without the policy, fault.NotFound
// when nothing was published under that key.
func (c *Conveyor) Opening(ctx context.Context, who actor.Actor, pipeline string) (definition.Opening, error) {
	ok, rule, err := c.Gate.Ask(ctx, who, "definition", "read")
	if err == nil && !ok {
		err = fault.New(fault.Denied, "definition.denied").With("object", "definition").With("verb", "read").With("rule", rule)
	}
	if err != nil {
		return definition.Opening{}, err
	}
	if _, err := c.Store.Live(ctx, who.Tenant, definition.Pipeline, pipeline); err != nil {
		return definition.Opening{}, err
	}
	var out definition.Opening
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) (err error) {
		out, err = tx.Opening(pipeline)
		return err
	})
	return out, err
}

// SetOpening opens, closes or pauses a pipeline, from a revision that the member saw. It counts at once and makes no
// version. Returns fault.Denied without the policy, fault.Stale when somebody changed it in between, fault.Invalid
// opening.order.
func (c *Conveyor) SetOpening(ctx context.Context, who actor.Actor, o definition.Opening) (definition.Opening, error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return o, err
	}
	if err := o.Check(); err != nil {
		return o, err
	}
	if _, err := c.Store.Live(ctx, who.Tenant, definition.Pipeline, o.Pipeline); err != nil {
		return o, err
	}
	seen := o.Revision
	err := c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		o.Tenant, o.Revision, o.UpdatedAt, o.UpdatedBy = who.Tenant, seen+1, tx.Now(), who.ID
		return tx.SetOpening(o)
	})
	c.doors.forget(who.Tenant)
	return o, err
}

// doors remember the openings of tenants for a moment: each save of an applicant asks for them.
type doors struct {
	mu    sync.Mutex
	known map[string]knownDoors
}

type knownDoors struct {
	openings []definition.Opening
	until    time.Time
}

const doorsFor = 2 * time.Second

func newDoors() *doors { return &doors{known: map[string]knownDoors{}} }

func (d *doors) forget(tenant string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.known, tenant)
}

func (d *doors) recall(tenant string, now time.Time) ([]definition.Opening, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	known, ok := d.known[tenant]
	return known.openings, ok && now.Before(known.until)
}

func (d *doors) keep(tenant string, openings []definition.Opening, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.known) >= maxLines {
		clear(d.known)
	}
	d.known[tenant] = knownDoors{openings, now.Add(doorsFor)}
}

// opening is how the pipeline of the case stands, as it was some seconds ago at the most.
func (m *move) opening() (definition.Opening, error) {
	openings, ok := m.doors.recall(m.who.Tenant, m.now())
	if !ok {
		var err error
		if openings, err = m.Store.Openings(m.ctx, m.who.Tenant); err != nil {
			return definition.Opening{}, err
		}
		m.doors.keep(m.who.Tenant, openings, m.now())
	}
	return openingOf(openings, m.rec.Pipeline), nil
}

func openingOf(openings []definition.Opening, pipeline string) definition.Opening {
	i := slices.IndexFunc(openings, func(o definition.Opening) bool { return o.Pipeline == pipeline })
	if i < 0 {
		return definition.Opening{Pipeline: pipeline}
	}
	return openings[i]
}

// halted refuses applicants who have begun, where the pipeline is not open and stops them too. It is asked before answers
// or files are taken, and before any other verb until all was handed in.
func (m *move) halted() error {
	if m.who.Kind != actor.Applicant {
		return nil
	}
	o, err := m.opening()
	if err != nil || !o.Stops {
		return err
	}
	return o.Refuse(m.now())
}
